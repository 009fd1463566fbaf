"""Projects before the departments that have to approve them: queues with capacity."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import APPROVAL, AT_WORK, BUILDING, LATER, NOT_NEEDED, QUEUED, Approvals, Projects
from sim.kernel.compiled import njit


@njit
def begin(
    p: Projects, approvals: Approvals, needs: np.ndarray, coordination: np.ndarray, week: int, c: int, k: int,
) -> None:  # fmt: skip
    """Project k of city c is decided on: its cases go to the departments, side by side or one after the other.

    Parameters: p : Projects; approvals : Approvals; needs : (n_kinds, n_departments) bool; coordination : (n_cities,)
    in [0, 1], the share of projects whose cases go side by side; week, c, k : int.
    Modifies: p.status, start; approvals.stage, since.
    """
    p.status[c, k] = APPROVAL
    p.start[c, k] = week
    queued = False
    for d in range(needs.shape[1]):
        if needs[p.kind[c, k], d]:
            later = queued and p.one_stop[c, k] >= coordination[c]
            approvals.stage[c, k, d] = LATER if later else QUEUED
            approvals.since[c, k, d] = week
            queued = True


@njit
def _take_up(approvals: Approvals, c: int, d: int, weeks: np.ndarray, week: int) -> None:
    """Department d of city c takes up the cases that have waited longest. Modifies: approvals."""
    while approvals.credit[c, d] >= 1.0:
        first = -1
        for k in range(approvals.stage.shape[1]):
            if approvals.stage[c, k, d] == QUEUED and (
                first < 0 or approvals.since[c, k, d] < approvals.since[c, first, d]
            ):
                first = k
        if first < 0:
            return
        approvals.stage[c, first, d] = AT_WORK
        approvals.ready[c, first, d] = week + weeks[d]
        approvals.waited[c, d] += week - approvals.since[c, first, d]
        approvals.cases[c, d] += 1.0
        approvals.credit[c, d] -= 1.0


@njit
def advance_approvals(
    p: Projects, approvals: Approvals, weeks: np.ndarray, cases_per_week: np.ndarray, week: int,
) -> None:  # fmt: skip
    """One week of the departments; projects that all of them have approved are built.

    Parameters: p : Projects; approvals : Approvals; weeks, cases_per_week : (n_departments,) time and capacity; week :
    int. Modifies: approvals; p.status, approved, opens.
    """
    n_cities, n_proposals, n_departments = approvals.stage.shape
    for c in range(n_cities):
        for d in range(n_departments):  # idle capacity is not kept, parts of a case are
            approvals.credit[c, d] = min(approvals.credit[c, d], 1.0) + cases_per_week[d]
            _take_up(approvals, c, d, weeks, week)
        for k in range(n_proposals):
            if p.status[c, k] != APPROVAL:
                continue
            under_way, n_later = False, 0
            for d in range(n_departments):
                if approvals.stage[c, k, d] == AT_WORK and approvals.ready[c, k, d] <= week:
                    approvals.stage[c, k, d] = NOT_NEEDED
                under_way = under_way or approvals.stage[c, k, d] in (QUEUED, AT_WORK)
                n_later += approvals.stage[c, k, d] == LATER
            if under_way:
                continue
            for d in range(n_departments):
                if approvals.stage[c, k, d] == LATER:
                    approvals.stage[c, k, d] = QUEUED
                    approvals.since[c, k, d] = week
                    break
            if n_later == 0:
                p.status[c, k] = BUILDING
                p.approved[c, k] = week
                p.opens[c, k] = week + max(1, round(p.build[c, k]))


def no_approvals(n_cities: int, n_proposals: int, n_departments: int) -> Approvals:
    """Return departments without cases."""
    by_case, by_department = (n_cities, n_proposals, n_departments), (n_cities, n_departments)
    return Approvals(
        stage=np.zeros(by_case, dtype=np.int8), since=np.zeros(by_case, dtype=np.int64),
        ready=np.zeros(by_case, dtype=np.int64), credit=np.zeros(by_department), waited=np.zeros(by_department),
        cases=np.zeros(by_department),
    )  # fmt: skip
