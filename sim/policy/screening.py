"""Which applications come first: rules of screening, and bounds to judge them by.

A rule says how good each application is; the city awards the best until the money of the call is used up. Add one:
write a function, add its line to :data:`SCREENING`, and a config in ``configs/screening``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, NamedTuple, TypeAlias

import numpy as np
from pydantic import Field

from sim.extend import Table, takes
from sim.policy.schema import MOST, Name, Section


class ScreeningSettings(Section):
    """How cities screen; ``rule`` names one of :data:`SCREENING`."""

    name: Name
    rule: str
    # Conflict of interest: added to the score of large applicants, in standard deviations.
    large_favour: Annotated[float, Field(ge=0, le=MOST)]


class Applicants(NamedTuple):
    """What is known of the applications of one call of one city. Arrays (n,) float64 or as said; money in yuan.

    The last six are known to nobody when the call is decided; only the upper bound looks at them.
    """

    asked: np.ndarray
    investment: np.ndarray  # as reported
    planned_sales: np.ndarray  # per week
    shortfall: np.ndarray  # by how much it fails to pay by itself, share of the investment
    reach: np.ndarray  # residents near it
    begun: np.ndarray  # bool, already being built or open
    week: np.ndarray  # in which it was thought of
    is_large: np.ndarray  # bool, the applicant is a large merchant
    kind: np.ndarray  # int64, row of kinds.csv
    lift: np.ndarray  # factor on sales by novelty, on average over the weeks that count
    weeks_open: np.ndarray  # weeks in the horizon that it is open if all goes to plan
    indicator: np.ndarray  # what it adds to the figures that the ministry evaluates, share
    priority: np.ndarray  # of the city's plan, in standard deviations
    noise: np.ndarray  # standard normal, error of the jury
    luck: np.ndarray  # uniform
    capability: float  # of screening, 0 to 1
    gaming: float  # weight of the indicator: above 0 where the second tranche can still be won by it
    goes_unaided: np.ndarray  # bool
    true_quality: np.ndarray  # ln factor on planned sales
    true_weeks: np.ndarray  # weeks in the horizon that it will be open


Parameters: TypeAlias = Mapping[str, float]
Rule: TypeAlias = Callable[[Applicants, ScreeningSettings, Parameters], np.ndarray]


def standardised(x: np.ndarray) -> np.ndarray:
    """Deviations from the mean in standard deviations; 0 where all are the same."""
    beyond = x - x.mean()
    spread = np.sqrt((beyond * beyond).mean())
    return beyond / spread if spread > 0 else np.zeros(x.shape)


def _as_seen(merit: np.ndarray, a: Applicants, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """Merit in standard deviations as the jury sees it: with noise, favour, the plan's priorities and gaming."""
    from sim.kernel.rules.authority import seen_score  # numba, not needed to check settings

    merit = merit + settings.large_favour * a.is_large + a.priority + a.gaming * standardised(a.indicator)
    return seen_score(merit, a.capability, parameters["screening_noise"], a.noise)


def score(a: Applicants, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """Weighted criteria, as juries use them: sales per yuan, need of the award, reach, readiness."""
    criteria = {
        "weight_sales": a.planned_sales / a.asked,
        "weight_additionality": a.shortfall,
        "weight_reach": a.reach,
        "weight_readiness": a.begun.astype(float),
    }
    merit = sum((parameters[name] * standardised(value) for name, value in criteria.items()), np.zeros(a.asked.size))
    return _as_seen(merit, a, settings, parameters)


def _value_per_yuan(
    a: Applicants, parameters: Parameters, chance: np.ndarray, quality: np.ndarray | float, weeks: np.ndarray
) -> np.ndarray:
    """New consumption and wages that an award brings per yuan, if the project is tipped with a chance."""
    new_sales = parameters["creation_share"] * a.planned_sales * np.exp(quality) * a.lift * weeks
    wages = parameters["investment_labour_share"] * parameters["investment_local_share"] * a.investment
    value: np.ndarray = chance * (new_sales + wages) / a.asked
    return value


def model_assisted(a: Applicants, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """Value per yuan by this model's own rules from what the applications say; need of the award seen with noise."""
    from scipy.special import ndtr  # takes long to load, and is not needed to check settings

    blur = parameters["screening_noise"] * (1 - a.capability) * max(a.shortfall.std(), 1e-9)
    seen = a.shortfall + blur * a.noise
    chance = np.where(a.begun, 0.0, ndtr(seen / max(blur, 1e-9)))
    return _value_per_yuan(a, parameters, chance, 0.0, a.weeks_open)


def perfect_foresight(a: Applicants, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """Value per yuan by what merchants think and what will become of the projects: an upper bound."""
    chance = 1.0 - a.goes_unaided
    return _value_per_yuan(a, parameters, chance, a.true_quality, a.true_weeks)


def first_come(a: Applicants, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """Earlier ideas first: they are ready when the call opens."""
    return -a.week


def random(a: Applicants, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """By lot."""
    return a.luck


# name in a config's `rule` -> rule(applicants, screening settings, parameters) -> (n,) scores, higher is better
SCREENING: Table[Rule] = Table(
    "SCREENING",
    {
        "score": score,
        "model_assisted": model_assisted,
        "perfect_foresight": perfect_foresight,
        "first_come": first_come,
        "random": random,
    },
    takes("a", "settings", "parameters"),
)
