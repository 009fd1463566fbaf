"""Every headline names who pays for the money that it speaks of."""

import pytest

from sim.results.financing import paid_by, with_payer

FREE = {"financing": {"name": "none", "kind": "none", "start_week": None, "end_week": None}}
TAX = {"financing": {"name": "later_tax", "kind": "later_tax", "start_week": 52, "end_week": None}}
CUT = {"financing": {"name": "mine", "kind": "cut_elsewhere", "start_week": 0, "end_week": 103}}


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (FREE, "Nobody in the simulation pays for the money: it comes from outside."),
        (TAX, "paid back by a tax on the incomes of residents, from week 52 to the end of the run."),
        (CUT, "other public spending in the cities, whose wages and purchases are missing from week 0 to week 103."),
    ],
)
def test_each_way_to_pay_is_said_with_its_weeks(config, said):
    assert paid_by({"official": config}).endswith(said)


def test_runs_that_differ_in_who_pays_are_named_and_others_are_not():
    text = paid_by({"a": FREE, "b": TAX, "c": FREE})
    assert text.index("“a”") < text.index("Nobody") < text.index("“b”") < text.index("by a tax")
    assert "“" not in paid_by({"a": FREE, "c": FREE})
    assert paid_by({"a": FREE, "b": TAX}, ["b"]) == paid_by({"b": TAX})


def test_runs_of_a_version_that_did_not_ask_are_said_nothing_of():
    assert with_payer("A finding.", {"official": {"split": {}}}) == "A finding."
    assert with_payer("A finding.", {"official": FREE}).startswith("A finding. Nobody")
