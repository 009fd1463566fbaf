"""Instruments: what they pay, to whom, on what terms; every yuan goes through the ledger."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.paths import CONFIGS
from sim.kernel.columns import LIQUIDITY_TYPES, MOST_COUPONS
from sim.kernel.loops.uptake import TicketRates, respond, use_coupons
from sim.kernel.offer import Offer
from sim.kernel.rules.ticket import expected_uses, offered_ticket, stretching_loss, support
from sim.measures.effects import effects
from sim.policy.instruments import INSTRUMENTS
from tests.helpers import quiet_model, tiny, twin_records

BASE = ("allocation=none", "city=xining", "horizon.weeks_pilot=30", "horizon.weeks_after=0")
COUPON = ("instrument=threshold_coupon", "instrument.start_week=6", "instrument.end_week=7")


def run(*overrides: str):
    """Return a finished model and its settings."""
    chosen = tiny(*BASE, *overrides)
    return _finished(chosen), chosen


def _finished(chosen):
    model = quiet_model(chosen)
    while model.running:
        model.step()
    return model


def fen(model, source: str, sink: str) -> int:
    return int(model.world.ledger.moved(source, sink).sum())


@pytest.mark.parametrize("name", sorted(INSTRUMENTS))
@pytest.mark.long
def test_every_instrument_has_a_config_of_its_name_and_runs_in_any_scenario(name):
    chosen = tiny("allocation=official", f"instrument={name}", "horizon.weeks_pilot=70", "city=xining")
    assert type(chosen.instrument) is INSTRUMENTS[name]
    assert (CONFIGS / "instrument" / f"{name}.yaml").is_file()
    policy, twin, world = twin_records(chosen)
    assert np.isfinite(effects(policy, twin, world.fixed, world.projects)["total.net_yuan"])
    assert not np.array_equal(policy.spent, twin.spent)


def test_coupon_money_is_committed_then_paid_or_returned_to_the_fen():
    model, chosen = run(*COUPON)
    residents = model.world.fixed.residents.sum()
    quota = 100 * residents * chosen.instrument.holders_share * chosen.instrument.face_yuan * 5
    committed = fen(model, "treasury", "instruments")
    assert committed == pytest.approx(quota, rel=1e-4)
    assert committed == fen(model, "instruments", "residents") + fen(model, "instruments", "treasury")
    assert 0 < fen(model, "instruments", "residents") < committed
    assert model.world.ledger.balance["instruments"].sum() == 0


@pytest.mark.parametrize(("kind", "last"), [("event_grant", 17), ("merchant_opening", 14)])
def test_nothing_opens_that_the_grant_cannot_pay_for_in_full(kind, last):
    base = ("allocation=official", *BASE[1:], "split.instruments=0.02", "split.debut=0.38")
    weeks = ("instrument.start_week=14", f"instrument.end_week={last}")
    terms = (f"instrument={kind}", "instrument.pays=grant", *weeks, "instrument.grant=9e8")
    dear, without = _finished(tiny(*base, *terms)), _finished(tiny(*base))
    assert fen(dear, "instruments", "merchants") == 0
    assert dear.world.ledger.balance["instruments"].sum() == 0
    assert np.allclose(dear.world.merchants.shops, without.world.merchants.shops, rtol=1e-9)
    assert np.array_equal(dear.world.projects.opened, without.world.projects.opened)


def test_money_for_a_tenth_of_the_residents_is_in_a_tenth_of_the_purses_and_not_a_tenth_in_each():
    chosen = tiny(
        *BASE,
        "instrument=cash_transfer",
        "instrument.start_week=6",
        "instrument.end_week=6",
        "population.consumers_per_city=100",
    )
    model = quiet_model(chosen)
    while model.world.week < 6:
        model.step()
    before = model.world.consumers.gap.copy()
    model.markets.support.begin_week()
    c, got = model.world.consumers, model.world.consumers.gap - before
    assert np.average(got, weights=c.weight) == pytest.approx(0.1 * chosen.instrument.yuan_per_person, rel=1e-6)
    whole = np.isclose(got, chosen.instrument.yuan_per_person)
    assert 7 <= whole.sum() <= 10
    assert ((got > 0) & ~whole).sum() <= len(LIQUIDITY_TYPES)
    assert np.ptp(c.income[whole]) > 0.5 * c.income.mean(), "winners are spread over incomes"


def test_two_equal_coupons_are_handed_out_twice_and_both_paid():
    one = tiny(*BASE, *COUPON)
    two = type(one)(**dict(one) | {"instruments": (one.instrument,)})
    single, double = quiet_model(one), quiet_model(two)
    paid = np.zeros(2)
    while double.running:
        double.step()
        paid += double.markets.support.claims.paid.sum(axis=1)
        if double.world.week == 7:
            left = 1 - double.world.holdings.coupons[:, :, 0]
            assert (left.mean(axis=1) > 0).all(), "both packets are in residents' hands after the first week"
    while single.running:
        single.step()
    assert fen(double, "treasury", "instruments") == 2 * fen(single, "treasury", "instruments")
    assert (100 * paid > 0.5 * fen(single, "instruments", "residents")).all()
    assert fen(double, "instruments", "residents") == pytest.approx(100 * paid.sum(), abs=4)
    assert double.world.ledger.balance["instruments"].sum() == 0


def test_a_budget_caps_face_value_times_coupons():
    model, _ = run(*COUPON, "instrument.budget_yuan=100000")
    assert fen(model, "treasury", "instruments") == pytest.approx(100_000_00, abs=2)


def test_money_of_the_grant_comes_out_of_the_pots_and_goes_back():
    chosen = tiny(
        "allocation=official", "split=instruments_only", "rules.forbidden=[]", "city=xining",
        "instrument=threshold_coupon", "instrument.pays=grant", "instrument.start_week=9", "instrument.end_week=9",
        "instrument.budget_yuan=1000000", "authority.unspent=kept",
    )  # fmt: skip
    model = quiet_model(chosen)
    while model.running:
        model.step()
    assert fen(model, "city_uncommitted", "instruments") == pytest.approx(1_000_000_00, abs=2)
    assert fen(model, "treasury", "instruments") == 0
    w = model.world
    assert np.array_equal(w.ledger.balance["city_uncommitted"], w.ledger.pots.sum(axis=1))


def test_coupons_expire_and_nobody_holds_one_afterwards():
    model, _ = run(*COUPON)
    assert not model.world.holdings.coupons.any()
    support = model.markets.support
    assert not support.claims.used.any() and not support.uptake.paid.any()


def test_cash_goes_to_the_income_groups_named_and_is_fully_paid():
    chosen = tiny(
        *BASE, "instrument=cash_transfer", "instrument.start_week=3", "instrument.end_week=3",
        "instrument.holders_share=1", "instrument.income_quintiles=[1]",
    )  # fmt: skip
    model = quiet_model(chosen)
    for _ in range(8 + 3):
        model.step()
    before = model.world.consumers.gap.copy()
    model.markets.support.begin_week()
    got = model.world.consumers.gap - before
    poor = model.world.consumers.quintile == 0
    assert np.allclose(got[poor], 100) and not got[~poor].any()
    paid = fen(model, "instruments", "residents")
    assert paid == pytest.approx(100 * 100 * model.world.consumers.weight[poor].sum(), rel=1e-5)


def test_first_come_coupons_go_to_the_better_connected_and_lotteries_to_all_alike():
    held = {}
    for allotment in ("lottery", "first_come"):
        model = quiet_model(tiny(*BASE, *COUPON, f"instrument.allotment={allotment}"))
        for _ in range(8 + 6):
            model.step()
        model.markets.support.begin_week()
        c, winners = model.world.consumers, model.world.holdings.coupons[0, :, 5]
        held[allotment] = [np.average(winners[c.quintile == q], weights=c.weight[c.quintile == q]) for q in (0, 4)]
        assert np.average(winners, weights=c.weight) == pytest.approx(0.1, rel=1e-5)
    assert held["lottery"][0] == pytest.approx(held["lottery"][1])
    assert held["first_come"][0] < held["first_come"][1]


def test_a_daily_limit_rations_a_discount():
    weeks = ("instrument.start_week=4", "instrument.end_week=11")
    base = ("instrument=price_discount", *weeks, "instrument.pays=treasury")
    free, _ = run(*base)
    weekly = fen(free, "instruments", "residents") / 100 / 8
    limited, chosen = run(*base, f"instrument.daily_limit_yuan={weekly / 3 / 4}")
    last_weeks = fen(limited, "instruments", "residents") / 100
    assert last_weeks < fen(free, "instruments", "residents") / 100 / 2
    assert chosen.instrument.days_per_week == 3


def test_a_closing_merchant_loses_its_shops_and_rivals_gain():
    closing = ("instrument=merchant_closing", "instrument.shops_share=0.5", "instrument.district=1")
    chosen = tiny(*BASE, *closing, "instrument.start_week=4", "instrument.end_week=4")
    policy, twin, _ = (quiet_model(chosen), quiet_model(chosen.without_policy()), None)
    for _ in range(8 + 13):
        policy.step()
        twin.step()
    g = policy.world.fixed.sectors.sector.index("fashion")
    sales = [m.world.closed.sales[0, :, g].sum(axis=1) for m in (policy, twin)]
    assert sales[0][1] < 0.7 * sales[1][1]
    n_rivals = int(policy.world.fixed.geography.n_districts[0]) - 1
    rivals = [np.delete(s, 1)[:n_rivals] for s in sales]
    assert (rivals[0] > 0.999 * rivals[1]).all()


def test_prices_are_back_where_they_were_once_a_price_change_ends():
    model, _ = run("instrument=price_change", "instrument.start_week=4", "instrument.end_week=9")
    assert np.allclose(model.world.merchants.price_shift, 1.0)


def test_an_event_is_there_for_its_weeks_and_its_grant_is_paid():
    model, chosen = run("instrument=event_grant", "instrument.start_week=4", "instrument.end_week=7")
    p = model.world.projects
    assert p.opened[0, -1] == 4 and p.closed[0, -1] == 8
    assert p.sales_to_date[0, -1] > 0
    assert fen(model, "instruments", "merchants") == chosen.instrument.grant * 100


def test_without_instruments_nothing_differs_from_before_they_existed():
    plain, none = (twin_records(tiny("allocation=none", *more))[0] for more in ((), ("instrument=none",)))
    assert np.array_equal(plain.spent, none.spent)


RATES = TicketRates(1.2, 2.25, 0.1, 0.5, 1.0, np.exp(np.linspace(-1.5, 1.5, 16)))
money = st.floats(1, 500)


@given(money, money, st.floats(0.05, 1), st.floats(0.2, 5), st.floats(1, 4))
@settings(max_examples=200)
def test_no_offer_lowers_a_ticket_pays_beyond_its_terms_or_makes_its_buyer_worse_off(plan, threshold, part, e, worth):
    offer = Offer(part * threshold, threshold, 0.0, 0.0, 1.0)
    ticket = offered_ticket(plan, offer, e, worth)
    assert ticket >= plan
    assert 0 <= support(ticket, offer) <= offer.face
    gain = worth * support(ticket, offer) - stretching_loss(plan, ticket, e)
    assert gain >= worth * support(plan, offer) - 1e-9 * threshold


@given(money, st.floats(0.01, 0.9), st.floats(0.1, 100), st.floats(0.2, 5))
@settings(max_examples=200)
def test_a_discount_never_pays_more_than_its_cap(plan, rate, cap, e):
    offer = Offer(0.0, 0.0, rate, cap, 1.0)
    assert support(offered_ticket(plan, offer, e, 1.0), offer) <= cap * (1 + 1e-12)


@given(st.floats(0, 30), st.integers(1, MOST_COUPONS))
@settings(max_examples=100)
def test_coupons_used_and_coupons_left_add_up_to_coupons_held(rate, held):
    left = np.zeros(MOST_COUPONS + 1)
    left[held] = 0.4
    left[0] = 0.6
    used = use_coupons(left, rate)
    assert left.sum() == pytest.approx(1.0)
    assert used + left @ np.arange(MOST_COUPONS + 1) == pytest.approx(0.4 * held, abs=1e-6)
    assert used == pytest.approx(0.4 * expected_uses(rate, held), abs=1e-9)


@given(money, st.floats(0.1, 4))
@settings(max_examples=60)
def test_support_is_the_sum_of_what_supported_tickets_get_and_extra_spending_is_what_is_bought_beyond(plan, threshold):
    offer = Offer(0.2 * threshold * plan, threshold * plan, 0.0, 0.0, 0.6)
    occasions, spending, uses, bill, paid, stretch, _, _ = respond(plan, offer, 1.0, 2.0, 2.6, 0.3, RATES)
    assert paid == pytest.approx(uses * offer.face)
    assert occasions >= 1 and bill >= uses * offer.threshold * (1 - 1e-12)
    assert 0 <= stretch <= bill
    assert spending * plan >= bill * 0.999 or uses < 1


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (
            "instrument.face_yuan=50",
            "command line: instrument: face_yuan must not exceed threshold_yuan (face_yuan=50; ",
        ),
        (
            "instrument.announce_week=31",
            "command line: instrument: announce_week must not be after start_week (announce_week=31; ",
        ),
        ("instrument.announce_week=-1", "command line: instrument.announce_week=-1: must be at least 0"),
        ("instrument.announce_week=2.5", "command line: instrument.announce_week=2.5: must be a whole number"),
        ("instrument.end_week=3", "command line: instrument: end_week must not be before start_week (end_week=3; "),
        (
            "instrument.sectors=[pets]",
            "command line: instrument.sectors=[pets]: unknown sector 'pets'; allowed: groceries",
        ),
        ("instrument.allotment=auction", "command line: instrument.allotment=auction: "),
        ("instrument.coupons_per_person=11", "command line: instrument.coupons_per_person=11: must be at most 10"),
        ("instrument.cities=[atlantis]", "command line: instrument.cities=[atlantis]: unknown city 'atlantis'"),
        ("instrument.pays=grant", "instrument.yaml"),
    ],
)
def test_bad_terms_get_one_clear_line(override, message):
    with pytest.raises(InputError) as caught:
        compose(["allocation=none", "instrument=threshold_coupon", override])
    assert len(caught.value.problems) == 1
    line = str(caught.value)
    if "pays" in override:
        assert "pays=grant: the money may not be used for consumers (rules.forbidden of fund)" in line
    else:
        assert line.startswith(message), line


@pytest.mark.parametrize(
    "more", [("split=balanced",), ("split=instruments_only", "instrument.start_week=3", "instrument.end_week=3")]
)
def test_the_grant_pays_an_instrument_only_out_of_what_is_set_aside_and_there(more):
    with pytest.raises(InputError, match=r"pays=grant needs an allocation, split\.instruments above 0 and"):
        compose(["rules.forbidden=[]", "instrument=threshold_coupon", "instrument.pays=grant", *more])


def test_an_instrument_of_the_grant_takes_no_more_than_its_share():
    chosen = tiny(
        "allocation=official", "split=instruments_only", "rules.forbidden=[]", "city=xining",
        "instrument=threshold_coupon", "instrument.pays=grant", "instrument.start_week=9", "instrument.end_week=9",
        "instrument.holders_share=1", "instrument.grant_share=0.01",
    )  # fmt: skip
    model = quiet_model(chosen)
    while model.world.week < 10:
        model.step()
    assert fen(model, "city_uncommitted", "instruments") == int(0.01 * model.world.authorities.quota.sum())


def test_a_top_up_adds_to_the_money_of_its_direction_and_counts_as_public_money():
    base = ("allocation=official", "city=xining", "instrument=award_top_up", "instrument.start_week=9")
    model = quiet_model(tiny(*base, "instrument.end_week=9", "instrument.yuan_per_city=1000000"))
    while model.running:
        model.step()
    assert fen(model, "treasury", "city_uncommitted") == 1_000_000_00
    assert model.world.ledger.received.sum() == model.world.authorities.quota.sum() + 1_000_000_00


def test_an_approval_reform_shortens_the_way_through_the_departments_without_money():
    def weeks(*more):
        model = quiet_model(tiny("allocation=none", "horizon.weeks_pilot=78", *more))
        while model.running:
            model.step()
        p = model.world.projects
        done = p.approved > 0
        return (p.approved - p.start)[done].mean(), model.world.ledger.turnover

    reform = ("instrument=approval_reform", "instrument.start_week=0", "instrument.gap_closed=1")
    (usual, _), (faster, turnover) = weeks(), weeks(*reform)
    assert faster < usual and not turnover


def test_instruments_of_a_scenario_are_named_or_written_out(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(
        "title: Coupons and cash\nallocation: none\ninstruments:\n  - voucher\n"
        "  - {kind: cash_transfer, yuan_per_person: 50, start_week: 3, end_week: 3}\n",
        encoding="utf-8",
    )
    chosen = compose([f"scenario={file}"])
    assert [k.kind for k in chosen.programme] == ["voucher", "cash_transfer"]
    assert chosen.label == "none+voucher+cash_transfer"


def test_an_unknown_instrument_in_a_scenario_is_named(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("instruments:\n  - {kind: helicopter, start_week: 1, end_week: 1}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"instruments\.0\.kind=helicopter"):
        compose([f"scenario={file}"])
