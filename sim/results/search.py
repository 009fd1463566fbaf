"""The folder of a search, read back and checked: trials.csv, plans.csv and manifest.json."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import InputError
from sim.results.files import refuse_missing
from sim.results.reading import Kinds, check_fields, manifest_of
from sim.results.reading_validation import Columns, read_table

if TYPE_CHECKING:
    import pandas as pd

SEARCH, RANDOM = "search", "random"  # ways of proposing plans
FEASIBLE, INFEASIBLE, NO_VALUE = "feasible", "infeasible", "no value"  # what became of a trial
VALUE, MISSED, KEY = "value.", "missed.", "plan."  # beginnings of columns: of objectives, constraints, keys
BASE, BEST, CANDIDATE = "now", "best", "candidate"  # what a plan is that was run again
YES, NO = "yes", "no"
SEARCHED, CHOSEN, JUDGED = "searched", "chosen", "judged"  # replicates: of the search, to choose by, to judge by
STAGES = (SEARCHED, CHOSEN, JUDGED)
FRESH = (CHOSEN, JUDGED)
CAME = "came."  # beginning of columns: what the sum of a constraint came to; behind it the stage and the constraint
BEST_FILE = "best.yaml"
ESTIMATES = (
    "searched", "chosen", "value", "ci_low", "ci_high", "gain", "gain_low", "gain_high", "optimism",
)  # fmt: skip
PLANS = Columns(
    ("objective", "role", "feasible", "dominated"), ("plan", *ESTIMATES),
    ("plan", "objective", "role", "feasible", "dominated", "value"), ("plan", "objective"),
)  # fmt: skip
MANIFEST: Kinds = {
    "version": str, "code_version": str, "command": str, "created_utc": str, "seed": int, "replicates": int,
    "fresh": int, "objectives": list, "constraints": list, "bounds": dict, "ranges": dict, "choices": dict, "now": dict,
    "start": dict,
    "plans": list, "cities": list, "configs": dict, "data_sha256": dict, "versions": dict,
    "wall_seconds": (int, float),
}  # fmt: skip
OF_OBJECTIVE = ("name", "direction", "unit")


@dataclass(frozen=True)
class Searched:
    """A stored search.

    Attributes
    ----------
    folder : Path
    trials, plans : pandas.DataFrame
        As in the files.
    manifest : dict
    """

    folder: Path
    trials: pd.DataFrame
    plans: pd.DataFrame
    manifest: dict[str, Any]

    @cached_property
    def objectives(self) -> dict[str, dict[str, str]]:
        """What is known of each objective, by name, in the order in which they were asked for."""
        return {one["name"]: one for one in self.manifest["objectives"]}

    @cached_property
    def best(self) -> int:
        """Number of the plan that was chosen."""
        return int(self.plans.plan[self.plans.role == BEST].iloc[0])

    @property
    def numbers(self) -> list[int]:
        """Numbers of the plans that were run again, without that of the settings as they are."""
        return [int(n) for n in dict.fromkeys(self.plans.plan) if n]

    def sign(self, objective: str) -> float:
        """1 where more is better, else -1."""
        return 1.0 if self.objectives[objective]["direction"] == "maximize" else -1.0

    def row(self, plan: int, objective: str) -> pd.Series[Any]:
        """Row of a plan and an objective."""
        own = self.plans[(self.plans.plan == plan) & (self.plans.objective == objective)]
        return own.iloc[0]

    def limit(self, plan: int, constraint: str, stage: str) -> tuple[float, float]:
        """What the sum of a constraint came to in some replicates; how far it is missed, as a share of its bound."""
        row = self.plans[self.plans.plan == plan].iloc[0]
        came, missed = (float(row[f"{part}{stage}.{constraint}"]) for part in (CAME, MISSED))
        return came, missed

    def missed(self, plan: int, stages: Sequence[str] = FRESH) -> list[str]:
        """Constraints that a plan does not keep in some replicates; one without a value is not kept."""
        every: list[str] = self.manifest["constraints"]
        return [text for text in every if not all(self.limit(plan, text, stage)[1] <= 0 for stage in stages)]

    def values(self, plan: int) -> dict[str, Any]:
        """What a plan states of every key that was searched; nothing of one where the settings have no value."""
        found = self.manifest["now"] if plan == 0 else self.manifest["plans"][plan - 1]
        return dict(found)

    def of(self, way: str) -> pd.DataFrame:
        """Trials of one way of proposing them."""
        return self.trials[self.trials.way == way]

    def trial_of(self, plan: int) -> int | None:
        """Number of the first trial of the search with the values of a plan; None if the table has none."""
        own = self.of(SEARCH)
        for objective in self.objectives:
            own = own[own[f"{VALUE}{objective}"] == self.row(plan, objective).searched]
        return int(own.trial.iloc[0]) if len(own) else None

    def best_so_far(self, way: str, objective: str) -> list[float]:
        """Best value of an objective among the feasible trials up to each; NaN before there is one."""
        own, sign = self.of(way), self.sign(objective)
        values = (sign * own[f"{VALUE}{objective}"]).where(own.verdict == FEASIBLE)
        return [sign * float(value) for value in values.cummax().ffill()]


def read_search(folder: Path) -> Searched:
    """Read the folder of a search.

    Parameters
    ----------
    folder : Path
        With trials.csv, plans.csv and manifest.json.

    Raises
    ------
    InputError
        Naming each file that is missing or damaged, and what is wrong with it.
    """
    folder = Path(folder)
    paths = trials, plans, manifest = folder / "trials.csv", folder / "plans.csv", folder / "manifest.json"
    refuse_missing(paths, "search")
    told = _manifest(manifest)
    values = [f"{VALUE}{one['name']}" for one in told["objectives"]]
    columns = Columns(("way", "verdict"), ("trial", *values), ("way", "trial", "verdict"), ("way", "trial"))
    limits = (f"{part}{stage}.{text}" for text in told["constraints"] for part in (CAME, MISSED) for stage in STAGES)
    of_plans = PLANS._replace(numbers=(*PLANS.numbers, *limits))
    found = Searched(folder, read_table(trials, columns), read_table(plans, of_plans), told)
    _agree(found, plans)
    return found


def _agree(found: Searched, path: Path) -> None:
    """Every plan of the manifest has a row for every objective, and one of them is the best."""
    there = set(zip(found.plans.plan.astype(int), found.plans.objective, strict=True))
    for number in range(len(found.manifest["plans"]) + 1):
        for objective in found.objectives:
            if (number, objective) not in there:
                raise InputError("results-no-plan", path=path, plan=number, objective=objective)
    if not (found.plans.role == BEST).any():
        raise InputError("results-no-best", path=path)


def _manifest(path: Path) -> dict[str, Any]:
    manifest = manifest_of(path, MANIFEST)
    check_fields(manifest, "objectives", OF_OBJECTIVE, path)
    return manifest
