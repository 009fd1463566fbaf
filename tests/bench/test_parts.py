"""The table of parts, and the figures that are kept of them."""

import math
from string import Formatter

import pytest

import bench.__main__ as command
from bench import stored
from bench.part import LeftOut, Part, Row
from bench.parts import PARTS
from bench.table import markdown


def fields(row):
    """Names of the figures that a row shows."""
    return {name for text in (row.what, row.measured) for _, name, _, _ in Formatter().parse(text) if name}


@pytest.fixture
def two_parts(tmp_path, monkeypatch):
    """A bench of two parts, of which one cannot be measured here, and an empty store."""

    def nothing():
        raise LeftOut("no history of git here")

    parts = {
        "old": Part("old", "how old", nothing, (Row("age", "{weeks:.0f} weeks"),)),
        "fast": Part("fast", "how fast", lambda: {"ns": 3.0}, (Row("speed", "{ns:.0f} ns", "ns", "<=", 2, "{:g} ns"),)),
    }
    for module in ("bench.__main__.PARTS", "bench.table.PARTS"):
        monkeypatch.setattr(module, parts)
    monkeypatch.setattr(stored, "STORED", tmp_path / "bench.json")
    stored.STORED.write_text('{"old": {"commit": "abc", "figures": {"weeks": 7.0}}}')
    return parts


def test_figures_are_kept_for_all_parts_and_for_no_others():
    assert list(stored.read()) == list(PARTS)


@pytest.mark.parametrize("part", PARTS.values(), ids=str)
def test_a_part_has_a_name_a_sentence_and_figures_for_its_rows(part):
    entry = stored.read()[part.name]
    assert part is PARTS[part.name] and part.what and part.rows and entry["commit"]
    assert all(math.isfinite(value) for value in entry["figures"].values())
    assert all(fields(row) <= set(entry["figures"]) for row in part.rows)
    assert all(row.figure in fields(row) and row.sign in ("<=", ">=") for row in part.rows if row.figure)


def test_figures_of_two_parts_do_not_share_a_name():
    names = [name for entry in stored.read().values() for name in entry["figures"]]
    assert len(names) == len(set(names))


def test_measuring_a_part_keeps_the_figures_of_the_others(two_parts, capsys):
    assert command.main(["fast"]) == 0
    assert stored.read() == {
        "fast": {"commit": stored.commit(), "figures": {"ns": 3.0}},
        "old": {"commit": "abc", "figures": {"weeks": 7.0}},
    }
    assert "MISSED" in capsys.readouterr().out


def test_a_part_that_cannot_be_measured_here_is_left_out_in_a_line_and_keeps_its_figures(two_parts, capsys):
    assert command.main([]) == 0
    assert "old          left out: no history of git here\n" in capsys.readouterr().out
    assert {name: entry["figures"] for name, entry in stored.read().items()} == {
        "old": {"weeks": 7.0},
        "fast": {"ns": 3.0},
    }


def test_a_part_that_does_not_exist_is_refused_with_those_that_do(two_parts, capsys):
    assert command.main(["fast", "quick"]) == 2
    assert capsys.readouterr().err == "bench: there is no part 'quick'; there are old, fast\n"
    assert "fast" not in stored.read()


def test_the_readme_shows_a_missed_target_as_missed_with_the_commit(two_parts):
    stored.write("fast", {"ns": 3.0}, list(two_parts))
    assert f"| speed | 3 ns | at most 2 ns, missed | {stored.commit()} |" in markdown()
    stored.write("fast", {"ns": 2.0}, list(two_parts))
    assert f"| speed | 2 ns | at most 2 ns | {stored.commit()} |" in markdown()
    assert "| age | 7 weeks |  | abc |" in markdown()
