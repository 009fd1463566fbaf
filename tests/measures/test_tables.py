"""Tables: accounts add up to the fen in real runs, ratios by department, scenarios in the manifest, names of runs."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from sim.inputs.sweep import expand
from sim.measures import tables
from sim.measures.catalogue import MEASURES
from sim.measures.effects import add_ratios, effects
from sim.measures.statistics import best_shares
from sim.results.differences import CONFIDENCE, Sample, against_best
from sim.results.reading import read_results
from sim.runs.comparison import compare
from tests.helpers import tiny, twin_records

FEN = 0.01
LONG = ("horizon.weeks_pilot=78", "horizon.weeks_after=26")
CASES = {
    "awards": (),
    "money that comes back lies idle": ("authority.dynamic_management=false", "authority.unspent=kept"),
    "unspent money for publicity": ("authority.unspent=publicity",),
    "an instrument of the treasury": ("instrument=voucher",),
    "an instrument of the grant": (
        "split.instruments=0.2", "split.debut=0.2", "instrument=event_grant", "instrument.pays=grant",
    ),
    "more for awards": ("instrument=award_top_up",),
}  # fmt: skip


def totals(*overrides):
    """Totals of one replicate, and the label's sample."""
    policy, twin, world = twin_records(tiny("allocation=official", *LONG, *overrides))
    found = effects(policy, twin, world.fixed, world.projects)
    sample = add_ratios({name: np.asarray(value, dtype=float)[None] for name, value in found.items()})
    return {
        k.removeprefix("total.").removesuffix("_yuan"): v[0] for k, v in sample.items() if k.startswith("total.")
    }, sample


@pytest.mark.parametrize("case", CASES)
def test_what_became_of_the_money_adds_up_to_the_fen(case):
    t, _ = totals(*CASES[case])
    assert t["committed"] > 0
    used = t["kept"] + t["beside"] + t["due"] + t["returned"] + t["left"]
    assert used == pytest.approx(t["public"], abs=FEN)
    assert t["project_paid"] + t["due"] + t["cancelled"] == pytest.approx(t["committed"], abs=FEN)
    assert t["project_paid"] - t["recovered"] == pytest.approx(t["kept"], abs=FEN)
    assert t["due"] + t["returned"] + t["left"] == pytest.approx(t["unspent"], abs=FEN)
    assert min(t[name] for name in ("kept", "beside", "due", "returned", "left")) >= -FEN
    assert 0 <= t["overpaid"] <= t["project_paid"]


def test_what_instruments_hold_at_the_end_is_all_that_is_missing():
    t, _ = totals("instrument=voucher", "instrument.start_week=102", "instrument.end_week=300")
    held = t["public"] - (t["kept"] + t["beside"] + t["due"] + t["returned"] + t["left"])
    assert held > 1000


def test_waiting_is_given_for_each_case():
    _, sample = totals()
    waited, cases = sample["department.waited_weeks"][0], sample["department.n_cases"][0]
    each = sample["department.weeks_per_case"][0]
    assert np.allclose(each[cases > 0], waited[cases > 0] / cases[cases > 0])
    assert np.isnan(sample["department.weeks_per_case_twin"][0][-2:]).all()  # nobody applies without grants
    assert MEASURES["weeks_per_case_twin"].unit == "weeks"


def test_a_policy_without_money_can_be_read_back_and_its_scenario_is_named(tmp_path):
    settings = [tiny("scenario=reform_only", "horizon.weeks_pilot=52")]
    compare(settings).write(tmp_path)
    results = read_results(tmp_path)
    assert (results.funded, results.active) == ([], ["none+approval_reform"])
    assert results.manifest["scenarios"]["none+approval_reform"]["title"] == "Reform without money"
    assert np.isnan(results.total("none+approval_reform", "net_per_yuan"))


def test_groups_that_are_in_a_label_are_not_named_again():
    _, labels = expand(["allocation=official", "rules=fund,beijing", "plan=open,core_areas"])
    assert labels == ["official", "official+core_areas", "official+beijing", "official+beijing+core_areas"]
    _, labels = expand(["allocation=none", "instrument=approval_reform", "rules=fund,beijing"])
    assert len(set(labels)) == 2


def test_a_name_that_several_groups_share_stands_once_in_the_label():
    assert expand(["scenario=suzhou_plan"])[1] == ["official+suzhou_plan"]


def test_stored_differences_from_the_best_are_paired_only_where_worlds_are_the_same():
    class Run(SimpleNamespace):
        def world_digest(self):
            return self.world

    rng = np.random.default_rng(1)
    values = [rng.normal(0.5, 0.1, size=6) for _ in range(3)]
    samples = [{"total.public_yuan": np.ones(6), "total.net_per_yuan": x} for x in values]
    runs = [Run(world=world, replicates_per_set=1) for world in "aab"]
    blocks = tables._pairs(["one", "other", "apart"], runs, samples, CONFIDENCE)
    judged = [Sample(x, world) for x, world in zip(values, "aab", strict=True)]
    assert [block["ci_high"][0] for block in blocks[:3]] == [d.high for d in against_best(judged)]
    assert [block["value"][0] for block in blocks[3:]] == best_shares(judged)
    assert tables._pairs(["one", "none"], runs[:2], [samples[0], {"total.public_yuan": np.zeros(6)}], CONFIDENCE) == []
