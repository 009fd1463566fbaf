"""Invariants that hold for any input: conservation, monotone choice, shares, draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kernel.columns import QUINTILES, Consumers
from sim.kernel.draws import STREAMS, KeyedDraws, draw
from sim.kernel.loops.consumers import Market, Uptake, float_of, half_of, no_purchases
from sim.kernel.loops.flows import buy_in_flows
from sim.kernel.loops.individuals import poisson
from sim.kernel.loops.usual import Habits
from sim.kernel.rules import awareness, money, need, venue
from sim.policy.allocations import ALLOCATIONS, quotas
from sim.world.choose import whole_rows
from sim.world.ledger import Ledger, LedgerError, check_flows, largest_remainder
from tests.helpers import tiny

share = st.floats(0, 1)
weights = st.lists(st.floats(0, 1e3), min_size=1, max_size=40).filter(lambda w: sum(w) > 1e-6)


def _one_row_market(known: np.ndarray, sectors: np.ndarray) -> tuple[Consumers, Market]:
    """One row of residents facing venues with known attractions."""
    n, n_sectors = known.size, int(sectors.max()) + 1
    ones = np.ones(n_sectors)
    consumers = Consumers(
        first=np.array([0, 1]), identity=np.zeros(1, np.int64), weight=np.ones(1, np.float32),
        district=np.zeros(1, np.uint8), quintile=np.zeros(1, np.uint8), liquidity=np.zeros(1, np.uint8),
        income=np.full(1, 900, np.float32), spending_scale=np.ones(1, np.float32),
        ticket_scale=np.ones(1, np.float32), frequency=np.ones((1, n_sectors), np.float32),
        price_response=np.ones(1, np.float32), quickness=np.ones(1, np.float32), listens_to=np.empty((1, 0), np.int32),
        gap=np.zeros(1), need_stock=np.ones((1, n_sectors)), plan=np.empty((1, 0)), aware=np.ones((1, n), np.float32),
        told_of=np.zeros((1, n), np.uint16),
    )  # fmt: skip
    market = Market(
        n_districts=np.ones(1, np.int64), people=np.ones((1, 1, 1)),
        occasions=ones, season=ones, planned=np.full((1, 1), 50.0 * n_sectors), ticket=np.full((1, 1, n_sectors), 50.0),
        bill=np.ones((1, 1, 1, n_sectors)), shop_bill=np.ones((1, 1, 1, n_sectors)),
        online=np.zeros((1, 1, 1, n_sectors)), online_bill=np.ones((1, 1, 1, n_sectors)),
        creation=np.ones((1, 1, 1, n_sectors)),
        offer=known.astype(np.float32).reshape(1, 1, 1, n),
        seen=np.zeros((1, 1, 1, n), np.float32), telling=np.zeros((1, n), np.float32),
        slot_sector=sectors.reshape(1, n),
        n_used=np.array([n]), need_pull=0.3 * ones, need_decay=0.2 * ones,
        dated=np.empty(0, np.int64), stages_from=np.zeros(n_sectors + 1, np.int64), early_reluctance=ones,
        larger_delays=0.0, waits=ones,
        purse_weight=np.ones((1, 1, n_sectors)), adjustment=np.full(3, 0.1), windfall_weeks=1.0,
        buffer_weeks=np.ones(3), income_change=np.zeros((1, QUINTILES)), growth=1.0, creation_share=0.0,
        forget_rate=0.0, habits=Habits(np.ones(0), np.ones(0)),
    )  # fmt: skip
    return consumers, market


def _flows(known: np.ndarray, sectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    consumers, market = _one_row_market(known, sectors)
    bought = no_purchases(1, 1, 1, int(sectors.max()) + 1, known.size)
    ones = np.ones((0, 1))
    nothing = Uptake(np.zeros(1, bool), ones, ones, ones, ones, np.zeros(0), np.zeros(0), np.zeros(0))
    visits = np.zeros((1, 1, known.size))
    buy_in_flows(0, consumers, market, bought, visits, nothing)
    return visits[0, 0] * 50, bought.established[0, 0, 0]


@given(st.lists(st.floats(0, 5), min_size=2, max_size=12), st.data())
@settings(max_examples=60)
def test_making_one_venue_more_attractive_never_raises_the_flow_to_a_rival(values, data):
    known = np.array(values)
    sectors = np.array([data.draw(st.integers(0, 2)) for _ in values])
    improved = data.draw(st.integers(0, len(values) - 1))
    better = known.copy()
    better[improved] += data.draw(st.floats(0.001, 5))
    venues, established = _flows(known, sectors)
    venues_after, established_after = _flows(better, sectors)
    rivals = np.arange(known.size) != improved
    assert np.all(venues_after[rivals] <= venues[rivals] * (1 + 1e-6))
    assert np.all(established_after <= established * (1 + 1e-12))
    assert venues_after[improved] >= venues[improved]


@given(st.lists(st.floats(0, 5), min_size=1, max_size=12))
@settings(max_examples=40)
def test_without_creation_venues_only_move_spending(values):
    known = np.array(values)
    venues, established = _flows(known, np.zeros(known.size, np.int64))
    assert venues.sum() + established.sum() == pytest.approx(50.0, rel=1e-6)


@given(st.integers(0, 10**13), weights)
def test_a_split_sums_to_the_whole_and_strays_less_than_one_from_proportion(total, values):
    values = np.array(values)
    parts = largest_remainder(total, values)
    assert parts.sum() == total and (parts >= 0).all()
    assert np.all(np.abs(parts - total * values / values.sum()) < 1 + 1e-3)


@pytest.mark.parametrize("between", [n for n in ALLOCATIONS if n not in ("shares", "yuan", "none")])
def test_every_allocation_spends_the_envelope_to_the_fen(between):
    from sim.data import read

    chosen = tiny("city=all")
    chosen = chosen.model_copy(update={"allocation": chosen.allocation.model_copy(update={"between": between})})
    fen = quotas(chosen, read.read_cities())
    assert fen.sum() == 17_200_000_000_00 and (fen > 0).all()


def test_by_need_a_resident_of_a_poorer_city_gets_more():
    from sim.data import read

    cities = read.read_cities()
    per_head = ALLOCATIONS["by_need"](cities, None, {"need_exponent": 1.0}) / cities.residents
    poorest, richest = cities.income_yuan_per_week.argmin(), cities.income_yuan_per_week.argmax()
    assert per_head[poorest] == per_head.max() > per_head[richest] == per_head.min()


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 10**9)), max_size=30))
def test_no_sequence_of_postings_creates_or_destroys_a_fen(postings):
    names = ("treasury", "ministry", "city_uncommitted")
    ledger = Ledger(2)
    for source, sink, fen in postings:
        try:
            ledger.post(names[source], names[sink], np.array([fen, 1]))
        except LedgerError:
            break
        ledger.check()


def test_the_ledger_refuses_an_overdraft_a_negative_amount_and_broken_money():
    ledger = Ledger(1)
    for fen in (np.array([1]), np.array([-1]), np.array([0.5])):
        with pytest.raises(LedgerError):
            ledger.post("ministry", "projects", fen)
    ledger = Ledger(1)
    ledger.balance["projects"] += 1
    with pytest.raises(LedgerError, match="does not add up"):
        ledger.check()


def test_a_missing_yuan_in_a_billion_is_noticed():
    with pytest.raises(LedgerError, match="paid but"):
        check_flows(1e9, 1e9 + 100, "week 1")
    check_flows(1e9, 1e9 + 1, "week 1")
    with pytest.raises(LedgerError, match="week 1"):
        check_flows(1e9, 1e9 + 40, "week 1")
    check_flows(1e9, 1e9 + 40, "week 1", coarse=1e9)  # half of float32's last bit


@given(share, share, share, share)
def test_awareness_stays_a_share_and_rises_with_what_is_seen(aware, seen, told, remembered):
    known = awareness.next_awareness(aware, seen, told, remembered)
    assert 0 <= known <= 1
    assert known <= awareness.next_awareness(aware, 1.0, told, remembered) + 1e-12


@given(st.floats(-1e5, 1e5), share, st.floats(0.01, 100), st.floats(0.1, 1e5), st.floats(0, 1e5))
def test_nobody_spends_more_than_the_plan_and_what_is_liquid(gap, adjustment, weeks, planned, buffer):
    spent = money.budget_factor(gap, adjustment, weeks, planned, buffer) * planned
    assert -1e-9 <= spent <= max(0.0, planned + buffer + gap) + 1e-6


@given(st.floats(0.01, 1), st.floats(0.1, 100), st.floats(0.1, 1e4), st.floats(1.01, 10))
def test_the_part_of_a_windfall_that_is_spent_in_a_week_falls_with_its_size(adjustment, weeks, gap, larger):
    def part(x):
        return (money.budget_factor(x, adjustment, weeks, 500.0, 1e9) - 1.0) * 500.0 / x

    assert 0 < part(gap * larger) <= part(gap) * (1 + 1e-9) <= adjustment * (1 + 2e-9)
    assert part(gap) == pytest.approx(part(-gap), rel=1e-6) or part(-gap) * gap >= 500.0 - 1e-6


@st.composite
def _rows(draw):
    n, n_groups = draw(st.integers(1, 40)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    group, weight = rng.integers(0, n_groups, n), rng.uniform(1, 3, n)
    share = draw(st.floats(0, 1)) * rng.integers(0, 2, n)
    return share, weight, group, rng.uniform(size=n), rng.uniform(size=n_groups)


@given(_rows())
def test_as_many_residents_win_in_whole_rows_as_would_in_parts_of_rows(rows):
    share, weight, group, value, start = rows
    won = whole_rows(share, weight, group, value, start)
    assert ((won >= 0) & (won <= 1)).all() and not won[share == 0].any()
    np.testing.assert_allclose(np.bincount(group, won * weight), np.bincount(group, share * weight), atol=1e-9)
    partly = (won > 1e-9) & (won < 1 - 1e-9)
    assert np.bincount(group, partly).max() <= 1
    fewer = whole_rows(share / 2, weight, group, value, start)
    assert (fewer <= won + 1e-9).all(), "who wins with few places wins with more"


@given(st.floats(-0.9, 10), st.floats(0, 1))
def test_creation_is_between_moving_demand_only_and_adding_it_all(gain, creation_share):
    factor = need.creation_factor(gain, creation_share)
    low, high = sorted((1.0, 1.0 + gain))
    assert low - 1e-9 <= factor <= high + 1e-9


@given(st.floats(0, 3), share, share, st.floats(1, 50))
def test_what_is_no_longer_new_draws_less_but_never_puts_anybody_off(novelty, curious, discount, visits):
    to_new, to_guests = venue.novelty_to_new(novelty, curious), venue.novelty_to_guests(novelty, visits, discount)
    assert 1 - 1e-9 <= to_new <= venue.novelty_to_new(novelty, 1.0) + 1e-9
    assert 1 - 1e-9 <= to_guests <= venue.novelty_to_guests(novelty, 1.0, discount) + 1e-9


@given(st.floats(-2, 2), st.floats(0, 500), st.floats(0, 2), st.floats(0.05, 3))
def test_what_is_learned_lies_between_the_promise_and_the_truth(surprise, impressions, spread, visit_error):
    weight = venue.weight_of_impressions(impressions, spread, visit_error)
    factor = venue.belief_factor(surprise, impressions, spread, visit_error)
    scatter = spread**2 / 8  # the most that differing impressions add: with n s^2 = e^2
    assert 0 <= weight <= 1
    assert min(0, surprise) - 1e-9 <= np.log(factor) <= max(0, surprise) + scatter + 1e-9


@given(st.integers(0, 2**40), st.integers(0, 2**40), st.integers(0, 10**4), st.integers(0, 10**6))
def test_a_draw_depends_on_its_key_alone(seed, entity, week, index):
    u = draw(seed, 7, entity, week, index)
    assert 0 < u < 1
    assert KeyedDraws(seed).uniform("district", [entity, 1], week, index)[0] == draw(
        seed, STREAMS["district"], entity, week, index
    )
    assert u == draw(seed, 7, entity, week, index)


def test_draws_are_uniform_and_streams_unrelated():
    entity = np.arange(200_000)
    a, b = (KeyedDraws(1).uniform(s, entity) for s in ("stall", "failure"))
    counts = np.histogram(a, bins=50, range=(0, 1))[0]
    assert ((counts - 4000) ** 2 / 4000).sum() < 86  # 0.1 % of chi-square with 49 degrees of freedom
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.01
    assert len(set(STREAMS.values())) == len(STREAMS)


@given(st.floats(0, 20), st.floats(1e-9, 1 - 1e-9))
def test_poisson_inversion_agrees_with_scipy(mean, u):
    from scipy.stats import poisson as reference

    n = poisson(mean, u)
    assert reference.cdf(n, mean) >= u - 1e-9 and (n == 0 or reference.cdf(n - 1, mean) <= u + 1e-9)


@given(st.floats(2.0**-40, 100, width=32))
def test_visits_kept_in_half_the_bits_are_right_to_half_a_percent(value):
    assert abs(float(float_of(half_of(np.float32(value)))) - value) <= 0.004 * value
