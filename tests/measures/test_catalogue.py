"""The catalogue of measures: whole, documented, and open to one more entry."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.errors import InputError
from sim.measures import effects as effects_module
from sim.measures import listing
from sim.measures.catalogue import OURS
from sim.measures.effects import add_ratios, effects
from sim.measures.measure import DIMENSIONS, Derived, Measure, Ratio, wrong
from tests.helpers import tiny, twin_records

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", OURS)
def test_every_measure_is_sound_and_has_words(name):
    assert wrong(name, OURS[name]) == ""
    assert OURS[name].words[0].isascii() and "measures-" not in OURS[name].words


def test_ratios_are_of_what_there_is():
    listing.check()


@pytest.mark.long
def test_the_tables_of_the_documentation_are_those_of_the_program(capsys, monkeypatch):
    monkeypatch.setattr("sys.path", sys.path.copy())  # the script puts its repository first
    assert runpy.run_path(str(ROOT / "scripts" / "docs"))["main"](["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_every_dimension_is_known_by_some_measure():
    assert {dimension for dimension, _, _ in listing.entries()} == set(DIMENSIONS)


def with_measures(monkeypatch, **more: Measure) -> None:
    for module in (listing, effects_module):
        monkeypatch.setattr(module, "MEASURES", OURS | more)


def measure(dimension: str, formula) -> Measure:
    return Measure("1", "policy", "a test", {dimension: formula})


def test_a_formula_that_gives_other_cells_is_told(monkeypatch):
    policy, twin, world = twin_records(tiny("allocation=official"))
    with_measures(monkeypatch, mine=measure("city", lambda pair: pair.policy.sales.sum(axis=(1, 2))))
    with pytest.raises(InputError) as told:
        effects(policy, twin, world.fixed, world.projects)
    assert str(told.value) == "measure mine by city: the formula gives 52 numbers; needed: 2"


def test_what_follows_from_other_measures_may_stand_in_any_order(monkeypatch):
    sample = {"city.a": np.array([[4.0]]), "city.b": np.array([[2.0]])}
    more = {
        "half": measure("city", Derived(lambda s: s["city.a_of_b"] / 2)),
        "a_of_b": measure("city", Ratio("a", "b")),
    }
    for module in (listing, effects_module):
        monkeypatch.setattr(module, "MEASURES", more)
    assert add_ratios(sample)["city.half"] == 1.0


def test_what_follows_from_itself_or_from_nothing_is_told(monkeypatch):
    for module in (listing, effects_module):
        monkeypatch.setattr(
            module, "MEASURES", {"a": measure("city", Ratio("b", "b")), "b": measure("city", Ratio("a", "a"))}
        )
    with pytest.raises(InputError, match=r"measure city\.a follows from itself"):
        add_ratios({})
    with_measures(monkeypatch, mine=measure("total", Ratio("jobs", "nothing")))
    with pytest.raises(InputError, match=r"measure total\.mine follows from total\.nothing, which is not in"):
        listing.check()
