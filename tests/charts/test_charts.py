"""Charts: files are the same every time, every allocation is visible, nothing is cut off or tiny."""

from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.charts import attribution, futures, search, sensitivity, validation
from sim.charts.chart import draw_charts
from sim.charts.comparison import CHARTS, charts_of
from sim.charts.comparison.groups import direction_name
from sim.charts.comparison.livelihood import area_name, size_name
from sim.charts.comparison.money import partner_name
from sim.charts.comparison.queues import department
from sim.charts.comparison.totals import shares_of_gross
from sim.charts.comparison.weeks import mark_dates
from sim.charts.style import COLOURS, WIDTH, look, style
from sim.charts.style import name as name_of
from sim.results.reading import read_results
from sim.texts import say
from tests.synthetic_results import SIX, write_results

SMALL = {"n_cities": 6, "weeks_pilot": 20, "weeks_after": 6}


def drawn(folder):
    results = read_results(folder)
    return draw_charts(folder, charts_of(results), results)


CASES = {
    "six": {},
    "one allocation, one city, one replicate": {
        "labels": ["official"],
        "n_cities": 1,
        "replicates": 1,
        "promises": True,
    },
    "twelve with long names": {
        "labels": [f"allocation_{k}+scenes_first_and_longer" for k in range(12)],
        "unfunded_city": True,
    },
    "negative parts": {"shares": (0.75, -0.05, 0.1, 0.0, 0.02), "quintiles": (-0.1, 0.2, 0.2, 0.3, 0.4)},
    "no effect": {"labels": ["official", "equal"], "net_per_yuan": (0.01, -0.01)},
    "no policy at all": {"labels": ["none"]},
    "policies without money": {"labels": ["free+reform", "free+another"], "n_cities": 5},
    "with and without money, with targets": {"labels": ["official", "free+reform", "none"], "promises": True},
    "odd names": {"labels": ["<script>alert(1)</script>", "现金", "a\nb", "$x_1$", "-->"]},
    "cities close together": {"labels": ["official"], "n_cities": 16},
    "nine that cross, some with long or odd names": {
        "labels": [
            f"{a}+{s}"
            for a in ("official", "a_very_long_name_of_an_allocation_indeed", "$x_1$")
            for s in ("random", "现金", "a_screening_with_a_long_name_that_needs_lines_and_lines_more")
        ],
        "net_per_yuan": (-0.1, 0.2, 0.3),
        "crossed": True,
        "n_cities": 4,
    },
    "no weeks after": {"weeks_after": 0, "weeks_pilot": 4, "n_cities": 2},
}
# Nearly as crowded as one of the others.
ONLY_FULL = {
    "six", "negative parts", "no effect", "cities close together", "no weeks after", "odd names",
    "policies without money", "with and without money, with targets",
}  # fmt: skip
CHART = {chart.name: chart for chart in CHARTS}
NAMES = list(CHART)


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    return write_results(tmp_path_factory.mktemp("six"))


@pytest.fixture(
    scope="module",
    params=[pytest.param(k, marks=pytest.mark.full if k in ONLY_FULL else pytest.mark.long) for k in CASES],
)
def figures(request, tmp_path_factory):
    """All charts of a case, laid out."""
    results = read_results(write_results(tmp_path_factory.mktemp("case"), **CASES[request.param]))
    with mpl.rc_context(style()):
        drawn = {chart.name: chart.draw(results) for chart in charts_of(results)}
        for figure in drawn.values():
            figure.draw_without_rendering()
        yield results, drawn


def visible_texts(figure):
    seen = (t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip())
    hidden = {id(t) for ax in figure.axes if not ax.axison for t in (*ax.xaxis.findobj(Text), *ax.yaxis.findobj(Text))}
    return [t for t in seen if id(t) not in hidden and drawn_tick(t, figure)]


def drawn_tick(text, figure):
    """Whether a text is none of the tick labels that matplotlib keeps outside an axis' limits."""
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            for tick in axis.get_major_ticks():
                if text in (tick.label1, tick.label2):
                    low, high = sorted(axis.get_view_interval())
                    return low - 1e-9 <= tick.get_loc() <= high + 1e-9
    return True


def test_text_is_large_enough_and_inside_the_chart(figures):
    for name, figure in figures[1].items():
        width, height = figure.bbox.size
        for text in visible_texts(figure):
            assert text.get_fontsize() >= 8, (name, text)
            box = text.get_window_extent()
            inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1
            assert inside, f"{name}: {text.get_text()!r} leaves the chart"


def test_tick_labels_do_not_overlap(figures):
    for name, ax in ((name, ax) for name, figure in figures[1].items() for ax in figure.axes):
        for axis in (ax.xaxis, ax.yaxis):
            boxes = [
                t.label1.get_window_extent()
                for t in axis.get_major_ticks()
                if ax.axison and t.label1.get_visible() and t.label1.get_text() and drawn_tick(t.label1, ax.figure)
            ]
            for a, b in pairwise(boxes):
                assert not a.overlaps(b), f"{name}: labels of {axis.axis_name} overlap"


@pytest.mark.parametrize("name", ["on_the_map", "second_tranche"])
def test_names_of_cities_do_not_cover_each_other(figures, name):
    for ax in figures[1][name].axes if name in figures[1] else ():
        texts = ax.texts if ax.get_title(loc="left") else []
        boxes = [Text.get_window_extent(text).padded(-2) for text in texts]  # without the line to the city
        for a, b in combinations(boxes, 2):
            assert not a.overlaps(b)


def test_every_allocation_and_every_city_is_named(figures):
    results, drawn = figures
    if not results.active:
        assert drawn == {}
        return
    assert len(drawn["net_per_yuan"].axes[0].get_yticks()) == len(results.active)
    for name in ("over_the_weeks", "by_quintile", "residents", "merchants", "bottlenecks"):
        assert len(drawn[name].legends[0].get_texts()) == len(results.active)
    for name in ("where_gross_goes", "where_money_went") if results.funded else ():
        assert len(drawn[name].axes[0].get_yticks()) == len(results.funded)
    for name in ("by_direction", "leverage") if results.funded else ():
        if name not in drawn:  # nothing was sold by any project
            assert results.wide("direction", "gross_yuan", "direction").to_numpy().sum() == 0
            continue
        assert len(drawn[name].legends[0].get_texts()) == len(results.funded)
    named = [t.get_text() for t in drawn["by_city"].axes[0].get_yticklabels()]
    assert len(named) == len(set(named)) == len(results.cities)
    for city, entry in results.cities.items():
        assert (entry["name"] + " *" in named) == (entry["listed"] != "confirmed"), city
    assert ("on_the_map" in drawn) == (bool(results.funded) and len(results.cities) > 1)
    if "on_the_map" in drawn:
        maps = [ax for ax in drawn["on_the_map"].axes if ax.get_title(loc="left")]
        assert len(maps) == len(results.funded)


def test_what_all_policies_begin_with_is_left_out_of_the_names_on_charts(tmp_path):
    long = [f"official second_tranche_rule={rule} strategic=True" for rule in ("threshold", "top_share")]
    results = read_results(write_results(tmp_path / "a", [*long, "none"], **SMALL))
    short = ["rule=threshold strategic=True", "rule=top share strategic=True"]
    assert [name_of(results, a, 1) for a in long] == short
    results = read_results(write_results(tmp_path / "b", ["official", "official+x"], **SMALL))
    assert [name_of(results, a, 1) for a in results.labels] == ["official", "official + x"]


def test_looks_differ_between_twelve_allocations(tmp_path):
    labels = [f"a{k}" for k in range(12)]
    results = read_results(write_results(tmp_path, labels, **SMALL))
    looks = {look(results, label) for label in labels}
    assert len(looks) == 12
    assert {own.colour for own in looks} == set(COLOURS)


def test_none_keeps_no_colour_from_the_others(tmp_path):
    results = read_results(write_results(tmp_path, ["none", "official"], **SMALL))
    assert results.funded == ["official"]
    assert look(results, "official").colour == COLOURS[0]


@pytest.mark.long
def test_intervals_and_one_yuan_are_drawn(six):
    results = read_results(six)
    with mpl.rc_context(style()):
        ax = CHART["net_per_yuan"].draw(results).axes[0]
    texts = [t.get_text() for t in ax.texts]
    assert any("1 yuan for 1 yuan" in t for t in texts)
    row = results.summary.loc[results.ranked[0]]
    assert f"{row.net_per_yuan:.2f}  ({row.ci_low:.2f} to {row.ci_high:.2f})" in texts
    drawn = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2]
    assert any(np.allclose(x, [row.ci_low, row.ci_high]) for x in drawn)


def test_one_replicate_has_no_interval_and_says_so(tmp_path):
    results = read_results(write_results(tmp_path, ["official", "equal"], replicates=1, **SMALL))
    assert not results.has_intervals
    with mpl.rc_context(style()):
        ax = CHART["net_per_yuan"].draw(results).axes[0]
    assert "one replicate: no interval" in ax.get_xlabel()
    assert np.isnan(results.against_best["official"].low)


def test_parts_of_a_bar_add_up_and_negative_ones_go_left(tmp_path):
    results = read_results(write_results(tmp_path, ["official"], shares=(0.85, -0.05, -0.1, 0.0, 0.02), **SMALL))
    shares = shares_of_gross(results, "official")
    assert sum(shares.values()) == pytest.approx(100)
    with mpl.rc_context(style()):
        bars = CHART["where_gross_goes"].draw(results).axes[0].patches
    ends = [sorted((bar.get_x(), bar.get_x() + bar.get_width())) for bar in bars]
    assert min(low for low, _ in ends) == pytest.approx(-15)
    assert max(high for _, high in ends) == pytest.approx(115)


def test_dates_of_tranches_calls_and_end_are_marked(six):
    results = read_results(six)
    with mpl.rc_context(style()):
        net = CHART["over_the_weeks"].draw(results).axes[0]
    calendar = results.manifest["calendar"]
    assert [t.get_text().strip() for t in net.texts] == ["tranche 1", "tranche 2", "end of the pilot"]
    upright = {line.get_xdata()[0] for line in net.lines if len(set(line.get_xdata())) == 1}
    assert upright >= {*calendar["tranche_weeks"], calendar["weeks_pilot"]}
    assert any(list(line.get_xdata()) == calendar["call_weeks"] for line in net.lines)


def test_ticks_under_the_weeks_name_the_month_of_every_half_year():
    ax = Figure().subplots()
    mark_dates(ax, {"start_date": "2025-10-01"}, last=60)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["0\nOct 2025", "26\nApr 2026", "52\nSep 2026"]


@pytest.mark.full
def test_files_are_there_and_the_same_every_time(tmp_path, monkeypatch):
    first, second = (write_results(tmp_path / name, ["official", "equal"], **SMALL) for name in ("a", "b"))
    before = dict(mpl.rcParams)
    paths = drawn(first)
    assert dict(mpl.rcParams) == before
    names = [name for name in NAMES if name not in ("targets", "by_factor")]  # the plan has none, nothing is crossed
    assert [p.name for p in paths] == [f"{name}{ending}" for name in names for ending in (".svg", ".png")]
    assert sorted(p.name for p in (first / "charts").iterdir()) == sorted(p.name for p in paths)
    monkeypatch.setattr("sim.charts.chart.ENDINGS", (".png",))  # of SVG: tests/cli/test_cli.py
    for path in drawn(second):
        assert path.read_bytes() == (first / "charts" / path.name).read_bytes(), path.name
        assert path.stat().st_size > 2000


@pytest.mark.long
def test_svg_holds_no_script_and_no_address(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.charts.chart.ENDINGS", (".svg",))
    write_results(tmp_path, ["<script>alert(1)</script>", "--><img src=x onerror=alert(1)>"], **SMALL)
    for path in drawn(tmp_path):
        text = path.read_text("utf-8")
        assert "<script" not in text
        assert "<img" not in text
        assert '<?xml version="1.0"' in text


def test_differences_from_the_best_in_the_folder_are_those_that_are_told(six):
    results = read_results(six)
    e = results.effects[results.effects.measure == "net_per_yuan_minus_best"].set_index("allocation")
    for label, found in results.against_best.items():
        row = e.loc[label]
        assert (found.value, found.low, found.high) == pytest.approx((row.value, row.ci_low, row.ci_high))


def test_width_of_all_charts_is_the_same(figures):
    assert {figure.get_figwidth() for figure in figures[1].values()} <= {WIDTH}


@pytest.mark.parametrize(
    ("charts", "n"),
    [
        (CHARTS, 15),
        (attribution.CHARTS, 3),
        (validation.CHARTS, 4),
        (sensitivity.CHARTS, 2),
        (search.CHARTS, 3),
        (futures.CHARTS, 2),
    ],
)
def test_every_chart_has_a_name_of_its_own_a_question_and_how_to_read_it(charts, n):
    assert len({chart.name for chart in charts}) == len(charts) == n
    for chart in charts:
        assert chart.question.endswith("?")
        assert chart.reading.endswith(".")


@pytest.mark.parametrize("name", [partner_name, area_name, size_name, direction_name, department])
def test_a_name_that_an_extension_adds_is_written_as_it_stands(name):
    assert name("night_market") == "night market"


@pytest.mark.parametrize(
    ("key", "count", "words"),
    [
        ("shows-cities", {"n": 1, "losers": 0}, "of sales)."),
        ("shows-cities", {"n": 6, "losers": 0}, "; none of 6 cities sell less than without the policy."),
        ("shows-cities", {"n": 6, "losers": 1}, "; 1 of 6 cities sells less than without the policy."),
        ("shows-cities", {"n": 6, "losers": 2}, "; 2 of 6 cities sell less than without the policy."),
        ("shows-map-away", {"n": 1}, "One city is not on the map: its position is not in the manifest."),
        ("shows-map-away", {"n": 2}, "2 cities are not on the map: their positions are not in the manifest."),
    ],
)
def test_a_sentence_agrees_with_what_it_counts(key, count, words):
    assert say(key, policy="“a”", city="Suzhou", gain="9", **count).endswith(words)


def test_every_chart_says_what_it_shows(figures):
    results = figures[0]
    for chart in charts_of(results):
        text = chart.shows(results)
        assert text.endswith(".")
        assert not {"nan", "-0", "−0"} & set(text.replace("(", " ").replace(")", " ").split()), text


def test_six_allocations_are_the_default():
    assert SIX[-1] == "none"
