"""A stored comparison, as charts and report ask for it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.results.differences import Difference, Sample, against_best
from sim.results.factors import Factor, factors
from sim.results.looks import confidence_of
from sim.results.points import Points, points_of
from sim.results.vocabulary import Vocabulary, column_of, vocabulary_in, vocabulary_of, weeks_per_quarter

if TYPE_CHECKING:
    import pandas as pd

# Parts of the gross, in the order in which they are shown: what would be sold anyway first, what is new last.
PARTS = (
    "windfall_yuan", "displaced_city_yuan", "displaced_intercity_yuan", "displaced_online_yuan", "brought_forward_yuan",
    "net_yuan",
)  # fmt: skip
# Settings that make another world; runs that differ in one of them share no twin.
OF_WORLD = ("city", "seed", "replicates", "horizon", "population", "parameters", "sample")


class Cells(NamedTuple):
    """A measure of several groups with its interval: a row for each group, a column for each policy."""

    value: pd.DataFrame
    ci_low: pd.DataFrame
    ci_high: pd.DataFrame

    def positive(self) -> Cells:
        """Return intervals that end at 0, for what cannot be negative."""
        return self._replace(ci_low=self.ci_low.clip(lower=0))


@dataclass(frozen=True)
class Results:
    """What a results folder holds.

    Attributes
    ----------
    folder : Path
    summary : pandas.DataFrame
        Index: allocation.
    effects : pandas.DataFrame
    manifest : dict
    """

    folder: Path
    summary: pd.DataFrame
    effects: pd.DataFrame
    manifest: dict[str, Any]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Names of the groups that the folder knows."""
        return vocabulary_of(self.manifest) if "vocabulary" in self.manifest else vocabulary_in(self.effects)

    def pays_by_score(self, label: str) -> bool:
        """Whether a city could win or lose money of the second tranche; older folders do not say it of several."""
        if "pays_by_score" in self.manifest:
            return label in self.manifest["pays_by_score"]
        return len(self.manifest["cities"]) > 1

    def begins_late(self, quarter: int, label: str) -> bool:
        """Whether a quarter, 1 is the first, begins after the pilot of a run has ended."""
        return bool((quarter - 1) * weeks_per_quarter(self.manifest) >= self.weeks(label, "weeks_pilot"))

    @property
    def labels(self) -> list[str]:
        """Allocations in the order of the comparison."""
        return list(self.summary.index)

    @cached_property
    def funded(self) -> list[str]:
        """Allocations that spend public money."""
        return [a for a in self.labels if self.summary.public_yuan[a] > 0]

    @cached_property
    def active(self) -> list[str]:
        """Allocations with any policy, with money or without; the others have no effect by construction."""
        return [a for a in self.labels if a in self.funded or self.instruments(a)]

    @cached_property
    def ranked(self) -> list[str]:
        """Funded allocations, highest net effect per yuan first."""
        return sorted(self.funded, key=lambda a: -self.summary.net_per_yuan[a])

    @cached_property
    def best(self) -> list[str]:
        """Funded allocations with the highest net effect per yuan: several where it is the same number in all."""
        s = self.summary.net_per_yuan
        return [a for a in self.ranked if s[a] == s[self.ranked[0]]]

    @cached_property
    def factors(self) -> list[Factor]:
        """What was varied, where the runs with money are all combinations of two factors or more; else nothing."""
        return [] if self.points else factors(self.manifest["configs"], self.funded)

    @cached_property
    def points(self) -> Points | None:
        """Assumptions that vary and the choices at each, where every choice is at all of them; None else."""
        return points_of(self.manifest["configs"], self.funded)

    @property
    def rivals(self) -> list[str]:
        """Funded allocations below the best, highest net effect per yuan first."""
        return self.ranked[len(self.best) :]

    @property
    def granted(self) -> list[str]:
        """Policies with grants to the cities."""
        return [a for a in self.funded if self.between(a) != "none"]

    @property
    def main(self) -> str:
        """The policy that sentences speak of: the best with grants where there is one, else the best."""
        return next((a for a in self.ranked if a in self.granted), self.ordered[0])

    @cached_property
    def unfunded(self) -> list[str]:
        """Policies without public money, highest net effect first."""
        return sorted((a for a in self.active if a not in self.funded), key=lambda a: -self.summary.net_yuan[a])

    @property
    def ordered(self) -> list[str]:
        """All policies: those with money by net effect per yuan, then those without by net effect."""
        return [*self.ranked, *self.unfunded]

    @cached_property
    def reference(self) -> str:
        """The official allocation where there is one, else the first with money, else the first policy."""
        official = [a for a in self.funded if self.between(a) in ("official", "by_class")]
        return (official or self.funded or self.active)[0]

    @property
    def has_intervals(self) -> bool:
        """Whether every policy was replicated."""
        e = self.effects
        own = e[(e.dimension == "total") & (e.measure == "net_yuan") & e.allocation.isin(self.unfunded)]
        tables = (self.summary.loc[self.funded], own)
        return all(table[["ci_low", "ci_high"]].notna().all(axis=None) for table in tables)

    @cached_property
    def cities(self) -> dict[str, dict[str, Any]]:
        """Cities of the comparison by id; one that the manifest does not name has its id only."""
        known = {city["id"]: city for city in self.manifest["cities"]}
        seen = dict.fromkeys(self.effects.city[self.effects.dimension == "city"].dropna())
        return known | {name: {"id": name, "name": name, "listed": "unknown"} for name in seen if name not in known}

    def between(self, label: str) -> str:
        """How an allocation divides the envelope between cities, as the settings call it."""
        return str(self.manifest["configs"].get(label, {}).get("allocation", {}).get("between", label))

    def group(self, label: str, key: str) -> dict[str, Any]:
        """Settings of one group of an allocation; nothing where the manifest has none."""
        found = self.manifest["configs"].get(label, {}).get(key)
        return found if isinstance(found, dict) else {}

    def instruments(self, label: str) -> list[dict[str, Any]]:
        """Settings of the instruments beside the awards."""
        config = self.manifest["configs"].get(label, {})
        several = [config.get("instrument"), *(config.get("instruments") or ())]
        return [k for k in several if isinstance(k, dict) and k.get("kind") not in (None, "none")]

    def wide(self, dimension: str, measure: str, column: str, value: str = "value") -> pd.DataFrame:
        """One measure as a table: a row for each cell, a column for each policy."""
        key = (dimension, measure, column, value)
        if key not in self._tables:
            own = self.effects.loc[self._rows.get((dimension, measure), [])]
            table = own.pivot(index=column, columns="allocation", values=value)
            self._tables[key] = table.reindex(columns=self.active)
        return self._tables[key].copy()

    @cached_property
    def _tables(self) -> dict[tuple[str, str, str, str], pd.DataFrame]:
        return {}

    @cached_property
    def _rows(self) -> dict[Hashable, pd.Index[Any]]:
        """Rows of the effects by dimension and measure."""
        return self.effects.groupby(["dimension", "measure"]).groups

    def cells(self, dimension: str, measure: str, groups: Iterable[Hashable], unit: float = 1.0) -> Cells:
        """One measure of the given groups with its interval, in a unit.

        Parameters
        ----------
        dimension, measure : str
        groups : iterable
            Cells in the order in which they are wanted.
        unit : float
        """
        column = column_of(dimension, self.effects)
        tables = (self.wide(dimension, measure, column, v).reindex(list(groups)) for v in Cells._fields)
        return Cells(*(table / unit for table in tables))

    def has(self, dimension: str, *measures: str) -> bool:
        """Whether every one of these measures is known for any policy."""
        e = self.effects
        known = e[(e.dimension == dimension) & e.allocation.isin(self.active) & e.value.notna()]
        return set(measures) <= set(known.measure)

    def n_replicates(self, label: str) -> int:
        """Replicates of one allocation."""
        return int(self.summary.n_replicates[label])

    def of_summary(self, label: str, column: str) -> float:
        """Cell of the summary; NaN where it is empty."""
        return float(self.summary[column].to_dict()[label])

    def of_pair(self, label: str, measure: str) -> float:
        """What a policy has against the others; NaN where the folder does not say it, as older ones."""
        e = self.effects
        found = e.value[(e.dimension == "pair") & (e.measure == measure) & (e.allocation == label)]
        return math.nan if found.empty else float(found.iloc[0])

    def total(self, label: str, measure: str, value: str = "value") -> float:
        """Total of one allocation."""
        return float(self._totals[value][label, measure])

    def totals(self, measures: Iterable[str], unit: float = 1.0) -> Cells:
        """Several totals as groups, in a unit."""
        import pandas as pd

        tables = ({a: {m: self.total(a, m, v) for m in measures} for a in self.active} for v in Cells._fields)
        return Cells(*(pd.DataFrame(table) / unit for table in tables))

    def interval(self, label: str, measure: str, unit: float = 1.0) -> tuple[float, float, float]:
        """Total of one allocation with the ends of its interval, in a unit."""
        value, low, high = (self.total(label, measure, v) / unit for v in Cells._fields)
        return value, low, high

    @cached_property
    def _totals(self) -> dict[str, dict[Hashable, float]]:
        own = self.effects[self.effects.dimension == "total"].set_index(["allocation", "measure"])
        return {v: own[v].to_dict() for v in Cells._fields}

    @cached_property
    def by_replicate(self) -> pd.DataFrame:
        """Net effect per public yuan: a row for each replicate, a column for each funded allocation."""
        net, public = (self.replicates(m)[self.funded] for m in ("net_yuan", "public_yuan"))
        return net / public

    def replicates(self, measure: str) -> pd.DataFrame:
        """A total in each replicate: a row for each, a column for each policy."""
        return self.by_replicate if measure == "net_per_yuan" else self.wide("replicate", measure, "replicate")

    def together(self, *labels: str) -> int:
        """Neighbouring replicates that share their parameters, in any of some runs; older folders say it of all."""
        stated = self.manifest.get("replicates_per_set") or 1
        return max(int(stated.get(a) or 1) for a in labels) if isinstance(stated, dict) else int(stated)

    def of_runs(self, *keys: str) -> dict[str, Any]:
        """A setting of every run by label; nothing of a run whose settings the manifest does not hold."""
        found = {a: self.manifest["configs"].get(a) for a in self.labels}
        for key in keys:
            found = {a: group.get(key) for a, group in found.items() if isinstance(group, dict)}
        return {a: value for a, value in found.items() if value is not None}

    def weeks(self, label: str, part: str) -> int:
        """Weeks of a part of a run: ``weeks_pilot`` or ``weeks_after``."""
        return int(self.of_runs("horizon", part).get(label, self.manifest["calendar"][part]))

    def is_same(self, *keys: str, of: Iterable[str] = ()) -> bool:
        """Whether a setting is the same in all runs, or in those given."""
        found = self.of_runs(*keys)
        return len({repr(found[a]) for a in of or self.labels if a in found}) < 2

    def _world(self, label: str) -> tuple[object, ...]:
        """What the simulated worlds of a run depend on."""
        drawn = label in self.of_runs("sample")
        return (drawn, *(repr(self.of_runs(key).get(label)) for key in OF_WORLD))

    def share_worlds(self, *labels: str) -> bool:
        """Whether some policies, by default all, run in the same simulated worlds, with common random draws."""
        return len({self._world(a) for a in labels or self.active}) < 2

    def sample(self, *labels: str) -> Sample:
        """Net effect per yuan of a policy, or the mean of several, in each replicate."""
        mean = self.by_replicate[list(labels)].mean(axis=1, skipna=False)
        return Sample(mean.to_numpy(), tuple(map(self._world, labels)), self.together(*labels))

    @cached_property
    def against_best(self) -> dict[str, Difference]:
        """Net effect per yuan of each funded policy less the highest of the others; empty where there is one only.

        Whatever is said of which policy is best is said from these.
        """
        own, confidence = [self.sample(a) for a in self.funded], confidence_of(self.manifest)
        return dict(zip(self.funded, against_best(own, confidence), strict=True)) if len(own) > 1 else {}
