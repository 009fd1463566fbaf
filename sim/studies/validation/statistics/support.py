"""Coupons, discounts and trade-in: what is bought with support, what would have been bought anyway, who keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.policy.channels import DAYS
from sim.studies.validation.statistics.statistic import Sectors, Week
from sim.studies.validation.terms import FIRST

if TYPE_CHECKING:
    from sim.studies.validation.trial import Trial


def targeted_per_yuan(trial: Trial) -> float:
    """Extra spending in the sectors of the instrument while it runs, per yuan it paid."""
    return float(trial.extra_spending(trial.weeks(), trial.first_sectors).sum()) / trial.public_yuan


def bunching_per_yuan(trial: Trial) -> float:
    """Excess mass of bills at the threshold times their displacement, per yuan redeemed."""
    return float(trial.treated.stretch.sum()) / float(trial.treated.paid.sum())


def redeemed_share(trial: Trial) -> float:
    """Coupons used over coupons handed out."""
    first = trial.first
    issued = trial.twin.world.consumers.weight.sum() * first.holders_share * first.coupons_per_person
    return float(trial.treated.used[:, FIRST].sum()) / float(issued)


def bills_per_yuan(trial: Trial, net: bool = False) -> float:
    """Bills on which support was used, per yuan of it: gross; or what all spending rose by over the trial: net."""
    gross = float(trial.treated.bills.sum())
    return (float(trial.extra_spending().sum()) if net else gross) / trial.public_yuan


def elsewhere_share(trial: Trial, weeks_around: Week) -> float:
    """Change outside the targeted sectors, or in the weeks around, over the gain in the targeted sectors."""
    first = trial.first
    rows = trial.sectors(trial.first_sectors)
    effect = (trial.treated.spent - trial.twin.spent).sum(axis=(1, 2))
    during = effect[first.start_week : first.end_week + 1]
    near = effect[max(0, first.start_week - weeks_around) : first.end_week + 1 + weeks_around]
    gain = during[:, rows].sum()
    return float((near.sum() - gain) / gain)


def bought_anyway_share(trial: Trial) -> float:
    """Part of the subsidised purchases that the twin has too."""
    rows, span = trial.sectors(trial.first_sectors), trial.weeks()
    extra = (trial.treated.occasions - trial.twin.occasions)[span][:, :, rows].sum()
    return 1 - float(extra) / float(trial.treated.used[:, FIRST].sum())


def buyer_keeps_share(trial: Trial) -> float:
    """Part of a buyer's subsidy that a rise of merchants' prices does not take."""
    first, end = trial.first, (trial.treated.world, trial.twin.world)
    rows = trial.sectors(trial.first_sectors)
    treated, twin = (float(np.average(w.shopping.price[..., rows], weights=w.shopping.local[..., rows])) for w in end)
    return 1 - (treated / twin - 1) / first.rate


def visits_rise_on_days_percent(trial: Trial, sectors: Sectors) -> float:
    """Rise of visits to shops and venues on the days of a discount, percent; other days see none."""
    first, s = trial.first, trial.fixed.sectors
    rows, span = trial.sectors(sectors), trial.weeks()
    treated, twin = (
        (d.occasions[span].sum(axis=(0, 1)) * s.visits_per_purchase)[rows].sum() for d in (trial.treated, trial.twin)
    )
    return 100 * float(treated / twin - 1) * DAYS / first.days_per_week


def diners_ratio_on_days(trial: Trial) -> float:
    """Bills at merchants who take part, on the days of a discount, over those of the twin."""
    first, span = trial.first, trial.weeks()
    usual = trial.twin.occasions[span][:, :, trial.sectors(trial.first_sectors)].sum()
    return float(trial.treated.used[:, FIRST].sum()) / float(usual * first.merchants_share * first.days_per_week / DAYS)
