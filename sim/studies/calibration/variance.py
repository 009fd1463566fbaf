"""How much of what is not known about the result comes from each parameter."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sim.data import read
from sim.inputs.settings import Settings
from sim.measures.effects import effects
from sim.runs.twins import draws_of, run_pilot, warm_up

# A parameter that no finding was used for is taken as known within a fifth of its value, for want of anything better.
UNKNOWN_WITHIN = 0.2
CITIES = ("beijing", "hangzhou", "wuhan", "chengdu", "xining", "haikou")
CONSUMERS_PER_CITY = 150


def net_per_yuan(settings: Settings) -> float:
    """Net effect per yuan of the settings' policy, first replicate."""
    draws = draws_of(settings, 0)
    base = settings.without_policy()
    world = warm_up(base, draws)
    twin = run_pilot(base, world.fork(), draws)
    policy = run_pilot(settings, world.fork(), draws)
    found = effects(policy, twin, world.fixed, world.projects)
    return float(found["total.net_yuan"] / found["total.public_yuan"])


def small(settings: Settings) -> Settings:
    """Return the settings for a few cities of every size and few residents: the same mechanisms at less cost."""
    cities = tuple(name for name in read.read_cities().id if name in CITIES)
    population = settings.population.model_copy(update={"consumers_per_city": CONSUMERS_PER_CITY})
    return settings.model_copy(update={"city": cities, "population": population})


def shares(settings: Settings, fitted: pd.DataFrame, tick: Callable[[str], None] = lambda name: None) -> pd.DataFrame:
    """Share of each parameter in the variance of the net effect per yuan, one at a time around the settings.

    A parameter that is spread evenly over a range within which the net effect changes by d adds d²/12. Source:
    first-order variance, Saltelli et al. (2008), ch. 1. Ranges: the fitted interval of free parameters; a fifth up and
    down for all others that are assumed.

    Parameters
    ----------
    settings : sim.inputs.settings.Settings
        Of the pilot whose net effect is looked at.
    fitted : pandas.DataFrame
        parameter, low, high: the fitted intervals.
    tick : callable
        Called with the name of each parameter when it is done.

    Returns
    -------
    pandas.DataFrame
        parameter, low, high, net_at_low, net_at_high, share (they sum to 1).
    """
    ranges: dict[str, tuple[float, float]] = {
        name: (float(low), float(high))
        for name, low, high in zip(fitted.parameter, fitted.low, fitted.high, strict=True)
    }
    for p in read.read_parameters():
        if p.grade == "assumed" and p.name not in ranges:
            low, high = p.value * (1 - UNKNOWN_WITHIN), p.value * (1 + UNKNOWN_WITHIN)
            low, high = (min(max(x, p.low), p.high) for x in sorted((low, high)))
            ranges[p.name] = (round(low), round(high)) if p.is_count else (low, high)
    base = small(settings)
    rows: list[tuple[str, float, float, float, float]] = []
    for name, (low, high) in ranges.items():
        at_low, at_high = (
            net_per_yuan(base.model_copy(update={"parameters": base.parameters | {name: float(x)}}))
            for x in (low, high)
        )
        rows.append((name, low, high, at_low, at_high))
        tick(name)
    frame = pd.DataFrame(rows, columns=["parameter", "low", "high", "net_at_low", "net_at_high"])
    spread = (frame.net_at_high - frame.net_at_low) ** 2
    return frame.assign(share=spread / spread.sum()).sort_values("share", ascending=False, ignore_index=True)
