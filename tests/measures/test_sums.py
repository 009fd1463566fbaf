"""One quantity has one formula: what is added up over cells is the total."""

import numpy as np
import pytest

from sim.inputs.compose import compose
from sim.measures.catalogue import OURS
from sim.measures.effects import add_ratios
from sim.measures.measure import Ratio
from sim.runs.worlds import run_worlds

EVERYTHING = [
    "city=[suzhou,wuxi,xining,beijing]", "population.consumers_per_city=30", "replicates=2", "seed=11",
    "horizon.weeks_warmup=8", "horizon.weeks_pilot=45", "horizon.weeks_after=12", "authority.calls=3",
    "instruments=[threshold_coupon,voucher,award_top_up,publicity_burst,approval_reform]",
]  # fmt: skip
# What has cells that are another quantity than its total, by definition, and what lies between the two.
OTHERS = {
    ("net_yuan", "city"), ("net_yuan", "sector"),  # of sales in the city; the total is of what residents spend
    ("gross_yuan", "direction"), ("windfall_yuan", "direction"),  # projects alone; the total holds supported bills
    ("paid_yuan", "direction"),  # projects alone; the total holds publicity and instruments
    ("sales_twin_yuan", "size"),  # established shops alone
}  # fmt: skip
NOT_ADDED_UP = ("share", "1", "yuan per yuan", "venues", "weeks")


@pytest.fixture(scope="module")
def sample():
    settings = compose(EVERYTHING)
    (parts,), _ = run_worlds([settings], [settings.label])
    return add_ratios({name: np.stack([one[name] for one in parts]) for name in parts[0]})


ADDED_UP = [
    (name, dimension)
    for name, measure in OURS.items()
    for dimension in list(measure.formulas)[1:]
    if measure.unit not in NOT_ADDED_UP and (name, dimension) not in OTHERS
    if dimension not in ("replicate", "pair", "uncertainty")
    if not any(isinstance(formula, Ratio) for formula in measure.formulas.values())
]


@pytest.mark.parametrize(("name", "dimension"), ADDED_UP)
def test_cells_add_up_to_the_total(sample, name, dimension):
    first = next(iter(OURS[name].formulas))
    whole, cells = (sample[f"{d}.{name}"].reshape(2, -1).sum(axis=1) for d in (first, dimension))
    assert cells == pytest.approx(whole, rel=1e-9, abs=1e-3)


def test_what_lies_between_total_and_directions_is_what_instruments_and_publicity_take(sample):
    total, cells = sample["total.paid_yuan"], sample["direction.paid_yuan"].sum(axis=1)
    assert total - cells == pytest.approx(sample["total.beside_yuan"], abs=0.02)
    bills = sample["total.gross_yuan"] - sample["direction.gross_yuan"].sum(axis=1)
    anyway = sample["total.windfall_yuan"] - sample["direction.windfall_yuan"].sum(axis=1)
    assert (bills > anyway).all() and (anyway > 0).all()


def test_sales_by_city_and_by_sector_are_the_same_sales(sample):
    for name in ("net_yuan", "sales_twin_yuan"):
        city, sector = (sample[f"{d}.{name}"].sum(axis=1) for d in ("city", "sector"))
        assert city == pytest.approx(sector, rel=1e-9)


def test_every_account_of_the_money_adds_up(sample):
    t = {name.removeprefix("total."): values for name, values in sample.items() if name.startswith("total.")}
    hand = t["public_yuan"] + t["cancelled_yuan"] + t["recovered_yuan"]
    used = t["committed_yuan"] + t["beside_yuan"] + t["returned_yuan"] + t["left_yuan"]
    held = hand - used
    assert held == pytest.approx(np.zeros(2), abs=0.02)
    assert t["kept_yuan"] == pytest.approx(sample["direction.paid_yuan"].sum(axis=1) - t["recovered_yuan"], abs=0.02)


def test_parts_of_the_gross_add_up_to_it(sample):
    names = ("windfall", "displaced_city", "displaced_intercity", "displaced_online", "brought_forward", "net")
    parts = sum(sample[f"total.{name}_yuan"] for name in names)
    assert parts == pytest.approx(sample["total.gross_yuan"], rel=1e-9)
