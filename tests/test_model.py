"""The model is an ordinary Mesa model, and its money adds up."""

from __future__ import annotations

import mesa
import numpy as np
import pytest

from sim.agents import CityAuthority, Consumer, Merchant, Ministry
from sim.agents.ministry import SECOND_TRANCHE
from sim.ledger import LedgerError
from sim.model import PilotModel
from tests.helpers import quiet_model, tiny, twin_records

SMALL = {
    "city": "xining", "population__consumers_per_city": 20, "horizon__weeks_warmup": 4, "horizon__weeks_pilot": 8,
    "horizon__weeks_after": 0,
}  # fmt: skip


def test_mesa_steps_the_model_and_its_collector_writes_it_down():
    model = PilotModel(**SMALL)
    for _ in range(3):
        model.step()
    assert model.steps == 3
    frame = model.datacollector.get_model_vars_dataframe()
    assert (frame.consumption_yuan > 0).all() and list(frame.week) == [-4, -3, -2]
    by_city = model.datacollector.get_agenttype_vars_dataframe(CityAuthority)
    assert set(by_city.city) == {"xining"}


def test_mesa_finds_all_four_types_of_agents_and_reads_their_columns():
    model = PilotModel(**SMALL)
    by_type = model.agents_by_type
    assert {t: len(by_type[t]) for t in (Consumer, CityAuthority, Ministry)} == {
        Consumer: 20,
        CityAuthority: 1,
        Ministry: 1,
    }
    assert len(by_type[Merchant]) == (model.world.merchants.shops > 0).sum()
    incomes = by_type[Consumer].get("income")
    assert incomes == [float(x) for x in model.world.consumers.income]
    poor = by_type[Consumer].select(lambda a: a.income_quintile == 1)
    assert 0 < len(poor) < 20


def test_mesa_batch_run_varies_allocation_and_seed():
    options = {**SMALL, "allocation": ["official", "none"]}
    rows = mesa.batch_run(PilotModel, options, max_steps=12, number_processes=1, display_progress=False)
    assert {row["allocation"] for row in rows} == {"official", "none"}
    assert all(row["consumption_yuan"] > 0 for row in rows)


def test_public_money_is_all_accounted_for_at_the_end():
    settings = tiny("allocation=official")
    model = quiet_model(settings)
    while model.running:
        model.step()
    p, balance = model.world.projects, model.world.ledger.balance
    envelope = model.world.authorities.quota.sum()
    assert -balance["treasury"].sum() == envelope == 600_000_000_00
    committed = (p.award - p.paid - p.cancelled).sum(axis=1)
    assert np.array_equal(balance["city_committed"], committed)
    assert np.array_equal(balance["city_uncommitted"], model.world.authorities.pots.sum(axis=1))
    assert np.array_equal(balance["projects"], (p.paid - p.recovered).sum(axis=1))
    assert p.paid.sum() > 0 and balance["publicity"].sum() > 0


def test_money_that_vanishes_stops_the_simulation_loudly():
    model = quiet_model(tiny("allocation=official"))
    model.world.ledger.balance["projects"] += 7
    with pytest.raises(LedgerError):
        model.step()


def test_consumption_that_nobody_receives_stops_the_simulation_loudly(monkeypatch):
    model = quiet_model(tiny("allocation=none"))
    real = model.markets.buy

    def cheat():
        bought = real()
        bought.established[0, 0, 0, 0] *= 1.001
        return bought

    monkeypatch.setattr(model.markets, "buy", cheat)
    with pytest.raises(LedgerError, match="consumption"):
        model.step()


def test_what_consumers_save_or_overspend_is_what_they_earned_less_what_they_paid():
    model = quiet_model(tiny("allocation=official", "horizon.weeks_warmup=26"))
    for _ in range(40):
        c, fixed = model.world.consumers, model.world.fixed
        before, wages = float(c.weight @ c.gap), float(model.world.wages.sum())
        growth, season = model.markets.growth, model.markets.season
        model.step()
        planned = float((fixed.planned_sales * season).sum()) * growth
        expected = before + wages + planned - float(model.last_sales.spent.sum())
        assert float(c.weight @ c.gap) == pytest.approx(expected, abs=1e-5 * planned)


@pytest.mark.parametrize("rule", SECOND_TRANCHE)
def test_every_second_tranche_rule_pays_the_whole_envelope(rule):
    model = quiet_model(tiny("allocation=official", f"authority.second_tranche_rule={rule}"))
    while model.running:
        model.step()
    assert model.world.authorities.received.sum() == model.world.authorities.quota.sum() == 600_000_000_00


def test_additional_projects_exist_only_in_the_policy_world():
    policy, twin, _ = twin_records(tiny("allocation=official", "horizon.weeks_pilot=104"))
    awarded = policy.award_week >= 0
    additional = awarded & ~twin.started
    assert additional.any() and (awarded & twin.started).any()
    assert (policy.project_home[:, additional].sum(axis=0) > 0).any()
    assert (twin.project_home[:, additional] == 0).all()
    assert twin.award.sum() == 0 and (twin.started <= policy.started).all()


def test_no_award_exceeds_its_rule():
    policy, _, world = twin_records(tiny("allocation=official"))
    p, kinds = world.projects, world.fixed.kinds
    ceiling = np.minimum(kinds.award_rate[p.kind] * p.investment, kinds.award_cap_yuan[p.kind]) * 100
    ceiling[p.investment < kinds.min_investment_yuan[p.kind]] = 0
    assert (policy.award <= ceiling).all()


def test_publicity_that_reaches_people_is_publicity_that_was_paid_for():
    model = quiet_model(tiny("allocation=official", "horizon.weeks_pilot=78", "horizon.weeks_after=26"))
    shown, after = 0.0, 0.0
    while model.running:
        model.step()
        w = model.world
        week = float(w.venues.publicity.sum() + w.authorities.national.sum())
        shown += week
        after += week if w.week > 78 + 4 else 0.0
    paid = model.world.ledger.balance["publicity"].sum() / 100
    assert after == 0
    assert 0 < shown <= paid * (1 + 1e-9)
    assert shown > 0.8 * paid  # a venue that closes in mid-campaign loses the rest
