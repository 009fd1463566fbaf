"""Whether stored results are what their settings give: files, report, tables, and some cells computed again."""

from __future__ import annotations

import math
import random
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from sim.errors import Fault, InputError, fault
from sim.inputs.given import given_path
from sim.inputs.sample import SampledSettings, read_sample
from sim.inputs.settings import WITHOUT_EFFECT, Settings
from sim.measures.tables import summarise, tidy
from sim.results.cells import CELLS, cell_name, packed, read_cells, unpacked
from sim.results.files import changed, read_manifest, refuse_missing, stored
from sim.results.looks import confidence_of, numbers_in
from sim.results.reading import read_results
from sim.results.words import listed
from sim.results.writing import whole
from sim.runs.comparison import Comparison
from sim.runs.folder import BELONGS_TO, MANIFEST, program_digest
from sim.runs.job import plan as plan_runs
from sim.runs.kinds import KINDS, draw, stored_kind
from sim.runs.lock import locked
from sim.runs.provenance import code_version
from sim.runs.request import Request, requested
from sim.runs.request import whole as whole_number
from sim.runs.worlds import Progress, run_worlds

REPORT = "report.html"
CELLS_ASKED, MOST_CELLS = 4, 1_000_000
FEW = 10  # forged cells, of which the odds are told beside those of one


class Keys(Request):
    """Keys of the verb."""

    cells: Annotated[int, whole_number(MOST_CELLS, 0)] = CELLS_ASKED


class Plan(NamedTuple):
    """What is to be verified.

    Attributes
    ----------
    folder : Path
    kind : str
    report : Path
        The page that shall be that of the folder.
    cells : int
        How many are computed again at most.
    """

    folder: Path
    kind: str
    report: Path
    cells: int


class Check(NamedTuple):
    """One thing that was looked at, and what was found, in words; None where it could not be looked at."""

    name: str
    holds: bool | None
    told: Fault


def plan(arguments: list[str]) -> Plan:
    """Read and check the arguments.

    Raises
    ------
    InputError
    """
    with requested(Keys, arguments) as asked:
        places = [given_path(text) for text in asked.rest]
    if not 1 <= len(places) <= 2:
        raise InputError("verify-what")
    if len(places) == 2:
        report, folder = places
    elif places[0].is_file():
        report, folder = places[0], places[0].parent
    else:
        report, folder = places[0] / REPORT, places[0]
    kind = stored_kind(folder, "verify")
    if KINDS[kind].told is None:
        raise InputError("verify-none", folder=folder, what=fault("runs-kind", kind=kind))
    return Plan(folder, kind, report, asked.own.cells)


def verify(asked: Plan, progress: Progress | None = None, choose: random.Random | None = None) -> list[Check]:
    """Verify a results folder and a page that shall be its report.

    Parameters
    ----------
    asked : Plan
    progress : callable, optional
        Called with weeks done, weeks in all, and what is being run.
    choose : random.Random, optional
        Chooses the cells; by default the system does, so that who forges cannot know which.

    Returns
    -------
    list of Check

    Raises
    ------
    InputError
        If the folder cannot be read.
    """
    with locked(asked.folder):
        refuse_missing([asked.folder / MANIFEST], asked.kind)
        manifest = read_manifest(asked.folder / MANIFEST)
        checks = [*_files(asked.folder, manifest), _made_by(manifest)]
        if asked.kind != "comparison" or not (asked.folder / CELLS).exists():
            return [*checks, _report(asked), Check("cells", None, fault("verify-cells-none"))]
        runs = _Runs(asked.folder)
        checks += [runs.tables(), _report(asked)]
        return [*checks, *runs.again(asked.cells, choose or secrets.SystemRandom(), progress)]


def _files(folder: Path, manifest: Mapping[str, Any]) -> list[Check]:
    """Whether the files are those whose hashes the manifest keeps, and it is as it says itself."""
    files = manifest.get("files_sha256")
    if not isinstance(files, dict) or "sha256" not in manifest:
        return [Check("files", False, fault("verify-files-unsaid"))]
    wrong = changed(folder)
    missing = [name for name in wrong if not (folder / name).exists()]
    found = {"missing": missing, "changed": [name for name in wrong if name not in missing]}
    told = [fault(f"verify-files-{key}", n=len(some), files=listed(some)) for key, some in found.items() if some]
    if told:
        return [Check("files", False, one) for one in told]
    return [Check("files", True, fault("verify-files", n=len(files) + 1))]


def _report(asked: Plan) -> Check:
    """Whether the report and the charts are, to the byte, what the tables give."""
    folder = asked.folder
    with tempfile.TemporaryDirectory(prefix="sanxin-verify-") as place:
        again = Path(place)
        for path in folder.iterdir():
            if path.is_file() and not path.is_symlink() and path.name != REPORT:
                (again / path.name).write_bytes(stored(path))
        draw(again, [])
        drawn = sorted(path.relative_to(again) for path in again.glob("charts/*"))
        pairs = [(again / name, folder / name) for name in drawn] + [(again / REPORT, asked.report)]
        wrong = [there.name for here, there in pairs if here.read_bytes() != _held(there)]
    if wrong:
        return Check("report", False, fault("verify-report-changed", n=len(wrong), files=listed(wrong)))
    return Check("report", True, fault("verify-report", n=len(drawn)))


def _held(path: Path) -> bytes | None:
    """What a file holds; None of one that is missing or no plain file."""
    try:
        return stored(path)
    except InputError:
        return None


def _made_by(manifest: Mapping[str, Any]) -> Check:
    """Which code and data made the results, and whether they are those of this installation."""
    held = manifest.get(BELONGS_TO)
    is_same = isinstance(held, dict) and held.get("program_sha256") == program_digest()
    made, here = str(manifest.get("code_version")), code_version()
    return Check("made", is_same, fault("verify-made-here" if is_same else "verify-made-else", made=made, here=here))


class _Runs:
    """Runs of a stored comparison, as its manifest states them, and their cells.

    Raises
    ------
    InputError
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.manifest = folder, read_results(folder).manifest
        self.labels: list[str] = list(self.manifest["allocations"])
        self.settings = [self._settings(label) for label in self.labels]
        self.cells = read_cells(folder)
        self.numbers = [numbers_in(self.manifest)[label] for label in self.labels]
        self.names = {
            (k, r): cell_name(self.settings[k].replicate_digest(), r)
            for k, n in enumerate(self.numbers)
            for r in range(n)
        }

    def _settings(self, label: str) -> Settings:
        config = self.manifest["configs"][label]
        try:
            config = {key: config[key] for key in config if key not in WITHOUT_EFFECT}  # where it ran is no matter
            if "sample" not in config:
                return Settings.model_validate(config)
            sample = read_sample()
            stated = set(sample.free) - set(config["sample"]["free"])
            return SampledSettings.model_validate({**config, "sample": sample.without(stated)})
        except (ValueError, TypeError, KeyError) as error:
            raise InputError("verify-settings", path=self.folder / MANIFEST, label=label) from error

    def tables(self) -> Check:
        """Whether the tables are, to the byte, what the cells give."""
        missing = [self.labels[k] for (k, _), name in self.names.items() if name not in self.cells]
        if missing:
            runs = listed(list(dict.fromkeys(missing)))
            return Check("tables", False, fault("verify-cells-missing", n=len(missing), runs=runs))
        try:
            parts = [[unpacked(self.cells[self.names[k, r]]) for r in range(n)] for k, n in enumerate(self.numbers)]
            frame = tidy(self.labels, self.settings, parts, self.manifest["comparison"], confidence_of(self.manifest))
            tables = Comparison(summarise(self.labels, frame), frame, {}).tables()
        except (ValueError, KeyError, TypeError, IndexError, OSError) as error:
            raise InputError("verify-cells-damaged", path=self.folder / CELLS) from error
        wrong = [name for name, content in tables.items() if whole(content) != _held(self.folder / name)]
        if wrong:
            return Check("tables", False, fault("verify-tables-changed", n=len(wrong), files=listed(wrong)))
        return Check("tables", True, fault("verify-tables", files=listed(list(tables)), n=len(self.names)))

    def again(self, most: int, choose: random.Random, progress: Progress | None) -> list[Check]:
        """Compute some cells again, and say with which odds a forged one would not have been among them."""
        n = min(most, len(self.names))
        chosen = sorted(choose.sample(sorted(self.names), n))
        if not chosen:
            return []
        used = sorted({k for k, _ in chosen})
        plan_runs([self.settings[k] for k in used], [self.labels[k] for k in used])  # refuses what nobody could run
        replicates = [[r for own, r in chosen if own == k] for k in range(len(self.labels))]
        found, _ = run_worlds(self.settings, self.labels, progress, replicates=replicates)
        again = [packed(cell) for of_run in found for cell in of_run]  # in the order of those chosen
        which = [fault("verify-cell", run=self.labels[k], replicate=r + 1) for k, r in chosen]
        kept = [self.cells.get(self.names[cell]) for cell in chosen]
        wrong = [one for one, here, there in zip(which, again, kept, strict=True) if here != there]
        if wrong:
            return [Check("cells", False, fault("verify-cells-differ", n=len(wrong), of=n, cells=_written(wrong)))]
        told = fault("verify-cells-same", n=n, of=len(self.names), cells=_written(which))
        return [Check("cells", True, told), Check("odds", True, _odds(len(self.names), n))]


def _written(faults: list[Fault]) -> str:
    return "; ".join(map(str, faults))


def _odds(of: int, n: int) -> Fault:
    """In words, with which odds forged cells are not among those that were computed again."""
    few = min(FEW, of)
    return fault("verify-odds", one=f"{missed(of, n, 1):.3g}", few=few, some=f"{missed(of, n, few):.3g}")


def missed(of: int, n: int, forged: int) -> float:
    """Probability that no forged cell is among those that are computed again.

    Parameters
    ----------
    of, n : int
        Cells, and how many of them are computed again, chosen with equal probability.
    forged : int
    """
    return math.comb(of - forged, n) / math.comb(of, n)
