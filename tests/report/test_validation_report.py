"""What is shown of a validation run: verdicts are counted right, nothing is cut off, every text is escaped."""

import json
import math
from html.parser import HTMLParser
from itertools import combinations

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.text import Text

from sim.charts.style import PLACES, settled, style
from sim.charts.validation import CHARTS
from sim.charts.validation.forest import EDGE, LIMIT, forest, ruler
from sim.cli.main import main
from sim.errors import InputError
from sim.report.validation import finding, must_match
from sim.results.reading_validation import read_run
from sim.results.validation import INSIDE, MISSING, OUTSIDE, short_study
from tests.pictures import report_of, told

COLUMNS = ["id", "statistic", "published", "low", "high", "model", "se", "verdict", "experiment", "why_not"]
SCRIPT = "<script>alert(1)</script>"
NOT_REPRESENTED = ["GR06", "no model", 1, 0.75, 1.25, None, None, "not represented", "", "no commuting in the model"]
ROWS = [
    ["CN01", "[causal] extra spending", 3.0, 2.25, 3.75, 2.9, 0.1, "inside", "threshold_coupon", ""],
    ["CN16", "[gross claim] bills", 4.2, 3.15, 5.25, 5.5, 0.2, "outside", "threshold_coupon", "conflicts with CN01"],
    ["CN16 net", "[gross claim] bills", None, None, None, 1.1, 0.1, "beside", "threshold_coupon", ""],
    ["US01", "[causal] MPC", None, 0.2, 0.4, 0.35, 0.0, "inside", "cash", ""],
    ["MU02", "[meta] multiplier", 1.8, 1.7, None, 1.2, None, "outside", "cash", ""],
    ["PB03", "[causal] own investment", 0, 0, 0, 0.0, None, "inside", "award", ""],
    NOT_REPRESENTED,
]
OPTIONAL = {
    "identification": pd.DataFrame(
        [(p, k, s) for p, s in (("creation_share", 1.5), ("forget_rate", 0.01)) for k in ("CN01", "US01", "MU02")],
        columns=["parameter", "id", "sensitivity"],
    ),
    "recovery": pd.DataFrame(
        [(s, p, 0.5, 0.4, 0.3, 0.6 - 0.2 * (s == 3)) for s in (1, 2, 3) for p in ("creation_share", "forget_rate")],
        columns=["set", "parameter", "true", "estimate", "low", "high"],
    ),
    "scale": pd.DataFrame(
        [(w, m, 0.15, 0.01) for w in (500, 1000, 5000) for m in ("net_per_yuan", "a_long_" * 12)],
        columns=["weight", "measure", "value", "se"],
    ),
}


class Page(HTMLParser):
    """Collects tags and text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def parameter(symbol, **more):
    entry = {"symbol": symbol, "value": 0.3, "unit": "share", "low": 0, "high": 1, "grade": "assumed", "source": "own"}
    fit = {"meaning": "what it is", "evidence": ["CN01"], "fitted_low": 0.25, "fitted_high": 0.35}
    return entry | fit | more


def write_run(folder, rows=ROWS, optional=(), study="Xing, Zou & Li 2023, AEJ", **manifest):
    """Write the folder of a validation run."""
    folder.mkdir(exist_ok=True, parents=True)
    pd.DataFrame(rows, columns=COLUMNS).to_csv(folder / "validation.csv", index=False)
    target = {"study": study, "place": "large city", "instrument": "coupon", "horizon": "1 week", "population": "all"}
    free = parameter("f", evidence=[], fitted_low=None, fitted_high=None)
    whole = {
        "kind": "validation", "version": "0.1.0", "seed": 7, "replicates": 8, "configs": {"equal": {"consumers": 500}},
        "data_sha256": {"calibration_targets.csv": "ab" * 32}, "targets": {row[0]: target for row in rows},
        "parameters": [{"name": "creation_share"} | parameter("phi"), {"name": "forget_rate"} | free],
        "unpinned": [{"name": "forget_rate", "share": 0.12}], "seconds_by_part": {"experiments": 10.0, "all": 12.3},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(whole | manifest), encoding="utf-8")
    for name in optional:
        OPTIONAL[name].to_csv(folder / f"{name}.csv", index=False)
    return folder


def many(n=70):
    """Rows with every kind of value, as many as a whole validation has."""
    rows = []
    for k in range(n):
        theme = ("CN", "US", "TI", "NS", "PE", "WM", "EV", "PB", "SF")[k % 9]
        published = (3.0, 0.00322, -2.62, 1044.0, -0.00123)[k % 5]
        low, high = sorted((0.75 * published, 1.25 * published))
        model = published * (1.0, 1.2, 3.0, -2.0)[k % 4]
        verdict = "inside" if low <= model <= high else "outside"
        point = None if k % 3 == 0 else published
        rows.append([f"{theme}{k:02d}", "what", point, low, high, model, abs(model) / 20, verdict, "experiment", ""])
    return rows


def page_of(folder):
    return Page(told(folder).read_text("utf-8"))


def changed(row, **cells):
    return [cells.get(name, value) for name, value in zip(COLUMNS, row, strict=True)]


# ---------------------------------------------------------------- what it says


def test_first_sentence_counts_the_verdicts(tmp_path):
    text = finding(read_run(write_run(tmp_path)))
    assert text.startswith("Of the 5 published findings that the model can represent, 3 (60 %) lie inside")
    assert "and 2 outside; 1 more of the 6 cannot be represented" in text
    assert page_of(tmp_path).text.index("Of the 5 published") < page_of(tmp_path).text.index("At a glance")


def test_nothing_represented_is_not_called_a_success(tmp_path):
    write_run(tmp_path, [NOT_REPRESENTED])
    assert finding(read_run(tmp_path)).startswith("The one published finding cannot be represented")
    assert "nothing is validated" in Page(report_of(tmp_path).read_text("utf-8")).text


def test_groups_that_must_match_fail_where_a_member_is_not_inside(tmp_path):
    groups = {"threshold": ["CN01"], "gross": ["CN01", "CN16"], "distance": ["GR06"], "unknown": ["XX99"]}
    text = must_match(read_run(write_run(tmp_path, must_match=groups)))
    assert text.startswith("Of 4 groups of findings that must match, 3 fail: ")
    for words in ("“gross” (CN16)", "“distance” (GR06)", "“unknown” (XX99)"):
        assert words in text
    assert text in page_of(tmp_path).text
    one = must_match(read_run(write_run(tmp_path, must_match={"a": ["CN01"]})))
    assert one == "The one group of findings that must match does so."
    assert must_match(read_run(write_run(tmp_path))) == ""


def test_a_row_not_represented_never_appears_as_inside(tmp_path):
    run = read_run(write_run(tmp_path))
    assert "GR06" not in run.of(INSIDE, OUTSIDE)
    assert run.of(MISSING) == ["GR06"]
    page = page_of(tmp_path).text
    after = page[page.index("GR06") :]
    assert after.index("not represented") < after.index("inside") if "inside" in after else True
    assert "no commuting in the model" in page
    with mpl.rc_context(style()):
        assert "GR06" not in {t.get_text() for t in forest(run).findobj(Text)}


@pytest.mark.long
def test_what_no_finding_pins_is_on_the_first_page_with_its_share(tmp_path):
    page = page_of(write_run(tmp_path)).text
    assert page.index("forget rate (f, 12 %).") < page.index("How to read it")
    unknown = write_run(tmp_path, unpinned=[{"name": "forget_rate", "share": None}])
    assert "forget rate (f)." in page_of(unknown).text
    assert "None: every parameter that was examined" in page_of(write_run(tmp_path, unpinned=[])).text


def test_a_gross_claim_stands_beside_the_net_effect(tmp_path):
    page = page_of(write_run(tmp_path)).text
    part = page[page.index("Gross claims beside net effects") : page.index("Parameters (")]
    assert "4.2 5.5 ± 0.2 1.1 ± 0.1 20" in " ".join(part.replace("\xa0", " ").split())


@pytest.mark.long
def test_reviewer_finds_every_finding_parameter_and_hash(tmp_path):
    page = page_of(write_run(tmp_path, optional=OPTIONAL))
    for words in (
        "outside: above", "outside: below", "at least 1.7", "0.2 to 0.4", "2.9 ± 0.1", "conflicts with CN01",
        "Experiment: threshold coupon", "phi", "0.25 to 0.35", "no finding pins it down", "ab" * 32,
        "12 seconds (experiments 10)",
    ):  # fmt: skip
        assert words in page.text, words
    assert page.tags.count("img") == len(CHARTS)
    assert "nan" not in page.text.split()


@pytest.mark.parametrize("where", ["study", "statistic", "id", "why_not", "experiment", "parameter", "must_match"])
def test_text_of_the_files_is_escaped(where, tmp_path):
    rows = [changed(row, **{where: SCRIPT}) if row[0] == "CN16" else row for row in ROWS]
    more = {"study": SCRIPT} if where == "study" else {}
    if where == "parameter":
        more = {"parameters": [{"name": SCRIPT} | parameter(SCRIPT)], "unpinned": [{"name": SCRIPT, "share": 0.5}]}
    if where == "must_match":
        more = {"must_match": {SCRIPT: ["CN16"]}}
    write_run(tmp_path, rows, **more)
    page = Page(report_of(tmp_path).read_text("utf-8"))
    assert "script" not in page.tags
    assert SCRIPT in page.text


# ---------------------------------------------------------------- charts


@pytest.fixture(scope="module")
def tall(tmp_path_factory):
    """The forest plot of 70 findings with long names, laid out."""
    study = "WWWWWWWWWWWWWWWWWWWWWWWW Commission of Commerce, December 2024"
    run = read_run(write_run(tmp_path_factory.mktemp("tall"), many(), study=study))
    with mpl.rc_context(style()):
        figure = forest(run)
        figure.draw_without_rendering()
        yield figure


@pytest.mark.long
def test_seventy_rows_are_all_named_and_inside_the_chart(tall):
    texts = [t for t in tall.findobj(Text) if t.get_visible() and t.get_text().strip()]
    assert {row[0] for row in many()} <= {t.get_text() for t in texts}
    width, height = tall.bbox.size
    for text in texts:
        assert text.get_fontsize() >= 8
        box = text.get_window_extent()
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, text.get_text()


def test_no_text_of_seventy_rows_overlaps(tall):
    boxes = [(t.get_text(), t.get_window_extent()) for ax in tall.axes for t in ax.texts]
    for (a, one), (b, other) in combinations(boxes, 2):
        assert not one.overlaps(other), (a, b)


def test_names_of_studies_do_not_reach_into_the_chart(tall):
    left, ax, right = tall.axes
    names = [t for t in left.texts if t.get_fontweight() != "bold"]
    assert len(names) > 2 * len(many())
    assert all(t.get_window_extent().x1 <= ax.bbox.x0 for t in names)
    assert all(t.get_window_extent().x0 >= ax.bbox.x1 for t in right.texts)


def test_numbers_are_inside_the_accepted_range_exactly_where_the_row_is(tmp_path):
    for row in read_run(write_run(tmp_path, many())).table.itertuples():
        middle, width = ruler(row.low, row.high, row.published, row.model)
        assert width > 0
        assert (abs((row.model - middle) / width) <= 1 + 1e-9) == (row.verdict == INSIDE)


def test_values_off_the_chart_are_arrows_at_its_edge(tall):
    lines = tall.axes[1].lines
    arrows = [line for line in lines if line.get_marker() in ("<", ">")]
    assert arrows
    assert all(EDGE < abs(line.get_xdata()[0]) < LIMIT for line in arrows)
    assert all(abs(x) <= LIMIT for line in lines for x in line.get_xdata() if isinstance(x, float))


def test_verdicts_differ_in_shape_and_not_only_in_colour(tmp_path):
    with mpl.rc_context(style()):
        lines = forest(read_run(write_run(tmp_path))).axes[1].lines
    looks = {(line.get_marker(), line.get_markerfacecolor()) for line in lines if line.get_marker() in ("o", "D")}
    assert len({marker for marker, _ in looks}) == len({face for _, face in looks}) == 2


@pytest.mark.full
def test_every_chart_has_the_same_bytes_twice(tmp_path, monkeypatch):
    write_run(tmp_path, many(), optional=OPTIONAL)
    report, first = (
        report_of(tmp_path).read_bytes(),
        {p.name: p.read_bytes() for p in (tmp_path / "charts").iterdir()},
    )
    assert set(first) == {f"{chart.name}{end}" for chart in CHARTS for end in (".svg", ".png")}
    monkeypatch.setattr("sim.charts.chart.ENDINGS", (".svg",))  # of PNG: tests/charts/test_charts.py
    assert report_of(tmp_path).read_bytes() == report
    assert all(p.read_bytes() == first[p.name] for p in (tmp_path / "charts").iterdir())


def test_a_layout_ends_in_few_digits_so_that_it_does_not_depend_on_addresses_in_memory(tmp_path):
    """Without rounding, one layout of the forest in ten differed from the others in the last digits."""
    with mpl.rc_context(style()):
        figure = settled(forest(read_run(write_run(tmp_path))))
    bounds = [x for ax in figure.axes for x in ax.get_position(original=True).bounds]
    assert bounds == pytest.approx([round(x, PLACES) for x in bounds], abs=1e-12) and len(set(bounds)) > 2


def test_parameters_that_no_finding_pins_are_marked(tmp_path):
    run = read_run(write_run(tmp_path, optional=["identification"]))
    with mpl.rc_context(style()):
        figure = CHARTS[1].draw(run)
        figure.draw_without_rendering()
    labels = [t.get_text() for t in figure.axes[0].get_yticklabels()]
    assert labels == ["creation share", "○ forget rate"]


def test_studies_are_named_by_their_own_year_only():
    assert (
        short_study("Geng, Shi & Song, CUHK report on 2021 voucher") == "Geng, Shi & Song, CUHK report on 2021 voucher"
    )
    assert short_study("De Giorgi, Frederiksen & Pistaferri 2020, RES 87") == "De Giorgi et al. 2020"


# ---------------------------------------------------------------- the command, and damaged files


def test_report_redraws_a_validation_folder(tmp_path, capsys):
    write_run(tmp_path)
    assert main(["report", str(tmp_path)]) == 0
    assert (tmp_path / "charts" / "forest.svg").is_file()
    assert "Of the 5 published findings" in (tmp_path / "report.html").read_text("utf-8")
    assert capsys.readouterr().err == ""


def test_a_validation_of_an_older_version_is_refused_in_one_line(tmp_path, capsys):
    path = write_run(tmp_path, version="0.4.0") / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["settings"] = manifest.pop("configs")["equal"]
    manifest["data"] = manifest.pop("data_sha256")
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert main(["report", str(tmp_path)]) == 2
    said = "written by version 0.4.0, whose manifest of a validation has other keys; run sanxin validate again"
    assert capsys.readouterr().err == f"sanxin: {path}: {said}\n"


@pytest.mark.parametrize("key", ["parameters", "unpinned"])
def test_a_parameter_without_a_name_is_told(key, tmp_path):
    with pytest.raises(InputError, match=rf"manifest.json: {key}\[0\]: lacks name"):
        read_run(write_run(tmp_path, **{key: [{"value": 1}]}))


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_named_in_one_line(column, tmp_path, capsys):
    path = write_run(tmp_path) / "validation.csv"
    pd.read_csv(path).drop(columns=column).to_csv(path, index=False)
    assert main(["report", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"sanxin: {path}: lacks column {column}; needed: ")
    assert err.count("\n") == 1
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"verdict": "insde"}, "column verdict: 'insde'; allowed: inside, outside, not represented, beside"),
        ({"model": "abc"}, "column model: 'abc'; a finite number or nothing is allowed"),
        ({"model": math.inf}, "column model: 'inf'; a finite number or nothing is allowed"),
        ({"se": -1}, "column se: -1; at least 0 or nothing is allowed"),
        ({"low": 4}, "column low: 4 is above high, 3.75; at most high is allowed"),
        ({"model": None}, "column model: empty; a number is needed where the verdict is inside"),
        ({"model": 9}, "column verdict: inside, which model, low and high contradict"),
        ({"verdict": "outside"}, "column verdict: outside, which model, low and high contradict"),
        ({"verdict": "not represented"}, "columns model, se: filled; must be empty where"),
        ({"low": None, "high": None}, "columns low, high: both empty; a bound is needed"),
        ({"id": "US01"}, "id US01: appears twice; one row is allowed"),
        ({"id": ""}, "column id: empty; needed in every row"),
    ],
)
def test_a_damaged_row_is_named_with_what_is_allowed(cells, words, tmp_path, capsys):
    path = write_run(tmp_path, [changed(ROWS[0], **cells), *ROWS[1:]]) / "validation.csv"
    assert main(["report", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"sanxin: {path}: line ")
    assert words in err
    assert err.count("\n") == 1


def test_not_represented_without_a_reason_is_refused(tmp_path):
    with pytest.raises(InputError, match="must say why"):
        read_run(write_run(tmp_path, [changed(NOT_REPRESENTED, why_not="")]))


@pytest.mark.parametrize("name", ["validation.csv", "manifest.json", "identification.csv", "recovery.csv", "scale.csv"])
@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00{", b"a,b\n1,2\n"])
def test_a_damaged_file_is_named_in_one_line(name, damage, tmp_path, capsys):
    (write_run(tmp_path) / name).write_bytes(damage)
    assert main(["report", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"sanxin: {tmp_path / name}: ")
    assert err.count("\n") == 1


def test_a_missing_table_is_named(tmp_path, capsys):
    (write_run(tmp_path) / "validation.csv").unlink()
    assert main(["report", str(tmp_path)]) == 2
    assert f"{tmp_path / 'validation.csv'}: no such file" in capsys.readouterr().err
