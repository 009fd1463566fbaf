"""What is printed when a command has run."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from sim.cli.shown import SUMMARY, comparison

CASES = {
    "one run": (
        (0.3,),
        0.1,
        "Net effect per yuan: a, 0.300 yuan of consumption per yuan (95 % interval 0.100 to 0.500).",
    ),
    "zero": ((0.3,), -0.1, "(95 % interval -0.100 to 0.500), which cannot be distinguished from zero."),
    "one replicate": ((0.3,), None, "Net effect per yuan: a, 0.300 yuan of consumption per yuan; a single replicate"),
    "all equal": ((0.3, 0.3), 0.1, "Net effect per yuan: a and b, 0.300"),
    "two lead": ((0.1, 0.3, 0.3), 0.1, "Highest net effect per yuan: b and c, 0.300"),
    "one leads": ((0.1, 0.3, 0.2), 0.1, "Highest net effect per yuan: b, 0.300"),
}


@pytest.mark.parametrize(("values", "low", "said"), CASES.values(), ids=CASES)
def test_the_highest_effect_is_named_only_where_another_is_lower(values, low, said, monkeypatch, capsys):
    monkeypatch.setattr("sim.results.equal.equal_runs", lambda effects: [])
    rows = {name: list(values) for name in ("public_yuan", "net_yuan", *SUMMARY)}
    rows |= {"allocation": list("abc")[: len(values)], "ci_low": low, "ci_high": None if low is None else 0.5}
    table = pd.DataFrame(rows).astype({"ci_low": float, "ci_high": float})
    result = SimpleNamespace(summary=table, effects=None, manifest={"seconds_by_part": {}})
    assert comparison(SimpleNamespace(folder=None), result) == 0
    (told,) = [line for line in capsys.readouterr().out.splitlines() if "et effect per yuan" in line]
    assert said in told and (said[0] == "(" or told.startswith(said))
    assert ("The report says" in told) == (min(values) < max(values))
