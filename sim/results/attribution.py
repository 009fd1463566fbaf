"""The folder of an attribution, read back and checked: attribution.csv and manifest.json."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import InputError
from sim.results.reading import read_manifest
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
MANIFEST = {
    "version": str, "code_version": str, "command": str, "created_utc": str, "seed": int, "replicates": int,
    "grant_yuan": (int, float), "extra_share": (int, float), "added": dict, "label": str, "cities": list,
    "configs": dict, "calendar": dict, "parameters": list, "data_sha256": dict, "versions": dict,
    "wall_seconds": (int, float),
}  # fmt: skip
AND, NOBODY, EVERYBODY = " + ", "none", "all"
ONE_MORE = "one_more_yuan"
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
    manifest: dict

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

    def row(self, block: str, players: str, measure: str) -> pd.Series:
        """One row of the table."""
        return self.of(block, measure).loc[players]


def is_attribution(folder: Path) -> bool:
    """Whether a folder holds an attribution."""
    return (Path(folder) / TABLE).is_file()


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
    paths = [folder / TABLE, folder / "manifest.json"]
    missing = [f"{path}: no such file; the folder of an attribution holds it" for path in paths if not path.is_file()]
    if missing:
        raise InputError(missing)
    found = Attributed(folder, read_table(paths[0], COLUMNS), _manifest(paths[1]))
    faults = _faults(found, paths[0])
    if faults:
        raise InputError(faults)
    return found


def _faults(found: Attributed, path: Path) -> list[str]:
    """Every row that charts need is there, and shares add up."""
    if not found.blocks:
        return [f"{path}: holds no row with the measure share_yuan"]
    filled = found.table[found.table.value.notna()]
    there, faults = set(zip(filled.block, filled.measure, filled.players, strict=True)), []
    for block in found.blocks:
        players = found.players(block)
        pairs = [AND.join((a, b)) for i, a in enumerate(players) for b in players[i + 1 :]]
        needed = [(m, p) for m in ("share", "first", "last") for p in players]
        needed += [("net", NOBODY), ("net", EVERYBODY), *(("interaction", pair) for pair in pairs)]
        keys = [(block, f"{m}_{unit}", p) for m, p in needed for unit in ("yuan", "per_yuan")]
        lacking = [key for key in keys if key not in there]
        faults += [f"{path}: no value of {m} of {p} in {b}" for b, m, p in lacking]
        if not lacking:
            total = found.row(block, EVERYBODY, "net_yuan").value
            parts = found.row(block, NOBODY, "net_yuan").value + found.of(block, "share_yuan").value.sum()
            if not abs(total - parts) <= ADDS_UP * max(1.0, abs(total)):
                faults.append(f"{path}: shares of {block} sum to {parts:.10g} yuan, not to {total:.10g}")
    if found.of(ONE_MORE, "net_per_extra_yuan").empty:
        faults.append(f"{path}: no value of net_per_extra_yuan in {ONE_MORE}")
    return faults


def _manifest(path: Path) -> dict:
    manifest = read_manifest(path)
    wrong = [key for key, kind in MANIFEST.items() if not isinstance(manifest.get(key), kind)]
    faults = [f"{path}: {key}: lacking or of the wrong type" for key in wrong]
    if not faults and not all(isinstance(one, dict) and "split" in one for one in manifest["configs"].values()):
        faults.append(f"{path}: configs: lacks split")
    if faults or not manifest["configs"]:
        raise InputError(faults or [f"{path}: configs: empty"])
    return manifest
