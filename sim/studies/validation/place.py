"""Settings of an experiment in its place; nothing of the engine is needed to check them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.data import read
from sim.errors import Fault, InputError
from sim.inputs.paths import configs
from sim.inputs.scenario import config_of
from sim.inputs.settings import Settings, settings_from
from sim.policy.allocations import quotas
from sim.runs.duration import seconds_of
from sim.studies.validation.experiment import HORIZON, LONGEST, Experiment
from sim.studies.validation.terms import Terms, placeholders

# Size of the twin worlds: effects are expected flows, so they hardly depend on the number of residents (tested).
CONSUMERS_PER_CITY = 300


def check_experiments(settings: Settings, experiments: Iterable[Experiment], file: str) -> None:
    """Check what experiments cannot know by themselves: that they go together with the settings of the run.

    Parameters
    ----------
    settings : Settings
    experiments : iterable of Experiment
    file : str
        Named in the messages.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    faults: list[str | Fault] = []
    cities = read.read_cities()
    for one in experiments:
        where = f"{file}: {one.name}"
        for listed in (one.instruments, one.control):
            plain = [placeholders(terms, where, faults) for terms in listed]
            try:
                chosen = settings_in(settings, one, CONSUMERS_PER_CITY, plain, treated=True, where=where)
                quotas(chosen, cities.take(cities.rows(chosen.city)))
            except InputError as error:
                faults += error.problems
    if faults:
        raise InputError(list(dict.fromkeys(faults)))


def settings_in(
    base: Settings, experiment: Experiment, consumers: int, instruments: Sequence[Terms] = (), *, treated: bool,
    where: str = "",
) -> Settings:  # fmt: skip
    """Settings of the treated world or the twin; parameters and seed are those of ``base``."""
    plain = base.model_dump(mode="json")
    allocation = config_of(configs("allocation")[experiment.allocation if treated else "none"])
    factors = experiment.treated_parameters if treated else {}
    plain |= {
        "city": list(experiment.city), "allocation": allocation, "instrument": {"kind": "none"},
        "instruments": list(instruments), "scenario": None, "output": None, "horizon": HORIZON,
        "population": plain["population"] | {"consumers_per_city": consumers},
        "parameters": {name: value * factors.get(name, 1.0) for name, value in base.parameters.items()},
    }  # fmt: skip
    return settings_from(plain, where or experiment.name, model=type(base))


def places(
    settings: Settings, experiments: Iterable[Experiment], consumers: int = CONSUMERS_PER_CITY
) -> list[Settings]:
    """Settings of the world of each place of some experiments, without policy; for what they take, not to be run."""
    population = settings.population.model_copy(update={"consumers_per_city": consumers})
    lasts = settings.horizon.model_copy(update=HORIZON)
    cities = dict.fromkeys(tuple(one.city) for one in experiments)
    return [
        settings.model_copy(update={"city": city, "population": population, "horizon": lasts}).without_policy()
        for city in cities
    ]


def seconds_in(kept: Sequence[Settings], experiments: Sequence[Experiment]) -> float:
    """Seconds that experiments take in one replicate, roughly: a warm-up and twins for each place, and each treated.

    Parameters
    ----------
    kept : sequence of Settings
        Of their :func:`places`.
    experiments : sequence of Experiment
    """
    at = {one.city: one for one in kept}
    shared = sum(seconds_of(one, HORIZON["weeks_warmup"] + LONGEST) for one in kept)
    return shared + sum(seconds_of(at[tuple(one.city)], one.weeks * (1 + bool(one.control))) for one in experiments)
