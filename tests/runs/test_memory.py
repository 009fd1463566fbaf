import resource
import subprocess
import sys

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.kernel.columns import CONSUMER_STATE, fork
from sim.measures.record import Record
from sim.runs import memory
from sim.runs.footprint import MIB, Axes, Need, of_record, of_runs, of_world
from sim.runs.machine import Limit, limits
from sim.runs.twins import draws_of
from sim.world.build import build_world

SMALL = ["city=[suzhou,wuxi]", "population.consumers_per_city=400", "horizon.weeks_pilot=20", "horizon.weeks_after=5"]
TOWN = ["city=suzhou", "horizon.weeks_warmup=8", "horizon.weeks_pilot=30", "horizon.weeks_after=4", "replicates=1"]


def bytes_of(columns):
    return sum(x.nbytes for x in columns if isinstance(x, np.ndarray))


@pytest.fixture(scope="module")
def settings():
    return compose([*SMALL, "population.degree=5"])


@pytest.fixture(scope="module")
def world(settings):
    return build_world(settings, draws_of(settings, 0))


def test_rows_of_consumers_are_counted_to_the_byte(settings, world):
    rows, c = Axes.of(settings), world.consumers
    none = of_world(rows._replace(rows=0))
    shared, own = (now - without for now, without in zip(of_world(rows), none, strict=True))
    state = bytes_of(getattr(c, name) for name in CONSUMER_STATE)
    assert own == state
    assert shared == bytes_of(c) - state - c.first.nbytes


def test_a_fork_and_a_record_take_what_is_said_beforehand(settings, world):
    axes, other = Axes.of(settings), world.fork()
    columns = [*other.merchants, *other.venues, *other.projects, *other.approvals, *other.shopping, *other.since]
    columns += [*other.closed, *fork(other.authorities), *(getattr(other.consumers, name) for name in CONSUMER_STATE)]
    assert of_world(axes).own == pytest.approx(bytes_of([*columns, other.flow]), rel=0.05)
    record = Record.empty(25, world)
    assert of_record(axes) == pytest.approx(bytes_of(vars(record).values()), rel=0.05)


def test_columns_that_are_left_out_or_longer_are_counted():
    usual, wide = (Axes.of(compose([*SMALL, *more])) for more in ([], ["population.degree=64"]))
    lonely = Axes.of(compose([*SMALL, "population.network=none"]))
    assert of_world(wide).shared - of_world(usual).shared == usual.rows * 56 * 4
    assert of_world(usual).shared - of_world(lonely).shared == usual.rows * 8 * 4


def test_fifty_cities_of_a_million_are_refused_before_anything_is_allocated(monkeypatch):
    monkeypatch.setattr(memory, "limits", lambda: [Limit("machine", 8 * 1024 * MIB)])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError) as told:
        sim.simulate(["population.consumers_per_city=1000000"])
    (line,) = told.value.problems
    start, fits = str(line).split("; population.consumers_per_city=")
    assert start.startswith("this needs 5") and "and can have 8.0 GiB (free on this machine)" in start
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    sim.runs.job.plan([compose([f"population.consumers_per_city={fits.split()[0]}"])], ["what would fit"])


@pytest.mark.parametrize(
    ("limit", "remedy"),
    [(Limit("group", 10 * MIB), "fewer cities"), (Limit("address", 10 * MIB), "ulimit -v")],
)
def test_where_no_size_fits_the_limit_is_named(monkeypatch, limit, remedy):
    monkeypatch.setattr(memory, "limits", lambda: [limit])
    with pytest.raises(InputError, match=remedy):
        memory.check([compose(SMALL)], of_runs)


def test_every_process_has_the_limit_of_a_process_but_all_share_the_machine(monkeypatch):
    need, settings = Need(300 * MIB, 100 * MIB, processes=4), [compose(SMALL)]
    monkeypatch.setattr(memory, "limits", lambda: [Limit("address", 900 * MIB)])
    memory.check(settings, lambda some: need)
    monkeypatch.setattr(memory, "limits", lambda: [Limit("machine", 1200 * MIB)])
    with pytest.raises(InputError, match="workers=2 would fit"):
        memory.check(settings, lambda some: need)


def test_the_limit_of_a_process_is_seen():
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))\n"
    code += (
        "from sim.runs.machine import limits\nprint({one.name: one.n_bytes // 2**20 for one in limits()}['address'])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert 2500 < int(said) < 3 * 1024


def test_the_machine_is_asked_for_what_is_free():
    assert any(one.name == "machine" and one.n_bytes > 100 * MIB for one in limits())


MEASURED = """
import resource, sys, tempfile
from pathlib import Path
from sim.inputs.sweep import expand
from sim.runs.footprint import of_runs
from sim.runs.job import plan, run
settings, labels = expand(sys.argv[1:])
said = of_runs(settings).total
with tempfile.TemporaryDirectory() as folder:
    run(plan(settings, labels)._replace(folder=Path(folder) / "run"))
print(said / (1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


def said_over_held(*overrides):
    command = [sys.executable, "-c", MEASURED, *overrides]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


MANY = ["horizon.weeks_warmup=20", "horizon.weeks_pilot=20", "horizon.weeks_after=2", "replicates=1"]


@pytest.mark.full
@pytest.mark.parametrize(
    "overrides",
    [
        [*TOWN, "population.consumers_per_city=1000"],
        [*TOWN[1:], "population.consumers_per_city=20"],
        [*MANY, "city=suzhou", "population.consumers_per_city=100000"],
        [*MANY, "population.consumers_per_city=2000"],
        [*MANY, "city=suzhou", "population.consumers_per_city=100000", "instrument=threshold_coupon"],
        [*MANY, "city=suzhou", "population.consumers_per_city=100000", "population.degree=64"],
        [*MANY, "city=suzhou", "population.consumers_per_city=30000", "parameters.venue_slots=300"],
        [*TOWN[1:], "allocation=official,equal,per_head", "population.consumers_per_city=20"],
        [*TOWN[1:], "city=[suzhou,wuxi,xining,beijing]", "threads=8", "population.consumers_per_city=25000"],
        [*MANY, "city=suzhou", "population.consumers_per_city=1000000"],
        [*MANY, "population.consumers_per_city=20000"],
    ],
    ids=" ".join,
)
def test_a_run_holds_what_was_said_within_fifteen_percent(overrides):
    said_over_held(*TOWN, "population.consumers_per_city=100")  # compiles what is not compiled yet
    assert said_over_held(*overrides) == pytest.approx(1, abs=0.15)
