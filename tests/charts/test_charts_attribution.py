"""Charts of an attribution: what is small can be read beside what is large, and every sign says what it is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.charts.attribution import matrices, shares
from sim.results.attribution import AND, EVERYBODY, NOBODY, Attributed
from sim.texts import say

BEYOND = say("axes-attribution-beyond")


def attributed(**blocks):
    """An attribution of blocks, each of which shares 1 yuan: what its two parts bring, the rest without them."""
    rows = []
    for block, (one, other) in blocks.items():
        for part, value in (("x", one), ("y", other)):
            rows += [(block, part, f"{m}_{unit}", value) for m in ("share", "first", "last") for unit in UNITS]
        rows += [(block, who, "net_per_yuan", net) for who, net in ((NOBODY, 1 - one - other), (EVERYBODY, 1.0))]
        rows.append((block, AND.join("xy"), "interaction_per_yuan", 0.1))
    table = pd.DataFrame(rows, columns=["block", "players", "measure", "value"])
    return Attributed(Path(), table.assign(se=0.01, ci_low=table.value - 0.02, ci_high=table.value + 0.02), {})


UNITS = ("yuan", "per_yuan")


def widest_bar(ax):
    """Share of the width of a panel that its widest bar of a part takes."""
    low, high = ax.get_xlim()
    return max(abs(bar.get_width()) for bar in ax.patches[:2]) / (high - low)


def aside(ax):
    return [text.get_text() for text in ax.texts].count(BEYOND)


def test_parts_that_are_small_beside_none_of_them_have_a_scale_of_their_own():
    large, small = shares(attributed(directions=(0.5, 0.2), networks=(0.02, 0.05))).axes
    assert aside(small) == 2 and len(small.patches) == 2 and aside(large) == 0 and len(large.patches) == 4
    assert widest_bar(small) > 1 / 3
    assert {text.get_text() for text in small.texts} >= {"0.9300  (0.9100 to 0.9500)"}


def test_blocks_of_parts_that_can_be_read_share_one_scale():
    one, other, small = shares(attributed(directions=(0.5, 0.2), levers=(0.3, 0.1), networks=(0.02, 0.05))).axes
    assert one.get_xlim() == other.get_xlim() != small.get_xlim()
    assert [aside(ax) for ax in shares(attributed(directions=(0.5, 0.2), levers=(0.2, 0.1))).axes] == [0, 0]


@pytest.mark.parametrize("blocks", [{"directions": (0.5, 0.2)}, {"directions": (0.5, 0.2), "networks": (0.1, 0.1)}])
def test_the_chart_of_interactions_says_what_stands_behind_the_sign(blocks):
    fig = matrices(attributed(**blocks))
    assert any("±" in text.get_text() for text in fig.axes[0].texts)
    assert fig.get_supxlabel().endswith("± standard error")
