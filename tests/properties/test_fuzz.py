"""Anything that may be asked for: it runs with all identities, or is refused in a line for each problem.

``make test`` tries a few cases of each kind; ``make test-all`` tries 5,000, and every key of the schema among them.
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import extend
from sim.data.table import FOLDER as TABLES
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.sweep import expand
from sim.runs import kinds
from sim.runs.checks import check_together
from sim.studies.validation.asked import plan
from tests.helpers import guide
from tests.pictures import empty_charts
from tests.properties import cases, files, identities, refusals
from tests.synthetic_results import write_results

FULL = {"run": 1200, "any": 1200, "words": 1000, "scenario": 700, "tables": 500, "folder": 400}  # 5,000 in all
QUICK = 200  # one of so many in `make test`
EVIDENCE = TABLES / "evidence"
pytestmark = pytest.mark.long
TRIED: Counter[tuple[str, str]] = Counter()  # keys that were set, by kind of instrument
WORDS = st.sampled_from((
    "glob(*)", "range(1,3)", "choice(a,b)", "shuffle(1,2)", "sort(3,1)", "tag(a,1)", "interval(1,2)", "1,2", "1,1.0",
    "'a,b',c", "[1,2],[2]", "{a:1},{a:2}", "int('3')", "bool(1)", "json_str({a:1})",
    "range(1,2,0)", "range(0,1,1e-9)", "${seed}",
    "@x", "~", "{", "]", "'", "[[", "{a:", "\\", "苏州", "１", "，",
)) | st.text(alphabet="abcselinu=,.[]{}()'\"\\:+~@-$ 0123456789\t\n城@/*#%&|<>;!?^`_", max_size=14)  # fmt: skip
KEYS = st.sampled_from([leaf.key for leaf in cases.LEAVES] + ["city", "plan", "rules.kinds", "split", "hydra.x", ""])
lines = st.lists(st.builds("{}={}".format, KEYS, WORDS) | WORDS, min_size=1, max_size=3)


def profile(kind: str, n: int | None = None):
    """Number of cases; the same ones every time, and nothing is kept on disk."""
    return settings(
        max_examples=n or FULL[kind], derandomize=True, database=None, deadline=None, print_blob=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def quick(kind: str):
    """Few cases for `make test`."""
    return profile(kind, max(5, FULL[kind] // QUICK))


def either(ask, given_texts=()) -> object | None:
    """What was asked for, or None where it was refused as it should be."""
    try:
        return ask()
    except InputError as error:
        refusals.check(error, list(given_texts))
        return None


def by_hand(overrides: list[str]) -> str:
    """Command that repeats a case."""
    return f"to repeat: sanxin run {shlex.join(overrides)}"


def asked(overrides: list[str]):
    """Settings of one run, checked as the command checks them."""
    chosen = compose(overrides)
    check_together([chosen], [chosen.label])
    return chosen


def try_run(case: cases.Case, replicates: int = 1) -> None:
    """Run a case and check all identities; a refusal must be a good one."""
    overrides = cases.overrides(case)
    try:
        chosen = either(lambda: asked(overrides), [part for o in overrides for part in o.split("=", 1)])
        for key in case:
            TRIED[key, case.get("instrument", "") if key.startswith("instrument.") else ""] += 1
        if chosen is not None:
            parts = [identities.replicate(chosen, r)[0] for r in range(min(replicates, chosen.replicates))]
            if len(parts) == chosen.replicates:
                identities.check_tables(chosen, parts)
    except Exception as error:
        error.add_note(by_hand(overrides))
        raise


def try_words(overrides: list[str], sweep: bool) -> None:
    """Compose what somebody typed."""
    texts = [part for o in overrides for part in (o, *o.split("=", 1))]
    either(lambda: expand(overrides) if sweep else asked(overrides), texts)


def try_scenario(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    either(lambda: asked([f"scenario={path}"]), [str(path)])


def try_table(path: Path, text: bytes) -> None:
    """Read a table of findings, of experiments or of cities."""
    path.write_bytes(text)
    if path.name == "cities.csv":
        either(lambda: asked(["city=mycity"]), [str(path)])
    else:
        either(lambda: plan([f"{path.stem}={path}", f"output={path.parent / 'out'}"]), [str(path)])


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, bytes]:
    """Name and damaged content of a table of somebody's own."""
    name = draw(st.sampled_from(("targets.csv", "experiments.yaml", "cities.csv")))
    own = next(text for path, text in guide().items() if path.endswith("cities.csv"))
    whole = {"targets.csv": EVIDENCE / "calibration_targets.csv", "experiments.yaml": EVIDENCE / "experiments.yaml"}
    text = own if name == "cities.csv" else "\n".join(whole[name].read_text("utf-8").splitlines()[:60])
    return name, draw(files.damaged(text))


scenarios = (cases.sound() | cases.any_case()).map(
    lambda case: files.scenario({k: v for k, v in case.items() if k not in ("threads", "replicates", "seed", "output")})
)
scenario_files = scenarios.flatmap(lambda text: st.just(text.encode("utf-8", "replace")) | files.damaged(text))


@pytest.fixture
def own_tables(tmp_path, monkeypatch) -> Path:
    """Folder whose cities.csv counts as that beside the scenarios."""
    monkeypatch.setattr(extend, "SCENARIOS", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> Path:
    """Results folder of a small comparison."""
    folder = tmp_path_factory.mktemp("fuzz") / "results"
    return write_results(folder, labels=("official", "equal"), n_cities=3, weeks_pilot=12, weeks_after=4)


@st.composite
def strange_files(draw: st.DrawFn, folder: Path) -> tuple[str, bytes]:
    """Name and content of a file of a results folder that a stranger has changed."""
    name = draw(st.sampled_from(("manifest.json", "manifest.json", "summary.csv", "effects.parquet")))
    content = (folder / name).read_bytes()
    if name == "manifest.json" and draw(st.booleans()):
        return name, json.dumps(draw(files.changed(json.loads(content)))).encode("ascii")
    if name == "effects.parquet":
        at = draw(st.integers(0, len(content) - 1))
        return name, content[:at] + draw(st.binary(max_size=6)) + content[at + draw(st.integers(0, 9)) :]
    return name, draw(files.damaged(content.decode("utf-8")))


def try_folder(stored: Path, work: Path, name: str, content: bytes) -> None:
    """Report on a folder with a strange file; nothing beside it may change."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(stored, work / "run")
    (work / "run" / name).write_bytes(content)
    either(lambda: kinds.draw(kinds.reported(work / "run")), [str(work)])
    assert [path.name for path in work.iterdir()] == ["run"]


# ---------------------------------------------------------------- make test


@given(cases.sound())
@quick("run")
def test_what_is_allowed_runs_with_all_identities(case):
    try_run(case, replicates=2)


@given(cases.any_case())
@quick("any")
def test_anything_runs_with_all_identities_or_is_refused_line_by_line(case):
    try_run(case)


@given(lines, st.booleans())
@quick("words")
def test_whatever_is_typed_is_read_or_refused_line_by_line(overrides, sweep):
    try_words(overrides, sweep)


@given(scenario_files)
@quick("scenario")
def test_any_scenario_file_is_read_or_refused_line_by_line(tmp_path_factory, text):
    try_scenario(tmp_path_factory.mktemp("s") / "mine.yaml", text)


@given(tables())
@quick("tables")
def test_any_table_of_ones_own_is_read_or_refused_line_by_line(own_tables, table):
    try_table(own_tables / table[0], table[1])


@given(st.data())
@quick("folder")
def test_any_results_folder_is_reported_on_or_refused_line_by_line(stored, tmp_path_factory, monkeypatch, data):
    monkeypatch.setattr("sim.runs.kinds.draw_charts", empty_charts)
    try_folder(stored, tmp_path_factory.mktemp("f") / "work", *data.draw(strange_files(stored)))


def test_the_same_case_gives_the_same_numbers_and_its_twin_knows_no_policy():
    chosen = asked(cases.overrides(cases.BUSY))
    first, _, twin = identities.replicate(chosen)
    threaded = chosen.model_copy(update={"threads": 2})
    again, _, _ = identities.replicate(threaded)
    assert identities.same(first, again)
    other = asked(cases.overrides(cases.TOWN))
    assert other.world_digest() == chosen.world_digest()
    assert identities.same(twin, identities.replicate(other)[2])


def test_a_policy_that_pays_nothing_changes_nothing():
    nothing = {"allocation": "official", "split.withheld": ["debut", "scene", "ip", "publicity"]}
    counted, policy, twin = identities.replicate(asked(cases.overrides(cases.TOWN | nothing)))
    for name in ("spent", "sales", "wages", "project_home", "project_visitors", "trips", "surplus"):
        assert np.array_equal(getattr(policy, name), getattr(twin, name)), name
    assert counted["total.net_yuan"] == counted["total.gross_yuan"] == 0


# ---------------------------------------------------------------- make test-all


@pytest.mark.full
class TestFiveThousandCases:
    @given(cases.sound())
    @profile("run")
    def test_runs(self, case):
        try_run(case, replicates=2)

    @given(cases.any_case())
    @profile("any")
    def test_values(self, case):
        try_run(case)

    @pytest.mark.parametrize("value", [None, [], "x"], ids=str)
    def test_every_key_of_the_schema_takes_or_refuses_it(self, value):
        for leaf in cases.LEAVES:
            kind = {"instrument": leaf.kind} if leaf.kind else {}
            try_run(cases.TOWN | {"horizon.weeks_pilot": 4, "horizon.weeks_after": 0} | kind | {leaf.key: value})
        assert {(leaf.key, leaf.kind) for leaf in cases.LEAVES} <= set(TRIED)

    @given(lines, st.booleans())
    @profile("words")
    def test_words(self, overrides, sweep):
        try_words(overrides, sweep)

    @given(scenario_files)
    @profile("scenario")
    def test_scenarios(self, tmp_path_factory, text):
        try_scenario(tmp_path_factory.mktemp("s") / "mine.yaml", text)

    @given(tables())
    @profile("tables")
    def test_tables(self, own_tables, table):
        try_table(own_tables / table[0], table[1])

    @given(st.data())
    @profile("folder")
    def test_folders(self, stored, tmp_path_factory, monkeypatch, data):
        monkeypatch.setattr("sim.runs.kinds.draw_charts", empty_charts)
        try_folder(stored, tmp_path_factory.mktemp("f") / "work", *data.draw(strange_files(stored)))
