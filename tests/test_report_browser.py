"""The report as a reviewer opens it: in a browser, from a file, without a network."""

import functools

import pytest

from sim.charts.comparison import charts_of
from sim.results.reading import read_results
from tests.pictures import report_of, told
from tests.synthetic_results import SIX, write_results

pytestmark = pytest.mark.long

SCRIPT = "<script>alert(1)</script>"
WIDTHS = (1280, 390)
LONG = "an_allocation_with_" + "a_very_" * 12 + "longname" * 6


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Reports to open, made when they are asked for: ordinary ones, and one of hostile files and long names."""
    folder = tmp_path_factory.mktemp("reports")
    hostile = [SCRIPT, '"><img src=x onerror=alert(2)>', LONG, "现金", "free+" + SCRIPT, "none"]
    small = {"n_cities": 8, "weeks_pilot": 30, "weeks_after": 10, "promises": True, "city_names": {"beijing": SCRIPT}}
    made = {
        "six": (report_of, SIX, {}),
        "hostile": (report_of, hostile, small),
        "one": (told, ["official"], {"replicates": 1, "n_cities": 1}),  # told: the others only have fewer pictures
        "free": (told, ["free+reform"], {"n_cities": 3}),
    }

    @functools.cache
    def report(name):
        make, labels, options = made[name]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sim.charts.chart.ENDINGS", (".svg",))  # a report holds no others
            return make(write_results(folder / name, labels, **options))

    return report


@pytest.fixture(params=[pytest.param("six", marks=pytest.mark.full), "hostile", "one", "free"])
def opened(request, browser, reports):
    """Open a report at a width, everything unfolded."""

    def at(width):
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get_log("browser")  # of the page before
        browser.get(reports(request.param).as_uri())
        browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        return browser

    at.charts = charts_of(read_results(reports(request.param).parent))
    yield at
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("width", WIDTHS)
def test_page_shows_every_chart_and_asks_for_nothing(opened, width):
    page = opened(width)
    images = page.execute_script(
        "return [...document.images].map(i => [i.complete, i.naturalWidth, i.getBoundingClientRect().width, i.alt])"
    )
    assert len(images) == len(opened.charts) > 0
    for complete, natural, shown, alternative in images:
        assert complete
        assert natural > 0
        assert shown > 300
        assert len(alternative) > 20
    asked = page.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in asked if not name.startswith("data:")] == []
    assert page.get_log("browser") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_page_is_no_wider_than_the_window(opened, width):
    page = opened(width)
    assert page.execute_script("return innerWidth") == width
    assert page.execute_script("return document.documentElement.scrollWidth") <= width
    cut = """return [...document.querySelectorAll('h1,h2,h3,p,dd,dt,li,figcaption,summary')]
        .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 0.5)
        .map(e => e.textContent.slice(0, 60))"""
    assert page.execute_script(cut) == []


def test_hostile_names_are_shown_as_text_and_do_not_run(browser, reports):
    browser.get(reports("hostile").as_uri())  # an open alert would raise in the next call
    assert browser.execute_script("return document.scripts.length") == 0
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    cells = browser.execute_script("return [...document.querySelectorAll('td')].map(e => e.textContent)")
    assert cells.count(SCRIPT) >= 2  # as an allocation, and as a city
    assert browser.execute_script("return [...document.images].every(i => i.src.startsWith('data:'))")
    assert browser.get_log("browser") == []
