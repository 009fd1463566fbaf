"""What holds for one run only is not said of all; what is nothing has no share."""

import json
import re
import warnings
from collections import defaultdict

import pandas as pd
import pytest
from scipy import stats

from sim.charts.comparison import charts_of
from sim.report.comparison import page
from sim.report.page import write_page
from sim.results.reading import read_results
from tests.synthetic_results import write_results


def plain(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return write_results(tmp_path_factory.mktemp("claims") / "run", ("official", "equal"), n_cities=6, replicates=4)


@pytest.fixture
def two_runs(stored, tmp_path):
    """Report of two runs after their settings in the manifest were changed."""

    def report(changes, **keys):
        folder = tmp_path / "run"
        folder.mkdir(exist_ok=True)
        for name in ("summary.csv", "effects.parquet"):
            (folder / name).write_bytes((stored / name).read_bytes())
        manifest = json.loads((stored / "manifest.json").read_text(encoding="utf-8"))
        for config, own in zip(manifest["configs"].values(), changes, strict=True):
            config |= own
        (folder / "manifest.json").write_text(json.dumps(manifest | keys), encoding="utf-8")
        return plain(write_page(folder, page(read_results(folder), defaultdict(lambda: b"<svg></svg>"))))

    return report


SAME_WORLDS = "Allocations are compared in the same simulated worlds"
SAME_DRAWS = "All allocations share the same replicates"
HORIZON = {"weeks_warmup": 26, "weeks_pilot": 104, "weeks_after": 52}


def test_runs_in_the_same_worlds_are_said_to_be_so(two_runs):
    said = two_runs([{"seed": 7, "horizon": HORIZON}] * 2)
    assert SAME_WORLDS in said and SAME_DRAWS in said


@pytest.mark.parametrize(
    "changes",
    [
        [{"seed": 1}, {"seed": 2}],
        [{"replicates": 2}, {"replicates": 4}],
        [{"city": ["suzhou"]}, {"city": ["wuxi"]}],
        [{"horizon": HORIZON}, {"horizon": HORIZON | {"weeks_pilot": 52}}],
        [{"population": {"consumers_per_city": 500}}, {"population": {"consumers_per_city": 50}}],
        [{"parameters": {"creation_share": 0.1}}, {"parameters": {"creation_share": 0.2}}],
        [{}, {"sample": {"sha256": "0", "free": []}}],
    ],
    ids=lambda changes: next(iter(changes[1])),
)
def test_common_draws_are_not_claimed_where_worlds_differ(two_runs, changes):
    said = two_runs(changes)
    assert SAME_WORLDS not in said and SAME_DRAWS not in said
    assert "different simulated worlds" in said and "not all simulated in the same worlds" in said


def test_an_interval_is_paired_only_between_runs_in_the_same_worlds(two_runs, tmp_path):
    two_runs([{"city": ["suzhou"]}, {"city": ["wuxi"]}])
    apart = read_results(tmp_path / "run")
    numbers = [apart.by_replicate[a] for a in ("equal", "official")]
    usual = stats.ttest_ind(*numbers, equal_var=False).confidence_interval()
    found = apart.against_best["equal"]
    assert (found.low, found.high) == pytest.approx((usual.low, usual.high))
    two_runs([{"city": ["suzhou"]}] * 2)
    together = read_results(tmp_path / "run").against_best["equal"]
    assert together.high - together.low < 0.9 * (found.high - found.low)


def test_seeds_and_replicates_are_told_run_by_run(two_runs):
    said = two_runs([{"seed": 1, "replicates": 4}, {"seed": 2, "replicates": 4}])
    assert "“official”: 4 per allocation, seed 1" in said and "“equal”: 4 per allocation, seed 2" in said
    assert "seeds 1 and 2" in said


def test_weeks_are_told_run_by_run(two_runs):
    said = two_runs([{"horizon": HORIZON}, {"horizon": HORIZON | {"weeks_pilot": 52, "weeks_after": 26}}])
    assert "“official”: pilot of 104 weeks" in said and "“equal”: pilot of 52 weeks" in said
    assert "52 weeks after the pilot with “official” and 26 weeks after the pilot with “equal”" in said


def test_cities_and_envelopes_are_told_run_by_run(two_runs):
    said = two_runs([{"city": ["beijing"]}, {"city": ["beijing", "tianjin"]}])
    assert "“official”: 1 simulated" in said and "“equal”: 2 simulated" in said
    assert said.count("an envelope of") == 2


def test_a_parameter_that_differs_has_the_values_of_both_runs(two_runs, stored):
    name = json.loads((stored / "manifest.json").read_text(encoding="utf-8"))["parameters"][0]["name"]
    assert "0.125 / 0.25" in two_runs([{"parameters": {name: 0.125}}, {"parameters": {name: 0.25}}])


def test_what_is_drawn_in_one_run_is_not_said_of_the_other(two_runs):
    said = two_runs([{}, {"sample": {"sha256": "0", "free": []}}])
    assert "with “equal”, what is not known about the fitted parameters" in said
    assert "Fitted ones were drawn from the calibrated sample with “equal”." in said


def test_award_terms_of_a_set_that_one_run_changed_are_shown_for_both(two_runs):
    kinds = {"first_store": {"rate": 0.3, "cap_yuan": 1e6}}
    other = {"first_store": {"rate": 0.4, "cap_yuan": 1e6}}
    said = two_runs([{"rules": {"name": "fund", "kinds": kinds}}, {"rules": {"name": "fund", "kinds": other}}])
    assert "fund, “official”" in said and "fund, “equal”" in said


def test_the_interval_of_a_difference_holds_for_the_run_whose_replicates_are_in_pairs(two_runs, stored):
    """One run drew parameters for pairs of replicates, the first one did not: two sets, one degree of freedom."""
    two_runs([{}, {"sample": {}}], replicates_per_set={"official": 1, "equal": 2})
    plainly = read_results(stored).against_best["equal"]
    results = read_results(stored)
    results.manifest["replicates_per_set"] = {"official": 1, "equal": 2}
    paired = results.against_best["equal"]
    assert (plainly.n, paired.n) == (4, 2)
    sets = results.by_replicate.diff(axis=1)["equal"].to_numpy().reshape(2, 2).mean(axis=1)
    assert paired.high - paired.value == pytest.approx(12.7062 * sets.std(ddof=1) / 2**0.5, rel=1e-4)


# ---------------------------------------------------------------- runs of which little is left


def emptied(stored, folder, change):
    folder.mkdir()
    summary, effects = pd.read_csv(stored / "summary.csv"), pd.read_parquet(stored / "effects.parquet")
    manifest = json.loads((stored / "manifest.json").read_text(encoding="utf-8"))
    gone = change(summary, effects)
    effects = effects if gone is None else effects.drop(gone)
    summary.to_csv(folder / "summary.csv", index=False)
    effects.to_parquet(folder / "effects.parquet", index=False)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def nothing_at_all(summary, effects):
    moved = [c for c in ("net_yuan", "net_per_yuan", "se", "ci_low", "ci_high", "gross_per_yuan") if c in summary]
    summary[moved] = 0.0
    yuan = effects.measure != "public_yuan"
    effects.loc[yuan, ["value", "se", "ci_low", "ci_high"]] = 0.0


def weeks_that_cancel_out(summary, effects):
    nothing_at_all(summary, effects)
    week = (effects.dimension == "week") & (effects.measure == "net_yuan")
    effects.loc[week & (effects.week > 100), "value"] = 5.0


def shares_of_nothing(summary, effects):
    weeks_that_cancel_out(summary, effects)
    ratio = effects.measure.str.contains(
        "share|per_|additionality|leverage|displaced|windfall"
    ) & ~effects.measure.isin(["net_per_yuan"])
    effects.loc[ratio & ~effects.measure.str.endswith("_yuan"), ["value", "se", "ci_low", "ci_high"]] = float("nan")
    summary[["additionality", "leverage", "displaced_city", "displaced_intercity", "windfall"]] = float("nan")


def one_replicate(summary, effects):
    summary[["se", "ci_low", "ci_high"]] = float("nan")
    effects[["se", "ci_low", "ci_high"]] = float("nan")
    summary["n_replicates"] = 1
    effects["n_replicates"] = 1
    return effects[(effects.dimension == "pair") | (effects.replicate > 1).fillna(False)].index


NOT_A_NUMBER = re.compile(r"\b(nan|NaN|inf)\b|\bNone\b(?! was)|[-−]0 %|[-−]0\.0+(?!\d)")


def told(folder):
    """The report with every warning an error; charts are drawn, but not written."""
    results = read_results(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for chart in charts_of(results):
            chart.draw(results).draw_without_rendering()
        return plain(write_page(folder, page(results, defaultdict(lambda: b"<svg></svg>"))))


@pytest.mark.parametrize("change", [nothing_at_all, shares_of_nothing, one_replicate], ids=lambda f: f.__name__)
def test_runs_with_little_to_tell_have_no_number_that_is_none(stored, tmp_path, change):
    assert not NOT_A_NUMBER.findall(told(emptied(stored, tmp_path / "run", change)))


@pytest.mark.parametrize(
    "options",
    [{"net_per_yuan": (-0.55, -0.62)}, {"weeks_pilot": 4, "weeks_after": 1}, {"net_per_yuan": (1e-9, -1e-9)}],
    ids=["harm", "five weeks", "next to nothing"],
)
def test_what_harms_ends_early_or_does_nearly_nothing_is_told_in_numbers(tmp_path, options):
    folder = write_results(tmp_path / "run", ("official", "equal"), n_cities=1, replicates=2, **options)
    assert not NOT_A_NUMBER.findall(told(folder))


def test_a_share_of_a_net_effect_of_nothing_is_not_told(stored, tmp_path):
    said = told(emptied(stored, tmp_path / "run", weeks_that_cancel_out))
    assert "of its whole effect a week" not in said
