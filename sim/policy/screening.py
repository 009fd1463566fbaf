"""Which applications come first: rules of screening, and a bound to judge them by.

A rule says how good each application is; the city awards the best until the money of the call is used up, and nothing
to those that get minus infinity. It gets what was written and what the city knows by itself, and nothing else. Add one:
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


class Applications(NamedTuple):
    """What applications of one call of one city say, true or not. Arrays (n,) float64 or as said; money in yuan."""

    asked: np.ndarray
    investment: np.ndarray
    sales: np.ndarray  # planned, per week
    need: np.ndarray  # what the project lacks to go ahead by itself, share of the investment
    weeks: np.ndarray  # until it opens, counted from the award
    begun: np.ndarray  # bool, already being approved, built or open: anybody can see it
    came: np.ndarray  # week in which the merchant had the project ready to hand in
    is_large: np.ndarray  # bool, the applicant is a large merchant
    size: np.ndarray  # of the applicant, by its accounts; 1: middling
    kind: np.ndarray  # int64, row of kinds.csv
    level: np.ndarray  # int64, row of levels.csv
    district: np.ndarray  # int64


class Known(NamedTuple):
    """What a city knows by itself when it reads applications. Arrays (n,) float64, one for each, or as said."""

    reach: np.ndarray  # residents near the place
    lift: np.ndarray  # factor on sales by novelty of such kinds, on average over the weeks that count
    weeks_open: np.ndarray  # weeks in the horizon that it is open if all goes to plan
    indicator: np.ndarray  # what it adds to the figures that the ministry evaluates, share
    priority: np.ndarray  # of the city's plan, in standard deviations
    noise: np.ndarray  # standard normal, error of the jury or of a prediction
    luck: np.ndarray  # uniform
    capability: float  # of screening, 0 to 1
    gaming: float  # weight of the indicator: above 0 where the second tranche can still be won by it


class Truth(NamedTuple):
    """What nobody knows when a call is decided; no rule gets it, only bounds do. Arrays (n,)."""

    is_begun_anyway: np.ndarray  # bool, begun in the world without the policy
    sales: np.ndarray  # yuan in the horizon if it gets the award, crowds and closing considered


TINY = 1e-9  # where a spread or a share may be 0
Parameters: TypeAlias = Mapping[str, float]
Rule: TypeAlias = Callable[[Applications, Known, ScreeningSettings, Parameters], np.ndarray]
Bound: TypeAlias = Callable[[Applications, Truth], np.ndarray]


def standardised(x: np.ndarray) -> np.ndarray:
    """Deviations from the mean in standard deviations; 0 where all are the same."""
    beyond = x - x.mean()
    spread = np.sqrt((beyond * beyond).mean())
    return beyond / spread if spread > 0 else np.zeros(x.shape)


def score(a: Applications, known: Known, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """Weighted criteria, as juries use them: sales per yuan, need of the award, reach, readiness.

    What has begun looks as if it needed nothing. Ready is what opens soon. The sum is seen with noise, favour, the
    plan's priorities and gaming.
    """
    from sim.kernel.rules.authority import seen_score  # numba, not needed to check settings

    criteria = {
        "weight_sales": a.sales / a.asked,
        "weight_additionality": np.where(a.begun, 0.0, a.need),
        "weight_reach": known.reach,
        "weight_readiness": -a.weeks,
    }
    merit = sum((parameters[name] * standardised(value) for name, value in criteria.items()), np.zeros(a.asked.size))
    merit = merit + settings.large_favour * a.is_large + known.priority
    merit = merit + known.gaming * standardised(known.indicator)
    return seen_score(merit, known.capability, parameters["screening_noise"], known.noise)


def chance_of_need(a: Applications, parameters: Parameters) -> np.ndarray:
    """Chance that each applicant needs the award: by this model's own rules for its size, and by what it states.

    Returns
    -------
    (n,) float64
    """
    from sim.kernel.rules.application import believed_need, needy_share, size_factor

    p, ln_size = parameters, np.log(a.size)
    unsure = size_factor(a.size, -p["forecast_size"])
    spread = np.hypot(p["profit_sigma"], p["expectation_noise"] * unsure)
    wanted = np.log1p(p["cost_of_capital"] * size_factor(a.size, -p["capital_size"]))
    profit = p["profit_mean"] + p["profit_size"] * ln_size + p["expectation_bias"] * unsure - wanted
    own = 1 - np.where(a.is_large, p["credit_share_large"], p["credit_share_small"])
    money = np.log(p["own_funds_median"]) + p["funds_size"] * ln_size - np.log(np.maximum(own, TINY))
    needy = [needy_share(x, y) for x, y in zip(profit / np.maximum(spread, TINY),
                                               money / max(p["own_funds_sigma"], TINY), strict=True)]  # fmt: skip
    believed = np.array([believed_need(q, p["need_claimed"]) for q in needy])
    return np.where(a.begun | (a.need <= 0), 0.0, believed)


def model_assisted(a: Applications, known: Known, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """New consumption and wages per yuan, as this model predicts them from applications; with an error in ln sales."""
    error = np.exp(parameters["prediction_error"] * known.noise - parameters["plan_optimism"])
    sales = parameters["creation_share"] * a.sales * error * known.lift * known.weeks_open
    wages = parameters["investment_labour_share"] * parameters["investment_local_share"] * a.investment
    value: np.ndarray = chance_of_need(a, parameters) * (sales + wages) / a.asked
    return value


def first_come(a: Applications, known: Known, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """Earlier ideas first: they are ready when the call opens."""
    return -a.came


def random(a: Applications, known: Known, settings: ScreeningSettings, parameters: Parameters) -> np.ndarray:
    """By lot."""
    return known.luck


# name in a config's `rule` -> rule(applications, known, settings, parameters) -> (n,) scores, higher is better
SCREENING: Table[Rule] = Table(
    "SCREENING",
    {"score": score, "model_assisted": model_assisted, "first_come": first_come, "random": random},
    takes("applications", "known", "settings", "parameters"),
)


def perfect_foresight(a: Applications, truth: Truth) -> np.ndarray:
    """What is begun without the policy gets nothing; of the rest, what sells most per yuan of award comes first.

    A bound for additionality, the share of awards that go to projects which are not begun without them, and for the
    same share of the money: whatever another rule awards, this one awards nothing to others.
    """
    return np.where(truth.is_begun_anyway, -np.inf, truth.sales / a.asked)


# Names that a config's `rule` may have, too; they are no policy, for they look at what nobody knows.
BOUNDS: dict[str, Bound] = {"perfect_foresight": perfect_foresight}


def rules() -> tuple[str, ...]:
    """Names of all rules and bounds."""
    return (*SCREENING, *BOUNDS)
