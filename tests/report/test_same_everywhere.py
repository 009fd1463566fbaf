"""A report is a function of the files of its folder: not of where this lies, nor of where the command was called."""

import shutil

import numpy as np
import pytest

from sim.runs.kinds import KINDS
from tests.pictures import told
from tests.report.test_language import write_attributed
from tests.report.test_sensitivity_report import found
from tests.report.test_validation_report import write_run
from tests.synthetic_results import write_results
from tests.synthetic_studies import write_futures, write_search, write_sensitivity

MADE = {
    "comparison": lambda folder: write_results(folder, ["official", "equal"], n_cities=2, weeks_pilot=8, weeks_after=4),
    "validation": write_run,
    "attribution": write_attributed,
    "sensitivity": lambda folder: write_sensitivity(folder, found()),
    "search": write_search,
    "futures": lambda folder: write_futures(folder, np.arange(12.0).reshape(2, 3, 2)),
}


def test_every_kind_that_has_a_report_is_made_here():
    assert list(MADE) == [name for name, kind in KINDS.items() if kind.told]


@pytest.mark.parametrize("kind", MADE)
def test_a_report_has_the_same_bytes_in_another_folder_and_from_another_one(kind, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    first = MADE[kind](tmp_path / "here" / "first")
    second = shutil.copytree(first, tmp_path / "elsewhere" / "second")
    page = told(first).read_bytes()
    monkeypatch.chdir(tmp_path)
    assert told(second).read_bytes() == page
