"""What residents buy, a few rows at a time, is what the rules say of each row by itself."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.columns import LIQUIDITY_TYPES, QUINTILES, Consumers
from sim.kernel.loops.consumers import Market, Purchases, Uptake, half_of, no_purchases, spread_word
from sim.kernel.loops.flows import buy_in_flows
from sim.kernel.loops.usual import Habits
from sim.kernel.rules.choice import share_of_known
from sim.kernel.rules.money import budget_factor, next_gap, sector_budget
from sim.kernel.rules.need import creation_factor, need_factor, next_need_stock
from sim.kernel.rules.plan import advance_plan, early_share, planned_occasions
from sim.world.population import stages_from

CITIES, DISTRICTS, SECTORS, SLOTS = 2, 3, 5, 40
ROWS = (45, 3)  # of each city: more than are taken at a time, and neither a multiple of that nor of four
USED = (37, 0)  # slots; a city without venues
STAGES = (0, 3, 0, 6, 1)  # of the time to the next purchase, by sector


def _some(rng: np.random.Generator) -> tuple[Consumers, Market, Uptake]:
    """Residents, what they face, and support in the first city only; all drawn."""
    n, places, kinds = sum(ROWS), (CITIES, DISTRICTS, QUINTILES), len(LIQUIDITY_TYPES)
    share, dated = rng.uniform, np.flatnonzero(STAGES)
    consumers = Consumers(
        first=np.cumsum([0, *ROWS]), identity=np.arange(n), weight=share(100, 900, n).astype(np.float32),
        district=rng.integers(0, DISTRICTS, n).astype(np.uint8),
        quintile=rng.integers(0, QUINTILES, n).astype(np.uint8),
        liquidity=rng.integers(0, kinds, n).astype(np.uint8), income=share(300, 900, n).astype(np.float32),
        spending_scale=share(0.3, 3, n).astype(np.float32), ticket_scale=share(0.3, 3, n).astype(np.float32),
        frequency=share(0.2, 1.5, (n, SECTORS)).astype(np.float32), listens_to=np.empty((n, 0), np.int32),
        price_response=np.ones(n, np.float32), quickness=np.ones(n, np.float32),
        gap=rng.normal(0, 500, n), need_stock=share(0.5, 1.6, (n, SECTORS)),
        plan=np.concatenate([rng.dirichlet(np.ones(STAGES[g] + 1), n)[:, 1:] for g in dated], axis=1),
        aware=share(0, 1, (n, SLOTS)).astype(np.float32), told_of=np.zeros((n, SLOTS), np.uint16),
    )  # fmt: skip
    occasions, ticket = share(0.1, 3, SECTORS), share(10, 90, (CITIES, QUINTILES, SECTORS))
    market = Market(
        n_districts=np.full(CITIES, DISTRICTS), people=np.ones(places),
        occasions=occasions, season=share(0.7, 1.3, SECTORS), planned=ticket @ occasions, ticket=ticket,
        bill=share(0.8, 1.2, (*places, SECTORS)), shop_bill=share(0.8, 1.2, (*places, SECTORS)),
        online=share(0, 0.4, (*places, SECTORS)), online_bill=share(0.8, 1.2, (*places, SECTORS)),
        creation=share(0.9, 1.1, (*places, SECTORS)),
        # Few venues are that attractive: gains lie on both sides of where creation is approximated.
        offer=(share(0, 1, (*places, SLOTS)) ** 3 * 0.6).astype(np.float32),
        seen=np.zeros((*places, SLOTS), np.float32), telling=np.zeros((CITIES, SLOTS), np.float32),
        slot_sector=rng.integers(0, SECTORS, (CITIES, SLOTS)), n_used=np.array(USED),
        need_pull=share(0, 0.5, SECTORS), need_decay=share(0.05, 0.5, SECTORS),
        dated=dated, stages_from=stages_from(np.array(STAGES)), early_reluctance=share(0.1, 1, SECTORS),
        larger_delays=0.5, waits=np.ones(SECTORS),
        purse_weight=share(0.5, 2, (CITIES, QUINTILES, SECTORS)), adjustment=share(0.05, 0.3, 3), windfall_weeks=2.0,
        buffer_weeks=share(0.5, 9, 3), income_change=share(-0.02, 0.02, (CITIES, QUINTILES)), growth=1.03,
        creation_share=0.3, forget_rate=0.02, habits=Habits(np.ones(0), np.ones(0)),
    )  # fmt: skip
    uptake = Uptake(
        np.array([True, False]), share(0.7, 1.4, (n, SECTORS)), share(0.7, 1.2, (n, SECTORS)),
        share(0.5, 1.5, (n, SECTORS)), share(0.5, 1.5, (n, SECTORS)), share(0, 30, n), np.zeros((*places, SECTORS)),
        np.zeros((*places, SECTORS)),
    )  # fmt: skip
    return consumers, market, uptake


def _plainly(c: int, people: Consumers, m: Market, bought: Purchases, visited: np.ndarray, uptake: Uptake) -> None:
    """As ``buy_in_flows``, a resident and a sector at a time. Modifies: as it does."""
    used, sector = m.n_used[c], m.slot_sector[c, : m.n_used[c]]
    for i in range(people.first[c], people.first[c + 1]):
        z, q, kind, weight = people.district[i], people.quintile[i], people.liquidity[i], float(people.weight[i])
        scale, income = float(people.ticket_scale[i]) * m.growth, float(people.income[i]) * m.growth
        ordinary = m.planned[c, q] * float(people.spending_scale[i]) * m.growth
        buffer = m.buffer_weeks[kind] * income
        purse = budget_factor(people.gap[i], m.adjustment[kind], m.windfall_weeks, ordinary, buffer)
        known = people.aware[i, :used] * m.offer[c, z, q, :used]
        visits, stretched = np.zeros(used, np.float32), np.zeros(used, np.float32)
        usual = cost = 0.0
        for g in range(SECTORS):
            more, longer = (uptake.occasions[i, g], uptake.ticket[i, g]) if uptake.active[c] else (1.0, 1.0)
            gain = float(known[sector == g].sum(dtype=float))
            relative = m.creation[c, z, q, g] * creation_factor(gain, m.creation_share) * more
            relative *= need_factor(people.need_stock[i, g], m.need_pull[g])
            relative *= sector_budget(purse, m.purse_weight[c, q, g])
            often, ticket = float(people.frequency[i, g]), m.ticket[c, q, g] * scale
            planned = m.occasions[g] * m.season[g] * often
            if STAGES[g]:
                stages = people.plan[i, m.stages_from[g] : m.stages_from[g + 1]]
                lift, early = relative, early_share(relative, m.early_reluctance[g])
                relative = planned_occasions(stages, lift, early, planned)
                advance_plan(stages, lift, early, planned, longer, m.larger_delays)
            rate = share_of_known(planned * relative, gain)
            established, novel = rate * ticket * longer * m.bill[c, z, q, g], rate * ticket * longer * gain
            usual, cost = usual + planned * ticket, cost + established + novel
            online = m.online[c, z, q, g] * m.online_bill[c, z, q, g] / m.bill[c, z, q, g]
            online *= uptake.online[i, g] if uptake.active[c] else 1.0
            bought.established[c, z, q, g] += weight * established * (1.0 - online)
            bought.online[c, z, q, g] += weight * established * online
            away = m.online[c, z, q, g] * (uptake.away[i, g] if uptake.active[c] else 1.0)
            bought.occasions[c, z, q, g] += weight * rate * (1.0 - away)
            bought.spent[c, q, g] += weight * (established + novel)
            bought.of_rows[i, g] = established + novel
            bought.gained[c, z, q, g] += weight * scale * often * gain
            people.need_stock[i, g] = next_need_stock(people.need_stock[i, g], m.need_decay[g], relative * longer)
            visits[sector == g] = known[sector == g] * rate
            stretched[sector == g] = visits[sector == g] * longer
        people.told_of[i, :used] = [half_of(v) for v in visits]
        visited[z, q, :used] += weight * visits
        bought.scaled_visits[c, q, :used] += weight * scale * stretched
        paid = uptake.paid[i] if uptake.active[c] else 0.0
        people.gap[i] = next_gap(people.gap[i], m.income_change[c, q] * income, usual, cost - paid)


@pytest.mark.parametrize("city", range(CITIES))
def test_rows_that_buy_together_buy_what_each_would_by_itself(city):
    found = []
    for loop in (buy_in_flows, _plainly):
        consumers, market, uptake = _some(np.random.default_rng(3))
        bought = no_purchases(CITIES, DISTRICTS, QUINTILES, SECTORS, SLOTS, sum(ROWS))
        visits = np.zeros((DISTRICTS, QUINTILES, SLOTS))
        loop(city, consumers, market, bought, visits, uptake)
        found.append((consumers, bought, visits))
    (people, bought, visits), (plain_people, plain_bought, plain_visits) = found
    assert plain_bought.spent[city].any()
    assert np.ptp(plain_people.plan) > 0.5
    # Creation is approximated to nine digits, and visits are kept in single precision.
    for name in Purchases._fields:
        rounding = 1e-6 if "visits" in name else 1e-8
        np.testing.assert_allclose(getattr(bought, name), getattr(plain_bought, name), rtol=rounding, err_msg=name)
    np.testing.assert_allclose(visits, plain_visits, rtol=1e-6)
    for name in ("need_stock", "plan", "gap"):
        np.testing.assert_allclose(getattr(people, name), getattr(plain_people, name), rtol=1e-8, err_msg=name)
    last = np.abs(people.told_of.astype(int) - plain_people.told_of)
    assert last.max() <= 1 and last.mean() < 0.01  # of what is rounded to sixteen bits


def test_residents_see_the_venues_that_are_seen_in_their_own_district_and_no_others():
    consumers, market, _ = _some(np.random.default_rng(4))
    consumers.aware[:] = 0.0
    market.seen[0, 1] = 0.25  # of two cities and three districts, one
    for city in range(CITIES):
        spread_word(city, consumers, market)
    there = (np.arange(consumers.district.size) < ROWS[0]) & (consumers.district == 1)
    assert 0 < there.sum() < ROWS[0]
    assert (consumers.aware[there][:, : USED[0]] > 0.2).all() and not consumers.aware[~there].any()
