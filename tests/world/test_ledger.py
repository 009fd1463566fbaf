"""The book of public money: pots are accounts of it, and no amount makes it wrap round."""

from __future__ import annotations

import numpy as np
import pytest

from sim.world.ledger import MOST_FEN, POT_ACCOUNTS, Ledger, LedgerError

DEBUT, SCENE = POT_ACCOUNTS[:2]


def book() -> Ledger:
    """Two cities with 100 and 50 fen in the pot for debuts."""
    ledger = Ledger(2)
    ledger.post("treasury", DEBUT, np.array([100, 50]))
    return ledger


def test_what_is_posted_to_a_pot_is_in_the_account_of_the_city_and_counts_as_received():
    ledger = book()
    assert ledger.pots[:, 0].tolist() == ledger.balance["city_uncommitted"].tolist() == [100, 50]
    assert ledger.received.tolist() == [100, 50]
    ledger.check()


def test_money_that_changes_pots_stays_with_the_city_and_is_no_flow():
    ledger = book()
    ledger.post(DEBUT, SCENE, 30, 0)
    assert ledger.pots[0, :2].tolist() == [70, 30]
    assert ledger.balance["city_uncommitted"].tolist() == [100, 50]
    assert list(ledger.turnover) == [("treasury", "city_uncommitted")]
    ledger.check()


def test_a_pot_cannot_be_overdrawn_though_the_city_has_money_elsewhere():
    ledger = book()
    with pytest.raises(LedgerError, match="city_uncommitted:scene is overdrawn"):
        ledger.post(SCENE, "city_committed", 1, 0)


def test_a_fork_shares_no_pot_with_its_origin():
    ledger = book()
    other = ledger.fork()
    other.post(DEBUT, "publicity", 10, 1)
    assert ledger.balance[DEBUT].tolist() == [100, 50]
    assert other.balance[DEBUT].tolist() == other.pots[:, 0].tolist() == [100, 40]


@pytest.mark.parametrize("fen", [MOST_FEN + 1, 2**63 - 1, 2**63, 2**70])
def test_an_amount_that_the_book_cannot_hold_is_refused(fen):
    with pytest.raises(LedgerError, match="whole fen from 0 to"):
        Ledger(1).post("treasury", "ministry", fen, 0)


def test_postings_that_fit_one_by_one_cannot_make_the_book_wrap_round():
    ledger = Ledger(1)
    ledger.post("treasury", "ministry", MOST_FEN, 0)
    ledger.post("ministry", "projects", MOST_FEN, 0)
    with pytest.raises(LedgerError, match="cannot hold more"):
        ledger.post("treasury", "ministry", MOST_FEN, 0)
    ledger = Ledger(1)
    ledger.post("treasury", "ministry", MOST_FEN, 0)
    ledger.post("ministry", "treasury", MOST_FEN, 0)
    with pytest.raises(LedgerError, match="cannot hold more"):
        ledger.post("treasury", "ministry", 1, 0)  # the flow, though no account, has reached the most
