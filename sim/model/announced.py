"""What residents know of before it begins: offers that they may wait for, and money that they may spend ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel.columns import CHANNELS, FEN_PER_YUAN, Holdings
from sim.kernel.loops.uptake import Announced, offers_of
from sim.kernel.rules.ticket import Offer, thought_of_share
from sim.model.handing_out import winners
from sim.model.observed import city_of_rows
from sim.policy.instrument import Instrument
from sim.world.build import World

if TYPE_CHECKING:
    from sim.model.programme import Running


def is_awaited(k: Instrument) -> bool:
    """Whether an instrument lowers bills, and is announced before it starts."""
    return k.first_week < k.start_week and bool(k.coupons() or k.counter_offer())


def is_promised(k: Instrument) -> bool:
    """Whether an instrument gives money, and is announced before it starts."""
    return k.first_week < k.start_week and bool(k.voucher_yuan() or k.cash_yuan_per_week())


def room_for(programme: Sequence[Instrument], n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Columns for what is promised and what is awaited, of ``Holdings``, still empty.

    Parameters
    ----------
    programme : sequence of Instrument
    n : int
        Rows of residents.
    """
    return np.zeros((sum(map(is_promised, programme)), n)), np.zeros((sum(map(is_awaited, programme)), n))


class Announcements:
    """Instruments of one world that are announced before they start.

    Parameters
    ----------
    world : World
    running : sequence of Running
        All instruments of the world.
    holdings : Holdings
        Kept up to date: what is promised and awaited.
    parameters : mapping of str to float

    Attributes
    ----------
    any : bool
        Whether there are any.
    """

    def __init__(
        self, world: World, running: Sequence[Running], holdings: Holdings, parameters: Mapping[str, float]
    ) -> None:
        self._world, self._holdings, self._city = world, holdings, city_of_rows(world)
        self._running = running  # the whole programme, in its order
        self._awaited = [r for r in running if is_awaited(r.instrument)]
        self._promising = [r for r in running if is_promised(r.instrument)]
        self.any = bool(self._awaited or self._promising)
        self._acceptance, self._freed = parameters["acceptance"], 1.0 - parameters["earmark"]
        s = world.fixed.sectors
        # The thing at home serves for an interval between purchases; what has no dates is used up as needs decay.
        self._use = parameters["early_cost"] * np.where(s.plan_stages > 0, s.occasions_per_week, s.need_decay_per_week)

    def of_week(self, week: int) -> Announced:
        """Say what residents know of this week, and keep whom it will reach."""
        n_cities, n_sectors = self._world.fixed.chosen.size, self._world.fixed.start.sales.shape[1]
        promised = np.zeros(n_cities, dtype=bool)
        for row, r in enumerate(self._promising):
            known = r.instrument.first_week <= week <= r.instrument.end_week
            self._holdings.promised[row] = self._to_come(r, week) if known else 0.0
            promised |= known & r.here
        waited_for = [r.instrument.first_week <= week < r.instrument.start_week for r in self._awaited]
        for row, r in enumerate(self._awaited):
            self._holdings.awaited[row] = self._reached(r) if waited_for[row] else 0.0
        where = [known & r.here for known, r in zip(waited_for, self._awaited, strict=True)]
        return Announced(
            offers=offers_of([self._first_terms(r) for r in self._awaited]),
            sectors=np.array([r.sectors for r in self._awaited], dtype=bool).reshape(-1, n_sectors),
            cities=np.array(where, dtype=bool).reshape(-1, n_cities),
            weeks=np.array([max(1.0, r.instrument.start_week - week) for r in self._awaited], dtype=float),
            packet=np.array([r.packet for r in self._awaited], dtype=np.int64),
            promised=promised, knows=self._world.fixed.demand.digital, use_per_week=self._use,
            channel=np.array([CHANNELS.index(r.terms.channel) for r in self._awaited], dtype=np.int64),
        )  # fmt: skip

    def _first_terms(self, r: Running) -> Offer:
        """Terms of an offer in the week in which it starts."""
        if r.counter:
            return r.counter
        assert r.coupon is not None
        return r.coupon._replace(accepted=thought_of_share(self._acceptance, float(r.instrument.n_weeks)))

    def _reached(self, r: Running) -> NDArray[np.float64]:
        """Share of each row's occasions that an offer at the counter will reach, or of its residents with coupons."""
        if r.counter:
            return (r.here * (r.instrument.reached_share() * r.served()))[self._city]
        assert r.coupon is not None
        return self._counted_on(r, r.coupon.face * r.packet)

    def _to_come(self, r: Running, week: int) -> NDArray[np.float64]:
        """Yuan that residents of each row count on, beyond what they have been paid."""
        k = r.instrument
        a_week, voucher = k.cash_yuan_per_week(), self._freed * k.voucher_yuan()
        if week < k.start_week or (a_week and not r.cash_share.size):
            each = a_week * k.n_weeks + k.voucher_yuan()
            return self._counted_on(r, each) * (a_week * k.n_weeks + voucher)
        left: NDArray[np.float64] = r.held.voucher[r.voucher_row] if voucher else r.cash_share * a_week
        return left * (self._freed if voucher else k.end_week - week)

    def _counted_on(self, r: Running, each: float) -> NDArray[np.float64]:
        """Share of each row's residents who will get it by its terms, as far as there is money for it now."""
        share = winners(self._world, r, self._running[: r.number])
        wanted = each * np.bincount(self._city, weights=self._world.consumers.weight * share, minlength=r.here.size)
        most = np.inf if r.terms.budget_yuan is None else r.terms.budget_yuan
        there = np.minimum(r.purse.left() / FEN_PER_YUAN, most)
        covered = np.minimum(1.0, np.divide(there, wanted, out=np.zeros_like(wanted), where=wanted > 0))
        counted: NDArray[np.float64] = share * covered[self._city]
        return counted
