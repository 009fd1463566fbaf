"""The peer: the same rules as ordinary Mesa, one object per consumer and one random stream.

Merchants, projects, authorities and offers are the engine's; consumers are plain Mesa agents that call the same
scalar rules in plain Python and draw Poisson occasions and single choices from ``model.random``.
"""

from __future__ import annotations

import math

import mesa
import numpy as np

from sim.kernel.loops.consumers import Purchases, remember_visits
from sim.kernel.rules import awareness, money, need, plan
from sim.model import PilotModel
from sim.model.market import CityMarkets


def _plain(rule):
    """Return a rule as ordinary Python, compiled or not."""
    return getattr(rule, "py_func", rule)


TOLD, LEARN = _plain(awareness.told_share), _plain(awareness.next_awareness)
PURSE, GAP, SECTOR = _plain(money.budget_factor), _plain(money.next_gap), _plain(money.sector_budget)
CREATION, NEED, NEXT_NEED = (
    _plain(need.creation_factor),
    _plain(need.need_factor),
    _plain(need.next_need_stock),
)
DUE, EARLY, NEXT_STAGE = _plain(plan.planned_occasions), _plain(plan.early_share), _plain(plan.next_stage)


class Resident(mesa.Agent):
    """One consumer as an object with attributes of its own."""

    def __init__(self, model, city: int, row: int) -> None:
        super().__init__(model)
        c = model.world.consumers
        self.city, self.row = city, row
        self.district, self.quintile = int(c.district[row]), int(c.quintile[row])
        self.liquidity, self.weight = int(c.liquidity[row]), float(c.weight[row])
        self.income, self.scale = float(c.income[row]), float(c.ticket_scale[row])
        self.planned_scale, self.often = float(c.spending_scale[row]), c.frequency[row].astype(float).tolist()
        self.gap = 0.0
        self.need_stock = [1.0] * c.need_stock.shape[1]
        stages = model.world.fixed.sectors.plan_stages
        self.stage = {g: model.random.randint(1, int(stages[g])) for g in np.flatnonzero(stages).tolist()}
        self.knows: set[int] = set()
        self.visited: dict[int, int] = {}
        self.friends: list[Resident] = []

    def hear(self) -> None:
        """Learn of venues from publicity, sight and friends; forget some."""
        market = self.model.market
        told: dict[int, float] = {}
        for friend in self.friends:
            for v, times in friend.visited.items():
                told[v] = told.get(v, 0.0) + times
        seen = market.seen[self.city, self.district, self.quintile]
        remembered = 1.0 - market.forget_rate
        news = set()
        for v in self.model.live[self.city]:
            chance = float(market.telling[self.city, v])
            heard = TOLD(chance / (1.0 - chance) * told.get(v, 0.0))  # one visitor tells or does not
            share = LEARN(1.0 if v in self.knows else 0.0, float(seen[v]), float(heard), remembered)
            if self.model.random.random() < share:
                news.add(v)
        self.news = news

    def settle_news(self) -> None:
        """Adopt what was heard once everybody has listened."""
        self.knows, self.visited = self.news, {}

    def buy(self) -> None:
        """Decide occasions, choose merchants and pay."""
        market, bought, random = self.model.market, self.model.bought, self.model.random
        c, z, q = self.city, self.district, self.quintile
        scale = self.scale * market.growth
        tickets = market.ticket[c, q]
        planned = self.planned_scale * market.growth * float(market.planned[c, q])
        buffer = market.buffer_weeks[self.liquidity] * self.income * market.growth
        purse = PURSE(self.gap, market.adjustment[self.liquidity], market.windfall_weeks, planned, buffer)
        offer = market.offer[c, z, q]
        spent = usual = 0.0
        for g in range(len(self.need_stock)):
            options = [v for v in self.knows if market.slot_sector[c, v] == g]
            gain = sum(float(offer[v]) for v in options)
            usual_occasions = market.occasions[g] * market.season[g] * self.often[g]
            relative = market.creation[c, z, q, g] * CREATION(gain, market.creation_share)
            relative *= NEED(self.need_stock[g], market.need_pull[g]) * SECTOR(purse, market.purse_weight[c, q, g])
            ticket = tickets[g] * scale
            n, paid = self._occasions(g, usual_occasions, relative), 0.0
            for _ in range(n):
                u = random.random() * (1.0 + gain)
                for v in options:
                    u -= float(offer[v])
                    if u < 0:
                        self.visited[v] = self.visited.get(v, 0) + 1
                        self.model.visits[c, z, q, v] += self.weight
                        bought.scaled_visits[c, q, v] += self.weight * scale
                        paid += ticket
                        break
                else:
                    online = random.random() < market.online[c, z, q, g]
                    amount = ticket * (market.online_bill if online else market.shop_bill)[c, z, q, g]
                    seller = bought.online if online else bought.established
                    seller[c, z, q, g] += self.weight * amount
                    bought.occasions[c, z, q, g] += self.weight * (not online)
                    paid += amount
            bought.spent[c, q, g] += self.weight * paid
            usual += usual_occasions * ticket
            spent += paid
            self.need_stock[g] = NEXT_NEED(self.need_stock[g], market.need_decay[g], n / usual_occasions)
        change = market.income_change[c, self.quintile] * self.income * market.growth
        self.gap = GAP(self.gap, change, usual, spent)

    def _occasions(self, g: int, usual: float, lift: float) -> int:
        """Occasions of the week; where purchases have dates, one at most, and the resident comes nearer to the next."""
        if g not in self.stage:
            return self._poisson(usual * lift)
        market, random = self.model.market, self.model.random
        part = np.zeros(market.stages_from[g + 1] - market.stages_from[g])
        if self.stage[g] > 0:
            part[self.stage[g] - 1] = 1.0
        due = usual * DUE(part, lift, EARLY(lift, market.early_reluctance[g]), usual)
        buys = random.random() < due
        self.stage[g] = NEXT_STAGE(self.stage[g], part.size, usual, buys, 0.0, random.random())
        return int(buys)

    def _poisson(self, mean: float) -> int:
        """Poisson number by multiplication (Knuth 1969)."""
        limit, product, n = math.exp(-mean), self.model.random.random(), 0
        while product > limit:
            product *= self.model.random.random()
            n += 1
        return n


class _ObjectMarkets(CityMarkets):
    """Markets whose consumers are objects."""

    model: OrdinaryModel

    def buy(self) -> Purchases:
        model = self.model
        model.market = self.market
        model.bought, model.visits = self.nothing_bought(), np.zeros(self.offer.shape)
        model.live = [np.flatnonzero(row >= 0).tolist() for row in self.world.venues.project]
        for agent in model.residents:
            agent.hear()
        for agent in model.residents:
            agent.settle_news()
        for agent in model.residents:
            agent.buy()
        for c in range(model.n_cities):
            remember_visits(c, self.market, model.visits[c], self.world.venues.experienced, model.bought)
        return model.bought


class OrdinaryModel(PilotModel):
    """:class:`PilotModel` with one Mesa object per consumer.

    Parameters
    ----------
    settings, world, draws :
        As in PilotModel; the draws of proposals may be a ``StreamDraws``.
    seed : int
        Of ``model.random``.
    """

    def __init__(self, settings, world, draws, seed: int) -> None:
        super().__init__(settings, world=world, draws=draws, views=False, rng=seed)
        self.markets = _ObjectMarkets(world, settings, seed)
        self.markets.model = self
        consumers = world.consumers
        self.residents = [
            Resident(self, c, row)
            for c in range(self.n_cities)
            for row in range(consumers.first[c], consumers.first[c + 1])
        ]
        for agent, row in zip(self.residents, consumers.listens_to, strict=True):
            agent.friends = [self.residents[j] for j in row]

    def _forget_slot(self, city: int, slot: int) -> None:
        for agent in self.residents:
            if agent.city == city:
                agent.knows.discard(slot)
                agent.visited.pop(slot, None)
