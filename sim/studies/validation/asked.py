"""What a validation is asked to do, checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sim.errors import Fault, InputError, Problem, fault
from sim.inputs.compose import after, compose
from sim.inputs.given import UserPath
from sim.inputs.settings import Settings
from sim.runs.folder import belonging, default_folder
from sim.runs.request import Request, requested
from sim.studies.validation.targets import FILE as TARGETS
from sim.studies.validation.targets import Target, read_targets
from sim.texts import short

if TYPE_CHECKING:
    from sim.runs.footprint import Need
    from sim.studies.validation.catalogue import Catalogue

Read = TypeVar("Read")


# What each experiment states itself.
OF_EXPERIMENTS = ("city", "allocation.*", "instruments", "horizon.*", "population.consumers_per_city")


class Keys(Request):
    """Keys of the verb."""

    experiments: UserPath | None = None
    targets: UserPath | None = None


class Plan(NamedTuple):
    """What a validation is asked to do."""

    settings: Settings
    targets: list[Target]
    catalogue: Catalogue
    files: dict[str, Path | None]  # of the user: experiments and targets; None: those of the package
    folder: Path
    about: dict[str, object]
    needs: Need  # of memory

    @property
    def idle(self) -> list[Fault]:
        """Settings that experiments put their own in the place of, a line each."""
        from sim.inputs.idle.told import replaced

        return replaced(self.settings, OF_EXPERIMENTS, fault("idle-experiments"))


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for.

    Parameters
    ----------
    overrides : list of str
        Any settings, ``experiments=FILE`` and ``targets=FILE``.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as (own, rest, faults):
        files = {"experiments": own.experiments, "targets": own.targets}
        problems: list[Problem] = [*faults]
        settings = _tried(lambda: compose(rest), problems)
        targets = _tried(lambda: read_targets(own.targets), problems)
        # Ours are sound, and long to read.
        ours_wait = problems and own.experiments is None
        catalogue = None if ours_wait else _tried(lambda: _read_experiments(own.experiments), problems)
        if settings is None or targets is None or catalogue is None:
            raise InputError(problems)
    _check_together(settings, targets, catalogue, files)
    from sim.runs import memory, workers
    from sim.runs.footprint import of_laboratory
    from sim.studies.validation.place import places, seconds_in
    from sim.studies.validation.table import SCALES

    kept, pieces = places(settings, catalogue.experiments, max(SCALES)), settings.replicates * (1 + len(SCALES))
    several = workers.number(settings, pieces, pieces * seconds_in(kept, catalogue.experiments))
    needs = memory.shared_out(kept, several, lambda some, n: of_laboratory(some, workers=n), has_cities=False)
    folder = default_folder("validate", [settings], [settings.label])
    digests = {
        name: hashlib.sha256(repr(content).encode()).hexdigest()
        for name, content in (("targets_sha256", targets), ("experiments_sha256", catalogue))
    }
    about = belonging("validation", [settings], [settings.label], **digests)
    return Plan(settings, targets, catalogue, files, folder, about, needs)


def _tried(read: Callable[[], Read], problems: list[Problem]) -> Read | None:
    """Return what was read, or None with what is wrong added to the problems."""
    try:
        return read()
    except InputError as error:
        problems += error.problems
        return None


def _read_experiments(path: Path | None) -> Catalogue:
    from sim.studies.validation.catalogue import read_experiments

    return read_experiments(path)


def _check_together(
    settings: Settings, targets: list[Target], catalogue: Catalogue, files: dict[str, Path | None]
) -> None:
    """Check that experiments fit the findings and the settings.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    from sim.studies.validation.catalogue import SHOWN
    from sim.studies.validation.place import check_experiments

    known, owners = {t.id for t in targets}, catalogue.of_finding
    where, table = (
        short(files[key] or Path(ours)) for key, ours in (("experiments", SHOWN), ("targets", f"sim/data/{TARGETS}"))
    )
    faults = [
        fault("validation-not-in-targets", where=where, experiment=owner.name, finding=name, targets=table)
        for name, owner in owners.items()
        if name not in known and files["experiments"] is not None
    ]
    with after(faults):
        check_experiments(settings, catalogue.experiments, where)
    if faults:
        raise InputError(faults)
    if not owners.keys() & known:
        raise InputError("validation-represents-nothing", file=files["targets"])
