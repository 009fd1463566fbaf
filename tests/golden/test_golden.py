"""Numbers of four small runs are what they were; a change is a line in CHANGELOG.md marked **results**."""

import pytest

from tests.golden.runs import RUNS, differences, ran, stored

LONG = ("attribution.csv", "validation.csv")


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.long) if n in LONG else n for n in RUNS])
def test_numbers_are_those_that_are_kept(name, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.runs.kinds.draw", lambda folder: None)  # charts and report
    assert differences(name, ran(name, tmp_path), stored(name)) == []


def test_a_change_in_the_eighth_digit_is_told():
    table = stored("effects.csv")
    changed = table.assign(value=table.value.where(table.measure != "net_per_yuan", table.value * (1 + 1e-8)))
    told = differences("effects.csv", changed, table)
    assert told
    assert all("net_per_yuan" in line for line in told)
