"""Sentences about a sensitivity: none is stronger than replicates, intervals and the surface allow."""

from pathlib import Path

import pandas as pd
import pytest
from scipy.special import stdtrit

from sim.charts.sensitivity import charts_of, drawn, tornado
from sim.report.sensitivity import _flips, _tables, moved_by, page, ranking, turned
from sim.results.sensitivity import CONTRAST, FLIPS, INDICES, LEVEL, OUTPUTS, STANDS, TURNS, Sensitivity

PAIR = "a-b"


def output(name, kind, **changes):
    usual = {
        "start": -2.0, "se": 0.5, "low": -3.0, "high": -1.0, "mean": 0.0, "sd": 1.0, "seed_share": 0.1,
        "turned_share": 0.2, "explained": 0.9, "error": 0.1, "n_points": 32, "n_replicates": 4,
    }  # fmt: skip
    return {"output": name, "kind": kind, "varies": "yes"} | usual | changes


def flip(together, distance, verdict=TURNS):
    names = [("x", "1", "2"), ("y", "5", "4")][:together]
    words = dict(zip(("assumptions", "start", "end"), (" + ".join(w) for w in zip(*names, strict=True)), strict=True))
    numbers = {"together": together, "difference": -2.0, "distance": distance, "n_checks": 1}
    return {"output": PAIR, "verdict": verdict} | words | numbers


def found(total=(0.8, 0.1, 0.3), half=(0.1, 0.05, 0.4), flips=(), design="lhs", **changes):
    """Two runs, of which b is above a, and three assumptions: strong, weak, and one that may be nothing."""
    rows = [
        {"output": o, "assumption": a, "at_low": -1.0, "at_high": 1.0, "first": t, "total": t, "total_half": h}
        for o in ("a", "b", PAIR)
        for a, t, h in zip(("x", "y", "z"), total, half, strict=True)
    ]
    outputs = [output("a", LEVEL), output("b", LEVEL), output(PAIR, CONTRAST, **changes)]
    known = [
        {"key": f"parameters.{n}", "name": n, "low": 0.0, "high": 2.0, "value": 1.0, "grade": "assumed"} for n in "xyz"
    ]
    manifest = {"labels": ["a", "b"], "design": design, "unit": "yuan", "assumptions": known}
    tables = (
        pd.DataFrame(values, columns=[*of.text, *of.numbers])
        for values, of in ((rows, INDICES), (outputs, OUTPUTS), (list(flips), FLIPS))
    )
    return Sensitivity(Path(), *tables, manifest)


def told(sensitivity):
    """Words of the section about flips."""
    return str(_flips(sensitivity))


def test_only_assumptions_whose_interval_leaves_0_out_are_named():
    said = moved_by(found(), PAIR)
    assert said == "The ranking “b” over “a” is moved most by x (80 % of the variance) and y (10 % of the variance)."
    nothing = moved_by(found(half=(0.9, 0.9, 0.9)), PAIR)
    assert nothing == "No assumption is shown to move the ranking “b” over “a”."


@pytest.mark.parametrize("explained", [0.3, -0.2])
def test_a_surface_that_explains_too_little_is_neither_told_nor_drawn(explained):
    poor = found(explained=explained)
    share = f"{max(0, 100 * explained):.0f} %"
    assert f"cannot be told: the surface through the points explains {share}" in moved_by(poor, PAIR)
    assert drawn(poor, poor.has_surface) == drawn(poor, poor.has_indices) == ["a", "b"]
    assert drawn(found(), poor.has_surface) == ["a", "b"] and drawn(found(), found().has_surface) == ["a", "b", PAIR]


@pytest.mark.parametrize("design", ["lhs", "sobol"])
def test_what_is_mostly_seed_noise_is_neither_told_nor_drawn_however_well_a_surface_fits_it(design):
    noisy = found(seed_share=0.8, design=design)
    assert "cannot be told: 80 % of its variance over the points is seed noise" in moved_by(noisy, PAIR)
    assert drawn(noisy, noisy.has_surface) == drawn(noisy, noisy.has_indices) == ["a", "b"]
    one_replicate = found(seed_share=float("nan"), design=design)
    assert "is moved most by" in moved_by(one_replicate, PAIR)


def text_of(sensitivity):
    """Words of the report."""
    sensitivity.manifest.update(
        of="net_per_yuan", created_utc="2026-01-31T00:00:00", code_version="1", seed=7, replicates=4, cities=["x"],
        unread=[], configs={}, n=32,
    )  # fmt: skip
    images = {chart.name: b"<svg/>" for chart in charts_of(sensitivity)}
    return str(page(sensitivity, images))


def test_the_report_says_of_every_run_what_the_terminal_says_and_why_a_ranking_is_not_drawn():
    sensitivity = found(explained=0.3)
    said = text_of(sensitivity)
    assert all(moved_by(sensitivity, output) in said for output in ("a", "b", PAIR))
    assert said.count("Not drawn: “b” over “a”, since what moves it cannot be told.") == 2  # below each chart
    assert "Not drawn" not in text_of(found())


def test_outputs_for_which_a_chart_has_no_room_are_counted():
    many = found()
    more = [output(name, LEVEL) for name in "cde"]
    outputs = pd.concat([many.outputs, pd.DataFrame(more)], ignore_index=True)
    rows = [many.indices[many.indices.output == "a"].assign(output=name) for name in "cde"]
    wide = Sensitivity(Path(), pd.concat([many.indices, *rows]), outputs, many.flips, many.manifest)
    assert drawn(wide, wide.has_surface) == ["a", "b", "c", PAIR]
    assert "2 more are in the tables: at most 3 levels and the 3 rankings that are closest" in text_of(wide)


def test_the_range_of_every_assumption_is_in_a_table():
    sensitivity = found()
    sensitivity.manifest["assumptions"][1] |= {"low": 0.65, "value": 1.3, "high": 2.6, "unit": "yuan", "name": "scale"}
    cells = ["scale", "0.65", "1.3", "2.6", "yuan", "assumed"]
    assert str(cells) in str(_tables(sensitivity))


def test_the_chart_names_the_two_ends_of_a_range_and_its_lines():
    def legend(sensitivity):
        return [text.get_text() for text in tornado(sensitivity).legends[0].get_texts()]

    assert legend(found()) == ["at the lower end of its range", "at the upper end", "now", "the ranking turns"]
    assert legend(found(explained=0.3))[-1] == "now"  # no ranking is drawn


def test_millions_of_yuan_are_told_as_such():
    morris = found(design="morris", start=-2e8, low=-3e8, high=-1e8)
    morris.indices["mu_star"], morris.indices["mu_star_half"] = 123766285.4, 1.0
    assert "moved most by x (by 123.8 million yuan across its range)" in moved_by(morris, PAIR)
    assert ranking(morris, PAIR).endswith("by 200 million yuan (95 % interval 100 million yuan to 300 million yuan).")


def test_both_ends_on_one_side_are_both_seen():
    sensitivity = found()
    sensitivity.indices.loc[:, ["at_low", "at_high"]] = [-1.5, -1.0]
    ax = tornado(sensitivity).axes[0]
    widths = [abs(bar.get_width()) for bar in ax.patches[:2]]
    assert widths == [1.0, 0.5]  # the longer one lies below


def test_indices_of_sobol_need_no_surface_but_the_ends_of_the_ranges_do():
    poor = found(explained=0.3, design="sobol")
    assert poor.has_indices(PAIR) and not poor.has_surface(PAIR)
    assert "is moved most by x" in moved_by(poor, PAIR) and len(charts_of(poor)) == 2


def test_a_clear_ranking_is_told_with_its_interval_the_higher_run_first():
    assert ranking(found(), PAIR) == "“b” is above “a” by 2 (95 % interval 1 to 3)."


def test_a_ranking_that_chance_can_have_made_is_said_to_be_one_and_how_many_replicates_would_tell():
    said = ranking(found(se=2.0, low=-8.4, high=4.4), PAIR)
    assert "by 2 (95 % interval −4.4 to 8.4): chance alone can have made this ranking" in said
    assert "About 18 replicates would tell the two apart" in said


@pytest.mark.parametrize(("start", "se", "n"), [(-2.0, 2.0, 4), (0.000229, 0.000048, 2), (0.1, 3.0, 8)])
def test_so_many_replicates_and_no_fewer_give_an_interval_without_0(start, se, n):
    more = found(start=start, se=se, n_replicates=n).replicates_to_tell(PAIR)
    sd = se * n**0.5

    def clear(m):
        return abs(start) > stdtrit(m - 1, 0.975) * sd / m**0.5

    assert more > n and clear(more) and not clear(more - 1)


def test_one_replicate_is_not_called_clear_nor_chance():
    nan = float("nan")
    assert "one replicate cannot say" in ranking(found(se=nan, low=nan, high=nan), PAIR)


def test_runs_that_are_the_same_have_no_ranking():
    assert ranking(found(start=0.0, se=0.0, low=0.0, high=0.0), PAIR).endswith("there is no ranking to turn.")


def test_evidence_is_asked_for_of_what_turns_a_ranking_that_is_more_than_chance():
    flips = [flip(1, 0.2)]
    assert "on which side of 2 it lies; 1 is taken now" in told(found(flips=flips))
    assert "on which side" not in told(found(flips=flips, low=-8.4, high=4.4))


def test_two_together_that_turn_it_no_sooner_than_one_are_no_evidence():
    one = found(flips=[flip(1, 0.2), flip(2, 0.3)])
    assert turned(one, PAIR, 2) == "Two together turn it no sooner."
    assert "two: no sooner" in told(one) and "on which side of 4" not in told(one)
    two = found(flips=[flip(1, 0.2), flip(2, 0.1)])
    assert turned(two, PAIR, 2) == "Two together turn it: x from 1 to 2 and y from 5 to 4 (10 % of their ranges)."
    assert "on which side of 4" in told(two)


def test_a_short_distance_is_not_rounded_to_nothing():
    assert "(0.2 % of its range)" in turned(found(flips=[flip(1, 0.00202)]), PAIR, 1)


def test_no_turn_within_the_ranges_is_said_of_one_and_of_two():
    nan = float("nan")
    stands = found(flips=[flip(1, nan, STANDS), flip(2, 0.4)])
    assert turned(stands, PAIR, 1) == "No change of one assumption within its range was found to turn it."
    assert turned(stands, PAIR, 2).startswith("Two together turn it:")
