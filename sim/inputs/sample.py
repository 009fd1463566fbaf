"""Parameters drawn from the posterior sample, so that what is not known about them reaches every interval."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import Field, field_validator

from sim.data import read
from sim.errors import Fault, InputError, Wrong, fault, unreadable
from sim.inputs.origins import Layer
from sim.inputs.paths import CONFIGS
from sim.inputs.settings import Settings
from sim.policy.schema import Section

REPLICATES_PER_SET = 2  # so that parameters and seed can be distinguished; see tables.uncertainty
LEAST_REPLICATES = 2 * REPLICATES_PER_SET  # one set has no spread
FILE = "posterior.csv"
SHOWN = f"configs/parameters/{FILE}"  # how messages name it, wherever the package is installed
PARAMETERS = "sim/data/parameters.csv"


class Sample(Section):
    """Parameter sets of the posterior sample, the best one first, without the parameters that a run states itself."""

    sha256: str  # of the file
    free: tuple[str, ...]
    sets: tuple[dict[str, float], ...] = Field(exclude=True, repr=False)

    def without(self, stated: set[str]) -> Sample:
        """Return the sample without some parameters."""
        free = tuple(name for name in self.free if name not in stated)
        sets = tuple({name: one[name] for name in free} for one in self.sets)
        return Sample(sha256=self.sha256, free=free, sets=sets)


class SampledSettings(Settings):
    """Settings whose parameters differ between replicates.

    ``parameters`` holds the best set, and what the run states itself. Two replicates, 2j and 2j + 1, share a set: set
    number j of an order that depends on the seed only. Where there are more pairs than sets, a new order follows.
    """

    sample: Sample

    @field_validator("replicates")
    @classmethod
    def _in_pairs(cls, value: int) -> int:
        if value % REPLICATES_PER_SET or value < LEAST_REPLICATES:
            raise Wrong("inputs-pairs", least=LEAST_REPLICATES)
        return value

    @property
    def replicates_per_set(self) -> int:
        """Neighbouring replicates with the same parameters."""
        return REPLICATES_PER_SET

    def of_replicate(self, replicate: int) -> Settings:
        """Return the settings of one replicate, with parameters of its own."""
        plain = {name: getattr(self, name) for name in Settings.model_fields}
        own = self.sample.sets[self._order(replicate // REPLICATES_PER_SET)]
        chosen = Settings.model_construct(**plain | {"parameters": self.parameters | own})
        chosen._origins = self._origins
        return chosen

    def _order(self, pair: int) -> int:
        """Set that a pair of replicates draws."""
        from sim.kernel.draws import KeyedDraws  # numba, not needed to check settings

        n_sets = len(self.sample.sets)
        turn, place = divmod(pair, n_sets)
        keys = KeyedDraws(self.seed).uniform("posterior", np.arange(n_sets), 0, turn)
        return int(np.argsort(keys, kind="stable")[place])


def lay_sample(container: dict[str, Any], stated: set[str], folder: Path | None = None) -> Layer:
    """Put the posterior sample under the parameters of a run.

    Parameters
    ----------
    container : dict
        Composed settings; modified in place: ``parameters`` gets the best set, ``sample`` the sample.
    stated : set of str
        Parameters that the command line or a scenario states; they win over the sample.
    folder : Path, optional
        Of the sample; default ``configs/parameters``.

    Returns
    -------
    Layer
        What comes from the sample.

    Raises
    ------
    InputError
        If there is no sample, or it is damaged.
    """
    sample = read_sample(folder).without(stated)
    container["parameters"] |= sample.sets[0]
    container["sample"] = {"sha256": sample.sha256, "free": sample.free, "sets": sample.sets}
    return Layer({"parameters": sample.sets[0], "sample": container["sample"]}, SHOWN)


def read_sample(folder: Path | None = None) -> Sample:
    """Read the posterior sample and check every cell.

    Parameters
    ----------
    folder : Path, optional
        Default ``configs/parameters``.

    Raises
    ------
    InputError
        With one line.
    """
    path = (CONFIGS / "parameters" if folder is None else folder) / FILE
    try:
        content = path.read_bytes()
        lines = list(csv.reader(content.decode("utf-8").splitlines(), strict=True))
    except FileNotFoundError:
        raise InputError([_of_sample(fault("inputs-sample-not-found"))]) from None
    except (OSError, ValueError, csv.Error) as error:
        raise InputError([_of_sample(fault("inputs-sample-unreadable", why=unreadable(error)))]) from None
    digest = hashlib.sha256(content).hexdigest()
    ranges = {p.name: (p.low, p.high) for p in read.read_parameters()}
    wrong = _fault(lines, ranges) or _differs(path, digest)
    if wrong:
        raise InputError([wrong])
    names = tuple(lines[0][:-1])
    sets = tuple(dict(zip(names, map(float, line[:-1]), strict=True)) for line in lines[1:])
    return Sample(sha256=digest, free=names, sets=sets)


def _of_sample(problem: Fault, row: int | None = None) -> Fault:
    how = fault("inputs-sample-how", file=SHOWN)
    if row is None:
        return fault("inputs-sample", file=SHOWN, problem=problem, how=how)
    return fault("inputs-sample-row", file=SHOWN, row=row, problem=problem, how=how)


def _fault(lines: list[list[str]], ranges: dict[str, tuple[float, float]]) -> Fault | None:
    """The first thing that is wrong in the table; None if nothing is."""
    names = lines[0] if lines else []
    if len(names) < 2 or names[-1] != "distance" or len(set(names)) < len(names):
        return _of_sample(fault("inputs-sample-columns"))
    unknown = [name for name in names[:-1] if name not in ranges]
    if unknown:
        return _of_sample(fault("inputs-sample-parameter", name=repr(unknown[0]), file=PARAMETERS))
    if len(lines) < 2:
        return _of_sample(fault("inputs-sample-empty"))
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(names):
            return _of_sample(fault("inputs-sample-fields", n=len(line), needed=len(names)), number)
        for name, cell in zip(names, line, strict=True):
            low, high = ranges.get(name, (0.0, math.inf))
            if not _is_within(cell, low, high):
                known = name in ranges
                bounds = fault("inputs-sample-from-to", low=f"{low:g}", high=f"{high:g}") if known else ">= 0"
                return _of_sample(fault("inputs-sample-cell", name=name, cell=repr(cell[:20]), bounds=bounds), number)
    return None


def _is_within(cell: str, low: float, high: float) -> bool:
    try:
        value = float(cell)
    except ValueError:
        return False
    return math.isfinite(value) and low <= value <= high


def _differs(path: Path, digest: str) -> Fault | None:
    """Say so where the table is not the one that the file beside it, if there is one, describes."""
    beside = path.with_suffix(".json")
    try:
        held = json.loads(beside.read_text(encoding="utf-8"))["sha256"] if beside.is_file() else digest
    except (OSError, ValueError, KeyError, TypeError):
        held = ""
    return None if held == digest else _of_sample(fault("inputs-sample-differs", beside=beside.name))
