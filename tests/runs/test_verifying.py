"""``sanxin verify`` and ``sanxin list``: forged results are noticed, sound ones are not."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.cli.main import main
from sim.measures.tables import summarise, tidy
from sim.results.cells import CELLS, pack_cells, packed, read_cells, unpacked
from sim.results.columns import write_effects
from sim.results.files import read_manifest
from sim.results.writing import write_results
from sim.runs import verifying
from sim.runs.kinds import draw
from sim.runs.listing import listing
from sim.runs.verifying import missed, plan, verify
from tests.runs.sweeps import held

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("empty_pictures")]

WORLD = [
    "city=[xining,haikou]", "population.consumers_per_city=20", "horizon.weeks_warmup=8", "horizon.weeks_pilot=20",
    "horizon.weeks_after=4", "replicates=3", "threads=1", "seed=5",
]  # fmt: skip
N_CELLS = 6  # two runs of three replicates
TABLES = ("summary.csv", "effects.parquet", CELLS)


@pytest.fixture(scope="module")
def sound(empty_pictures, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "out"
    assert main(["sweep", "allocation=official,none", *WORLD, f"output={folder}"]) == 0
    return folder


@pytest.fixture
def copy(sound, tmp_path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "out"))


def found(folder, cells=2, seed=1):
    checks = verify(plan([str(folder), f"cells={cells}"]), choose=random.Random(seed))
    return {check.name: check.holds for check in checks}


def sealed(folder: Path, change=None) -> None:
    """Write the manifest with hashes that fit the files, as a forger would, and draw the report."""
    manifest = read_manifest(folder / "manifest.json")
    if change:
        change(manifest)
    write_results(folder, {name: (folder / name).read_bytes() for name in TABLES}, manifest)
    draw(folder)


def made_again(folder: Path, cells: dict[str, bytes]) -> None:
    """Write tables, manifest and report that fit forged cells."""
    runs = verifying._Runs(folder)
    parts = [[unpacked(cells[runs.names[k, r]]) for r in range(s.replicates)] for k, s in enumerate(runs.settings)]
    frame = tidy(runs.labels, runs.settings, parts, runs.manifest["comparison"])
    summarise(runs.labels, frame).to_csv(folder / "summary.csv", index=False, lineterminator="\n")
    for name, write in (("effects.parquet", lambda file: write_effects(frame, file)), (CELLS, pack_cells(cells))):
        with (folder / name).open("wb") as file:
            write(file)
    sealed(folder)


def test_sound_results_hold_in_all(sound):
    assert found(sound) == {"files": True, "report": True, "tables": True, "made": True, "cells": True, "odds": True}


def test_a_folder_is_left_as_it_was(sound):
    before = {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()}
    found(sound, cells=0)
    assert {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()} == before


def test_a_report_that_was_passed_on_is_verified_beside_its_folder(sound, tmp_path, capsys):
    alone = tmp_path / "mailed.html"
    alone.write_bytes((sound / "report.html").read_bytes())
    assert main(["verify", str(alone), str(sound), "cells=0"]) == 0
    alone.write_bytes(alone.read_bytes() + b" ")
    assert main(["verify", str(alone), str(sound), "cells=0"]) == 1
    assert "mailed.html is not what the tables give" in capsys.readouterr().out


def digit(content: bytes, choose: random.Random) -> bytes:
    """Change one digit."""
    place = choose.choice([k for k, byte in enumerate(content) if chr(byte).isdigit()])
    other = choose.choice([d for d in b"0123456789" if d != content[place]])
    return content[:place] + bytes([other]) + content[place + 1 :]


def forge_the_report(folder, choose):
    path = folder / "report.html"
    path.write_bytes(digit(path.read_bytes(), choose))


def forge_a_cell_of_the_summary(folder, choose):
    table = pd.read_csv(folder / "summary.csv")
    column = choose.choice([c for c in table.select_dtypes("number") if table[c].iloc[0] not in (0, np.nan)])
    table.loc[0, column] *= 1.1
    table.to_csv(folder / "summary.csv", index=False, lineterminator="\n")
    sealed(folder)


def forge_a_cell_of_the_effects(folder, choose):
    frame = pd.read_parquet(folder / "effects.parquet")
    row = choose.choice(frame.index[(frame.allocation == "official") & (frame.value.abs() > 0)])
    frame.loc[row, "value"] *= 1.1
    with (folder / "effects.parquet").open("wb") as file:
        write_effects(frame, file)
    sealed(folder)


def forge_a_parameter(folder, choose):
    def change(manifest):
        name = choose.choice(["trip_share", "creation_share", "price_sensitivity", "tell_probability"])
        for config in manifest["configs"].values():
            config["parameters"][name] *= 0.99

    sealed(folder, change)


def forge_a_setting(folder, choose):
    def change(manifest):
        manifest["configs"]["official"]["seed"] += 1 + choose.randrange(9)

    sealed(folder, change)


def forge_cells_and_all_that_is_made_of_them(folder, choose):
    """The most that can be forged: half the cells, with tables, hashes and report that fit."""
    cells = read_cells(folder)
    for name in choose.sample(sorted(cells), N_CELLS // 2):
        arrays = unpacked(cells[name])
        arrays["total.private_yuan"] = arrays["total.private_yuan"] * 1.1 + 1
        cells[name] = packed(arrays)
    made_again(folder, cells)


FORGERIES = (
    forge_the_report, forge_a_cell_of_the_summary, forge_a_cell_of_the_effects, forge_a_parameter, forge_a_setting,
    forge_cells_and_all_that_is_made_of_them,
)  # fmt: skip


@pytest.mark.parametrize("forge", [forge_a_parameter, forge_cells_and_all_that_is_made_of_them])
def test_a_forgery_is_noticed_within_three_rounds(copy, forge):
    forge(copy, random.Random(3))
    assert not all(all(found(copy, cells=2, seed=seed).values()) for seed in range(3))


@pytest.mark.full
def test_of_fifty_forgeries_at_least_49_are_noticed_within_three_rounds(sound, tmp_path):
    noticed = 0
    for k in range(50):
        folder = Path(shutil.copytree(sound, tmp_path / f"{k}"))
        FORGERIES[k % len(FORGERIES)](folder, random.Random(k))
        noticed += any(not all(found(folder, 2, 3 * k + again).values()) for again in range(3))
    assert noticed >= 49


def test_the_odds_are_those_of_drawing_without_putting_back():
    choose, n, forged = random.Random(1), 4, 3
    often = np.mean([not {0, 1, 2} & set(choose.sample(range(12), n)) for _ in range(20000)])
    assert missed(12, n, forged) == pytest.approx(often, abs=0.01)
    assert missed(12, 4, 0) == 1 and missed(12, 12, 1) == 0 and missed(3, 1, 3) == 0


@pytest.mark.full
def test_cells_are_the_same_bytes_whoever_ran_them(sound, tmp_path):
    again = tmp_path / "again"
    assert main(["sweep", "allocation=official,none", *WORLD, "workers=2", f"output={again}"]) == 0
    assert (again / CELLS).read_bytes() == (sound / CELLS).read_bytes()


def test_results_of_a_cluster_are_verified_without_it(copy, monkeypatch):
    def change(manifest):
        for config in manifest["configs"].values():
            config.update(launcher="ray", workers=64, cluster=config["cluster"] | {"address": "127.0.0.1:1"})

    sealed(copy, change)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert all(found(copy).values())


def test_results_of_another_program_are_told(copy, monkeypatch, capsys):
    monkeypatch.setattr(verifying, "program_digest", lambda: "another")
    assert main(["verify", str(copy), "cells=0"]) == 1
    assert "are not those of this installation" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", json.dumps({"a": 1}).encode(), "a zip of what is no cell"],
    ids=["empty", "half", "json", "no cell"],
)
def test_damaged_cells_are_one_line(copy, content, capsys):
    if isinstance(content, str):
        write = pack_cells(dict.fromkeys(read_cells(copy), b"text"))
        with (copy / CELLS).open("wb") as file:
            write(file)
    else:
        (copy / CELLS).write_bytes(content)
    assert main(["verify", str(copy)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and str(copy / CELLS) in error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "sanxin verify takes a results folder"),
        (["{}", "{}", "{}"], "sanxin verify takes a results folder"),
        (["{}", "cells=some"], "cells=some: must be a whole number from 0 to 1,000,000"),
        (["{}/nowhere"], "no such folder"),
    ],
)
def test_a_mistake_is_one_line(sound, arguments, said, capsys):
    assert main(["verify", *(text.format(sound) for text in arguments)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and said in error


def test_settings_that_nobody_could_run_are_refused(copy, capsys):
    def change(manifest):
        manifest["configs"]["official"]["replicates"] = "many"

    manifest = read_manifest(copy / "manifest.json")
    change(manifest)
    write_results(copy, {name: (copy / name).read_bytes() for name in TABLES}, manifest)
    assert main(["verify", str(copy)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_list_says_what_was_asked_and_found(copy, tmp_path, capsys):
    unfinished = tmp_path / "stopped"
    store = held(unfinished, {"kind": "comparison"})
    store.put("key_0", {})
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(copy)
    lines = {line.folder.name: line for line in listing(tmp_path)}
    assert sorted(lines) == ["out", "stopped"]
    assert lines["stopped"].verdict == "unfinished: 1 part is kept"
    assert lines["out"].question == "official and none"
    assert main(["list", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert lines["out"].verdict in shown and lines["out"].made == read_manifest(copy / "manifest.json")["created_utc"][
        :16
    ].replace("T", " ")


def test_a_list_goes_on_past_what_is_damaged_or_changed(copy, sound, tmp_path):
    (copy / "summary.csv").write_text("nothing")
    other = Path(shutil.copytree(sound, tmp_path / "other"))
    (other / "manifest.json").write_text("{")
    lines = {line.folder.name: line for line in listing(tmp_path)}
    assert "summary.csv" in lines["out"].verdict and "manifest.json" in lines["other"].verdict


def test_cells_of_a_run_from_python_are_written_with_it(tmp_path):
    sim.simulate(["allocation=official", *WORLD]).write(tmp_path)
    assert len(read_cells(tmp_path)) == 3


def test_a_missing_file_is_said_to_be_missing_and_the_report_not_blamed(copy):
    (copy / CELLS).unlink()
    checks = verify(plan([str(copy), "cells=0"]))
    told = {check.name: (check.holds, str(check.told)) for check in checks}
    assert told["files"] == (False, f"{CELLS} is missing")
    assert told["report"][0] and told["cells"][0] is None


def test_results_that_keep_no_cells_are_sound_as_far_as_was_looked(copy, capsys):
    manifest = read_manifest(copy / "manifest.json")
    (copy / CELLS).unlink()
    write_results(copy, {name: (copy / name).read_bytes() for name in TABLES if name != CELLS}, manifest)
    assert main(["verify", str(copy)]) == 0
    assert "--      cells" in capsys.readouterr().out
