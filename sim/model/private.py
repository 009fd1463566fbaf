"""Private money of a week: who earns, builds, owns and pays, so that no yuan that a policy sets going is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.inputs.calendar import Calendar
from sim.kernel.columns import FEN_PER_YUAN, OTHER, QUINTILES
from sim.kernel.loops.private import Owners, PrivateRates, change_investment, draw_money, earn_and_build
from sim.kernel.private import PrivateWeek, no_week
from sim.kernel.rules.private import instalment, owners_part, public_wages, site_wages
from sim.world.ledger import check_flows

if TYPE_CHECKING:
    from sim.inputs.sections import ChannelSettings
    from sim.model.market import CityMarkets

Floats = NDArray[np.float64]
OWNERS = QUINTILES - 1  # quintile that owners of firms are found in
SPENT_AT = ("projects", "publicity", "residents", "merchants")  # accounts of money that has been spent


def private_rates(p: Mapping[str, float], channels: ChannelSettings, markets: CityMarkets) -> PrivateRates:
    """Parameters of private money as its loops take them; a channel that is off takes its money out of the city.

    Parameters
    ----------
    p : mapping of str to float
        Parameters of the run.
    channels : ChannelSettings
        Without owners all of them live elsewhere; without crowding banks lend what other investment would bear.
    markets : CityMarkets
    """
    s = markets.world.fixed.sectors
    return PrivateRates(
        owner_share=p["owner_share"],
        credit_share=p["investment_credit_share"] if channels.crowding else 1.0,
        local_share=p["owner_local_share"] if channels.owners else 0.0,
        owners_per_shop=p["owners_per_shop"],
        profit_weeks=p["profit_weeks"],
        lag_weeks=p["crowding_lag_weeks"],
        postponed_share=p["postponed_share"],
        postponed_weeks=p["postponed_weeks"],
        adjustment=float(markets.adjustment[OTHER]),
        windfall_weeks=p["windfall_weeks"],
        variable_cost=s.variable_cost_share,
        labour=s.labour_share,
        rent=s.rent_share if channels.running else np.zeros_like(s.rent_share),
    )


class PrivateSector:
    """Firms, their owners and banks of all cities, and those who pay for the policy.

    Parameters
    ----------
    markets : CityMarkets
        Of the world that it belongs to.

    Attributes
    ----------
    week : PrivateWeek
        Flows of the last week.
    """

    def __init__(self, markets: CityMarkets) -> None:
        self._markets, self._settings, world = markets, markets.settings, markets.world
        self.rates = private_rates(self._settings.parameters, self._settings.channels, markets)
        self._last_week = Calendar.of(self._settings).end - 1
        self.week: PrivateWeek = no_week(*world.projects.status.shape)
        demand = world.fixed.demand
        people = np.maximum(world.fixed.cells.residents.sum(axis=1)[:, OWNERS], 1.0)
        self._planned = world.fixed.cells.spending.sum(axis=1)[:, OWNERS] / people
        self._buffer = markets.buffer_weeks[OTHER] * demand.planned_income[:, OWNERS] / people

    def settle(self, beyond: Floats, sold: Floats, outlay: Floats, riders: Floats) -> None:
        """Send the money of a week where it goes.

        Parameters
        ----------
        beyond : (n_cities, n_sectors)
            Sales of the week beyond plan, yuan, those of venues among them.
        sold : (n_cities, n_proposals)
            Sales of each project, yuan.
        outlay : (n_cities, n_proposals)
            What projects spend on building, yuan.
        riders : (n_cities,)
            Wages beyond plan of those who deliver what is bought online, yuan.

        Raises
        ------
        LedgerError
            If what firms got is not what they paid.
        """
        world, rates = self._markets.world, self.rates
        p, money, growth = world.projects, world.private, self._markets.growth
        week = self.week = no_week(*p.status.shape)
        granted = world.ledger.moved("instruments", "merchants")
        grants = (granted - money.granted) / FEN_PER_YUAN
        money.granted[:] = granted
        week.cash_shops[:] = beyond @ (1.0 - rates.variable_cost - rates.labour)
        awarded, held = money.settled.sum(axis=1), self._held()
        earn_and_build(p, money, outlay, sold, growth, rates, week)
        owners = Owners(
            self._planned * growth, self._buffer * growth, world.fixed.start.standard_sales * growth,
            world.merchants.shops.sum(axis=(1, 2, 3)),
        )  # fmt: skip
        draw_money(p, money, owners, rates, week)
        change_investment(money, rates, week)
        awards = (money.settled.sum(axis=1) - awarded) / FEN_PER_YUAN
        sites = outlay.sum(axis=1) + grants  # openings and events cost what they are granted
        self._check(beyond, sites, awards + grants, self._held() - held)
        self._pay_residents(beyond, sites, riders)

    def _held(self) -> Floats:
        """What firms have with banks beyond plan, profits that are not disposed of less debt, (n_cities,) yuan."""
        money = self._markets.world.private
        held: Floats = money.earned.sum(axis=1) + money.earned_shops - money.debt
        return held

    def _wages(self, beyond: Floats, outlay: Floats, riders: Floats) -> Floats:
        """Wages of the cities' residents, (n_cities,) yuan: in shops, venues and delivery, on sites of any kind."""
        p, channels = self._settings.parameters, self._settings.channels
        labour, local = p["investment_labour_share"], p["investment_local_share"]
        sites = site_wages(outlay if channels.building else 0.0 * outlay, labour, local)
        wages: Floats = p["wage_local_share"] * (beyond @ self.rates.labour + riders)
        wages += sites + site_wages(self.week.other, labour, local)
        return wages

    def _pay_residents(self, beyond: Floats, outlay: Floats, riders: Floats) -> None:
        """Income of residents beyond plan that comes with the next week. Modifies: wages and income of the world."""
        world, planned = self._markets.world, self._markets.world.fixed.demand.planned_income
        by_income = planned / planned.sum(axis=1, keepdims=True)
        charged = self._charge(planned.sum(axis=1))
        world.wages[:] = self._wages(beyond, outlay, riders)
        taxes = np.zeros_like(charged)
        if self._settings.financing.kind == "later_tax":
            taxes = charged
        elif self._settings.financing.kind == "cut_elsewhere":
            p = self._settings.parameters
            shares = p["public_wage_share"], p["investment_labour_share"], p["investment_local_share"]
            world.wages[:] -= public_wages(charged, *shares)
        world.income[:] = (world.wages - taxes)[:, None] * by_income
        world.income[:, OWNERS] += self.week.drawn.sum(axis=1) + self.week.drawn_shops

    def _charge(self, planned: Floats) -> Floats:
        """What the policy costs residents of each city this week, in proportion to their incomes; (n_cities,) yuan."""
        world, financing = self._markets.world, self._settings.financing
        if financing.start_week is None or world.week < financing.start_week:
            return np.zeros_like(planned)
        last = self._last_week if financing.end_week is None else financing.end_week
        left = last - world.week + 1
        spent = sum(int(world.ledger.balance[name].sum()) for name in SPENT_AT) / FEN_PER_YUAN
        due = instalment(spent, float(world.private.charged.sum()), left)
        charged: Floats = due * planned / planned.sum()
        world.private.charged[:] += charged
        return charged

    def _check(self, beyond: Floats, outlay: Floats, public: Floats, put_by: Floats) -> None:
        """Check that what firms got from buyers and the public purse is what they paid and put by."""
        week, rates = self.week, self.rates
        costs = beyond @ (rates.variable_cost + rates.labour)
        cash = week.cash.sum() + week.cash_shops.sum()
        paid = costs.sum() + outlay.sum() + week.other.sum() + owners_part(cash, rates.owner_share) + put_by.sum()
        got = beyond.sum() + public.sum()
        turnover = 2.0 * (np.abs(beyond).sum() + outlay.sum() + np.abs(week.cash).sum())  # both may be below plan
        check_flows(paid + turnover, got + turnover, f"week {self._markets.world.week}, money of firms")
