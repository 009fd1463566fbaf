"""Run a Hydra multirun: expand the overrides, check every run, and only then compare them together."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Sequence

from hydra._internal.callbacks import Callbacks
from hydra.core.plugins import Plugins
from hydra.core.utils import JobReturn, JobStatus
from hydra.plugins.launcher import Launcher
from hydra.types import HydraContext, RunMode
from omegaconf import DictConfig

from sim.errors import InputError
from sim.inputs.compose import after, hydra_here, layered
from sim.inputs.overrides import COMMAND_LINE, FORCE, MOST_RUNS, forced, parse, values_of
from sim.inputs.scenario import read_scenario
from sim.inputs.settings import USUAL, Settings

DEFAULT_ALLOCATIONS = "allocation=official,equal,per_head,by_retail,by_need,none"


class TogetherLauncher(Launcher):
    """Hands all jobs of a multirun to the task function at once, because allocations share their twins.

    The task function gets the overrides of every job.
    """

    def setup(self, *, hydra_context: HydraContext, task_function: Callable, config: DictConfig) -> None:
        """Keep what a launcher is given."""
        self.task_function = task_function

    def launch(self, job_overrides: Sequence[Sequence[str]], initial_job_idx: int) -> list[JobReturn]:
        """Hand over all jobs; the sweeper calls this."""
        jobs = [list(overrides) for overrides in job_overrides]
        self.task_function(jobs)
        return [JobReturn(overrides=job, status=JobStatus.COMPLETED) for job in jobs]


def multirun(overrides: list[str], task_function: Callable) -> None:
    """Let Hydra's sweeper expand a sweep, check that every job composes, and hand the jobs over.

    As ``Hydra.multirun``, but with our launcher: Hydra itself makes one by name only, from a package
    ``hydra_plugins``. Logging, the working folder and the caller's own Hydra stay as they are.

    Parameters
    ----------
    overrides : list of str
        In Hydra's multirun grammar.
    task_function : callable
        As :class:`TogetherLauncher` calls it.
    """
    # The sweeper writes a multirun.yaml, of no use here: the results folder has all settings in manifest.json.
    with tempfile.TemporaryDirectory(prefix="sanxin-") as folder, hydra_here() as hydra:
        own = [f"hydra.sweep.dir='{folder}'", "hydra.mode=MULTIRUN"]
        config = hydra.compose_config("config", own + overrides, RunMode.MULTIRUN, with_log_configuration=False)
        context = HydraContext(config_loader=hydra.config_loader, callbacks=Callbacks())
        given = {"hydra_context": context, "task_function": task_function, "config": config}
        sweeper = Plugins.instance().instantiate_sweeper(**given)
        sweeper.launcher = TogetherLauncher()
        sweeper.launcher.setup(**given)
        sweeper.sweep(list(config.hydra.overrides.task))


def expand(overrides: list[str]) -> tuple[list[Settings], list[str]]:
    """Checked settings and labels of all runs of a sweep.

    Parameters
    ----------
    overrides : list of str
        In Hydra's multirun grammar. Without ``allocation``, and without scenarios that state one, all six are
        compared.

    Raises
    ------
    InputError
        With one line for every fault in any run.
    """
    given, faults = parse(list(overrides), sweep=True)
    texts = [forced(o) for o in given]
    n_runs = math.prod(len(values_of(o)) for o in given)
    if n_runs > MOST_RUNS:
        raise InputError([*faults, f"{COMMAND_LINE}: the sweep has more than {MOST_RUNS:,} runs; give fewer values"])
    names = [name for o in given if o.key_or_group == "scenario" for name in values_of(o) if isinstance(name, str)]
    keys = {o.key_or_group.split(".")[0] for o in given}
    with after(faults):
        stated = "allocation" in keys or (names and all("allocation" in read_scenario(name) for name in names))
    if not stated:
        texts = [DEFAULT_ALLOCATIONS, *texts]
    settings: list[Settings] = []
    jobs: list[list[str]] = []

    def check(several: list[list[str]]) -> None:
        for job in ([text.removeprefix(FORCE) for text in texts] for texts in several):
            try:
                settings.append(layered(job, []))
                jobs.append(job)
            except InputError as fault:
                faults.extend(fault.problems)

    multirun(texts, check)
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return distinct(settings, labels(settings, jobs))


def labels(settings: list[Settings], jobs: list[list[str]]) -> list[str]:
    """Name of each run: its allocation, and whatever else differs between the runs."""
    varied = {o for job in jobs for o in job if any(o not in other for other in jobs)}
    short = _short_keys({o.split("=", 1)[0] for o in varied})
    names = []
    for s, job in zip(settings, jobs, strict=True):
        named = ("split",) if s.allocation.between == "none" else USUAL  # groups that are in the label
        named = tuple(f"{group}=" for group in ("allocation", "instrument", *named))
        more = [o.split("=", 1) for o in job if o in varied and not (o.startswith(named) and "{" not in o)]
        names.append(" ".join([s.label, *(f"{short[key]}={value}" for key, value in more)]))
    return names


def _short_keys(keys: set[str]) -> dict[str, str]:
    """Keys without their section, unless two would then be the same."""
    rest = [key.split(".", 1)[-1] for key in keys]
    return {key: short if rest.count(short) == 1 else key for key, short in zip(keys, rest, strict=True)}


def distinct(settings: list[Settings], names: list[str]) -> tuple[list[Settings], list[str]]:
    """Leave out runs without money that are there already: with no money to split, splits do not differ."""
    kept, seen = [], set()
    for s, name in zip(settings, names, strict=True):
        same = (name, s.world_digest()) if not s.is_funded else None
        if same is None or same not in seen:
            kept.append((s, name))
        seen.add(same)
    return [s for s, _ in kept], [name for _, name in kept]
