"""What a calibration is asked to do, checked."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from sim.errors import Fault, fault
from sim.inputs.compose import compose
from sim.inputs.given import UserPath
from sim.inputs.settings import Settings
from sim.inputs.typed import divided
from sim.runs.folder import belonging, default_folder
from sim.runs.request import CSV, YES_OR_NO, Request, requested, whole
from sim.studies.validation.asked import OF_EXPERIMENTS

DEFAULT_TRIALS, MOST_TRIALS = 400, 1_000_000
DEFAULT_REPLICATES = 2
SAMPLED = "parameters=posterior"

if TYPE_CHECKING:
    from sim.runs.footprint import Need


class Keys(Request):
    """Keys of the verb."""

    trials: Annotated[int, whole(MOST_TRIALS)] = DEFAULT_TRIALS
    save: Annotated[UserPath, CSV] | None = None
    identify: Annotated[bool, YES_OR_NO] = False


class Plan(NamedTuple):
    """What a calibration is asked to do."""

    settings: Settings
    own: Keys
    folder: Path
    needs: Need  # of memory
    marker: str = "calibration.json"  # file of the folder that says what it is a calibration of

    @property
    def about(self) -> dict[str, object]:
        """What its trials belong to; nothing of it may change while it goes on."""
        from sim.studies.calibration.findings import read_targets  # the engine's libraries
        from sim.studies.searching.prior import read_priors

        s, prior = self.settings, read_priors()
        rows = [prior.names, prior.low.tolist(), prior.high.tolist(), prior.is_log.tolist()]
        return belonging(
            "calibration", [s], [s.label], prior_sha256=hashlib.sha256(json.dumps(rows).encode()).hexdigest(),
            targets_sha256=read_targets().digest(), seed=s.seed, replicates=s.replicates,
        )  # fmt: skip

    @property
    def idle(self) -> list[Fault]:
        """Settings that experiments and the search put their own in the place of, a line each."""
        from sim.inputs.idle.told import replaced
        from sim.studies.searching.prior import read_priors

        free = [f"parameters.{name}" for name in read_priors().names]
        found = replaced(self.settings, OF_EXPERIMENTS, fault("idle-experiments"))
        return [*found, *replaced(self.settings, free, fault("idle-searched"))]


def plan(overrides: list[str]) -> Plan:
    """Check what was asked for.

    Parameters
    ----------
    overrides : list of str

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as (own, rest, faults):
        if SAMPLED in rest:
            faults.append(fault("runs-calibration-sample"))
        stated = [text for text in rest if text != SAMPLED]
        if all(divided(text)[0] != "replicates" for text in stated):
            told = {"replicates": fault("inputs-default-of", verb="calibrate")}
            settings = compose([*stated, f"replicates={DEFAULT_REPLICATES}"], told)
        else:
            settings = compose(stated)
    from sim.runs import memory, workers  # the engine, once the input is sound
    from sim.runs.footprint import of_laboratory
    from sim.studies.validation.catalogue import SHOWN, read_experiments
    from sim.studies.validation.place import check_experiments, places, seconds_in

    experiments = [one for one in read_experiments().experiments if one.calibrated]
    check_experiments(settings, experiments, SHOWN)
    kept = places(settings, experiments)
    seconds = own.trials * settings.replicates * seconds_in(kept, experiments)
    several = workers.number(settings, own.trials, seconds)
    needs = memory.shared_out(kept, several, lambda some, n: of_laboratory(some, False, n), has_cities=False)
    folder = default_folder("calibrate", [settings], [settings.label])
    return Plan(settings, own, folder, needs)
