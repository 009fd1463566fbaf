"""A damaged file of a stored comparison is named in one line."""

import json

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.results.reading import MANIFEST, read_results
from tests.synthetic_results import write_results

SMALL = {"n_cities": 6, "weeks_pilot": 20, "weeks_after": 6}


def damage_text(name, text):
    return lambda folder: (folder / name).write_text(text)


def change_manifest(**changes):
    def change(folder):
        path = folder / "manifest.json"
        data = json.loads(path.read_text("utf-8"))
        data |= changes
        path.write_text(json.dumps({k: v for k, v in data.items() if v is not None}))

    return change


def change_effects(change):
    def apply(folder):
        path = folder / "effects.parquet"
        change(pd.read_parquet(path)).to_parquet(path)

    return apply


def change_summary(change):
    def apply(folder):
        path = folder / "summary.csv"
        change(pd.read_csv(path, keep_default_na=False)).to_csv(path, index=False)

    return apply


def without(dimension):
    return lambda frame: frame[frame.dimension != dimension]


def scaled(measure, factor):
    def change(frame):
        rows = (frame.measure == measure) & (frame.dimension == "total")
        return frame.assign(value=frame.value.where(~rows, factor * frame.value))

    return change


DAMAGE = {
    "no summary": (lambda f: (f / "summary.csv").unlink(), "summary.csv: no such file"),
    "no effects": (lambda f: (f / "effects.parquet").unlink(), "effects.parquet: no such file"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "manifest.json: no such file"),
    "empty summary": (damage_text("summary.csv", ""), "summary.csv: cannot be read as a table"),
    "binary summary": (lambda f: (f / "summary.csv").write_bytes(b"\xff\xfe\x00"), "summary.csv: "),
    "headless summary": (
        damage_text("summary.csv", "a,b\n1,2\n"),
        "summary.csv: lacks columns allocation, public_yuan",
    ),
    "text for a number": (
        change_summary(lambda s: s.assign(net_yuan="much")),
        "summary.csv: column net_yuan: not a number",
    ),
    "infinite": (
        change_summary(lambda s: s.assign(public_yuan=np.inf)),
        "summary.csv: column public_yuan: infinite",
    ),
    "one name twice": (
        change_summary(lambda s: s.assign(allocation="x")),
        "summary.csv: column allocation: every row",
    ),
    "no rows": (change_summary(lambda s: s.iloc[:0]), "summary.csv: holds no allocation"),
    "no effect given": (
        change_summary(lambda s: s.assign(net_per_yuan="")),
        "summary.csv: net_per_yuan of official: empty",
    ),
    "no parquet": (damage_text("effects.parquet", "PAR1"), "effects.parquet: cannot be read as parquet"),
    "lacking column": (
        change_effects(lambda e: e.drop(columns="week")),
        "effects.parquet: lacks column week",
    ),
    "lacking rows": (
        change_effects(without("week")),
        "effects.parquet: no rows for official: week net_yuan, week gross_yuan",
    ),
    "rows twice": (
        change_effects(lambda e: pd.concat([e, e.iloc[:1]])),
        "effects.parquet: two rows for official, total",
    ),
    "parts that do not add up": (
        change_effects(scaled("windfall_yuan", 1.01)),
        "effects.parquet: parts of the gross of official",
    ),
    "cut manifest": (
        damage_text("manifest.json", '{"product": "san'),
        "manifest.json: cannot be read as JSON",
    ),
    "list for a manifest": (damage_text("manifest.json", "[]"), "manifest.json: holds no table of keys"),
    "other allocations": (
        change_manifest(allocations=["x"]),
        "manifest.json: allocations: not those of summary.csv",
    ),
    "nameless city": (change_manifest(cities=[{"id": "a"}]), "manifest.json: cities[0]: lacks name, listed"),
    "no start": (
        change_manifest(calendar={"weeks_pilot": 1}),
        "manifest.json: calendar: lacks start_date, weeks_after",
    ),
}
DAMAGE |= {f"no {key}": (change_manifest(**{key: None}), f"manifest.json: lacks key {key}") for key in MANIFEST}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return write_results(tmp_path_factory.mktemp("sound"), ["official", "equal"], **SMALL)


@pytest.mark.parametrize("case", DAMAGE)
def test_damaged_file_is_named(sound, tmp_path, case):
    for path in sound.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    damage, message = DAMAGE[case]
    damage(tmp_path)
    with pytest.raises(InputError) as caught:
        read_results(tmp_path)
    problems = [str(problem) for problem in caught.value.problems]
    assert any(message in problem for problem in problems), problems
    assert all(str(tmp_path) in problem and "\n" not in problem for problem in problems)


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere: no such folder"):
        read_results(tmp_path / "nowhere")


def test_all_missing_files_are_named_at_once(tmp_path):
    with pytest.raises(InputError) as caught:
        read_results(tmp_path)
    assert len(caught.value.problems) == 3
