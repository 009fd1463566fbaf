"""A copy of the tables that a test may spoil."""

import shutil

import pytest

from sim.data.table import FOLDER


@pytest.fixture
def folder(tmp_path):
    for file in FOLDER.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path
