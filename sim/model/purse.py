"""Money of one instrument: set aside, paid in whole fen, and what is left taken back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.kernel.columns import INSTRUMENTS_POT
from sim.policy.instrument import Instrument
from sim.world.ledger import FEN_PER_YUAN, MOST_FEN, POT_ACCOUNTS, Fen, Ledger

Yuan = NDArray[np.floating | np.integer]  # or whole ones

FLOAT_FEN = 1e-4  # a limit of 0.29 yuan is 29 fen, though 0.29 * 100 is a little less
PAYERS = {"treasury": "treasury", "grant": POT_ACCOUNTS[INSTRUMENTS_POT]}


class Purse:
    """What one instrument has set aside and owes, by city.

    Parameters
    ----------
    ledger : Ledger
    instrument : Instrument
    quota : (n_cities,) int64
        Grants of the cities, fen.
    committed : (n_cities,) int64
        Fen set aside so far, a view of the world's; kept up to date.
    """

    def __init__(self, ledger: Ledger, instrument: Instrument, quota: Fen, committed: Fen) -> None:
        self._ledger, self._instrument, self._quota, self._committed = ledger, instrument, quota, committed
        self._payer = PAYERS[instrument.pays]
        self._drawn: Fen = np.zeros_like(committed)  # taken from the payer
        self._owed: NDArray[np.float64] = np.zeros(committed.size)  # fen not yet paid, fractions included

    def left(self) -> Fen:
        """Fen that the instrument may still use, (n_cities,); the treasury sets no limit."""
        if self._instrument.pays == "treasury":
            return np.full(self._committed.size, MOST_FEN)
        pot = self._ledger.balance[self._payer]
        if self._instrument.grant_share is None:
            return pot
        most = np.floor(self._instrument.grant_share * self._quota).astype(np.int64)
        left: Fen = np.clip(most - self._drawn, 0, pot)
        return left

    def commit(self, yuan: Yuan, most: float | None = None) -> NDArray[np.float64]:
        """Set money aside.

        Parameters
        ----------
        yuan : (n_cities,) float64
            What is wanted; fractions of a fen are rounded up.
        most : float, optional
            Yuan that each city may set aside; fractions of a fen are left out.

        Returns
        -------
        (n_cities,) float64
            Share of what was wanted that there is.

        Raises
        ------
        InputError
            If an amount does not fit into the book.
        """
        wanted = np.ceil(yuan * FEN_PER_YUAN)
        allowed = wanted if most is None else np.minimum(wanted, np.floor(most * FEN_PER_YUAN + FLOAT_FEN))
        if not (allowed < MOST_FEN).all():
            room = f"{MOST_FEN // FEN_PER_YUAN:,}"
            raise InputError("model-too-much-money", instrument=self._instrument.label, most=room)
        got = np.minimum(allowed.astype(np.int64), self.left())
        self._ledger.post(self._payer, "instruments", got)
        self._drawn += got
        self._committed += got
        return np.divide(got, wanted, out=np.zeros(wanted.size), where=wanted > 0)

    def pay(self, yuan: Yuan | float) -> None:
        """Pay receivers in whole fen, never more than was committed; fractions wait for the next week.

        Parameters
        ----------
        yuan : (n_cities,) float64
            Or one number for all cities.
        """
        self._owed += yuan * FEN_PER_YUAN
        due = np.clip(np.floor(self._owed + 0.5), 0, MOST_FEN).astype(np.int64)
        fen = np.minimum(due, self._committed)
        self._owed -= fen
        self._committed -= fen
        self._ledger.post("instruments", self._instrument.receives, fen)

    def close(self) -> None:
        """Pay what is owed, and give the rest back."""
        self.pay(0.0)
        self._ledger.post("instruments", self._payer, self._committed)
        self._drawn -= self._committed
        self._committed[:] = 0
