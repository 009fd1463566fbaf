"""The folder of a sensitivity, read back and checked: sensitivity.csv, outputs.csv, flips.csv and manifest.json."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sim.errors import InputError
from sim.results.files import refuse_missing
from sim.results.reading import Kinds, check_fields, manifest_of
from sim.results.reading_validation import Columns, read_table

if TYPE_CHECKING:
    import pandas as pd

INDICES = Columns(
    ("output", "assumption"),
    ("at_low", "at_high", "first", "first_half", "total", "total_half", "mu", "mu_star", "mu_star_half", "sigma"),
    ("output", "assumption"),
    ("output", "assumption"),
)
LEVEL, CONTRAST = "level", "contrast"
OUTPUTS = Columns(
    ("output", "kind", "varies"),
    (
        "start",
        "se",
        "low",
        "high",
        "mean",
        "sd",
        "seed_share",
        "turned_share",
        "explained",
        "error",
        "n_points",
        "n_replicates",
    ),
    ("output", "kind", "varies", "n_points", "n_replicates"),
    ("output",),
)
# What became of the search for a flip: found and checked, none within the ranges, or given up.
TURNS, STANDS, OPEN = "turns", "stands", "open"
FLIPS = Columns(
    ("output", "verdict", "assumptions", "start", "end"),
    ("together", "difference", "distance", "proposed", "before", "behind", "n_checks"),
    ("output", "verdict", "together", "difference", "n_checks"),
    ("output", "together"),
)
TABLES = {"sensitivity": INDICES, "outputs": OUTPUTS, "flips": FLIPS}
AND = " + "  # assumptions that are changed together, and their values
MANIFEST: Kinds = {
    "version": str, "code_version": str, "command": str, "created_utc": str, "seed": int, "replicates": int,
    "of": str, "unit": str, "design": str, "n": int, "assumptions": list, "unread": list, "flips": bool,
    "labels": list, "cities": list, "configs": dict, "data_sha256": dict, "versions": dict,
    "wall_seconds": (int, float),
}  # fmt: skip
LEAST_EXPLAINED = 0.5  # share of the variance over points that a surface has to explain, points left out, to be told
MOST_NOISE = 0.5  # share of it that may be seed noise
NORMAL = 1.96  # standard errors of half a 95 % interval where replicates are many: with fewer it takes more
OF_ASSUMPTION = ("key", "name", "low", "high", "value")


@dataclass(frozen=True)
class Sensitivity:
    """A stored sensitivity.

    Attributes
    ----------
    folder : Path
    indices, outputs, flips : pandas.DataFrame
        As in the files; ``flips`` is empty where none was looked for.
    manifest : dict
    """

    folder: Path
    indices: pd.DataFrame
    outputs: pd.DataFrame
    flips: pd.DataFrame
    manifest: dict[str, Any]

    @cached_property
    def assumptions(self) -> dict[str, dict[str, Any]]:
        """What is known of each assumption, by name."""
        return {one["name"]: one for one in self.manifest["assumptions"]}

    @property
    def index(self) -> str:
        """Column of the index that says how much an assumption matters: ``mu_star`` after Morris, else ``total``."""
        return "mu_star" if self.manifest["design"] == "morris" else "total"

    def output(self, name: str) -> pd.Series[Any]:
        """Row of an output."""
        return cast("pd.Series[Any]", self.outputs.set_index("output").loc[name])

    def named(self, kind: str, varies: bool = True) -> list[str]:
        """Outputs of a kind that vary, or that do not; contrasts from the closest to the widest."""
        rows = self.outputs[(self.outputs.kind == kind) & ((self.outputs.varies == "yes") == varies)]
        if kind == CONTRAST:
            rows = rows.assign(gap=rows.start.abs()).sort_values("gap", kind="stable")
        return list(rows.output)

    def has_surface(self, output: str) -> bool:
        """Whether the surface of an output explains enough of it, and not only of what chance does in these seeds."""
        return float(self.output(output).explained) >= LEAST_EXPLAINED and not self.is_noise(output)

    def is_noise(self, output: str) -> bool:
        """Whether most of the variance of an output is seed noise: with other seeds it would be moved otherwise."""
        return float(self.output(output).seed_share) > MOST_NOISE

    def has_indices(self, output: str) -> bool:
        """Whether the indices of an output mean anything: those of a Latin hypercube are of its surface."""
        if self.manifest["design"] == "lhs":
            return self.has_surface(output)
        rows = self.indices[self.indices.output == output]
        return bool(rows[self.index].notna().any()) and not self.is_noise(output)

    def is_clear(self, contrast: str) -> bool | None:
        """Whether the interval of a difference leaves 0 out; None with one replicate, which has no interval."""
        row = self.output(contrast)
        return None if math.isnan(row.low) else bool(row.low > 0 or row.high < 0)

    def replicates_to_tell(self, contrast: str) -> int:
        """Replicates of which a 95 % interval (Student's t) would leave 0 out, were difference and spread to stay."""
        from scipy.special import stdtrit

        row = self.output(contrast)
        ratio = float(row.se) * math.sqrt(float(row.n_replicates)) / abs(float(row.start))
        tried = itertools.count(max(int(row.n_replicates) + 1, math.ceil((NORMAL * ratio) ** 2)))
        return next(n for n in tried if float(stdtrit(n - 1, 0.975)) * ratio < math.sqrt(n))

    def runs(self, contrast: str) -> tuple[str, str]:
        """Runs of a contrast, the higher one first."""
        labels = self.manifest["labels"]
        pair = next((a, b) for a in labels for b in labels if f"{a}-{b}" == contrast)
        return pair if self.output(contrast).start >= 0 else (pair[1], pair[0])

    def sign(self, output: str) -> float:
        """Sign with which an output is told: a contrast is the higher run less the lower one."""
        row = self.output(output)
        return -1.0 if row.kind == CONTRAST and row.start < 0 else 1.0

    def ranked(self, output: str) -> pd.DataFrame:
        """Assumptions of an output, the strongest by :attr:`index` first; index: assumption."""
        own = self.indices[self.indices.output == output].set_index("assumption")
        return own.sort_values(self.index, ascending=False, kind="stable")


def read_sensitivity(folder: Path) -> Sensitivity:
    """Read the folder of a sensitivity.

    Parameters
    ----------
    folder : Path
        With sensitivity.csv, outputs.csv, manifest.json, and flips.csv where flips were looked for.

    Raises
    ------
    InputError
        Naming each file that is missing or damaged, and what is wrong with it.
    """
    folder = Path(folder)
    path = folder / "manifest.json"
    files = {name: folder / f"{name}.csv" for name in ("sensitivity", "outputs")}
    refuse_missing((*files.values(), path), "sensitivity")
    manifest = _manifest(path)
    tables = {name: read_table(p, TABLES[name]) for name, p in files.items()}
    flips = folder / "flips.csv"
    if flips.is_file():
        tables["flips"] = read_table(flips, FLIPS)
    else:
        tables["flips"] = _nothing()
    found = Sensitivity(folder, tables["sensitivity"], tables["outputs"], tables["flips"], manifest)
    _agree(found, files["sensitivity"])
    return found


def _nothing() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns=[*FLIPS.text, *FLIPS.numbers])


def _agree(found: Sensitivity, path: Path) -> None:
    """Every output that varies has a row for each assumption of the manifest."""
    there = set(zip(found.indices.output, found.indices.assumption, strict=True))
    outputs = found.outputs.output[found.outputs.varies == "yes"]
    lacking = [(o, a) for o in outputs for a in found.assumptions if (o, a) not in there]
    if lacking:
        output, assumption = lacking[0]
        raise InputError("results-no-index", path=path, output=output, assumption=assumption)


def _manifest(path: Path) -> dict[str, Any]:
    manifest = manifest_of(path, MANIFEST)
    check_fields(manifest, "assumptions", OF_ASSUMPTION, path)
    return manifest
