"""The posterior sample: parameter sets that fit the findings about equally well."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.results.writing import write_whole
from sim.studies.searching.distance import EQUALLY_GOOD, Floats
from sim.studies.searching.prior import Prior
from sim.studies.searching.trials import Trials

LEAST_SETS, MOST_SETS = 50, 200
LOW_QUANTILE, HIGH_QUANTILE = 0.05, 0.95  # ends of the fitted interval of a parameter
PINNED_BELOW = 0.8  # width of a fitted interval over that of the prior from which a parameter counts as unpinned


class Posterior(NamedTuple):
    """Parameter sets, the best one first.

    ``units`` and ``parameters`` are (n_sets, n_free), ``distance`` and ``trial`` (n_sets,).
    """

    names: tuple[str, ...]
    units: Floats
    parameters: Floats
    distance: Floats
    trial: NDArray[np.intp]


def choose(
    trials: Trials, tolerance: float = EQUALLY_GOOD, least: int = LEAST_SETS, most: int = MOST_SETS
) -> Posterior:
    """Choose the sample from finished trials.

    A trial may be in it if its distance is at most that of the best plus the tolerance. Of these, up to ``most`` are
    taken, each as far as possible in the unit cube from those taken before, the best one first: the search visits good
    regions often, which says nothing about how likely they are.

    Parameters
    ----------
    trials : Trials
    tolerance : float
    least, most : int
        Sets in the sample.

    Returns
    -------
    Posterior

    Raises
    ------
    InputError
        If fewer than ``least`` distinct sets qualify.
    """
    good = equally_good(trials, tolerance)
    if len(good) < least:
        raise InputError("calibration-too-few", good=len(good), trials=len(trials), least=least)
    taken = good[spread(trials.units[good], min(most, len(good)))]
    return Posterior(trials.names, trials.units[taken], trials.parameters[taken], trials.distance[taken], taken)


def equally_good(trials: Trials, tolerance: float = EQUALLY_GOOD) -> NDArray[np.intp]:
    """Trials that may be in the sample, best first, each set once, (n_good,) int."""
    order = np.argsort(trials.distance, kind="stable")
    near = order[trials.distance[order] <= trials.distance[order[0]] + tolerance]
    first = np.unique(trials.parameters[near], axis=0, return_index=True)[1]
    once: NDArray[np.intp] = near[np.sort(first)]
    return once


def spread(points: Floats, n: int) -> NDArray[np.intp]:
    """Rows of n points: the first one, then always the one farthest from those taken."""
    taken = [0]
    nearest = np.linalg.norm(points - points[0], axis=1)
    while len(taken) < n:
        taken.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, np.linalg.norm(points - points[taken[-1]], axis=1))
    return np.array(taken)


def intervals(posterior: Posterior, prior: Prior) -> pd.DataFrame:
    """What the sample says about every parameter.

    Parameters
    ----------
    posterior : Posterior
    prior : Prior

    Returns
    -------
    pandas.DataFrame
        parameter, best, low and high (5 and 95 % of the sample), prior_low, prior_high, width_ratio (width of the
        interval over the width of 5 to 95 % of the prior, both on the prior's scale) and is_pinned: width_ratio below
        :data:`PINNED_BELOW`.
    """
    low, high = np.quantile(posterior.units, (LOW_QUANTILE, HIGH_QUANTILE), axis=0)
    ratio = (high - low) / (HIGH_QUANTILE - LOW_QUANTILE)
    return pd.DataFrame(
        {
            "parameter": posterior.names,
            "best": posterior.parameters[0],
            "low": prior.values(low),
            "high": prior.values(high),
            "prior_low": prior.low,
            "prior_high": prior.high,
            "width_ratio": ratio,
            "is_pinned": ratio < PINNED_BELOW,
        }
    )


def write_posterior(path: Path, posterior: Posterior, about: Mapping[str, object]) -> None:
    """Write the sample, and beside it a .json file that says where it comes from; each whole or not at all.

    Columns of the table: one per free parameter, and distance; one row per set, the best one first.

    Parameters
    ----------
    path : Path
        Ends with .csv.
    posterior : Posterior
    about : dict
        Plain data; the number of sets and the hash of the table are added.
    """
    path = Path(path)
    lines = [",".join([*posterior.names, "distance"])]
    for values, far in zip(posterior.parameters, posterior.distance, strict=True):
        lines.append(",".join(repr(float(x)) for x in (*values, far)))
    text = "\n".join(lines) + "\n"
    own = {"n_sets": len(posterior.parameters), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    path.parent.mkdir(parents=True, exist_ok=True)
    for file, content in ((path, text), (path.with_suffix(".json"), json.dumps({**about, **own}, indent=1) + "\n")):
        write_whole(file, content)
