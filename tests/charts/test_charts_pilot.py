"""Charts about the pilot itself: each shows its numbers, and is there only if there are any."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from sim.charts.comparison import CHARTS, charts_of
from sim.charts.comparison.money import LEAKS, LEVERAGE, USES
from sim.charts.comparison.queues import by_waiting
from sim.charts.comparison.scores import scored_allocations
from sim.charts.style import style
from sim.results.reading import read_results
from tests.synthetic_results import write_results

SMALL = {"n_cities": 6, "weeks_pilot": 20, "weeks_after": 6}
CHART = {chart.name: chart for chart in CHARTS}
OF_PILOT = ("where_money_went", "bottlenecks", "second_tranche", "residents", "merchants", "leverage", "targets")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pilot")
    return read_results(write_results(folder, ["official", "equal", "free+reform", "none"], promises=True, **SMALL))


def drawn(results, name):
    with mpl.rc_context(style()):
        figure = CHART[name].draw(results)
        figure.draw_without_rendering()
    return figure


def marks(ax, n):
    """Values of every line that is drawn as n points, along the axis that is not the place."""
    return [
        line.get_xydata()
        for line in ax.lines
        if line.get_marker() not in (None, "None", "", "|") and len(line.get_xydata()) == n
    ]


def has(found, wanted, axis):
    return any(np.allclose(np.sort(xy[:, axis]), np.sort(np.asarray(wanted, dtype=float))) for xy in found)


def changed(results, tmp_path, change):
    """Read the same results after a change of the effects."""
    for path in results.folder.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / "effects.parquet"
    change(pd.read_parquet(path)).to_parquet(path)
    return read_results(tmp_path)


# ---------------------------------------------------------------- each shows its data


def test_parts_of_the_money_fill_the_bar_and_leaks_are_where_they_belong(results):
    left, right = drawn(results, "where_money_went").axes
    order = results.ranked[::-1]
    for y, label in enumerate(order):
        widths = [bar.get_width() for bar in left.patches if round(bar.get_y() + bar.get_height() / 2) == y]
        public = results.total(label, "public_yuan")
        assert widths == pytest.approx([100 * results.total(label, m) / public for m in USES])
        assert sum(widths) == pytest.approx(100)
        spent = 100 * (1 - results.total(label, "unspent_share"))
        assert any(np.allclose(line.get_xdata(), spent) for line in left.lines if line.get_marker() == "|")
        for measure in LEAKS:
            value, low, high = results.interval(label, measure, 1e6)
            assert any(np.allclose(line.get_xdata(), value) for line in right.lines)
            assert any(
                np.allclose(line.get_xdata(), [max(0, low), high]) for line in right.lines if len(line.get_xdata()) == 2
            )


def test_a_use_of_the_money_that_has_its_number_in_one_row_has_it_in_the_others(results, tmp_path):
    """5.4 and 4.6 percent are both told, as 5: the reader would look for the reason why one is not."""

    def change(effects):
        own = (effects.dimension == "total") & (effects.measure == "left_yuan")
        public = effects[(effects.dimension == "total") & (effects.measure == "public_yuan")].set_index("allocation")
        for label, share in {"official": 0.054, "equal": 0.046}.items():
            effects.loc[own & (effects.allocation == label), "value"] = share * public.value[label]
        return effects

    left = drawn(changed(results, tmp_path, change), "where_money_went").axes[0]
    numbers = [(text.get_text(), round(text.get_position()[1])) for text in left.texts]
    assert {y for text, y in numbers if text == "5" and numbers.count((text, y)) == 2} == {0, 1}


def test_waiting_is_shown_with_the_policy_and_without(results):
    axes, order = drawn(results, "bottlenecks").axes, by_waiting(results)[::-1]
    for ax, measures in zip(
        axes, (("waited_weeks", "waited_twin_weeks"), ("weeks_per_case", "weeks_per_case_twin")), strict=True
    ):
        policy, twin = (results.cells("department", m, order).value for m in measures)
        rows = [line for line in ax.lines if len(line.get_xdata()) == len(order)]
        for wanted in (*(policy[label] for label in results.active), twin["official"]):
            assert any(np.allclose(line.get_xdata(), wanted, equal_nan=True) for line in rows)
    assert axes[0].get_yticklabels()[-1].get_text().startswith("commerce bureau")


def test_departments_without_cases_are_left_out(tmp_path):
    results = read_results(write_results(tmp_path, ["free+reform"], **SMALL))
    assert set(by_waiting(results)) == {"site_fire", "culture_tourism", "sports", "large_events"}


def test_scores_and_effects_of_all_cities_are_shown_with_the_rank_correlation(results):
    figure, labels = drawn(results, "second_tranche"), scored_allocations(results)
    assert sorted(labels) == ["equal", "official"]
    for ax, label in zip(figure.axes, labels, strict=True):
        score, effect = (results.wide("city", m, "city")[label] for m in ("score", "net_per_yuan"))
        points = next(xy for xy in marks(ax, 6))
        assert np.allclose(points[:, 0], score.sort_index())
        assert np.allclose(points[:, 1], effect.sort_index())
        assert f"rank correlation {results.total(label, 'score_rank_correlation'):.2f} (95 % interval" in ax.get_title(
            "left"
        )
        named = [t.get_text() for t in ax.texts]
        for city in (score.idxmax(), score.idxmin(), effect.idxmax(), effect.idxmin()):
            assert any(text.startswith(results.cities[city]["name"]) for text in named)


def test_surplus_and_access_of_residents_are_shown(results):
    axes, areas = drawn(results, "residents").axes, results.vocabulary.areas
    wanted = (
        ("quintile", "surplus_per_head_yuan", range(1, 6), 1), ("area", "surplus_per_head_yuan", areas, 1),
        ("area", "near_any", areas, 100), ("area", "near", areas, 1),
    )  # fmt: skip
    for ax, (dimension, measure, groups, factor) in zip(axes, wanted, strict=True):
        value = factor * results.cells(dimension, measure, groups).value
        for label in results.active:
            assert has(marks(ax, len(value)), value[label], 1), (measure, label)


def test_merchants_are_shown_per_ten_thousand(results):
    for ax, measure in zip(drawn(results, "merchants").axes, ("sales_share", "shops_share"), strict=True):
        value = 1e4 * results.cells("size", measure, results.vocabulary.sizes).value
        for label in results.active:
            assert has(marks(ax, 2), value[label], 1)


def test_private_money_and_partners_are_shown(results):
    left, right = drawn(results, "leverage").axes
    for label in results.funded:
        assert has(marks(left, 2), [results.total(label, m) for m in LEVERAGE], 1)
        brought = results.wide("partner", "yuan", "group")[label].reindex(list(results.vocabulary.partners))
        assert has(marks(right, 4), brought / 1e6, 1)


def test_targets_are_shown_in_percent_beside_the_line(results):
    axes = drawn(results, "targets").axes
    for ax, measure in zip(axes, ("target_debut_stores", "target_private", "target_sales"), strict=True):
        share = 100 * results.wide("city", measure, "city")
        for label in results.funded:
            assert has(marks(ax, 6), share[label], 0)
        assert any(np.allclose(line.get_xdata(), 100) for line in ax.lines)


def test_targets_of_many_allocations_and_cities_are_cut_to_what_can_be_read(tmp_path):
    results = read_results(write_results(tmp_path, ["a", "b", "c"], promises=True, weeks_pilot=20, weeks_after=6))
    figure = drawn(results, "targets")
    assert "the first 1 of 3 allocations" in " ".join(figure.get_suptitle().split())
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["a"]


# ---------------------------------------------------------------- only where there are data


def test_a_chart_without_data_is_not_there(results, tmp_path):
    names = {chart.name for chart in charts_of(results)}
    assert names >= set(OF_PILOT)
    dimensions = {"department": {"bottlenecks"}, "partner": {"leverage"}, "area": {"residents"}, "size": {"merchants"}}
    for dimension, gone in dimensions.items():
        folder = tmp_path / dimension
        folder.mkdir()
        left = changed(results, folder, lambda e, d=dimension: e[e.dimension != d])
        assert names - {chart.name for chart in charts_of(left)} == gone
    measures = {"score": "second_tranche", "kept_yuan": "where_money_went"}
    for measure, gone in measures.items():
        folder = tmp_path / measure
        folder.mkdir()
        left = changed(results, folder, lambda e, m=measure: e[e.measure != m])
        assert names - {chart.name for chart in charts_of(left)} == {gone}


def test_results_from_before_have_the_charts_they_had(results, tmp_path):
    old = ("total", "replicate", "city", "sector", "quintile", "week", "direction", "pair")

    def before(effects):
        new = effects.measure.isin(["kept_yuan", "score", "surplus_per_head_yuan"]) | effects.measure.str.startswith(
            "target"
        )
        return effects[effects.dimension.isin(old) & ~new].drop(columns="group")

    assert not {chart.name for chart in charts_of(changed(results, tmp_path, before))} & set(OF_PILOT)


def test_few_cities_have_no_ranking(tmp_path):
    results = read_results(write_results(tmp_path, ["official"], **SMALL | {"n_cities": 3}))
    assert "second_tranche" not in {chart.name for chart in charts_of(results)}


def test_policies_without_money_have_no_chart_of_money(tmp_path):
    results = read_results(write_results(tmp_path, ["free+reform"], **SMALL))
    names = {chart.name for chart in charts_of(results)}
    assert names == {
        "net_per_yuan",
        "by_city",
        "over_the_weeks",
        "by_quintile",
        "bottlenecks",
        "residents",
        "merchants",
    }
    ax = drawn(results, "net_per_yuan").axes[0]
    assert "yuan of public money" not in ax.get_xlabel()
    assert len(drawn(results, "by_city").axes) == 1


def test_a_policy_without_money_stands_beside_those_with_money_as_words(results):
    ax = drawn(results, "net_per_yuan").axes[0]
    text = next(t.get_text() for t in ax.texts if "no public money" in t.get_text())
    assert f"{results.total('free+reform', 'net_yuan') / 1e6:,.2f}" in text


# ---------------------------------------------------------------- sentences


def with_values(measure, **values):
    def change(effects):
        rows = (effects.measure == measure) & effects.value.notna()
        return effects.assign(**{k: effects[k].where(~rows, v) for k, v in values.items()})

    return change


def test_ranking_that_may_be_chance_is_called_so(results, tmp_path):
    clear = changed(results, tmp_path, with_values("score_rank_correlation", value=0.3, ci_low=0.1, ci_high=0.5))
    assert "0.30 (95 % interval 0.10 to 0.50)." in CHART["second_tranche"].shows(clear)
    unclear = changed(results, tmp_path, with_values("score_rank_correlation", value=0.3, ci_low=-0.1, ci_high=0.7))
    assert "0.30 (95 % interval −0.10 to 0.70), which cannot be distinguished from 0." in CHART["second_tranche"].shows(
        unclear
    )


def test_losers_are_called_losers_and_chance_is_called_chance(results, tmp_path):
    lost = changed(results, tmp_path, with_values("sales_share", value=-3e-4, ci_low=-4e-4, ci_high=-2e-4))
    text = CHART["merchants"].shows(lost)
    assert "small established shops lose 3.00 (95 % interval 2.00 to 4.00) yuan of every 10,000 yuan" in text
    assert "cannot be distinguished" not in text
    unclear = changed(results, tmp_path, with_values("sales_share", value=1e-4, ci_low=-4e-4, ci_high=6e-4))
    text = CHART["merchants"].shows(unclear)
    assert "small established shops gain 1.00 (95 % interval −4.00 to 6.00)" in text
    assert "(sales: cannot be distinguished from no change)" in text


def test_bottleneck_that_differs_between_policies_is_named_for_each(results):
    text = CHART["bottlenecks"].shows(results)
    assert text.startswith(f"With “{results.main}”, most waiting is at commerce bureau (review of applications): ")
    assert "none without the policy" in text
    assert "Among the departments that approve projects, most waiting is at culture and tourism" in text
    assert text.endswith("With “free + reform”, most waiting is at culture and tourism.")


def test_targets_of_one_city_are_given_in_percent(tmp_path):
    results = read_results(write_results(tmp_path, ["official"], promises=True, **SMALL | {"n_cities": 1}))
    share = 100 * results.wide("city", "target_sales", "city")["official"].iloc[0]
    assert f"gross sales of supported projects: {share:.0f} (95 % interval" in CHART["targets"].shows(results)
