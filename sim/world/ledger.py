"""Double-entry book of public money in integer fen, and the check of private money.

Every fen of public money has a source and a sink. Private flows are float64 yuan and are checked by
their residual once a week.
"""

from __future__ import annotations

from functools import cache
from types import EllipsisType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel.columns import FEN_PER_YUAN as FEN_PER_YUAN  # for those who post
from sim.kernel.columns import N_POTS, POTS

if TYPE_CHECKING:
    from sim.kernel.columns import Projects

Fen = NDArray[np.int64]

MOST_FEN = 2**62 - 1  # in one posting, account or flow: the sum of two of them still fits into int64
ACCOUNTS = (
    "treasury", "ministry", "city_uncommitted", "city_committed", "projects", "publicity", "instruments", "residents",
    "merchants",
)  # fmt: skip
POT_ACCOUNTS = tuple(f"city_uncommitted:{pot}" for pot in POTS)  # what a city has set aside for a purpose


@cache
def control(account: str) -> str:
    """Account that an account is part of, or itself.

    >>> control("city_uncommitted:debut"), control("treasury")
    ('city_uncommitted', 'treasury')
    """
    return account.partition(":")[0]


class LedgerError(AssertionError):
    """Money appeared or vanished: the simulation is wrong and must not go on."""


class Ledger:
    """Balances of public money by account and city.

    Pots are sub-accounts: what is posted to ``city_uncommitted:debut`` is posted to ``city_uncommitted``, too. What is
    posted to ``city_uncommitted`` alone lies idle there, in no pot.

    Parameters
    ----------
    n_cities : int
        Cities of the world.

    Attributes
    ----------
    pots : (n_cities, N_POTS) int64
        Fen in each pot, in the order of ``POTS``.
    accounts : (n_accounts, n_cities) int64
        Fen in each of :data:`ACCOUNTS`. They sum to zero in every city at any time.
    balance : dict of str to (n_cities,) int64
        The same by name: views of ``accounts`` and ``pots``.
    turnover : dict of (source, sink) to (n_cities,) int64
        Fen that went from source to sink so far; pots count as the account that they are in.
    """

    def __init__(self, n_cities: int) -> None:
        self.pots: Fen = np.zeros((n_cities, N_POTS), dtype=np.int64)
        self.accounts: Fen = np.zeros((len(ACCOUNTS), n_cities), dtype=np.int64)
        self.balance: dict[str, Fen] = dict(zip(ACCOUNTS, self.accounts, strict=True))
        self.balance |= dict(zip(POT_ACCOUNTS, self.pots.T, strict=True))
        self.turnover: dict[tuple[str, str], Fen] = {}

    def post(self, source: str, sink: str, fen: Fen | int, city: int | EllipsisType = ...) -> None:
        """Move money.

        Parameters
        ----------
        source, sink : str
            Names of :data:`ACCOUNTS` or :data:`POT_ACCOUNTS`.
        fen : (n_cities,) int64 or int
            Amount by city, or of one city; 0 to :data:`MOST_FEN`.
        city : int
            Position of the one city that it is for; without it for all of them.

        Raises
        ------
        LedgerError
            If an amount is negative, not whole or too large, would overdraw an account of a city, or would make an
            account or a flow larger than the book can hold.
        """
        amount = int(fen) if isinstance(fen, int | np.integer) else fen
        if not _is_amount(amount):
            raise LedgerError(f"{source} to {sink}: amounts must be whole fen from 0 to {MOST_FEN}")
        flow = payer, payee = control(source), control(sink)
        steps = [(self.balance[source], -amount), (self.balance[sink], amount)]
        if payer != payee:
            steps += [(self.turnover.setdefault(flow, np.zeros_like(self.balance[source])), amount)]
            steps += [(self.balance[payer], -amount)] if payer != source else []
            steps += [(self.balance[payee], amount)] if payee != sink else []
        if not all(_add(column, city, change) for column, change in steps):
            raise LedgerError(f"{source} to {sink}: the book cannot hold more than {MOST_FEN} fen in one place")
        if source != "treasury" and _is_negative(self.balance[source][city]):
            raise LedgerError(f"{source} is overdrawn by a payment to {sink}")

    def fork(self) -> Ledger:
        """Return an independent book with the same balances."""
        other = Ledger(self.balance["treasury"].size)
        other.accounts[:], other.pots[:] = self.accounts, self.pots
        other.turnover = {pair: fen.copy() for pair, fen in self.turnover.items()}
        return other

    def moved(self, source: str, sink: str) -> Fen:
        """Fen moved from source to sink so far, by city; pots count as the account that they are in."""
        fen = self.turnover.get((source, sink))
        return np.zeros_like(self.balance["treasury"]) if fen is None else fen.copy()

    @property
    def received(self) -> Fen:
        """Fen that cities have received for awards, publicity and instruments so far, (n_cities,)."""
        return self.moved("ministry", "city_uncommitted") + self.moved("treasury", "city_uncommitted")

    def check(self) -> None:
        """Raise :class:`LedgerError` unless all balances add up to zero in every city."""
        total = self.accounts.sum(axis=0)
        if (total != 0).any():
            raise LedgerError(f"public money does not add up: residual {total.tolist()} fen")


def _is_amount(fen: Fen | int) -> bool:
    """Whether it can be posted: whole, and from 0 to :data:`MOST_FEN`."""
    if isinstance(fen, int):
        return 0 <= fen <= MOST_FEN
    return fen.dtype.kind == "i" and fen.min() >= 0 and bool(fen.max() <= MOST_FEN)


def _is_negative(fen: Fen | np.int64) -> bool:
    """Whether an amount, or any of several, is below 0."""
    return bool(fen < 0) if isinstance(fen, np.int64) else bool((fen < 0).any())


def _add(column: Fen, city: int | EllipsisType, change: Fen | int) -> bool:
    """Add to one city's entry or to all; return whether the result is one that the book can hold.

    Nearly all postings are one amount of one city: plain numbers are ten times faster there than arrays of one.
    """
    if city is not ... and isinstance(change, int):
        new = int(column[city]) + change
        if -MOST_FEN <= new <= MOST_FEN:
            column[city] = new
            return True
        return False
    column[city] += change
    return bool(np.abs(column[city]).max() <= MOST_FEN)


def check_awards(ledger: Ledger, projects: Projects) -> None:
    """Check the identities between the book and the awards, to the fen and in every city.

    committed = paid + due + cancelled, paid - recovered = net, and the pots hold nothing that is not there.

    Parameters
    ----------
    ledger : Ledger
    projects : sim.kernel.columns.Projects

    Raises
    ------
    LedgerError
        Naming the account that differs.
    """
    p, held = projects, ledger.balance
    due = p.award - p.paid - p.cancelled
    for name, expected in (("city_committed", due.sum(axis=1)), ("projects", (p.paid - p.recovered).sum(axis=1))):
        if (held[name] != expected).any():
            raise LedgerError(f"{name}: {held[name].tolist()} fen in the book, {expected.tolist()} in the awards")
    if (due < 0).any() or (p.recovered > p.paid).any():
        raise LedgerError("a project was paid more than its award, or more was recovered than it was paid")
    if (ledger.pots < 0).any() or (ledger.pots.sum(axis=1) > held["city_uncommitted"]).any():
        raise LedgerError("the pots of a city hold money that is not there")


def check_flows(paid: float, received: float, what: str, coarse: float = 0.0, tolerance: float = 1e-8) -> None:
    """Raise :class:`LedgerError` unless what buyers paid is what sellers received.

    Parameters
    ----------
    paid, received : float
        Yuan of one week over all cities.
    what : str
        Named in the message.
    coarse : float
        Yuan of what was received that come from numbers in float32, each rounded by up to half its last bit.
    tolerance : float
        Relative rounding error of all that is let through.
    """
    rounding = float(np.finfo(np.float32).eps) / 2 * abs(coarse)
    if not abs(paid - received) <= rounding + tolerance * max(1.0, abs(paid)):
        raise LedgerError(f"{what}: {paid!r} yuan paid but {received!r} received")


def largest_remainder(total: int, share: np.ndarray) -> np.ndarray:
    """Split a whole number in proportion to shares, exactly.

    Parameters
    ----------
    total : int
    share : (n,) float64
        Any scale, >= 0, not all 0. Ties go to the earlier entry.

    Returns
    -------
    (n,) int64
        Sums to ``total``.
    """
    exact = total * (share / share.sum())
    whole: np.ndarray = np.floor(exact).astype(np.int64)
    short = int(total - whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:short]] += 1
    return whole
