"""Published findings reproduced in silico: experiments, statistics, and how the model compares."""

from sim.studies.validation.catalogue import read_experiments
from sim.studies.validation.run import statistics
from sim.studies.validation.targets import Target, read_targets

__all__ = ["accepted", "read_experiments", "read_targets", "statistics"]


def accepted(targets: list[Target] | None = None) -> dict[str, tuple[float, float]]:
    """Centre and half-width of what counts as agreement, by finding.

    Parameters
    ----------
    targets : list of Target, optional
        Default: those that come with the package.
    """
    bounds = {t.id: t.accepted for t in (targets or read_targets())}
    return {name: ((low + high) / 2, (high - low) / 2) for name, (low, high) in bounds.items()}
