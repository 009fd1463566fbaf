"""What a city costs in a week beyond its residents, against 0.4.0.

A week costs so much whatever is simulated, so much for each city, and so much for each row of residents; policy worlds
of three sizes tell the three apart. Five cities are every tenth of the table, others in each round: ten rounds have
all fifty.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from bench.clock import ratio, spread, take_turns
from bench.part import Figures, Row
from bench.trees import HERE, RELEASE, Tree, beside
from sim.inputs.compose import compose

ROUNDS = TENTHS = 10
FEW, MANY = 20, 1020  # rows of a city
SIDES = {"before": RELEASE, "now": HERE}
ROWS = (
    Row(
        "CPU of a city and week beyond its rows, over that of 0.4.0",
        "{city_ratio:.2f} ({city_ratio_low:.2f} to {city_ratio_high:.2f}): "
        "{city_us_now:.0f} µs over {city_us_before:.0f} µs",
        "city_ratio", "<=", 0.45,
    ),
    Row(
        "CPU of a row and week; of a week whatever is simulated",
        "{row_ns_now:.0f} ns over {row_ns_before:.0f} ns; {week_us_now:.0f} µs over {week_us_before:.0f} µs",
    ),
)  # fmt: skip


class Shares(NamedTuple):
    """Seconds of CPU in a week."""

    city: float
    row: float
    week: float  # whatever is simulated


def taken_apart(whole: float, few: float, many: float, n_cities: int, n_some: int) -> Shares:
    """Seconds of CPU by what they are for.

    Parameters
    ----------
    whole, few, many : float
        Of a week of all cities with ``FEW`` rows each, of some cities with as many, and of these with ``MANY``.
    n_cities, n_some : int
        All cities, and some of them.

    Examples
    --------
    >>> taken_apart(2 + 50 * 3 + 50 * 20 * 0.1, 2 + 5 * 3 + 5 * 20 * 0.1, 2 + 5 * 3 + 5 * 1020 * 0.1, 50, 5)
    Shares(city=3.0, row=0.1, week=2.0)
    """
    row = (many - few) / (n_some * (MANY - FEW))
    city = (whole - few) / (n_cities - n_some) - FEW * row
    return Shares(city, row, few - n_some * city - n_some * FEW * row)


def measure() -> Figures:
    """Both trees in turn."""
    found: dict[str, list[Shares]] = {side: [] for side in SIDES}
    with beside(list(SIDES.values())) as trees:

        def of_city(side: str, k: int) -> float:
            found[side].append(_shares(trees[SIDES[side]], k))
            return found[side][-1].city

        cities = take_turns({side: partial(of_city, side) for side in SIDES}, ROUNDS)
    median = {side: Shares(*(spread(column).median for column in zip(*found[side], strict=True))) for side in SIDES}
    return {
        **ratio(cities["now"], cities["before"]).named("city_ratio"),
        **{f"city_us_{side}": one.city * 1e6 for side, one in median.items()},
        **{f"row_ns_{side}": one.row * 1e9 for side, one in median.items()},
        **{f"week_us_{side}": one.week * 1e6 for side, one in median.items()},
    }


def _shares(tree: Tree, k: int) -> Shares:
    settings = compose([])
    names, n_weeks = list(settings.city), settings.horizon.weeks_pilot + settings.horizon.weeks_after
    some = names[k % TENTHS :: TENTHS]

    def week_of(cities: list[str], rows: int) -> float:
        overrides = [f"city=[{','.join(cities)}]", f"population.consumers_per_city={rows}"]
        return float(tree.ask("policy", overrides=overrides)) / n_weeks

    return taken_apart(week_of(names, FEW), week_of(some, FEW), week_of(some, MANY), len(names), len(some))
