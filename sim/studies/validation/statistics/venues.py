"""Novel venues: their adoption and decline, advertising, visitors, awards."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.policy.channels import DAYS
from sim.studies.validation.statistics.statistic import Positive, Week, Weeks
from sim.studies.validation.terms import FIRST_CITY

if TYPE_CHECKING:
    from sim.studies.validation.trial import Floats, Trial

EVENT = -1  # the first event fills the last proposal
LEAST_WEEKS = 5  # of a curve of adoption, which has three coefficients
LEAST_ADOPTED = 1e-6  # share at its end


def bass(trial: Trial, coefficient: Literal["p", "q"], total: Positive) -> float:
    """Bass coefficient of the adoption of a new venue; time runs in units in which p + q equal those of the study."""
    programme = trial.first
    curve = trial.treated.adopted[programme.start_week : programme.end_week, FIRST_CITY, EVENT]
    curve = np.concatenate([[0.0], curve])
    if curve.size < LEAST_WEEKS or curve[-1] < LEAST_ADOPTED:
        return math.nan

    def adoption(t: Floats, p: float, q: float, most: float) -> Floats:
        decay = np.exp(-(p + q) * t)
        grown: Floats = most * (1 - decay) / (1 + q / p * decay)
        return grown

    from scipy.optimize import curve_fit  # statistics are declared without it

    t = np.arange(curve.size)
    start = (0.005, 0.05, min(1.0, 1.1 * curve[-1]))
    try:
        (p, q, _), _ = curve_fit(adoption, t, curve, p0=start, bounds=((1e-7, 0, 1e-9), (1, 2, 1)), maxfev=20_000)
    except RuntimeError:  # no curve of this shape
        return math.nan
    return float({"p": p, "q": q}[coefficient] / (p + q) * total)


def venue_fall_percent(trial: Trial, weeks_from: Week, weeks_to: Week) -> float:
    """Fall of the sales of the event's venue from one week of its run to another, percent."""
    sales = _event_sales(trial)
    if max(weeks_from, weeks_to) >= sales.size:
        return math.nan
    return 100 * float(1 - sales[weeks_to] / sales[weeks_from])


def venue_half_life_days(trial: Trial, weeks: Weeks) -> float:
    """Days in which what the event's venue sells beyond its settled level halves after the peak, over some weeks."""
    sales = _event_sales(trial)
    if not sales.size:
        return math.nan
    peak = int(np.argmax(sales))
    beyond = sales - sales[peak:].min()
    if peak + weeks >= beyond.size or beyond[peak + weeks] <= 0:
        return math.nan
    return DAYS * weeks * math.log(2) / math.log(beyond[peak] / beyond[peak + weeks])


def venue_visitors_share(trial: Trial) -> float:
    """Sales of the event's venue to people from other cities, share."""
    diary = trial.treated
    home, visitors = (sales[:, :, EVENT].sum() for sales in (diary.venue_home, diary.venue_visitors))
    return float(visitors / (home + visitors))


def _event_sales(trial: Trial) -> Floats:
    """Weekly sales of the event's venue while it runs, the season taken out."""
    first, fixed = trial.first, trial.fixed
    sales = (trial.treated.venue_home + trial.treated.venue_visitors)[:, FIRST_CITY, EVENT]
    season = fixed.season[trial.weeks_warmup :][: sales.size, trial.sectors([first.sector])[0]]
    running: Floats = (sales / season)[first.start_week : first.end_week]
    return running


def sales_elasticity(trial: Trial, factor: Positive, weeks: Weeks) -> float:
    """Rise of the sales of novel venues over some weeks per rise of what was scaled by ``factor`` (ln over ln)."""
    treated, twin = ((d.venue_home + d.venue_visitors)[:weeks].sum() for d in (trial.treated, trial.twin))
    return math.log(treated / twin) / math.log(factor) if min(treated, twin) > 0 else math.nan


def awarded_only_with_award_share(trial: Trial) -> float:
    """Share of awarded projects that do not exist in the twin."""
    treated, twin = (d.world.projects for d in (trial.treated, trial.twin))
    awarded = treated.award_week >= 0
    return float((awarded & ~(twin.start > -(10**6) + 1)).sum()) / float(max(1, awarded.sum()))
