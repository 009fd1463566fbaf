"""A package from outside, as docs/extending.md shows it, with the real command."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim import extend
from sim.cli.main import main
from sim.data import read
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.overrides import GROUPS
from sim.measures.measure import DIMENSIONS
from sim.runs.comparison import compare
from sim.runs.folder import program_digest
from tests.helpers import GUIDE, guide

pytestmark = pytest.mark.long

SMALL = (
    "population.consumers_per_city=20", "horizon.weeks_warmup=8", "horizon.weeks_pilot=80", "horizon.weeks_after=4",
    "replicates=1",
)  # fmt: skip
PACKAGE = "my_extension"
ONLY_NIGHT_MARKETS = """
name: only_night_markets
title: Nothing but night markets
source: own
forbidden: []
oversubscribed: rank
kinds:
  night_market:
    {rate: 0.3, cap_yuan: 5000000, upfront: 0, completion: 0.7, results: 0.3, grade: assumed, source: own}
"""


def install(folder: Path, files: dict[str, str]) -> Path:
    """Put files and what an installer leaves of their pyproject.toml into a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    project = tomllib.loads(files["pyproject.toml"])["project"]
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    lines = [
        f"[{group}]\n" + "\n".join(f"{name} = {value}" for name, value in entries.items())
        for group, entries in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def sanxin(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run the command where the packages of a folder are installed."""
    return subprocess.run(
        [sys.executable, "-m", "sim.cli.main", *arguments], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    more = {f"{PACKAGE}/configs/rules/only_night_markets.yaml": ONLY_NIGHT_MARKETS}
    return install(tmp_path_factory.mktemp("site"), guide() | more)


@pytest.fixture(scope="module")
def results(installed, tmp_path_factory) -> Path:
    """What the command of the guide leaves, once with the guide's choices and once with ours."""
    folder = tmp_path_factory.mktemp("out") / "run"
    command = re.search(r"^sanxin run (allocation=by_visits .*)$", GUIDE, re.MULTILINE)[1]
    varied = shlex.split(command) + list(SMALL)
    for name, ours in {"allocation": "equal", "rules": "only_night_markets", "screening": "random"}.items():
        varied = [f"{o},{ours}" if o.startswith(f"{name}=") else o for o in varied]
    done = sanxin(installed, "sweep", *varied, f"output={folder}")
    assert done.returncode == 0, done.stderr
    return folder


def manifest(results: Path) -> dict:
    return json.loads((results / "manifest.json").read_text(encoding="utf-8"))


def effect(results: Path, measure: str, city: str = "", **other: str) -> float:
    """One measure of the run of the guide's command, or of one that differs in some groups."""
    wanted = {"allocation": "by_visits", "rules": "night_markets", "screening": "small_shops_first"} | other
    configs = manifest(results)["configs"]
    label = next(k for k, c in configs.items() if all(c[group]["name"] == name for group, name in wanted.items()))
    effects = pd.read_parquet(results / "effects.parquet")
    at = effects.city == city if city else effects.dimension == "total"
    return float(effects[(effects.allocation == label) & (effects.measure == measure) & at].value.iloc[0])


def test_the_guide_shows_every_part():
    ends = ("toml", "py", "instrument/.*yaml", "allocation/.*yaml", "screening/.*yaml", "rules/.*yaml", "kinds.csv")
    assert all(any(re.search(f"{end}$", name) for name in guide()) for end in (*ends, "cities.csv"))


def test_the_allocation_is_used(results):
    there, elsewhere = (effect(results, "public_yuan", "mycity", allocation=a) for a in ("by_visits", "equal"))
    assert there > 0
    assert there != pytest.approx(elsewhere, rel=0.01)


def test_the_city_has_results(results):
    assert effect(results, "sales_twin_yuan", "mycity") > 0
    own = next(c for c in manifest(results)["cities"] if c["id"] == "mycity")
    assert (own["listed"], own["quota_yuan"]) == ("candidate", 200e6)
    assert "not in the pilot: 1 (Mycity)" in (results / "report.html").read_text(encoding="utf-8")


def test_the_instrument_pays(results):
    assert effect(results, "public_yuan") > manifest(results)["envelope_yuan"]  # the treasury pays it on top


def test_the_kind_is_awarded(results):
    assert 0 < effect(results, "n_awarded", rules="only_night_markets") < effect(results, "n_awarded")


def test_the_screening_rule_decides(results):
    assert effect(results, "gross_yuan") != effect(results, "gross_yuan", screening="random")


@pytest.mark.usefixtures("quick_charts")
def test_the_measures_have_rows_and_units_and_survive_a_report_without_the_extension(results):
    assert 0 < effect(results, "visitor_sales_yuan", "mycity") < effect(results, "visitor_sales_yuan")
    share = effect(results, "visitor_sales_yuan", "mycity") / effect(results, "project_sales_yuan", "mycity")
    assert effect(results, "visitor_share", "mycity") == pytest.approx(share)
    rows = pd.read_parquet(results / "effects.parquet").set_index("measure").unit
    assert (set(rows["visitor_sales_yuan"]), set(rows["visitor_share"])) == ({"yuan"}, {"share"})
    assert "visitor_share" in manifest(results)["measures"]["city"]
    assert main(["report", str(results)]) == 0  # here, where it is not installed


def test_every_result_names_the_extension(results):
    about = manifest(results)
    assert about["versions"]["my-extension"] == "1.0"
    assert {name for name in guide() if name.startswith(PACKAGE)} <= set(about["data_sha256"])
    assert "my-extension 1.0" in (results / "report.html").read_text(encoding="utf-8")


def test_help_and_messages_know_its_configs(installed):
    measures = sanxin(installed, "--help", "measures").stdout
    assert "visitor_share (share; policy; city)" in measures.splitlines()
    assert "net_yuan (yuan; difference; total, city" in measures
    text = sanxin(installed, "run", "--help").stdout
    assert "by_visits" in text
    assert "meal_voucher" in text
    done = sanxin(installed, "run", "instrument=meal_voucher", "instrument.yuan_per_person=-1", "allocation=by_visit")
    assert done.stderr.splitlines() == [
        "sanxin: command line: allocation=by_visit: unknown; did you mean 'by_visits'?",
        "sanxin: command line: instrument.yuan_per_person=-1: must be greater than 0",
    ]
    done = sanxin(installed, "run", "instruments=[meal_vouchers]")
    assert done.stderr == "sanxin: command line: instruments.0=meal_vouchers: unknown; did you mean 'meal_voucher'?\n"


def test_a_city_elsewhere_changes_no_run_that_does_not_name_it(tmp_path):
    only_city = {n: t for n, t in guide().items() if n in ("pyproject.toml", f"{PACKAGE}/data/cities.csv")}
    folder = install(tmp_path / "site", only_city)
    effects = compare([compose(["city=[xining,haikou]", *SMALL])]).effects.to_csv()
    # the 50 of the notice, and no 51st
    script = (
        "import sys; from sim.runs.comparison import compare; from sim.inputs.compose import compose\n"
        "print(len(compose([]).city), len(compose(['city=mycity']).city))\n"
        "print(compare([compose(['city=[xining,haikou]', *sys.argv[1:]])]).effects.to_csv(), end='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *SMALL], env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.stdout == f"50 1\n{effects}", done.stderr


def test_cities_elsewhere_keep_their_draws_whatever_else_is_there():
    own = read.read_cities()
    assert own.notified == own.id
    assert (own.key == np.arange(len(own.id))).all()
    first = own._replace(extension=("x", *own.extension[1:]))
    assert first.notified == own.id[1:]
    assert first.present(()).id == own.id[1:]
    assert first.present(own.id[:1]).id == own.id


def with_row(table: str, row: str) -> str:
    return guide()[f"{PACKAGE}/data/{table}.csv"].splitlines()[0] + f"\n{row}\n"


KIND, CITY = (guide()[f"{PACKAGE}/data/{table}.csv"].splitlines()[1] for table in ("kinds", "cities"))
CODE, KINDS, CITIES = f"{PACKAGE}/__init__.py", f"{PACKAGE}/data/kinds.csv", f"{PACKAGE}/data/cities.csv"
CONFIGS = f"{PACKAGE}/configs"
# What is wrong: the file that is changed, its text, and what is said; {here} is the package, {there} its folder.
BROKEN = {
    "no package": (
        "pyproject.toml", guide()["pyproject.toml"].replace('= "my_extension"', '= "elsewhere"'),
        "extension elsewhere: not found; the entry point my_extension must name a package",
    ),
    "fault in the code": (
        CODE, "import json\n\nx = nonsense\n",
        "{here}: cannot be imported: NameError: name 'nonsense' is not defined ({there}/__init__.py line 3)",
    ),
    "no Python": (
        CODE, "x = (\n", "{here}: cannot be imported: SyntaxError: '(' was never closed (__init__.py, line 1)",
    ),
    "missing library": (
        CODE, "import no_such_library\n",
        "{here}: cannot be imported: ModuleNotFoundError: No module named 'no_such_library' "
        "({there}/__init__.py line 1)",
    ),
    "no dict": (CODE, "ALLOCATIONS = ['mine']\n", "{here}: ALLOCATIONS is a list; must be a dict of names"),
    "no class": (
        CODE, "INSTRUMENTS = {'mine': 3}\n",
        '{here}: INSTRUMENTS: mine must be a class of Instrument with kind: Literal["mine"], other than none',
    ),
    "class of another name": (
        CODE, guide()[CODE].replace('"meal_voucher": MealVoucher', '"mine": MealVoucher'),
        '{here}: INSTRUMENTS: mine must be a class of Instrument with kind: Literal["mine"], other than none',
    ),
    "no rule": (
        CODE, "ALLOCATIONS = {'mine': lambda cities: cities.visits}\n",
        "{here}: ALLOCATIONS: mine must be a function (cities, allocation, parameters)",
    ),
    "no measure": (
        CODE, "MEASURES = {'mine': 3}\n",
        "{here}: MEASURES: mine must be a Measure whose world is policy, twin or difference, with a formula for at "
        "least one dimension",
    ),
    "dimension that is not there": (
        CODE, guide()[CODE].replace('"city": Ratio', '"town": Ratio'),
        "{here}: MEASURES: visitor_share has no such dimension: town; allowed: {dimensions}",
    ),
    "total of a city": (
        CODE, guide()[CODE].replace('"city": Ratio', '"pair": Ratio'),
        "{here}: MEASURES: visitor_share must have OfTotal for the dimensions replicate, pair, uncertainty, and for no "
        "others",
    ),
    "ratio of nothing": (
        CODE, guide()[CODE].replace('"project_sales_yuan"', '"project_sales"'),
        "measure city.visitor_share follows from city.project_sales, which is not in the catalogue",
    ),
    "measure that is taken": (
        CODE, guide()[CODE].replace('"visitor_share": M', '"net_yuan": M'),
        "{here}: MEASURES: net_yuan is there already; take another name",
    ),
    "key that is taken": (
        CODE, guide()[CODE].replace('"by_visits": by_visits', '"equal": by_visits'),
        "{here}: ALLOCATIONS: equal is there already; take another name",
    ),
    "config that is taken": (
        f"{CONFIGS}/allocation/equal.yaml", "name: equal\n",
        "{there}/configs/allocation/equal.yaml: allocation=equal is there already; take another name",
    ),
    "unknown group": (
        f"{CONFIGS}/alocation/a.yaml", "name: a\n",
        "{there}/configs/alocation/a.yaml: must be in a folder of a group: {groups}",
    ),
    "config that is no table": (
        f"{CONFIGS}/split/a.yaml", "3\n", "{there}/configs/split/a.yaml: must be a table of keys",
    ),
    "kind that is taken": (
        KINDS, with_row("kinds", KIND.replace("night_market", "first_store", 1)),
        "{there}/data/kinds.csv row 2 (first_store): kind is 'first_store'; must be different from that of every other "
        "row (row {first_store} of sim/data/kinds.csv has it too)",
    ),
    "city that is taken": (
        CITIES, with_row("cities", CITY.replace("mycity", "suzhou", 1)),
        "{there}/data/cities.csv row 2 (suzhou): city_id is 'suzhou'; must be different from that of every other row "
        "(row {suzhou} of sim/data/cities.csv has it too)",
    ),
    "cell": (
        KINDS, with_row("kinds", KIND.replace("catering:0.7", "eating:0.7")),
        "{there}/data/kinds.csv row 2 (night_market): sectors is 'eating:0.7'; must be sector:share with a sector of "
        "{sectors}",
    ),
}  # fmt: skip


def row_of(table: str, key: str) -> int:
    lines = (Path(read.__file__).parent / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    return next(k for k, line in enumerate(lines, start=1) if line.startswith(f"{key},"))


# Runs the command once per case: libraries are imported once, the program and its extensions anew in a child process.
ONE_BY_ONE = """
import hydra, json, mesa, numba, os, pandas, pydantic, scipy.special, sys  # what a child need not import again
for folder, arguments in json.load(sys.stdin).items():
    if os.fork() == 0:
        sys.path.insert(0, folder)
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT), number)
        from sim.cli.main import main
        code = main(arguments)
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.wait()[1])
    open(f"{folder}/code", "w").write(str(code))
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> dict[str, Path]:
    """Folders of packages that are wrong, with what the command said and its exit code."""
    folders = {}
    for case, (file, text, _) in BROKEN.items():
        folders[case] = install(tmp_path_factory.mktemp("broken"), guide() | {file: text})
    asked = {str(f): ["run", "city=xining", *SMALL, f"output={f / 'results'}"] for f in folders.values()}
    subprocess.run([sys.executable, "-c", ONE_BY_ONE], input=json.dumps(asked), text=True, check=True)
    return folders


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_extension_is_one_line(case, broken):
    folder = broken[case]
    expected = BROKEN[case][-1].format(
        here=f"extension {PACKAGE}", there=folder / PACKAGE, groups=", ".join(GROUPS),
        sectors=", ".join(read.read_sectors().sector), first_store=row_of("kinds", "first_store"),
        suzhou=row_of("cities", "suzhou"), dimensions=", ".join(DIMENSIONS),
    )  # fmt: skip
    assert (folder / "err").read_text(encoding="utf-8").splitlines() == [f"sanxin: {expected}"]
    assert ((folder / "code").read_text(), (folder / "out").read_text()) == ("2", "")
    assert not (folder / "results").exists()


def test_a_rule_that_gives_no_weights_is_one_line(tmp_path):
    code = "ALLOCATIONS = {'by_visits': lambda cities, allocation, parameters: -cities.visits}\n"
    files = {n: t for n, t in guide().items() if "instrument" not in n and "screening" not in n} | {CODE: code}
    done = sanxin(install(tmp_path, files), "run", "allocation=by_visits", "city=xining", *SMALL)
    assert done.returncode == 2
    config = tmp_path / PACKAGE / "configs" / "allocation" / "by_visits.yaml"
    assert done.stderr == (
        f"sanxin: {config} line 2: allocation by_visits: the rule by_visits must give each city a weight >= 0, "
        "not all of them 0\n"
    )


def test_a_change_of_an_extension_is_another_program(tmp_path, monkeypatch):
    monkeypatch.setattr(extend, "extensions", lambda: (extend.Extension("mine", "mine", "1.0", tmp_path),))
    seen = []
    for name, text in (("a.py", "1"), ("a.py", "2"), ("data/kinds.csv", "2")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
        seen.append((program_digest(), read.data_hashes()[f"mine/{name}"]))
    assert [len(set(values)) for values in zip(*seen, strict=True)] == [3, 2]


def test_a_function_of_other_arguments_is_told():
    fault = extend.takes("cities", "allocation")
    assert fault("mine", lambda cities, allocation: 0) == fault("mine", lambda *any_number: 0) == ""
    for value in (lambda cities: 0, lambda a, b, c: 0, 3, "text"):
        assert str(fault("mine", value)) == "must be a function (cities, allocation)"


PLAN_OF_MY_CITY = """
title: A plan for my city
question: What does the grant bring in a city that is not in the notice?
description: Data only.
city: [mycity]
allocation: official
plan:
  calls: [{quarter: 2, money: 1}]
  directions: {debut: {projects: 5}}
"""


def test_a_city_needs_nothing_but_a_row_beside_the_scenarios(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    cities = guide()[f"{PACKAGE}/data/cities.csv"]
    (tmp_path / "scenarios" / "cities.csv").write_text(cities, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(PLAN_OF_MY_CITY, encoding="utf-8")
    settings = compose([f"scenario={tmp_path / 'mine.yaml'}", *SMALL])
    found = compare([settings]).effects.set_index(["dimension", "measure"]).value
    assert found["city", "public_yuan"] == 200e6 and found["total", "n_awarded"] > 0
    assert len(compose([]).city) == 50
    assert "scenarios/cities.csv" in read.data_hashes()
    (tmp_path / "scenarios" / "cities.csv").write_text(cities.replace(",180,", ",many,"), encoding="utf-8")
    with pytest.raises(InputError, match=r"scenarios/cities\.csv row 2 \(mycity\): resident_population_10k is 'many'"):
        compose(["city=mycity"])


def test_a_folder_that_is_named_like_a_table_is_none(tmp_path, monkeypatch):
    (tmp_path / "scenarios" / "cities.csv").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert "scenarios/cities.csv" not in extend.files() and "scenarios/cities.csv" not in extend.hashes()
