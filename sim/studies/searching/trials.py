"""Finished trials of a search: in memory, and in a table that a stopped search goes on from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.results.files import stored
from sim.results.writing import write_whole
from sim.studies.searching.distance import Floats


@dataclass
class Trials:
    """Trials in the order in which they were proposed.

    Attributes
    ----------
    names, ids : tuple of str
        Free parameters and findings.
    units : (n_trials, n_free) float64
        Points of the unit cube of the prior.
    parameters : (n_trials, n_free) float64
        Values of the parameters there.
    statistics : (n_trials, n_findings) float64
        Mean over the replicates; NaN where the model gave none.
    distance : (n_trials,) float64
    """

    names: tuple[str, ...]
    ids: tuple[str, ...]
    units: Floats
    parameters: Floats
    statistics: Floats
    distance: Floats

    @classmethod
    def none(cls, names: tuple[str, ...], ids: tuple[str, ...]) -> Trials:
        """Return a table without trials."""
        free, found = np.empty((0, len(names))), np.empty((0, len(ids)))
        return cls(names, ids, free, free.copy(), found, np.empty(0))

    def __len__(self) -> int:
        return self.distance.size

    def add(self, unit: Floats, values: Floats, statistics: Floats, distance: float) -> None:
        """Append one trial."""
        self.units = np.vstack([self.units, unit])
        self.parameters = np.vstack([self.parameters, values])
        self.statistics = np.vstack([self.statistics, statistics])
        self.distance = np.append(self.distance, distance)


class StoredTrial(NamedTuple):
    """A line of a table of trials."""

    path: Path  # of the table
    values: Floats  # (n_free,) of the parameters
    statistics: Floats  # (n_findings,)
    distance: float


class TrialFile:
    """``trials.csv``: one line per finished trial, appended at once, whole or not at all.

    Columns: trial, the free parameters, the findings, distance. Numbers are written so that they come back to the bit;
    an empty cell is a statistic that the model did not give. The first line that is damaged, as one that was cut off,
    and all after it are taken away.

    Parameters
    ----------
    path : Path
    names, ids : tuple of str
        Free parameters and findings.

    Raises
    ------
    InputError
        If the file has other columns, or is no plain file.
    """

    def __init__(self, path: Path, names: tuple[str, ...], ids: tuple[str, ...]) -> None:
        self.path, self.n_free = Path(path), len(names)
        self.header = ["trial", *names, *ids, "distance"]
        if not self.path.exists() and not self.path.is_symlink():
            write_whole(self.path, ",".join(self.header) + "\n")
        self.stored = self._read()

    def _read(self) -> list[StoredTrial]:
        """Every line up to the first that is not as it was written; that one and all after it are computed again."""
        content = stored(self.path)
        lines = content.splitlines(keepends=True)
        found: list[StoredTrial] = []
        for line in lines[1:]:
            trial = self._trial(len(found), line)
            if trial is None:
                break
            found.append(trial)
        if not lines or lines[0].decode(errors="replace") != ",".join(self.header) + "\n":
            raise InputError("calibration-other-columns", path=self.path)
        os.truncate(self.path, sum(map(len, lines[: len(found) + 1])))
        return found

    def _trial(self, trial: int, line: bytes) -> StoredTrial | None:
        """Return a trial; None if its line was cut off or changed."""
        cells = line.decode(errors="replace").removesuffix("\n").split(",")
        if not line.endswith(b"\n") or cells[0] != str(trial) or len(cells) != len(self.header):
            return None
        try:
            numbers = np.array([float(cell) if cell else np.nan for cell in cells[1:]])
        except ValueError:
            return None
        values, statistics = np.split(numbers[:-1], [self.n_free])
        return StoredTrial(self.path, values, statistics, float(numbers[-1]))

    def append(self, trial: int, values: Floats, statistics: Floats, distance: float) -> None:
        """Write one finished trial and wait until it is on the disk."""
        cells = ["" if np.isnan(x) else repr(float(x)) for x in (*values, *statistics, distance)]
        with self.path.open("ab", buffering=0) as file:
            file.write((",".join([str(trial), *cells]) + "\n").encode())
            os.fsync(file.fileno())
