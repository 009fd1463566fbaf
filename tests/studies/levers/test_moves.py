"""Levers are found from what declares them, moved by their type, and a fake one is caught."""

from __future__ import annotations

import csv
from typing import Literal

import pytest

from sim.cli.main import main
from sim.data.table import FOLDER
from sim.errors import InputError
from sim.inputs.settings import Settings
from sim.policy.instruments import INSTRUMENTS
from sim.policy.plan import PublicitySettings
from sim.policy.schema import Share
from sim.studies.levers import known
from sim.studies.levers.check import _direction
from sim.studies.levers.find import Lever, find, options
from sim.studies.levers.move import _composed, moves, scaled, stated
from sim.studies.levers.tables import moved_column

SMALL = known.read()["small"]


class LoudPublicity(PublicitySettings):
    """Publicity with a term that nothing reads."""

    volume: Share = 0.5


class LoudSettings(Settings):
    """Settings with that section."""

    publicity: LoudPublicity


@pytest.fixture
def loud(monkeypatch):
    """A fake field is in the settings."""
    _composed.cache_clear()
    monkeypatch.setattr("sim.inputs.compose.Settings", LoudSettings)
    yield
    _composed.cache_clear()


@pytest.fixture(scope="module")
def levers() -> dict[str, Lever]:
    return {lever.name: lever for lever in find(stated(SMALL, {}))}


def move(levers, name: str) -> list[tuple[object, object]]:
    """Values of a key before and after each of its moves."""

    def value(settings):
        for part in levers[name].place:
            settings = settings[part] if isinstance(settings, dict) else getattr(settings, part)
        return settings

    return [(value(m.before), value(m.after)) for m in moves(levers[name], SMALL)]


@pytest.mark.long
def test_a_field_that_nothing_reads_is_found_and_reported(loud, capsys):
    assert main(["check", "levers", "group=publicity"]) == 1
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("publicity.volume"))
    assert line.split()[1:5] == ["0.5", "0.6", "0", "DEAD"]


def test_keys_in_tables_and_lists_are_found_once_for_all_items(levers):
    assert {"rules.kinds.*.rate", "plan.calls.*.quarter", "plan.kinds.*.priority", "plan.targets.sales_yuan"} <= set(
        levers
    )
    assert levers["plan.calls.*.money"].place == ("plan", "calls", "*", "money")
    assert levers["rules.kinds.first_store"].kind == "entry"
    assert levers["data.kinds.novelty_initial"].type == "number"


def test_configs_that_are_chosen_already_are_no_move(levers):
    assert "allocation=official" not in levers and "allocation=equal" in levers
    assert "instrument=none" not in levers and {f"instrument={kind}" for kind in INSTRUMENTS} <= set(levers)


def test_a_field_with_one_value_only_is_no_lever(levers):
    assert not {"instrument.voucher.kind", "instrument.price_change.pays", "instrument.price_change.grant_share"} & set(
        levers
    )


def test_every_pattern_of_the_file_means_some_lever(levers):
    said = [pattern for item in known.read()["special"] for pattern in item["levers"]]
    said += [*known.read()["inert"], *known.read()["left_out"]]
    assert [p for p in said if not any(known.matches(name, p) for name in levers)] == []


def test_every_companion_has_its_reason():
    assert [
        item["levers"] for item in known.read()["special"] if item.keys() & {"given", "same"} and "why" not in item
    ] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("authority.calls", [(5, 6)]),
        ("authority.dynamic_management", [(True, False)]),
        ("authority.exchange", [("meetings", "continuous"), ("meetings", "none")]),
        ("participation.banks_share", [(0.1, 1.0)]),  # from the file
        ("parameters.trip_share", [(0.7, 0.84)]),
        ("split.name", [("balanced", "balanced moved")]),
        ("instrument.cash_transfer.income_quintiles", [((1, 2, 3, 4, 5), (1,))]),
    ],
)
def test_a_value_is_moved_by_its_type_or_as_the_file_says(levers, name, expected):
    assert move(levers, name) == [
        (old, pytest.approx(new)) if isinstance(new, float) else (old, new) for old, new in expected
    ]


def test_what_is_moved_beyond_its_range_is_moved_the_other_way(levers):
    ((old, new),) = move(levers, "instrument.price_discount.days_per_week")
    assert (old, new) == (3, 4)
    ((old, new),) = move(levers, "instrument.trade_in.days_per_week")
    assert (old, new) == (7, 6)


def test_a_share_takes_from_another_so_that_the_sum_stays(levers):
    (one,) = moves(levers["split.debut"], SMALL)
    assert (one.after.split.debut, one.after.split.scene) == (pytest.approx(0.48), pytest.approx(0.27))
    (one,) = moves(levers["rules.kinds.*.upfront"], SMALL)
    for rule in one.after.rules.kinds.values():
        assert rule.upfront + rule.completion + rule.results == pytest.approx(1)


def test_nothing_but_the_lever_is_moved(levers):
    (one,) = moves(levers["rules.kinds.*.rate"], SMALL)
    before, after = one.before.model_dump(), one.after.model_dump()
    for kind, rule in before["rules"]["kinds"].items():
        assert after["rules"]["kinds"][kind] == rule | {"rate": pytest.approx(rule["rate"] * 1.2)}
    assert {k: v for k, v in after.items() if k != "rules"} == {k: v for k, v in before.items() if k != "rules"}


def test_a_lever_that_cannot_be_moved_says_where_to_say_how(monkeypatch, levers):
    monkeypatch.setattr("sim.studies.levers.known.special", lambda name: known.Special())
    with pytest.raises(InputError, match=r"authority\.exchange_weeks: no usual move; say how in levers\.yaml"):
        moves(levers["authority.exchange_weeks"], SMALL)


@pytest.mark.parametrize(("value", "expected"), [(64.0, 77.0), (1.0, 1.2), (0.3, 0.36), (None, None)])
def test_whole_numbers_stay_whole(value, expected):
    assert scaled(value, 1.2) == (expected if expected is None else pytest.approx(expected))


def test_choices_are_found_under_annotations():
    assert options(Literal["small", "large"] | None) == ("small", "large")
    assert options(float) == ()


def rows_of(folder) -> list[dict[str, str]]:
    with (folder / "departments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("way", "change"),
    [
        ("scaled", lambda weeks: [0.8 * w if w < 4 else round(0.8 * w) for w in weeks]),
        ("scaled up", lambda weeks: [1.2 * w if w < 4 else round(1.2 * w) for w in weeks]),
        ("turned round", lambda weeks: weeks[::-1]),
    ],
)
def test_one_column_of_a_table_is_moved_and_the_rest_is_the_same(way, change):
    own = rows_of(FOLDER)
    with moved_column("departments", "weeks", "number", way) as folder:
        moved = rows_of(folder)
        assert (folder / "kinds.csv").read_bytes() == (FOLDER / "kinds.csv").read_bytes()
    assert [{**row, "weeks": ""} for row in moved] == [{**row, "weeks": ""} for row in own]
    assert [float(row["weeks"]) for row in moved] == pytest.approx(change([float(row["weeks"]) for row in own]))


def test_a_column_that_cannot_be_moved_so_gives_no_folder():
    with moved_column("kinds", "build_sigma", "number", "turned round") as folder:
        assert folder is None  # all rows have the same value


@pytest.mark.parametrize(
    ("old", "new", "way"), [("52", "0", -1), ("0.5", "0.6", 1), ("True", "False", -1), ("official", "equal", 1)]
)
def test_a_move_goes_the_way_of_its_value_and_a_choice_goes_up(old, new, way):
    assert _direction(old, new) == way
