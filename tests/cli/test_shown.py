"""What is printed when a comparison has run."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.cli.shown import comparison
from sim.report.comparison.findings import finding
from sim.results.reading import read_results
from tests.synthetic_results import write_results

NET = {
    "one run": (0.3,),
    "zero": (0.0,),
    "one leads": (0.3, 0.6, 0.4),
    "two lead": (0.5, 0.501, 0.2),
    "none can be told": (0.5, 0.5, 0.5, 0.5),
}


@pytest.mark.parametrize("replicates", [1, 8])
@pytest.mark.parametrize("net", NET.values(), ids=NET)
def test_the_terminal_says_what_the_report_says_on_top(net, replicates, tmp_path, capsys):
    labels = ["official", "equal", "per_head", "by_need"][: len(net)]
    folder = write_results(tmp_path, labels, net_per_yuan=net, replicates=replicates, n_cities=3)
    results = read_results(folder)
    result = SimpleNamespace(
        summary=results.summary.reset_index(), effects=results.effects, manifest=results.manifest
    )  # fmt: skip
    assert comparison(SimpleNamespace(folder=None), result) == 0
    told = capsys.readouterr().out
    assert finding(results) in told
    assert ("minus_best" in told) == (len(net) > 1)
