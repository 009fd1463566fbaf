"""Without trips between cities nobody sells to visitors, and what would be spent away is spent at home."""

import csv

import numpy as np
import pytest

from sim.cli.main import main
from tests.helpers import quiet_model, tiny

AWAY, HOME = "population.travel=gravity", "population.travel=none"


def week(*overrides: str):
    """Model of a small world after its first week."""
    model = quiet_model(tiny(*overrides))
    model.step()
    return model


@pytest.fixture(scope="module")
def sales():
    return {key: week(key).last_sales for key in (AWAY, HOME)}


def test_nobody_leaves_for_another_city_and_no_merchant_sells_to_visitors(sales):
    assert sales[AWAY].trips.sum() > 0
    for table in (sales[HOME].trips, sales[HOME].visitors_established, sales[HOME].venue_visitors):
        assert not table.any()


def test_what_would_be_spent_in_other_cities_is_spent_at_home(sales):
    spent = {key: own.spent.sum() for key, own in sales.items()}
    assert spent[HOME] == pytest.approx(spent[AWAY], rel=1e-6)
    away = sales[AWAY].trips[:, :].sum(axis=1)
    here = {key: own.established.sum() + own.online.sum() + own.venue_home.sum() for key, own in sales.items()}
    assert here[HOME] == pytest.approx(spent[HOME], rel=1e-9)
    assert here[AWAY] < spent[AWAY] - 0.9 * min(away[away > 0])


def test_no_travel_is_the_world_in_which_no_part_of_spending_goes_to_trips():
    one, other = (week(key).last_sales for key in (HOME, "parameters.trip_share=0"))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.long
def test_a_project_traced_by_hand_sells_to_residents_alone(tmp_path):
    command = ["trace", "project=3", "city=xining", "population.consumers_per_city=60", "horizon.weeks_warmup=8"]
    command += ["horizon.weeks_pilot=40", "horizon.weeks_after=12", "threads=1", "seed=7"]
    found = {}
    for key in (AWAY, HOME):
        assert main([*command, key, f"output={tmp_path / key}"]) == 0
        for row in csv.DictReader((tmp_path / key / "trace.csv").read_text("utf-8").splitlines()):
            place = (key, row["world"], row["quantity"])
            found[place] = found.get(place, 0.0) + float(row["value"] or 0)
    for world in ("policy", "twin"):
        assert found[AWAY, world, "sales_to_visitors"] > 0
        assert found[HOME, world, "sales_to_visitors"] == 0
        assert found[HOME, world, "sales_to_residents"] > 0
