"""A sweep over two keys that cross is told by factor: heat map, table of combinations, what each choice does."""

import re

import pytest

from sim.charts.comparison import charts_of
from sim.charts.comparison.factors import by_factor, has_factors
from sim.report import comparison
from sim.report.page import write_page
from sim.results.reading import read_results
from sim.results.words import signed
from tests.pictures import empty_charts
from tests.synthetic_results import write_results

ROWS, COLUMNS = ("official", "equal", "per_head"), ("score", "random", "first_come")
LABELS = [f"{a}+{s}" for a in ROWS for s in COLUMNS]


def crossed(folder, net, labels=LABELS):
    """Invented results of nine runs whose settings say that they cross; as many of them as are named."""
    options = {"n_cities": 2, "weeks_pilot": 4, "weeks_after": 0, "net_per_yuan": net, "crossed": True}
    return read_results(write_results(folder, labels, **options))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return crossed(tmp_path_factory.mktemp("nine"), (0.1, 0.2, 0.3, 0.12, 0.25, 0.33, 0.05, 0.14, 0.22))


def page(results):
    images = {p.stem: p.read_bytes() for p in empty_charts(results.folder, charts_of(results), results)}
    return write_page(results.folder, comparison.page(results, images)).read_text("utf-8")


def test_every_cell_of_the_heat_map_shows_the_number_of_its_run(results):
    shown = [text.get_text() for text in by_factor(results).axes[0].texts]
    assert shown == [signed(results.summary.net_per_yuan[label], 2) for label in LABELS]


@pytest.mark.parametrize(
    ("low", "map_name", "is_even"), [(0.05, "Blues", False), (-0.2, "RdBu", True)], ids=["one sign", "both signs"]
)
def test_colours_diverge_from_zero_only_where_signs_differ(low, map_name, is_even, tmp_path):
    mesh = by_factor(crossed(tmp_path, (low, 0.2, 0.3))).axes[0].collections[0]
    assert mesh.get_cmap().name == map_name
    first, last = mesh.get_clim()
    assert (first == -last) == is_even


def test_the_report_tells_by_factor_and_keeps_the_list_of_runs_behind_a_click(results):
    text = page(results)
    assert "What each choice does by itself" in text
    assert "allocation: 3 choices" in text
    assert "screening: 3 choices" in text
    glance = text.split("Results at a glance", 1)[1].split("</section>", 1)[0]
    assert re.match(r".{0,80}<details><summary>Every run by itself \(9\)", glance, re.DOTALL)


def test_a_list_of_runs_that_do_not_cross_is_told_as_before(tmp_path):
    some = crossed(tmp_path, (0.1, 0.2, 0.3), LABELS[:-1])
    assert not has_factors(some)
    text = page(some)
    assert "What each choice does by itself" not in text
    assert "Every run by itself" not in text
