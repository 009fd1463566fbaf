"""Transfers and vouchers: what residents spend of the money they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.studies.validation.statistics.statistic import Positive, Sectors, Week, Weeks
from sim.studies.validation.terms import FIRST

if TYPE_CHECKING:
    from sim.studies.validation.trial import Trial


def extra_per_yuan(trial: Trial, out_of_pocket: bool = False) -> float:
    """All extra spending while instruments run, per yuan they paid; without the yuan itself if out of pocket."""
    running = {week for k in trial.programme for week in range(k.start_week, k.end_week + 1)}
    extra = sum(trial.extra_spending(slice(week, week + 1)).sum() for week in running)
    return float(extra) / trial.public_yuan - out_of_pocket


def extra_per_yuan_used(trial: Trial, weeks: Weeks) -> float:
    """Extra spending in a voucher's sectors over its first weeks, per yuan of it used: what holders can be asked."""
    used = float(trial.treated.paid[trial.weeks(weeks)].sum())
    return float(trial.extra_spending(trial.weeks(weeks), trial.first_sectors).sum()) / used


def spent_per_yuan(
    trial: Trial, weeks: Positive, sectors: Sectors | None = None, semidurables: bool = False, start: Week | None = None
) -> float:
    """Extra spending up to a week, on all or semi-durables, per yuan handed out: a marginal propensity to consume.

    A month is 4.35 weeks: of a week that has begun, the part counts.
    """
    part = trial.fixed.sectors.semidurable_share if semidurables else np.ones(trial.sectors().size)
    whole = int(weeks)
    extra = trial.extra_spending(trial.weeks(whole, start), sectors)
    extra += (weeks - whole) * trial.extra_spending(trial.weeks(1, (start or 0) + whole), sectors)
    return float(extra @ part[trial.sectors(sectors)]) / _handed_out(trial)


def _handed_out(trial: Trial) -> float:
    """Yuan given to residents: vouchers count when they are given, not when they are used."""
    first, c = trial.programme[0], trial.twin.world.consumers
    who = first.recipients()
    entitled = np.isin(c.quintile + 1, who.quintiles) & np.isin(c.liquidity, who.liquidity)
    each = first.voucher_yuan() + first.cash_yuan_per_week() * first.n_weeks
    return each * trial.first.holders_share * float((c.weight * entitled).sum())


def rise_of_spending_percent(
    trial: Trial, weeks: Weeks, sectors: Sectors | None = None, start: Week | None = None
) -> float:
    """Rise of spending, percent."""
    span = trial.weeks(weeks, start)
    base = trial.twin.spent[span].sum(axis=(0, 1, 2))[trial.sectors(sectors)].sum()
    return 100 * float(trial.extra_spending(span, sectors).sum() / base)


def rise_of_recipients_spending_percent(trial: Trial, weeks: Weeks, sectors: Sectors | None = None) -> float:
    """Rise of spending of those who got the money, percent: spending of all rises by their share of it."""
    return rise_of_spending_percent(trial, weeks, sectors) / trial.first.holders_share


def replaced_share(trial: Trial) -> float:
    """Part of what vouchers paid for that took the place of the holders' own spending in the same sectors."""
    rows = trial.first_sectors
    return 1 - float(trial.extra_spending(trial.weeks(), rows).sum()) / float(trial.treated.paid[:, FIRST].sum())


def sector_difference_sign(trial: Trial, other: Trial) -> float:
    """1 where labelled money raises its sectors by more than as much cash does, else 0."""
    names = trial.first_sectors
    labelled, cash = (t.extra_spending(t.weeks(26), names).sum() for t in (trial, other))
    return float(labelled > cash)


def income_multiplier(trial: Trial) -> float:
    """Residents' income per yuan of spending from outside, its own yuan and what wages and owners get of it."""
    income = (trial.treated.income - trial.twin.income).sum()
    return 1 + float(income) / trial.public_yuan
