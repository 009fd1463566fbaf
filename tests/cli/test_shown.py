"""What is printed when a command has run."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from sim.cli.shown import SUMMARY, comparison


def test_the_allocation_with_the_highest_effect_per_yuan_is_named(monkeypatch, capsys):
    monkeypatch.setattr("sim.results.equal.equal_runs", lambda effects: [])
    rows = {name: [0.1, 0.3, 0.2] for name in ("public_yuan", "net_yuan", *SUMMARY)}
    rows |= {"allocation": ["low", "high", "middle"], "n_replicates": [2, 2, 2]}
    result = SimpleNamespace(summary=pd.DataFrame(rows), effects=None, manifest={"seconds_by_part": {}})
    assert comparison(SimpleNamespace(folder=None), result) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "high" in line.split(" (")[0]]
    assert "0.300" in told[-1] and not any(name in told[-1] for name in ("low,", "middle"))
