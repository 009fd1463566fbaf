"""The folder of an attribution, read back and checked: attribution.csv and manifest.json."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sim.errors import Fault, InputError, fault
from sim.results.files import refuse_missing
from sim.results.reading import Kinds, manifest_of
from sim.results.reading_validation import Columns, read_table
from sim.results.vocabulary import Vocabulary, vocabulary_of

if TYPE_CHECKING:
    import pandas as pd

TABLE = "attribution.csv"
COLUMNS = Columns(
    ("block", "players", "measure"),
    ("value", "se", "ci_low", "ci_high", "n_replicates"),
    ("block", "players", "measure", "n_replicates"),
    ("block", "players", "measure"),
)
MANIFEST: Kinds = {
    "version": str, "code_version": str, "command": str, "created_utc": str, "seed": int, "replicates": int,
    "grant_yuan": (int, float), "extra_share": (int, float), "added": dict, "label": str, "cities": list,
    "configs": dict, "calendar": dict, "parameters": list, "data_sha256": dict, "versions": dict,
    "wall_seconds": (int, float),
}  # fmt: skip
AND, NOBODY, EVERYBODY = " + ", "none", "all"  # coalitions
AWARDS, PUBLICITY, MINUS = "awards", "publicity", " minus "  # what a yuan pays for, and pairs of such uses
NETWORKS = "networks"  # block of what goes between residents, cities and authorities
CHANNELS = "channels"  # block of the ways in which the policy reaches consumption
ONE_MORE = "one_more_yuan"  # block of what a yuan on top adds
ADDS_UP = 1e-6  # sums of the same numbers in another order: only rounding may separate them


@dataclass(frozen=True)
class Attributed:
    """A stored attribution.

    Attributes
    ----------
    folder : Path
    table : pandas.DataFrame
        As in the file.
    manifest : dict
    """

    folder: Path
    table: pd.DataFrame
    manifest: dict[str, Any]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Names of the groups that the folder knows."""
        if "vocabulary" in self.manifest:
            return vocabulary_of(self.manifest)
        return Vocabulary(directions=tuple(self.players("directions")))

    @cached_property
    def blocks(self) -> list[str]:
        """Blocks that hold shares, in the order of the table."""
        return list(dict.fromkeys(self.table.block[self.table.measure == "share_yuan"]))

    @cached_property
    def has_intervals(self) -> bool:
        """Whether there is more than one replicate, or group of them."""
        return bool(self.table.se.notna().any())

    def players(self, block: str) -> list[str]:
        """Those who share the net effect of a block."""
        return list(self.of(block, "share_yuan").index)

    def of(self, block: str, measure: str) -> pd.DataFrame:
        """One measure of a block: a row for each of its players."""
        own = self.table[(self.table.block == block) & (self.table.measure == measure)]
        return own.set_index("players")

    def row(self, block: str, players: str, measure: str) -> pd.Series[float]:
        """One row of the table."""
        return cast("pd.Series[float]", self.of(block, measure).loc[players])  # players are unlike within a measure


def read_attributed(folder: Path) -> Attributed:
    """Read the folder of an attribution.

    Parameters
    ----------
    folder : Path
        With attribution.csv and manifest.json.

    Raises
    ------
    InputError
        Naming each file that is missing or damaged, and what is wrong with it.
    """
    folder = Path(folder)
    paths = shares, manifest = folder / TABLE, folder / "manifest.json"
    refuse_missing(paths, "attribution")
    found = Attributed(folder, read_table(shares, COLUMNS), _manifest(manifest))
    faults = _faults(found, shares)
    if faults:
        raise InputError(faults)
    return found


def _faults(found: Attributed, path: Path) -> list[Fault]:
    """Every row that charts need is there, and shares add up."""
    if not found.blocks:
        return [fault("results-no-shares", path=path)]
    filled = found.table[found.table.value.notna()]
    there = set(zip(filled.block, filled.measure, filled.players, strict=True))
    faults: list[Fault] = []
    for block in found.blocks:
        players = found.players(block)
        pairs = [AND.join((a, b)) for i, a in enumerate(players) for b in players[i + 1 :]]
        needed = [(m, p) for m in ("share", "first", "last") for p in players]
        needed += [("net", NOBODY), ("net", EVERYBODY), *(("interaction", pair) for pair in pairs)]
        keys = [(block, f"{m}_{unit}", p) for m, p in needed for unit in ("yuan", "per_yuan")]
        lacking = [key for key in keys if key not in there]
        faults += [fault("results-no-value", path=path, measure=m, players=p, block=b) for b, m, p in lacking]
        if not lacking:
            total = found.row(block, EVERYBODY, "net_yuan").value
            parts = found.row(block, NOBODY, "net_yuan").value + found.of(block, "share_yuan").value.sum()
            if not abs(total - parts) <= ADDS_UP * max(1.0, abs(total)):
                said = {"sum": f"{parts:.10g}", "total": f"{total:.10g}"}
                faults.append(fault("results-shares", path=path, block=block, **said))
    if found.of(ONE_MORE, "net_per_extra_yuan").empty:
        faults.append(fault("results-no-extra", path=path, block=ONE_MORE))
    return faults


def _manifest(path: Path) -> dict[str, Any]:
    manifest = manifest_of(path, MANIFEST)
    if not all(isinstance(one, dict) and "split" in one for one in manifest["configs"].values()):
        raise InputError("results-lacks-fields", path=path, key="configs", fields="split")
    if not manifest["configs"]:
        raise InputError("results-empty", path=path)
    return manifest
