"""A row that lives alone does what it does in the engine: the same loops, so the same numbers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.columns import CONSUMER_STATE
from sim.model import PilotModel
from sim.runs.twins import draws_of, run_world, warm_up
from sim.studies.trace.row import channels, close_alone, live_alone
from sim.studies.trace.scene import Scene
from sim.studies.trace.watch import Watch
from tests.helpers import tiny

SMALL = ("city=xining", "population.consumers_per_city=12", "horizon.weeks_pilot=16", "horizon.weeks_after=0")
SUPPORT = (
    "instruments=[{kind:threshold_coupon,sectors:[catering],face_yuan:10,threshold_yuan:40,start_week:3,end_week:5},"
    "{kind:voucher,sectors:[fashion],yuan_per_person:100,start_week:6,end_week:12}]"
)


class Everybody(Watch):
    """Lets every row live alone, and keeps what the engine does."""

    def begin(self, model):
        self.index = list(np.argwhere(model.world.merchants.shops[self.city] > 0))
        self.exits, self.closed, self.paid = model.world.closed.exits.copy(), [], 0.0

    def before_accounts(self, model):
        self.closed = []
        if model.world.week % 4 == 0:  # the warm-up is a whole number of account periods
            self.closed = [close_alone(model.markets, (self.city, *row)) for row in self.index]
            self.shops = model.world.merchants.shops.sum()

    def before_buying(self, model):
        rows = range(model.world.consumers.weight.size)
        self.alone = [live_alone(model.markets, i, self.city) for i in rows]
        self.aware = model.world.consumers.aware.copy()
        self.heard = channels(model.markets, 5, self.city)

    def seen(self, model):
        self.consumers(model)
        self.merchants(model)
        return {}

    def consumers(self, model):
        bought, consumers = model.bought, model.world.consumers
        for field in bought._fields:
            total = sum(getattr(purchases, field) for _, _, purchases in self.alone)
            np.testing.assert_allclose(total, getattr(bought, field), rtol=1e-9, atol=1e-9)
        for i, (_, copy, _) in enumerate(self.alone):
            for column in CONSUMER_STATE:
                np.testing.assert_array_equal(getattr(copy, column)[0], getattr(consumers, column)[i])
        weight = consumers.weight.astype(float)
        spent = weight @ [week.spent for week, _, _ in self.alone]
        np.testing.assert_allclose(spent, bought.spent[self.city].sum(axis=0), rtol=1e-9)
        paid = weight @ [week.paid for week, _, _ in self.alone]
        assert paid == pytest.approx(model.markets.support.claims.paid.sum(), rel=1e-9)
        self.paid += paid
        if model.settings.population.choice == "individual":  # who knows a venue or does not
            return
        learned = 1.0 - np.prod([1.0 - by for by in self.heard.values()], axis=0)
        known = self.aware[5] + (1.0 - self.aware[5]) * learned
        remembered = 1.0 - model.settings.parameters["forget_rate"]
        live = model.world.venues.project[self.city] >= 0
        np.testing.assert_allclose((known * remembered)[live], consumers.aware[5][live], rtol=1e-4)

    def merchants(self, model):
        if self.closed:
            gone = (model.world.closed.exits - self.exits).sum()
            assert sum(row.exits.sum() for row in self.closed) == pytest.approx(gone, rel=1e-9)
            change = sum(row.entries for row in self.closed) - gone
            assert model.world.merchants.shops.sum() == pytest.approx(self.shops + change, rel=1e-12)
        self.exits = model.world.closed.exits.copy()


@pytest.mark.parametrize("choice", ["flow", "individual"])
def test_all_rows_alone_add_up_to_the_engine_and_end_in_the_same_state(choice):
    settings = tiny(*SMALL, SUPPORT, f"population.choice={choice}")
    draws = draws_of(settings, 0)
    world = warm_up(settings.without_policy(), draws)
    unwatched = world.fork()
    model = PilotModel(settings, world=unwatched, draws=draws, views=False)
    while model.running:
        model.step()
    watch = Everybody(Scene(settings, world.fixed, world.projects, 0), ())
    run_world(settings, world, draws, [watch])
    assert watch.paid > 0
    assert len(watch.weeks) == 16
    for part in ("consumers", "merchants", "venues", "projects", "authorities"):  # looking on changes nothing
        for seen, alone in zip(getattr(world, part), getattr(unwatched, part), strict=True):
            np.testing.assert_array_equal(seen, alone)
