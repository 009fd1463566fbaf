"""Double-entry book of public money in integer fen, and the check of private money.

Every fen of public money has a source and a sink. Private flows are float64 yuan and are checked by
their residual once a week.
"""

from __future__ import annotations

import numpy as np

FEN_PER_YUAN = 100
ACCOUNTS = (
    "treasury", "ministry", "city_uncommitted", "city_committed", "projects", "publicity", "instruments", "residents",
    "merchants",
)  # fmt: skip


class LedgerError(AssertionError):
    """Money appeared or vanished: the simulation is wrong and must not go on."""


class Ledger:
    """Balances of public money by account and city.

    Parameters
    ----------
    n_cities : int
        Cities of the world.

    Attributes
    ----------
    balance : dict of str to (n_cities,) int64
        Fen. They sum to zero over all accounts at any time.
    turnover : dict of (source, sink) to (n_cities,) int64
        Fen that went from source to sink so far.
    """

    def __init__(self, n_cities: int) -> None:
        self.balance = {name: np.zeros(n_cities, dtype=np.int64) for name in ACCOUNTS}
        self.turnover: dict[tuple[str, str], np.ndarray] = {}

    def post(self, source: str, sink: str, fen: np.ndarray) -> None:
        """Move money.

        Parameters
        ----------
        source, sink : str
            Names of :data:`ACCOUNTS`.
        fen : (n_cities,) int64
            Amount by city, >= 0.

        Raises
        ------
        LedgerError
            If an amount is negative or not whole, or would overdraw an account of a city.
        """
        fen = np.asarray(fen)
        if fen.dtype.kind != "i" or (fen < 0).any():
            raise LedgerError(f"{source} to {sink}: amounts must be whole fen >= 0")
        self.balance[source] -= fen
        self.balance[sink] += fen
        if source != "treasury" and (self.balance[source] < 0).any():
            raise LedgerError(f"{source} is overdrawn by a payment to {sink}")
        done = self.turnover.setdefault((source, sink), np.zeros_like(self.balance[source]))
        done += fen

    def post_one(self, source: str, sink: str, city: int, fen: int) -> None:
        """Move money of one city: as :meth:`post`, for the many payments to single projects.

        Parameters
        ----------
        source, sink : str
        city : int
            Position among the cities.
        fen : int
            Amount, >= 0.

        Raises
        ------
        LedgerError
            As :meth:`post`.
        """
        if not isinstance(fen, int) or fen < 0:
            raise LedgerError(f"{source} to {sink}: amounts must be whole fen >= 0")
        self.balance[source][city] -= fen
        self.balance[sink][city] += fen
        if source != "treasury" and self.balance[source][city] < 0:
            raise LedgerError(f"{source} is overdrawn by a payment to {sink}")
        if (source, sink) not in self.turnover:
            self.turnover[source, sink] = np.zeros_like(self.balance[source])
        self.turnover[source, sink][city] += fen

    def fork(self) -> Ledger:
        """Return an independent book with the same balances."""
        other = Ledger(self.balance["treasury"].size)
        other.balance = {name: fen.copy() for name, fen in self.balance.items()}
        other.turnover = {pair: fen.copy() for pair, fen in self.turnover.items()}
        return other

    def moved(self, source: str, sink: str) -> np.ndarray:
        """Fen moved from source to sink so far, by city."""
        zero = np.zeros_like(self.balance["treasury"])
        return self.turnover.get((source, sink), zero).copy()

    def check(self) -> None:
        """Raise :class:`LedgerError` unless all balances add up to zero in every city."""
        total = sum(self.balance.values())
        if (total != 0).any():
            raise LedgerError(f"public money does not add up: residual {total.tolist()} fen")


def check_awards(ledger: Ledger, projects, pots: np.ndarray) -> None:
    """Check the identities between the book and the awards, to the fen and in every city.

    committed = paid + due + cancelled, paid - recovered = net, and the pots hold nothing that is not there.

    Parameters
    ----------
    ledger : Ledger
    projects : sim.kernel.columns.Projects
    pots : (n_cities, n_pots) int64
        Fen that may be awarded or spent.

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
    if (pots < 0).any() or (pots.sum(axis=1) > held["city_uncommitted"]).any():
        raise LedgerError("the pots of a city hold money that is not there")


def check_flows(paid: float, received: float, what: str, tolerance: float = 1e-8) -> None:
    """Raise :class:`LedgerError` unless what buyers paid is what sellers received.

    Parameters
    ----------
    paid, received : float
        Yuan of one week over all cities.
    what : str
        Named in the message.
    tolerance : float
        Relative rounding error that is let through: visits to venues are float32 (6e-8) and a small part of all.
    """
    if not abs(paid - received) <= tolerance * max(1.0, abs(paid)):
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
    whole = np.floor(exact).astype(np.int64)
    short = int(total - whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:short]] += 1
    return whole
