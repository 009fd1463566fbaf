"""Where a result comes from: settings, seed, code, data, versions."""

from __future__ import annotations

import datetime
import importlib.metadata
import math
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim import extend
from sim.data import read
from sim.errors import Fault
from sim.inputs.asked import COMMAND
from sim.inputs.calendar import Calendar
from sim.inputs.idle.told import told
from sim.inputs.scenario import texts_of
from sim.inputs.settings import Settings
from sim.kernel.columns import WEEKS_PER_QUARTER, WEEKS_PER_YEAR
from sim.measures.listing import always
from sim.measures.measure import vocabulary
from sim.measures.stopping import Stopping
from sim.results.looks import KEY as STOPPING
from sim.results.looks import PACE
from sim.results.vocabulary import WHOLE_RUN
from sim.runs.explain.stated import as_plain, stated
from sim.runs.fitted import unpinned_parameters
from sim.world.ledger import FEN_PER_YUAN

PACKAGES = ("numpy", "numba", "scipy", "pandas", "mesa", "networkx", "hydra-core", "matplotlib", "pyarrow")


def code_version() -> str:
    """Package version and, in a checkout, the commit and whether it was changed."""
    version = importlib.metadata.version("sanxin")
    root = Path(__file__).resolve().parent.parent.parent

    def git(*words: str) -> str:
        run = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
        return run.stdout.strip() if run.returncode == 0 else ""

    try:
        commit = git("rev-parse", "--short=12", "HEAD") if (root / ".git").exists() else ""
        changed = commit and git("status", "--porcelain", "--untracked-files=no")
    except FileNotFoundError:  # no git on this machine
        return version
    return f"{version} ({commit}{', changed' if changed else ''})" if commit else version


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that results depend on, among them extensions."""
    used = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {"python": platform.python_version()} | used | extend.versions()


def acts(settings: list[Settings]) -> dict[str, list[int]]:
    """Weeks in which the ministry pays and cities call, as far as they are the same in all runs with grants."""
    granted = [s for s in settings if s.allocation.between != "none"] or settings
    calendars = [Calendar.of(s) for s in granted]
    weeks: dict[str, set[tuple[int, ...]]] = {
        "tranche_weeks": {(c.first_tranche, c.second_tranche) for c in calendars},
        "call_weeks": {c.calls for c in calendars},
    }
    return {name: list(found.pop()) if len(found) == 1 else [] for name, found in weeks.items()}


def timed(source: dict[str, Any], seconds: dict[str, float]) -> dict[str, Any]:
    """Return what :func:`manifest` took down at the start, with the times that are known at the end."""
    return source | {
        "created_utc": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "wall_seconds": round(seconds[WHOLE_RUN], 2),
        "seconds_by_part": {k: round(v, 2) for k, v in seconds.items()},
    }


def looked(source: dict[str, Any], rule: Stopping, asked: dict[str, object], pace: float | None) -> dict[str, Any]:
    """Return what :func:`manifest` took down at the start, with the replicates that a rule let be run, and its looks.

    Parameters
    ----------
    source : dict
    rule : Stopping
        After its last look.
    asked : dict
        What was asked for, by key.
    pace : float, optional
        Seconds for a replicate.
    """
    labels, n = source["allocations"], max(rule.looks[-1].replicates)
    return source | {
        "replicates": n,
        "configs": {label: config | {"replicates": n} for label, config in source["configs"].items()},
        PACE: pace,
        STOPPING: {
            "asked": asked,
            "confidence": rule.confidence,
            "looks": [
                {
                    "replicates": list(look.replicates), "of": [labels[k] for k in look.of],
                    "half_width": _number(look.half), "aim": _number(look.aim), "needed": _number(look.needed),
                    "covers_zero": look.covers_zero,
                    "left": [labels[k] for k in look.left], "dropped": [labels[k] for k in look.dropped],
                }
                for look in rule.looks
            ],
        },
    }  # fmt: skip


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def manifest(settings: list[Settings], labels: list[str], idle: Sequence[Fault] | None = None) -> dict[str, Any]:
    """Everything needed to say where a comparison comes from but its times, as plain data for JSON.

    Is called before anything is computed: files may be changed or taken away while it is.

    Long because it names every key of the manifest once.

    Parameters
    ----------
    settings : list of Settings
    labels : list of str
    idle : sequence of Fault, optional
        What can have no effect, where that is known already.
    """
    first = settings[0]
    cities = read.read_cities()
    simulated = {name for s in settings for name in s.city}
    chosen = [k for k, name in enumerate(cities.id) if name in simulated]
    return {
        "product": "sanxin",
        "version": importlib.metadata.version("sanxin"),
        "code_version": code_version(),
        "command": COMMAND.get(),
        "seed": first.seed,
        "replicates": first.replicates,
        "replicates_per_set": {label: s.replicates_per_set for label, s in zip(labels, settings, strict=True)},
        "envelope_yuan": float(cities.quota_fen[chosen].sum()) / FEN_PER_YUAN,
        "cities": [
            {
                "id": cities.id[c], "name": cities.name_en[c], "lon": float(cities.lon[c]), "lat": float(cities.lat[c]),
                "listed": cities.listed[c], "imputed": list(cities.imputed[c]),
                "quota_yuan": float(cities.quota_fen[c]) / FEN_PER_YUAN,
            }
            for c in chosen
        ],
        "allocations": labels,
        "scenarios": {label: texts_of(s.scenario) for label, s in zip(labels, settings, strict=True) if s.scenario},
        "configs": {label: s.model_dump(mode="json") for label, s in zip(labels, settings, strict=True)},
        "origins": dict(zip(labels, map(as_plain, stated(settings)), strict=True)),
        "pays_by_score": [label for label, s in zip(labels, settings, strict=True) if s.authority.pays_by_score],
        "without_effect": [str(line) for line in (told(settings, labels) if idle is None else idle)],
        "calendar": {
            "start_date": read.START_DATE.isoformat(),
            "weeks_warmup": first.horizon.weeks_warmup,
            "weeks_pilot": first.horizon.weeks_pilot,
            "weeks_after": first.horizon.weeks_after,
            "weeks_per_year": WEEKS_PER_YEAR,
            "weeks_per_quarter": WEEKS_PER_QUARTER,
            **acts(settings),
        },
        "vocabulary": vocabulary(),
        "measures": always(),
        "parameters": [p._asdict() | {"value": first.parameters[p.name]} for p in read.read_parameters()],
        "unpinned": unpinned_parameters(),
        "data_sha256": read.data_hashes(),
        "versions": versions(),
    }  # fmt: skip
