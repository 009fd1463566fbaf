"""Support that goes to some kinds of persons has the same effect however many rows stand for them."""

from __future__ import annotations

import pytest

import sim

COUPON = ("instrument=threshold_coupon", "instrument.sectors=[catering]")
VOUCHER = ("instrument=voucher", "instrument.sectors=[culture]")
MEASURES = ("net_per_yuan", "paid_yuan", "windfall_yuan")
ROWS = (124, 496, 1984)  # weights of 20,000, 5,000 and 1,250: Xining has 2.48 million residents
CASES = {
    "coupons raced for": (*COUPON, "instrument.allotment=first_come"),
    "coupons for those who spend least": (*COUPON, "instrument.allotment=lowest_spending"),
    "vouchers for those who spend most": (*VOUCHER, "instrument.allotment=highest_spending"),
    "cash for the lowest incomes": ("instrument=cash_transfer", "instrument.allotment=lowest_income"),
}


@pytest.mark.full
@pytest.mark.parametrize("case", CASES)
def test_raced_and_targeted_support_agree_between_weights_of_20000_5000_and_1250_residents(case):
    found = []
    for n in ROWS:
        effects = sim.simulate([
            "allocation=none", "city=xining", f"population.consumers_per_city={n}", "horizon.weeks_warmup=8",
            "horizon.weeks_pilot=52", "horizon.weeks_after=13", "replicates=8", "threads=1", *CASES[case],
        ]).effects  # fmt: skip
        total = effects[effects.dimension == "total"].set_index("measure")
        found.append({name: (total.value[name], total.se[name]) for name in MEASURES})
    for name, (reference, error) in found[-1].items():
        for coarse in found[:-1]:
            value, se = coarse[name]
            assert abs(value - reference) <= 0.03 * abs(reference) + 2 * max(se, error), name
