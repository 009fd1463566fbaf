"""Measure every figure of speed, memory and noise in one run: a table, and docs/bench.json.

One thread throughout. ``python -m bench`` runs all; ``python -m bench peer million`` only what is named.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time

import numpy as np

from bench.ordinary import OrdinaryModel
from bench.table import STORED, TARGETS, is_reached
from sim.inputs.compose import compose
from sim.kernel.columns import ACCOUNT_WEEKS, BUILDING
from sim.kernel.draws import StreamDraws
from sim.model import PilotModel, observe
from sim.runs.comparison import compare
from sim.runs.twins import Recorder, draws_of, run_pilot, warm_up
from sim.world.build import build_world

ALLOCATIONS = ("official", "equal", "per_head", "by_retail", "by_need", "none")


def _model(settings, draws=None) -> PilotModel:
    draws = draws or draws_of(settings, 0)
    return PilotModel(settings, world=build_world(settings, draws), draws=draws, views=False)


def _fill_slots(model: PilotModel) -> None:
    """Open a venue in every slot of every city, and let none close."""
    p = model.world.projects
    n_slots = model.world.venues.project.shape[1]
    before, now = model.world.week - 2, model.world.week
    p.status[:, :n_slots], p.start[:, :n_slots] = BUILDING, before
    p.approved[:, :n_slots], p.opens[:, :n_slots] = before, now
    p.stalls[:], p.fails_after[:] = False, np.inf


def _seconds_per_week(model: PilotModel, weeks: int) -> float:
    start = time.perf_counter()
    for _ in range(weeks):
        model.step()
    return (time.perf_counter() - start) / weeks


def peer() -> dict:
    """Engine beside one Mesa object per consumer: 10,000 consumers, the same weeks of the same city."""
    settings = compose(["city=xining", "population.consumers_per_city=10000", "allocation=official", "threads=1"])
    engine, draws = _model(settings), draws_of(settings, 0)
    ordinary = OrdinaryModel(settings, build_world(settings, draws), draws, seed=1)
    for model in (engine, ordinary):
        _fill_slots(model)
        for _ in range(ACCOUNT_WEEKS + 1):  # compiles everything, four-weekly accounts included
            model.step()
    weeks, totals, seconds = 4, {}, {}
    for name, model in (("engine", engine), ("ordinary", ordinary)):
        spent, start = 0.0, time.perf_counter()
        for _ in range(weeks):
            model.step()
            spent += float(model.last_sales.spent.sum())
        seconds[name], totals[name] = time.perf_counter() - start, spent
    return {
        "peer_ns_per_consumer_week": seconds["ordinary"] / weeks / 1e4 * 1e9,
        "engine_ns_per_consumer_week_10k": seconds["engine"] / weeks / 1e4 * 1e9,
        "speed_up_over_peer": seconds["ordinary"] / seconds["engine"],
        "peer_total_gap_share": abs(totals["ordinary"] / totals["engine"] - 1),
    }


def million() -> dict:
    """One million consumers in 50 cities, 64 live novel venues in each, social network on."""
    settings = compose(["population.consumers_per_city=20000", "allocation=official", "threads=1"])
    model = _model(settings)
    _fill_slots(model)
    for _ in range(2):
        model.step()
    n = model.world.consumers.weight.size
    per_week = min(_seconds_per_week(model, ACCOUNT_WEEKS) for _ in range(3))  # what else runs only adds
    size = sum(column.nbytes for column in model.world.consumers)
    return {
        "consumers": n,
        "live_venues_per_city": float((model.world.venues.project >= 0).sum(axis=1).mean()),
        "ns_per_consumer_week_1m": per_week / n * 1e9,
        "bytes_per_consumer_1m": size / n,
    }


EVERYTHING = ("threshold_coupon", "voucher", "price_discount")
BARE = tuple(f"-{name}" for name in EVERYTHING)  # instruments cost so much that the rest would drown in their noise
# Mechanism -> the world it is taken out of, and what takes it out.
MECHANISMS = {
    "word_of_mouth": (BARE, ("population.network=none",)),
    "novel_venues": (BARE, ("parameters.venue_slots=1",)),
    "coupons": ((), ("-threshold_coupon",)),
    "vouchers": ((), ("-voucher",)),
    "discounts": ((), ("-price_discount",)),
}
ROUNDS = 8
LONG = {"start_week": 0, "end_week": 200}


def _everything(without: tuple[str, ...] = ()) -> list[str]:
    """Overrides of a world in which the instruments run all the time, less some."""
    chosen = [name for name in EVERYTHING if f"-{name}" not in without]
    terms = [compose([f"instrument={name}"]).instrument.model_dump(mode="json") | LONG for name in chosen]
    base = ["city=[beijing,hangzhou,wuhan,xining,haikou]", "population.consumers_per_city=2000", "threads=1"]
    plain = [text for text in without if not text.startswith("-")]
    return [*base, f"instruments={_hydra(terms)}", "allocation=official", *plain]


def _hydra(value: object) -> str:
    """Plain data in Hydra's grammar of overrides."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{k}:{_hydra(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_hydra, value)) + "]"
    return "null" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


def _running(overrides: list[str]) -> PilotModel:
    """A world in which everything runs and is compiled."""
    model = _model(compose(overrides))
    model.world.week = 0
    _fill_slots(model)
    for _ in range(ACCOUNT_WEEKS + 1):
        model.step()
    return model


def mechanisms() -> dict:
    """Cost of each mechanism: a world less the same world without it, nanoseconds per consumer and week.

    The worlds take turns, and the fastest weeks of each count: what else runs on the machine only adds.
    """
    outs = {out for of, less in MECHANISMS.values() for out in (of, of + less)} | {()}
    models = {out: _running(_everything(out)) for out in sorted(outs)}
    best = dict.fromkeys(models, np.inf)
    for _ in range(ROUNDS):
        for out, model in models.items():
            seconds = _seconds_per_week(model, ACCOUNT_WEEKS)
            best[out] = min(best[out], seconds / model.world.consumers.weight.size * 1e9)
    found = {"ns_everything_on": best[()], "ns_without_instruments": best[BARE]}
    found |= {f"ns_{name}": best[of] - best[of + less] for name, (of, less) in MECHANISMS.items()}
    model = _model(compose(_everything()))
    for _ in range(ACCOUNT_WEEKS + 1):
        model.step()
    start = time.perf_counter()
    for _ in range(ACCOUNT_WEEKS):
        model.markets.close_accounts()
        model.world.since.expected[:] = 1.0
    per_account = (time.perf_counter() - start) / ACCOUNT_WEEKS
    found["ns_shops_and_trip_chains"] = per_account / ACCOUNT_WEEKS / model.world.consumers.weight.size * 1e9
    return found


# Phases of a week that are the policy's own; the life of projects and approvals is there without any policy, too.
POLICY_PHASES = ("pay_tranches", "run_instruments", "run_authorities")


def policy() -> dict:
    """Share of a policy world of the main job that goes to the phases of ministry, instruments and authorities."""
    settings = compose(["seed=7", "threads=1"])
    world, draws = warm_up(settings.without_policy(), draws_of(settings, 0)), draws_of(settings, 0)
    run_pilot(settings, world.fork(), draws)  # compiles everything
    model = PilotModel(settings, world=world.fork(), draws=draws, views=False)
    clock = dict.fromkeys(POLICY_PHASES, 0.0)

    def timed(name: str):
        phase = getattr(model, name)

        def run_phase() -> None:
            start = time.perf_counter()
            phase()
            clock[name] += time.perf_counter() - start

        return run_phase

    for name in POLICY_PHASES:
        setattr(model, name, timed(name))
    start = time.perf_counter()
    observe.run(model, [Recorder()])
    return {"policy_share_of_a_run": sum(clock.values()) / (time.perf_counter() - start)}


def coupling(n_seeds: int = 30) -> dict:
    """Noise of a difference between two allocations over 30 seeds: keyed draws beside one ordinary stream per world."""
    base = ["city=[xining,haikou]", "population.consumers_per_city=60", "horizon.weeks_warmup=8", "threads=1"]
    base += ["horizon.weeks_pilot=40", "horizon.weeks_after=12"]
    pair = [compose([*base, f"allocation={a}"]) for a in ("by_retail", "equal")]
    keyed, stream = [], []
    for seed in range(n_seeds):
        world = warm_up(pair[0].without_policy(), draws_of(pair[0], seed))
        runs = [run_pilot(s, world.fork(), draws_of(s, seed)) for s in pair]
        keyed.append(runs[0].spent.sum() - runs[1].spent.sum())
        stream.append(_ordinary_total(pair[0], seed) - _ordinary_total(pair[1], seed))
    return {
        "sd_difference_keyed_yuan": float(np.std(keyed, ddof=1)),
        "sd_difference_one_stream_yuan": float(np.std(stream, ddof=1)),
        "sd_ratio_stream_over_keyed": float(np.std(stream, ddof=1) / np.std(keyed, ddof=1)),
    }


def _ordinary_total(settings, seed: int) -> float:
    draws = StreamDraws(seed)
    model = OrdinaryModel(settings, build_world(settings, draws), draws, seed=seed)
    total = 0.0
    while model.running:
        model.step()
        if model.world.week > 0:
            total += float(model.last_sales.spent.sum())
    return total


def startup() -> dict:
    """Seconds until ``sanxin --help`` has answered, whole process, best of five."""
    command = [sys.executable, "-m", "sim.cli.main", "--help"]
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    return {"help_seconds": min(seconds)}


def main_job() -> dict:
    """Run the job of ``make run``: six allocations, 50 cities, 182 weeks, 500 consumers per city, 8 replicates."""
    result = compare([compose([f"allocation={a}", "seed=7", "threads=1"]) for a in ALLOCATIONS])
    seconds = result.manifest["seconds_by_part"]
    funded = result.summary[result.summary.public_yuan > 0]
    width = ((funded.ci_high - funded.ci_low) / 2 / funded.net_per_yuan.abs()).max()
    return {f"main_job_seconds_{part.replace('-', '_')}": s for part, s in seconds.items()} | {
        "main_job_widest_half_interval_share": float(width)
    }


def validation() -> dict:
    """Seconds that ``sanxin validate`` takes, whole process."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        command = [sys.executable, "-m", "sim.cli.main", "validate", f"output={folder}/validation"]
        subprocess.run(command, check=True, capture_output=True)
        return {"validate_seconds": time.perf_counter() - start}


# name -> what it measures
BENCHES = {
    "startup": startup, "peer": peer, "million": million, "mechanisms": mechanisms, "policy": policy,
    "coupling": coupling, "main": main_job, "validate": validation,
}  # fmt: skip


def run(names: list[str]) -> dict:
    """Run the named benchmarks, print a table, and merge the figures into docs/bench.json."""
    figures: dict[str, float] = {}
    for name in names:
        figures |= BENCHES[name]()
    for key, value in figures.items():
        sign, bound = TARGETS.get(key, ("", None))
        verdict = "" if bound is None else "reached" if is_reached(key, value) else "MISSED"
        print(f"{key:42s} {value:16,.4g}   {'' if bound is None else f'target {sign} {bound:g}':18s} {verdict}")
    STORED.write_text(json.dumps(json.loads(STORED.read_text()) | figures, indent=1) + "\n")
    return figures


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in chosen if name not in BENCHES]
    if unknown:
        sys.exit(f"unknown benchmark {unknown[0]!r}; there are {', '.join(BENCHES)}")
    run(chosen)
