"""A small sweep for tests of where it runs."""

from __future__ import annotations

import socket

from tests.helpers import TINY

SMALL = {o.partition("=")[0]: o for o in TINY} | {
    "horizon.weeks_pilot": "horizon.weeks_pilot=28", "horizon.weeks_after": "horizon.weeks_after=2",
    "population.consumers_per_city": "population.consumers_per_city=20", "replicates": "replicates=6",
}  # fmt: skip
SWEEP = ["sweep", "allocation=official,equal,none", *SMALL.values()]
TABLES = ("summary.csv", "effects.parquet")


def tables(folder):
    return [(folder / name).read_bytes() for name in TABLES]


def parts(folder):
    return list((folder / "parts").glob("*.npz"))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
