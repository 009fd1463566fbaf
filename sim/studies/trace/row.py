"""One row lives a week of its own: the engine's compiled loops, run on a copy of the row.

The engine keeps what residents buy by city, district and income group, and what merchants lose by city and sector,
never by row. No rule is repeated here: a copy of one row is a very small city, and is put through the same loops.
"""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from sim.kernel.columns import AGES, Consumers, Holdings, Merchants, fork
from sim.kernel.loops.consumers import Purchases, Uptake, spread_word
from sim.model.market import CityMarkets

Floats = NDArray[np.float64]
OWN = 0  # place in a copy of the row itself; those that it listens to follow
OF_CITIES = ("first",)  # the one column of Consumers that has no rows


class Week(NamedTuple):
    """What one row of consumers does in a week, per resident."""

    spent: np.ndarray  # (n_sectors,) yuan, support included
    online: np.ndarray  # (n_sectors,) of it, yuan online
    visits: np.ndarray  # (n_slots,) to novel venues
    paid: float  # yuan that public money pays
    coupons: float  # coupons used
    voucher: float  # yuan used of vouchers


def one_row(consumers: Consumers, row: int, city: int) -> Consumers:
    """Copy a row of a city, and behind it the rows it listens to, which do nothing but tell what they visited.

    Parameters
    ----------
    consumers : Consumers
    row : int
    city : int
    """
    rows = np.concatenate([[row], consumers.listens_to[row]]).astype(np.int64)
    own = {c: getattr(consumers, c)[rows] for c in Consumers._fields if c not in OF_CITIES}
    first = (np.arange(consumers.first.size) > city).astype(consumers.first.dtype)
    links = np.zeros_like(own["listens_to"])
    links[OWN] = np.arange(1, rows.size)
    return Consumers(first=first, **(own | {"listens_to": links}))


def live_alone(markets: CityMarkets, row: int, city: int) -> tuple[Week, Consumers, Purchases]:
    """Let a copy of one row live the week that is about to begin.

    Parameters
    ----------
    markets : CityMarkets
        With the week open: offers, terms and what is told are set out.
    row, city : int

    Returns
    -------
    Week, Consumers, Purchases
        What the row did; the copy afterwards; what it bought, in yuan of all its residents.
    """
    world, support = markets.world, markets.support
    copy = one_row(world.consumers, row, city)
    n, n_sectors = copy.need_stock.shape
    ones = np.ones((4, n, n_sectors))
    uptake = Uptake(
        support.uptake.active, ones[0], ones[1], ones[2], ones[3], np.zeros(n),
        np.zeros_like(world.shopping.local), np.zeros_like(world.shopping.local),
    )  # fmt: skip
    rows = np.full(n, row)
    held = Holdings(*(np.ascontiguousarray(column[:, rows]) for column in cast("Holdings", world.holdings)))
    had, claims = held.voucher[:, OWN].sum(), type(support.claims)(*(np.zeros_like(c) for c in support.claims))
    bought = markets.nothing_bought()
    markets.live(copy, bought, world.venues.experienced.copy(), uptake, held, claims)
    weight = float(copy.weight[OWN])
    week = Week(
        spent=bought.spent[city].sum(axis=0) / weight,
        online=bought.online[city].sum(axis=(0, 1)) / weight,
        visits=bought.visits[city].sum(axis=0) / weight,
        paid=float(uptake.paid[OWN]),
        coupons=float(claims.used[: len(support.coupons), city].sum()) / weight,
        voucher=float(had - held.voucher[:, OWN].sum()),
    )
    return week, copy, bought


def channels(markets: CityMarkets, row: int, city: int) -> dict[str, Floats]:
    """Share of a row's residents that each channel alone tells of each venue this week, (n_slots,) each.

    Parameters
    ----------
    markets : CityMarkets
    row, city : int
    """
    rates, nobody = markets.venue_rates, np.zeros_like(markets.seen)
    silent = np.zeros_like(markets.telling)
    seen = {"publicity": rates._replace(sight_rate=0.0), "sight": rates._replace(publicity_reach=0.0)}
    found = {}
    for name, only in seen.items():
        offer, by_this = np.empty_like(markets.offer), np.zeros_like(markets.seen)
        markets.show_venues(only, offer, by_this)
        found[name] = _heard(markets, row, city, by_this, silent)
    return found | {"friends": _heard(markets, row, city, nobody, markets.telling)}


def _heard(markets: CityMarkets, row: int, city: int, seen: np.ndarray, telling: np.ndarray) -> Floats:
    copy = one_row(markets.world.consumers, row, city)
    copy.aware[:] = 0.0
    spread_word(city, copy, markets.market._replace(seen=seen, telling=telling, forget_rate=0.0))
    heard: Floats = copy.aware[OWN]
    return heard


class Accounts(NamedTuple):
    """What one row of merchants goes through when accounts are closed, in shops."""

    exits: np.ndarray  # (AGES,) by year of age
    entries: float


def close_alone(markets: CityMarkets, row: tuple[int, int, int, int]) -> Accounts:
    """Let a copy of one row of merchants close the accounts that are about to be closed.

    Parameters
    ----------
    markets : CityMarkets
        What was bought is credited to merchants first, as it would be in a moment.
    row : tuple of int
        City, district, sector, size class.
    """
    markets.credit()
    copy: Merchants = fork(markets.world.merchants)
    before = float(copy.shops[row])
    copy.shops[:] = 0.0  # rows without shops have no accounts
    copy.shops[row] = before
    exits = np.zeros_like(markets.world.closed.exits)
    markets.balance(copy, exits, np.zeros_like(exits))
    lost = exits.reshape(-1, AGES).sum(axis=0)
    return Accounts(lost, float(copy.shops[row]) - before + float(lost.sum()))
