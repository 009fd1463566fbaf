"""What a run is told by files is read once: what is changed while it goes on counts for the next one."""

import pytest

from sim.data import read
from sim.data import table as tables
from sim.data.held import content, held, made_once


def test_a_file_is_read_once_in_a_run_and_again_in_the_next(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"1")
    with held():
        assert content(path) == b"1"
        path.write_bytes(b"2")
        with held():
            assert content(path) == b"1"
        path.unlink()
        assert content(path) == b"1"
    with pytest.raises(FileNotFoundError):
        content(path)


def test_a_table_that_is_edited_while_a_run_goes_on_counts_for_the_next_one(tmp_path):
    for path in tables.FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / "parameters.csv"
    with held():
        before = read.read_parameters(tmp_path)
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join(lines[:-1]) + "\n", "utf-8")
        assert read.read_parameters(tmp_path) == before
        path.unlink()
        assert read.read_parameters(tmp_path) == before


def test_what_is_made_of_files_is_made_once_in_a_run_and_what_is_raised_is_not_kept():
    made = []

    @made_once
    def make(what, fails=False):
        made.append(what)
        if len(made) == 1:
            raise ValueError("no")
        return [what]

    with held():
        with pytest.raises(ValueError, match="no"):
            make("a")
        assert make("a") is make("a") and make("b") == ["b"] and make("a", fails=True) == ["a"]
    assert made == ["a", "a", "b", "a"]
    with held():
        assert make("a") is make("a")
    assert make("a") is not make("a") and len(made) == 7
