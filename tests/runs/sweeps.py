"""A small sweep for tests of where it runs."""

from __future__ import annotations

import json
import socket

from sim.runs.folder import UNFINISHED, lasting
from sim.runs.journal import MARK
from sim.runs.store import PARTS, Store
from tests.helpers import TINY

SMALL = {o.partition("=")[0]: o for o in TINY} | {
    "horizon.weeks_pilot": "horizon.weeks_pilot=28", "horizon.weeks_after": "horizon.weeks_after=2",
    "population.consumers_per_city": "population.consumers_per_city=20", "replicates": "replicates=6",
}  # fmt: skip
SWEEP = ["sweep", "allocation=official,equal,none", *SMALL.values()]
TABLES = ("summary.csv", "effects.parquet")


def tables(folder):
    return [(folder / name).read_bytes() for name in TABLES]


def held(folder, about):
    """A folder of a stopped run, which holds the store that is returned."""
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    (folder / UNFINISHED).write_text(json.dumps(about), encoding="utf-8")
    return Store(folder, lasting(about))


def parts(folder):
    """Keys of the parts that a stopped run has stored."""
    path = folder / UNFINISHED
    return Store(folder, lasting(json.loads(path.read_text("utf-8")))).finished if path.is_file() else []


def damage_one(folder):
    """Put a wrong byte into the first part that is stored."""
    whole = (folder / PARTS).read_bytes()
    (folder / PARTS).write_bytes(whole[: len(MARK)] + bytes([whole[len(MARK)] ^ 0xFF]) + whole[len(MARK) + 1 :])


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
