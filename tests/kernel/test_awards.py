"""Awards in the order of the jury: as far as pots, plans and brands let them, on made-up projects of one city."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.columns import APPROVAL, DIRECTIONS, DROPPED, NEVER, OPEN, PARTNERS, WAITING, Projects
from sim.kernel.loops.approvals import no_approvals
from sim.kernel.loops.awards import AwardRates, Budget, award_in_order
from sim.kernel.loops.payments import PaymentRates
from sim.kernel.loops.projects import KindColumns, Terms

N, WEEK = 4, 20
WHOLE = ("kind", "sector", "district", "level", "brand", "size_class", "week", "status", "start", "approved", "opens",
         "opened", "closed", "applied", "award_week", "award", "promised", "claimed", "stage", "paid", "recovered",
         "cancelled", "overpaid")  # fmt: skip
ASKED = np.array([30.0, 50.0, 40.0, 10.0])  # yuan


def _projects(**columns) -> Projects:
    """Return projects that wait and are worth building only with an award."""
    usual = {
        "status": WAITING, "investment": 100.0, "expected_profit": 95.0, "funds": 95.0, "capital": 0.05, "brand": -1,
        "stated_weeks": 9.5,
    }  # fmt: skip
    usual |= dict.fromkeys(("start", "opened", "claimed", "promised", "award_week"), NEVER) | columns
    found = {}
    for name in Projects._fields:
        kind = np.int64 if name in WHOLE else bool if name in ("stalls", "claims") else float
        found[name] = np.zeros((1, N), dtype=kind) + np.asarray(usual.get(name, 0), dtype=kind)
    return Projects(**found)


def _rates() -> AwardRates:
    one = np.zeros(1)
    kinds = KindColumns(
        direction=np.zeros(1, np.int64), group=np.zeros(1, np.int64), novelty=one, level_novelty=np.ones(1),
        publicity_share=one, needs=np.ones((1, 2), bool), partner_share=one + 0.1,
    )  # fmt: skip
    payment = PaymentRates(one + 0.5, one + 0.5, np.zeros(1, np.int64), 0.0, 0.0, 0.0, 9)
    terms = Terms(one, one, np.zeros((1, 1)), one, one, one, one, 0.2)
    return AwardRates(kinds, terms, payment, one + 0.06, one + 0.04, one + 3.0)


def _awarded(p: Projects, yuan: float, ranked=(1, 0, 2, 3), projects=np.inf, taken=False, scale=1.0):
    """Award fen to projects; returns what the pot has left, and what partners have added."""
    no_pots = np.zeros(len(DIRECTIONS) - 1, dtype=np.int64)
    budget = Budget(
        np.append(np.int64(yuan * 100), no_pots), np.zeros((1, N), np.int64), np.array([np.inf]), np.array([projects])
    )
    partners, order = np.zeros((1, len(PARTNERS))), np.array(ranked)
    award_in_order(
        p, no_approvals(1, N, 2), np.array([taken]), _rates(), np.ones(1), WEEK, 0, order, np.zeros(N, np.int64),
        ASKED[order], np.full(len(DIRECTIONS), scale), budget, partners,
    )  # fmt: skip
    return budget.pots[0], partners[0]


def test_the_best_get_what_they_asked_for_until_too_little_is_left_and_what_fits_still_gets_it():
    p = _projects()
    left, _ = _awarded(p, yuan=92)
    assert p.award[0].tolist() == [3000, 5000, 0, 1000] and left == 200
    assert p.award_week[0].tolist() == [WEEK, WEEK, NEVER, WEEK]
    assert p.status[0].tolist() == [APPROVAL, APPROVAL, WAITING, APPROVAL]
    assert p.promised[0, 0] == WEEK + 10  # the application says ten weeks


def test_a_plan_of_two_projects_is_kept():
    p = _projects()
    left, _ = _awarded(p, yuan=500, projects=2)
    assert (p.award[0] > 0).tolist() == [True, True, False, False] and left == 42000


@pytest.mark.parametrize(
    "columns",
    [{"status": DROPPED}, {"award_week": 3}, {"brand": 0}, {"expected_profit": 1.0}, {"funds": 0.0}],
    ids=["given up", "has an award", "its brand has begun elsewhere", "not worth it", "cannot be paid for"],
)
def test_what_cannot_go_on_gets_nothing(columns):
    p = _projects(**columns)
    assert _awarded(p, yuan=500, taken=True)[0] == 50000
    assert not p.award.any()


def test_partners_add_to_what_the_award_makes_possible_and_not_to_what_goes_on_anyway():
    possible, open_already = _projects(), _projects(status=OPEN)
    _, added = _awarded(possible, yuan=50, ranked=(1,))
    assert added.tolist() == pytest.approx([6.0, 4.0, 0.0, 0.0]) and possible.partner[0, 1] == pytest.approx(10.0)
    _, added = _awarded(open_already, yuan=50, ranked=(1,))
    assert open_already.award[0, 1] == 5000 and not added.any()


def test_shares_of_what_was_asked_are_whole_fen():
    p = _projects()
    left, _ = _awarded(p, yuan=500, scale=1 / 3)
    assert p.award[0].tolist() == [1000, 1666, 1333, 333] and left == 50000 - p.award.sum()
