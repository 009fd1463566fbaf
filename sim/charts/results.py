"""A stored comparison, as charts and report ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

# Parts of the gross, in the order in which they are shown: what would be sold anyway first, what is new last.
PARTS = (
    "windfall_yuan",
    "displaced_city_yuan",
    "displaced_intercity_yuan",
    "brought_forward_yuan",
    "net_yuan",
)
CONFIDENCE = 0.95


class Difference(NamedTuple):
    """Net effect per yuan of one allocation less that of another, paired over replicates."""

    value: float
    low: float
    high: float
    n: int

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0; False without an interval."""
        return self.low > 0 or self.high < 0


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
    manifest: dict

    @property
    def labels(self) -> list[str]:
        """Allocations in the order of the comparison."""
        return list(self.summary.index)

    @cached_property
    def funded(self) -> list[str]:
        """Allocations that spend money; the others have no effect by construction."""
        return [a for a in self.labels if self.summary.public_yuan[a] > 0]

    @cached_property
    def ranked(self) -> list[str]:
        """Funded allocations, highest net effect per yuan first."""
        return sorted(self.funded, key=lambda a: -self.summary.net_per_yuan[a])

    @cached_property
    def reference(self) -> str:
        """The official allocation where there is one, else the first with money."""
        official = [a for a in self.funded if self.between(a) in ("official", "by_class")]
        return official[0] if official else self.funded[0]

    @property
    def contrasted(self) -> list[str]:
        """The best allocation, and the reference or the next best to set beside it."""
        other = self.reference if self.reference != self.ranked[0] else (self.ranked[1:2] or [""])[0]
        return [a for a in (self.ranked[0], other) if a]

    @property
    def has_intervals(self) -> bool:
        """Whether every funded allocation was replicated."""
        return bool(self.summary.loc[self.funded, ["ci_low", "ci_high"]].notna().all(axis=None))

    @cached_property
    def cities(self) -> dict[str, dict]:
        """Cities of the comparison by id; one that the manifest does not name has its id only."""
        known = {city["id"]: city for city in self.manifest["cities"]}
        seen = dict.fromkeys(self.effects.city[self.effects.dimension == "city"].dropna())
        return known | {name: {"id": name, "name": name, "listed": "unknown"} for name in seen if name not in known}

    def between(self, label: str) -> str:
        """How an allocation divides the envelope between cities, as the settings call it."""
        return str(self.manifest["configs"].get(label, {}).get("allocation", {}).get("between", label))

    def wide(self, dimension: str, measure: str, column: str, value: str = "value") -> pd.DataFrame:
        """One measure as a table: a row for each cell, a column for each funded allocation."""
        own = self.effects[(self.effects.dimension == dimension) & (self.effects.measure == measure)]
        table = own.pivot(index=column, columns="allocation", values=value)
        return table.reindex(columns=self.funded)

    def total(self, label: str, measure: str, value: str = "value") -> float:
        """Total of one allocation."""
        e = self.effects
        return float(e.loc[(e.dimension == "total") & (e.measure == measure) & (e.allocation == label), value].iloc[0])

    @cached_property
    def by_replicate(self) -> pd.DataFrame:
        """Net effect per public yuan: a row for each replicate, a column for each funded allocation."""
        net, public = (self.wide("replicate", m, "replicate") for m in ("net_yuan", "public_yuan"))
        return net / public

    @property
    def together(self) -> int:
        """Neighbouring replicates that share their parameters."""
        return int(self.manifest.get("replicates_per_set") or 1)

    def difference(self, a: str, b: str, comparisons: int = 1) -> Difference:
        """Net effect per yuan of ``a`` less that of ``b`` with a t interval over replicates.

        Parameters
        ----------
        a, b : str
        comparisons : int
            The interval holds for that many differences at once (Bonferroni), at 95 %.
        """
        from scipy.special import stdtrit

        sample = (self.by_replicate[a] - self.by_replicate[b]).dropna()
        if self.together > 1:  # replicates that share their parameters are not independent; their means are
            sample = sample.groupby((sample.index.astype(int) - 1) // self.together).mean()
        n, mean = len(sample), float(sample.mean()) if len(sample) else float("nan")
        if n < 2:
            return Difference(mean, float("nan"), float("nan"), n)
        half = float(stdtrit(n - 1, 1 - (1 - CONFIDENCE) / 2 / comparisons) * sample.std(ddof=1) / n**0.5)
        return Difference(mean, mean - half, mean + half, n)
