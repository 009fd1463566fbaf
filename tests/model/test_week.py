"""The model is an ordinary Mesa model, and its money adds up."""

from __future__ import annotations

from inspect import signature
from itertools import product

import mesa
import numpy as np
import pytest

from sim.data import read
from sim.kernel.columns import BEGUN, DROPPED, IDEA, NEVER
from sim.kernel.rules.project import goes_unaided
from sim.model import PilotModel
from sim.model.agents import CityAuthority, Consumer, Merchant, Ministry
from sim.model.agents.ministry import SECOND_TRANCHE
from sim.model.observe import Observer, run
from sim.policy.awards import award_columns
from sim.world.ledger import LedgerError
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
    options = {**SMALL, "allocation": ["official", "none"], "seed": [1, 2, 3]}
    rows = mesa.batch_run(PilotModel, options, max_steps=4, number_processes=1, display_progress=False)
    assert {(row["allocation"], row["seed"]) for row in rows} == set(product(["official", "none"], [1, 2, 3]))
    assert len({row["consumption_yuan"] for row in rows}) == 3  # policy comes after the warm-up


def test_no_parameter_of_the_model_is_named_seed_since_batch_run_of_mesa_3_5_would_overwrite_it():
    assert "seed" not in signature(PilotModel).parameters
    worlds = [PilotModel(**SMALL, seed=seed, rng=None) for seed in (1, 2)]
    assert [model.settings.seed for model in worlds] == [1, 2]
    assert PilotModel(**SMALL, rng=3).settings.seed == 3


class _Notes(Observer):
    """Writes down every moment, and the week it belongs to."""

    def __init__(self):
        self.seen = []

    def begin(self, model):
        self.seen.append("begin")

    def before_buying(self, model):
        self.seen.append(("buying", model.world.week, bool(model.last_sales.spent.any())))

    def after_week(self, model):
        self.seen.append(("after", model.world.week, bool(model.last_sales.spent.any())))

    def end(self, model):
        self.seen.append("end")


def test_observers_see_the_moments_of_every_week_in_order_and_mesa_collects_beside_them():
    model, notes = PilotModel(**SMALL), _Notes()
    run(model, [notes], weeks=2)
    first = [("buying", -4, False), ("after", -4, True)]
    assert notes.seen == ["begin", *first, ("buying", -3, True), ("after", -3, True), "end"]
    assert list(model.datacollector.get_model_vars_dataframe().week) == [-4, -3]
    model.step()
    assert notes.seen[-1] == "end" and len(notes.seen) == 6  # they have gone


class _Keeps(Observer):
    """Keeps what a week was, as it is handed out."""

    def __init__(self):
        self.kept = []

    def after_week(self, model):
        self.kept.append([*model.last_sales, *model.sales_by_project()])


def test_what_an_observer_keeps_of_a_week_is_not_overwritten_by_the_next_one():
    keeps = _Keeps()
    run(PilotModel(**SMALL), [keeps], weeks=2)
    assert not any(np.shares_memory(*both) for both in zip(*keeps.kept, strict=True))


LONG = "horizon.weeks_pilot=78"  # enough for review, building and payment


@pytest.mark.parametrize(
    "more", [(), ("authority.dynamic_management=false",), ("authority.unspent=kept",), ("authority.unspent=publicity",)]
)
def test_public_money_is_all_accounted_for_at_the_end(more):
    settings = tiny("allocation=official", "parameters.stall_share=0.4", "parameters.misreport_share=1", LONG, *more)
    model = quiet_model(settings)
    while model.running:
        model.step()
    p, ledger = model.world.projects, model.world.ledger
    returned = ledger.moved("city_uncommitted", "treasury").sum()
    quota = model.world.authorities.quota.sum()
    assert ledger.moved("treasury", "ministry").sum() == quota == 600_000_000_00
    uncommitted = ledger.balance["city_uncommitted"].sum() + returned
    spent = p.paid.sum() - p.recovered.sum() + ledger.balance["publicity"].sum()
    due = (p.award - p.paid - p.cancelled).sum()
    assert quota == spent + due + uncommitted
    assert (returned > 0) == (settings.authority.unspent == "returned")
    assert p.paid.sum() > 0 and ledger.balance["publicity"].sum() > 0
    assert (p.recovered.sum() > 0) == settings.authority.dynamic_management


@pytest.mark.parametrize("column", ["award", "paid", "recovered", "cancelled"])
def test_awards_that_differ_from_the_book_stop_the_simulation_loudly(column):
    model = quiet_model(tiny("allocation=official", LONG))
    while not model.world.projects.paid.any():
        model.step()
    getattr(model.world.projects, column)[0, 0] += 7
    with pytest.raises(LedgerError):
        model.step()


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
        before, income = float(c.weight @ c.gap), float(model.world.income.sum())
        growth, season = model.markets.growth, model.markets.season
        model.step()
        planned = float((fixed.demand.planned_sales * season).sum()) * growth
        expected = before + income + planned - float(model.last_sales.spent.sum())
        assert float(c.weight @ c.gap) == pytest.approx(expected, abs=1e-5 * planned)


@pytest.mark.parametrize("rule", SECOND_TRANCHE)
def test_every_second_tranche_rule_pays_the_whole_envelope(rule):
    model = quiet_model(tiny("allocation=official", f"authority.second_tranche_rule={rule}"))
    while model.running:
        model.step()
    assert model.world.ledger.received.sum() == model.world.authorities.quota.sum() == 600_000_000_00


def test_both_tranches_of_one_week_are_paid_and_the_second_one_is_what_its_rule_says():
    same_week = ("authority.first_tranche_at=0.5", "authority.second_tranche_at=0.5")
    model = quiet_model(tiny("allocation=official", *same_week, "authority.first_tranche_share=0.25"))
    model.world.week = model.calendar.first_tranche
    assert model.calendar.second_tranche == model.world.week
    model.pay_tranches()
    quota = model.world.authorities.quota
    assert model.world.ledger.received.tolist() == quota.tolist()
    assert model.ministry.second_fen.tolist() == (quota * 3 // 4).tolist()


def test_additional_projects_exist_only_in_the_policy_world():
    policy, twin, world = twin_records(tiny("allocation=official", "horizon.weeks_pilot=104"))
    awarded = policy.award_week >= 0
    additional = awarded & ~twin.started
    assert additional.any() and (awarded & twin.started).any()
    assert (policy.project_home[:, additional].sum(axis=0) > 0).any()
    assert (twin.project_home[:, additional] == 0).all()
    assert twin.award.sum() == 0
    assert (world.projects.brand[twin.started & ~policy.started] >= 0).all()  # went elsewhere while it was held back


def test_no_award_exceeds_its_rule():
    settings = tiny("allocation=official", "rules=beijing")
    policy, _, world = twin_records(settings)
    p, rules = world.projects, award_columns(settings.rules)
    ceiling = rules.rate[p.kind] * policy.reported + rules.fixed[p.kind]
    ceiling = np.minimum(ceiling, np.maximum(rules.cap[p.kind, p.level], rules.large_cap[p.kind])) * 100
    ceiling[policy.reported < rules.minimum[p.kind]] = 0
    assert (policy.award > 0).any() and (policy.award <= ceiling + 1e-6).all()


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
    matched = model.world.authorities.partners[:, -1].sum()
    assert matched > 0
    assert 0 < shown <= (paid + matched) * (1 + 1e-9)
    assert shown > 0.8 * paid  # a venue that closes in mid-campaign loses the rest


def test_a_city_that_still_reviews_puts_off_its_next_call_and_loses_no_application():
    model = quiet_model(tiny("allocation=official", LONG, "authority.calls=20"))
    a, decisions = model.world.authorities, 0
    while model.running:
        due = a.decides.copy()
        model.step()
        moved = (due > model.world.week - 1) & (a.decides != due)
        assert not moved.any()  # nothing but its own week ends a review
        decisions += int((due == model.world.week - 1).sum())
    assert decisions > 5 and np.isnan(a.next_part).all() | (model.world.ledger.pots.sum() == 0)


@pytest.mark.long
def test_no_brand_opens_in_two_cities():
    model = quiet_model(tiny("allocation=official", "city=all", "population.consumers_per_city=10", LONG))
    while model.running:
        model.step()
    p = model.world.projects
    begun = (p.start >= -8) & (p.brand >= 0)
    brands, times = np.unique(p.brand[begun], return_counts=True)
    assert brands.size > 20 and times.max() == 1
    shared = np.unique(p.brand[p.brand >= 0], return_counts=True)[1]
    assert shared.max() == 4 and (shared > 1).all()


FOUR = "city=[beijing,suzhou,xining,haikou]"


def _first_of_a_brand(seed: int) -> str:
    """City that gets a brand which all four could begin in the same week."""
    model = quiet_model(tiny("allocation=none", FOUR, f"seed={seed}"))
    p, fixed = model.world.projects, model.world.fixed
    p.status[:], p.brand[:] = DROPPED, -1
    p.status[:, 0], p.brand[:, 0], p.week[:, 0] = IDEA, 0, model.world.week
    p.funds[:, 0], p.expected_profit[:, 0] = np.inf, 10 * p.investment[:, 0]
    model.run_merchants()
    (first,) = np.flatnonzero(p.start[:, 0] == model.world.week)
    assert (np.delete(p.status[:, 0], first) != IDEA).all()
    return fixed.cities.id[fixed.chosen[first]]


def test_any_city_can_be_the_first_to_begin_a_brand_that_several_want_in_the_same_week():
    firsts = [_first_of_a_brand(seed) for seed in range(24)]
    assert len(set(firsts)) == 4
    assert max(map(firsts.count, firsts)) < 16


def test_cities_award_in_the_order_of_the_week_whatever_other_cities_there_are(monkeypatch):
    def order(cities):
        model, decided = quiet_model(tiny("allocation=official", cities)), []
        model.world.week = 20
        model.world.ledger.post("treasury", "city_uncommitted", np.full(model.n_cities, 100))
        model.world.authorities.decides[:] = 20
        monkeypatch.setattr(CityAuthority, "decide", lambda self, is_last: decided.append(self.name))
        model.run_authorities()
        return decided

    four = order(FOUR)
    assert four != ["beijing", "suzhou", "xining", "haikou"]
    assert order("city=[haikou,suzhou]") == [name for name in four if name in ("haikou", "suzhou")]


def test_waiting_for_a_call_is_what_forbidding_retroactive_awards_brings():
    def started(weeks):
        model = quiet_model(tiny("allocation=official", LONG, *_retroactive(weeks)))
        while model.running:
            model.step()
        p = model.world.projects
        unaided = np.array(
            [
                goes_unaided(*one)
                for one in zip(
                    p.expected_profit.ravel(), p.investment.ravel(), p.capital.ravel(), p.funds.ravel(), strict=True
                )
            ]
        )
        return p.start.ravel()[unaided], (p.award > 0).ravel()[unaided]

    (usual, _), (held, awarded) = started(52), started(0)
    both = (usual > -100) & (held > -100)
    assert (held[both] > usual[both]).any() and not (held[both] < usual[both]).all()
    assert awarded.any()  # windfall does not vanish with the ban


def test_merchants_learn_from_every_decided_application_what_chance_there_is_with_and_without_having_begun():
    model = quiet_model(tiny("allocation=official", "population.consumers_per_city=10"))
    p, a, parameters = model.world.projects, model.world.authorities, model.settings.parameters
    prior = [parameters["award_chance"], parameters["award_chance_begun"]]
    assert np.array_equal(model.award_chances, [prior, prior])
    begun = decided = 0
    while model.running:
        due, asked = a.decides == model.world.week, p.asked > 0
        decided += asked[due].sum()
        begun += (asked & np.isin(p.status, BEGUN))[due].sum()
        model.step()
    assert begun > 0 and (a.tried.sum(axis=0) == [decided - begun, begun]).all()
    assert a.won.sum() == (p.award_week > NEVER).sum() and (a.won <= a.tried).all()
    weight = parameters["chance_weight"]
    assert model.award_chances == pytest.approx((weight * np.array(prior) + a.won) / (weight + a.tried))


def _retroactive(weeks):
    return [f"rules.kinds.{kind}.retroactive_weeks={weeks}" for kind in read.read_kinds().kind]


def test_an_empty_slot_offers_nothing_even_where_all_shops_of_a_sector_have_closed():
    model = quiet_model(tiny())
    model.step()
    markets, world = model.markets, model.world
    world.venues.project[:] = -1
    world.shopping.established[:] = 0.0
    markets.show_venues(markets.venue_rates, markets.offer, markets.seen)
    assert not markets.offer.any() and not markets.seen.any()
