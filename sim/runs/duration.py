"""How long worlds take on one core, roughly: enough to see how many processes are worth starting."""

from __future__ import annotations

from sim.inputs.settings import Settings

# Seconds of a week of a world: by itself, for each city, and for each simulated resident of these; measured.
WEEK, CITY, RESIDENT = 0.64e-3, 0.16e-3, 0.25e-6


def seconds_of(settings: Settings, weeks: int) -> float:
    """Seconds that some weeks of a world with these settings take, whatever its policy.

    >>> from sim.inputs.compose import compose
    >>> round(1000 * seconds_of(compose(["city=suzhou"]), 1), 2)
    0.93
    """
    residents = settings.population.consumers_per_city
    return weeks * (WEEK + len(settings.city) * (CITY + RESIDENT * residents))
