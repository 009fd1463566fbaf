"""Tables of the documentation that follow from the data tables, the configs and the levers."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import yaml

from bench import stored as bench
from sim.data import read
from sim.data.table import FOLDER
from sim.inputs.compose import compose
from sim.inputs.paths import SCENARIOS, configs
from sim.policy.instruments import INSTRUMENTS
from sim.runs.footprint import Axes, of_week, of_world
from sim.studies.levers import known
from sim.studies.levers.find import find

EVIDENCE = FOLDER / "evidence"
CORES = 32  # of a node, where a city has one


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(head: str, lines: Iterable[Iterable[object]]) -> str:
    columns = head.split(", ")
    shown = [columns, ["---"] * len(columns), *([str(cell).replace("|", "\\|") for cell in line] for line in lines)]
    return "\n".join(f"| {' | '.join(line)} |" for line in shown)


def parameters() -> str:
    """Parameters of the model."""
    lines = (
        (f"`{r['name']}`", r["symbol"], r["value"], r["unit"], f"{r['low']} to {r['high']}", r["grade"], r["meaning"])
        for r in _rows(FOLDER / "parameters.csv")
    )
    return _table("parameter, symbol, value, unit, range, grade, meaning", lines)


def sectors() -> str:
    """Sectors of consumption."""
    keys = ("occasions_per_week", "income_elasticity", "need_decay_per_week", "travel_decay_per_km", "goods_share")
    lines = ((f"`{r['sector']}`", r["name"], *(r[k] for k in keys)) for r in _rows(FOLDER / "sectors.csv"))
    return _table(f"sector, name, {', '.join(f'`{k}`' for k in keys)}", lines)


def kinds() -> str:
    """Kinds of project."""
    lines = (
        (
            f"`{r['kind']}`",
            r["name"],
            r["direction"],
            r["sectors"].replace(";", ", "),
            f"{float(r['investment_median_yuan']) / 1e6:g}",
            r["build_weeks_median"],
            r["approvals"].replace(";", ", "),
        )
        for r in _rows(FOLDER / "kinds.csv")
    )
    return _table("kind, name, direction, sectors, million yuan (median), weeks to build (median), approvals", lines)


def levers() -> str:
    """Groups of levers: how many there are, and how many of them are known to pull one way."""
    found = find(compose([]))
    total = Counter(lever.group for lever in found)
    pulls = [(lever.group, known.pull(lever.name)) for lever in found]
    signed = Counter(group for group, pull in pulls if pull and pull.sign)
    lines = [(f"`{group}`", n, signed[group]) for group, n in total.items()]
    return _table("group, levers, of these with a known direction", [*lines, ("all", len(found), signed.total())])


def counts() -> str:
    """How much of everything there is."""
    stated = {
        "cities of the notice": len(read.read_cities().notified),
        "sectors": len(read.read_sectors().sector),
        "kinds of project": len(read.read_kinds().kind),
        "parameters": len(read.read_parameters()),
        "of these fitted": len(_rows(FOLDER / "priors.csv")),
        "instruments": len(INSTRUMENTS),
        "allocations": len(configs("allocation")) - 1,  # none is none
        "sets of award rules": len(configs("rules")),
        "scenarios": len(list(SCENARIOS.glob("*.yaml"))),
    }
    return _table(", ".join(stated), [stated.values()])


def findings() -> str:
    """What the model is compared with."""
    said = yaml.safe_load((EVIDENCE / "experiments.yaml").read_text(encoding="utf-8"))
    n_not = len(said["not_represented"])
    n = len(_rows(EVIDENCE / "calibration_targets.csv")) - n_not
    must = len({finding for group in said["must"].values() for finding in group})
    return (
        f"**Does it behave like the world?** `sanxin validate` repeats {n} published findings in twin "
        f"worlds; {must} of them have to be met.\n{n_not} more cannot be represented, and the report says why."
    )


def full_scale() -> str:
    """Memory, traffic and time of a simulated resident for each real one, a city to a node."""
    ns = bench.read()["million"]["figures"]["ns_per_consumer_week_1m"]
    cities = read.read_cities()
    residents = cities.residents[cities.rows(cities.notified)].tolist()
    settings = compose([])
    axes, h = Axes.of(settings), settings.horizon
    weeks = h.weeks_warmup + 2 * (h.weeks_pilot + h.weeks_after)
    world = of_world(axes._replace(rows=10**9))
    each = (world.shared + 2 * world.own) / 1e9  # bytes of a consumer while a policy world runs
    sent = of_week(settings, axes._replace(rows=0)) / axes.cities
    others, n = len(residents) - 1, len(residents)
    seconds = ns / 1e9 * weeks
    stated = {
        "residents": f"{sum(residents) / 1e6:,.0f} million; {max(residents) / 1e6:.0f} million in the largest city",
        "memory": f"{sum(residents) * each / 1e9:,.0f} GB; {max(residents) * each / 1e9:.0f} GB for the largest city",
        "processor time": f"{sum(residents) * seconds / 3600:,.0f} hours",
        "time": f"{max(residents) * seconds / CORES / 60:,.0f} minutes: the largest city on {CORES} cores",
        "traffic of a week": f"{sent * others / 1e6:.0f} MB from each city, {sent * others * n / 1e6:,.0f} MB in all",
        "traffic in all": f"{sent * others * n * weeks / 1e9:,.0f} GB in {weeks} weeks of a world",
    }
    return _table("what, figure", stated.items())
