"""Questions of planners, a file each: runs, and what must come out. docs/scenarios.md says how to add one."""

from __future__ import annotations

import functools
import operator
from pathlib import Path

import pytest
import yaml

import sim
from sim.errors import InputError

pytestmark = pytest.mark.long

# A small world, quick to run; a case states what differs.
WORLD = {
    "city": "suzhou",
    "population.consumers_per_city": "60",
    "horizon.weeks_warmup": "8",
    "horizon.weeks_pilot": "52",
    "horizon.weeks_after": "26",
    "replicates": "2",
    "threads": "1",
}
RELATIONS = {
    "above": operator.gt,
    "below": operator.lt,
    "at_least": operator.ge,
    "at_most": operator.le,
}
KEYS = {"question", "runs", "expect"}
FILES = sorted(Path(__file__).parent.glob("*.yaml"))


@functools.cache
def effects(overrides: tuple[str, ...]):
    """Tidy table of a run; cases that ask the same run share it."""
    stated = {o.split("=", 1)[0] for o in overrides}
    usual = [f"{key}={value}" for key, value in WORLD.items() if key not in stated]
    return sim.simulate([*usual, *overrides]).effects


def value(case: dict, asked: dict) -> float:
    """A measure of a run: in total, or of a cell of a dimension; times a number where one is given."""
    table = effects(tuple(case["runs"][asked["run"]]))
    dimension = asked.get("dimension", "total")
    rows = table[(table.measure == asked["measure"]) & (table.dimension == dimension)]
    if dimension != "total":
        column = dimension if dimension in table else "group"
        rows = rows[rows[column].astype(str) == str(asked["cell"])]
    assert len(rows) == 1, f"{asked}: {len(rows)} such values"
    return float(rows.value.iloc[0]) * asked.get("times", 1)


def bound(case: dict, asked: dict, stated: object) -> float:
    """A number, or a value of another run; what is not said of it is as asked."""
    if isinstance(stated, dict):
        return value(case, {key: v for key, v in asked.items() if key != "times"} | stated)
    return float(stated)


def check(case: dict, asked: dict) -> None:
    if "message" in asked:
        with pytest.raises(InputError) as caught:
            effects(tuple(case["runs"][asked["run"]]))
        assert asked["message"] in str(caught.value)
        return
    relations = [key for key in asked if key in RELATIONS or key == "is"]
    assert relations, f"{asked}: says nothing that must hold"
    found = value(case, asked)
    for key in relations:
        wanted = bound(case, asked, asked[key])
        if key == "is":
            assert found == pytest.approx(wanted, rel=asked.get("within", 1e-9), abs=1e-6), asked
        else:
            assert RELATIONS[key](found, wanted), f"{asked}: {found} against {wanted}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_planner_asked_comes_out(path):
    case = yaml.safe_load(path.read_text("utf-8"))
    assert set(case) == KEYS
    assert case["question"].endswith("?")
    for asked in case["expect"]:
        check(case, asked)


def test_there_are_a_dozen_questions():
    assert len(FILES) >= 12
