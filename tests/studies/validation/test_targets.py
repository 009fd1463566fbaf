"""The table of findings: what is accepted, and what is said of a wrong table."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.studies.validation.targets import COLUMNS, Target, read_targets

ROW = ["XX01", "A study", "a place", "coupon", "[causal] something", "3.0", "", "", "1 week", "people", "somehow"]


def target(point=None, low=None, high=None, statistic="[causal] x") -> Target:
    return Target("XX01", "s", "p", "i", statistic, point, low, high, "h", "n")


@pytest.mark.parametrize(
    ("numbers", "accepted"),
    [
        ((3.0, None, None), (2.25, 3.75)),
        ((-16.0, None, None), (-20.0, -12.0)),
        ((None, 0.2, 0.4), (0.2, 0.4)),
        ((0.81, 0.7, 0.81), (0.7, 0.81)),
        ((0.5, None, 0.5), (0.375, 0.625)),
        ((0.0, None, None), (-0.1, 0.1)),
    ],
)
def test_a_model_value_agrees_inside_the_published_range_or_within_a_quarter_of_a_point(numbers, accepted):
    assert target(*numbers).accepted == pytest.approx(accepted)


def test_a_gross_claim_is_known_by_its_mark():
    assert target(4.2, statistic="[gross claim] bills per yuan").is_gross
    assert not target(4.2).is_gross


def test_the_table_that_comes_with_the_package_has_113_findings_and_no_fault():
    assert len(read_targets()) == 113


def write(path, rows, header=COLUMNS):
    path.write_text("\n".join(",".join(map(str, row)) for row in [header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "header", "message"),
    [
        ([[*ROW[:5], "three", *ROW[6:]]], COLUMNS, "row 2: point_estimate=three: must be a number or empty"),
        ([["", *ROW[1:]]], COLUMNS, "row 2: id is empty; must name the finding"),
        ([ROW, ROW], COLUMNS, "row 3: id=XX01: appears twice"),
        ([[*ROW[:5], "", "", "", *ROW[8:]]], COLUMNS, "row 2: one of point_estimate, ci_low, ci_high must be given"),
        ([], COLUMNS, "holds no findings"),
        ([ROW[1:]], COLUMNS[1:], "column id is missing; needs id, study"),
    ],
)
def test_a_wrong_table_gets_one_line_that_says_where_and_what(tmp_path, rows, header, message):
    path = write(tmp_path / "mine.csv", rows, header)
    with pytest.raises(InputError) as caught:
        read_targets(path)
    assert str(caught.value.problems[0]).startswith(f"{path}: {message}")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_as_office_programs_save_it(tmp_path, separator, encoding):
    path = tmp_path / "mine.csv"
    lines = [COLUMNS, [], [f" {ROW[0]}\u00a0", *ROW[1:]], [""] * len(COLUMNS), [*ROW, ""]]
    lines[4] = ["XX02", *ROW[1:], ""]
    path.write_bytes("\r\n".join(map(separator.join, lines)).encode(encoding))
    assert [(one.id, one.point) for one in read_targets(path)] == [("XX01", 3.0), ("XX02", 3.0)]


def test_a_fault_is_told_by_the_row_of_the_spreadsheet(tmp_path):
    path = write(tmp_path / "mine.csv", [[""], [*ROW[:5], "three", *ROW[6:]]])
    with pytest.raises(InputError, match="row 3: point_estimate=three"):
        read_targets(path)


def test_a_column_that_is_there_twice_is_refused(tmp_path):
    path = write(tmp_path / "mine.csv", [[*ROW, "4.0"]], (*COLUMNS, "point_estimate"))
    with pytest.raises(InputError, match="column point_estimate is there 2 times; must be there once"):
        read_targets(path)


def test_a_cell_beyond_the_last_column_is_refused(tmp_path):
    path = write(tmp_path / "mine.csv", [[*ROW, "and more"]])
    with pytest.raises(InputError, match="row 2: has 12 fields; must have 11"):
        read_targets(path)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(InputError, match="no such file; needs a table of findings"):
        read_targets(tmp_path / "none.csv")


@pytest.mark.parametrize(
    "numbers", [{"ci_low": "0.9", "ci_high": "0.2"}, {"point_estimate": "0.1", "ci_low": "0.2", "ci_high": "0.9"}]
)
def test_a_range_that_is_reversed_or_leaves_its_point_out_is_refused(tmp_path, numbers):
    path = tmp_path / "targets.csv"
    cells = dict(zip(COLUMNS, ROW, strict=True)) | dict.fromkeys(("point_estimate", "ci_low", "ci_high"), "") | numbers
    write(path, [cells.values()])
    with pytest.raises(InputError, match="must be in the order ci_low, point_estimate, ci_high"):
        read_targets(path)
