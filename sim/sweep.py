"""Run a Hydra multirun: expand the overrides, check every job, and only then compare them."""

from __future__ import annotations

import sys
import tempfile

import hydra
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from sim.compose import check_overrides, hydra_raises, plain_errors, register_parameters, settings_of
from sim.paths import CONFIGS
from sim.settings import Settings

DEFAULT_ALLOCATIONS = "allocation=official,equal,per_head,by_retail,by_need,none"


def expand(overrides: list[str]) -> tuple[list[Settings], list[str]]:
    """Checked settings and labels of all jobs of a sweep.

    Parameters
    ----------
    overrides : list of str
        In Hydra's multirun grammar; without ``allocation`` all allocations are compared.

    Raises
    ------
    InputError
        With one line for every fault in any job.
    """
    given = check_overrides(overrides)
    if "allocation" not in [o.key_or_group for o in given]:
        overrides = [DEFAULT_ALLOCATIONS, *overrides]
    jobs = _multirun(overrides)
    settings = [settings_of(config, job) for config, job in jobs]
    return settings, labels(settings, [job for _, job in jobs])


def _multirun(overrides: list[str]) -> list[tuple[DictConfig, list[str]]]:
    """Config and overrides of every job of a Hydra multirun.

    The jobs only hand in their configs: allocations share their twins, so they are run together afterwards.
    """
    register_parameters()
    GlobalHydra.instance().clear()
    jobs: list[tuple[DictConfig, list[str]]] = []

    def hand_in(config: DictConfig) -> None:
        jobs.append((config, list(HydraConfig.get().overrides.task)))

    arguments = sys.argv
    with tempfile.TemporaryDirectory(prefix="sanxin-") as folder, plain_errors(overrides), hydra_raises():
        sys.argv = [
            "sanxin", "--multirun", f"hydra.sweep.dir={folder}", "hydra.output_subdir=null",
            "hydra/job_logging=disabled", "hydra/hydra_logging=disabled", *overrides,
        ]  # fmt: skip
        try:
            hydra.main(config_path=str(CONFIGS), config_name="config", version_base=None)(hand_in)()
        finally:
            sys.argv = arguments
            GlobalHydra.instance().clear()
    return jobs


def labels(settings: list[Settings], jobs: list[list[str]]) -> list[str]:
    """Name of each job: its allocation, and whatever else differs between the jobs."""
    varied = {o for job in jobs for o in job if any(o not in other for other in jobs)}
    names = []
    for s, job in zip(settings, jobs, strict=True):
        more = [o for o in job if o in varied and o.split("=", 1)[0] not in ("allocation", "split")]
        names.append(" ".join([s.label, *more]))
    return names
