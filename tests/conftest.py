"""What every test shares: few threads, a matplotlib of its own, and a browser for the report."""

import atexit
import os
import shutil
import signal
import tempfile

import hypothesis
import pytest

from tests.pictures import empty_charts

# Before anything imports numba or matplotlib. Two threads are enough to show that threads change nothing.
os.environ.setdefault("NUMBA_NUM_THREADS", "2")
os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # its threads wait by turning, which is most of the time of small fits
os.environ["MPLBACKEND"] = "Agg"
# A font list of an earlier matplotlib would hide a font that is missing or found since.
os.environ["MPLCONFIGDIR"] = tempfile.mkdtemp(prefix="sanxin-matplotlib-")
atexit.register(shutil.rmtree, os.environ["MPLCONFIGDIR"], ignore_errors=True)

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would every process they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The first example of a rule may have to compile it; no test is timed.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window, cut off from the network: a report must need nothing but itself."""
    binary = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if not (binary and driver):
        missing = "needs Chromium and chromedriver (Debian: apt-get install chromium chromium-driver)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)  # on a machine that may not install it; never in CI

    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = binary
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in (
        "--headless=new",
        "--no-sandbox",  # root in a container has no sandbox
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--window-size=1280,900",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield driver
    driver.quit()


@pytest.fixture
def quick_charts(monkeypatch):
    """Empty pictures for charts, where a test reads the text of a report only."""
    monkeypatch.setattr("sim.runs.kinds.draw_charts", empty_charts)


@pytest.fixture(scope="module")
def empty_pictures():
    """Empty pictures for the charts of a whole file of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.runs.kinds.draw_charts", empty_charts)
        yield
