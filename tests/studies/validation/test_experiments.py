"""Experiments of findings: every one is there, runs, and comes out as the evidence says where it has to."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.cli.main import main
from sim.inputs.compose import compose
from sim.studies.validation.catalogue import read_experiments
from sim.studies.validation.run import Laboratory, statistics
from sim.studies.validation.statistics import STATISTICS
from sim.studies.validation.table import compare_with
from sim.studies.validation.targets import COLUMNS, read_targets

pytestmark = pytest.mark.long

LEAST_INSIDE = 0.7  # share of the findings that the model can represent


@pytest.fixture(scope="module")
def settings():
    return compose(["threads=1"])


@pytest.fixture(scope="module")
def found(settings):
    """Statistics of all findings in one replicate."""
    return statistics(settings, 0)


@pytest.fixture(scope="module")
def table(found):
    return compare_with(read_targets(), read_experiments(), [found]).set_index("id")


def test_every_finding_has_an_experiment_or_a_reason_why_it_has_none():
    catalogue = read_experiments()
    known = {t.id for t in read_targets()}
    named = [name for e in catalogue.experiments for name in e.findings]
    assert len(set(named)) == len(named)
    assert set(named) | set(catalogue.why_not) == known
    assert not set(named) & set(catalogue.why_not)
    assert all(catalogue.why_not.values())
    musts = {name for group in catalogue.must.values() for name in group}
    assert musts <= set(named) and set(catalogue.conflicts) <= set(named)


def test_every_statistic_is_used():
    used = {finding.statistic for e in read_experiments().experiments for finding in e.findings.values()}
    assert used | {"share_falls_with_income"} == set(STATISTICS)  # that one is a fact, tested below


def test_at_least_70_percent_of_the_representable_findings_are_inside_their_accepted_range(table):
    judged = table[table.verdict.isin(["inside", "outside"])]
    assert len(judged) >= 55
    judged = judged[~judged.index.isin(read_experiments().until_fitted)]
    assert (judged.verdict == "inside").mean() >= LEAST_INSIDE


def test_every_gross_claim_stands_beside_its_net_and_the_net_is_smaller(table):
    gross = [t.id for t in read_targets() if t.is_gross and table.verdict[t.id] != "not represented"]
    assert len(gross) >= 3
    for name in gross:
        assert table.verdict[f"{name} net"] == "beside"
        assert table.model[f"{name} net"] < table.model[name]


@pytest.mark.parametrize("n", [2, pytest.param(4, marks=pytest.mark.full)])
def test_money_and_vouchers_are_spent_as_every_must_finding_says_within_monte_carlo_error(n, settings):
    catalogue = read_experiments()
    ids = [*catalogue.must["vouchers"], *catalogue.must["money without conditions"]]
    ids = [name for name in ids if name not in catalogue.until_fitted]
    runs = [statistics(settings, replicate, ids) for replicate in range(n)]
    for target in read_targets():
        if target.id in ids:
            values = np.array([run[target.id] for run in runs])
            error = 2 * values.std(ddof=1) / n**0.5
            low, high = target.accepted
            assert low - error <= values.mean() <= high + error, target.id


def test_no_finding_is_said_to_await_a_fit_that_it_does_not_need(table):
    waiting = table.loc[read_experiments().until_fitted]
    inside = waiting[waiting.verdict == "inside"]
    assert len(inside) <= len(waiting) / 5, f"one replicate alone puts few of them inside: {list(inside.index)}"


def test_small_windfalls_of_the_illiquid_are_spent_faster_than_large_ones_of_the_liquid(found):
    assert found["MP01"] > found["MP02"] + 0.2


def test_a_threshold_coupon_adds_several_times_what_money_without_threshold_does(found):
    assert min(found[name] for name in ("CN04", "CN06", "CN09", "CN11")) > 4 * found["US04"]


def test_labelled_money_raises_its_sectors_by_more_than_cash(found):
    assert found["KR04"] == 1.0


def test_a_week_that_has_begun_counts_in_part(settings):
    catalogue = read_experiments()
    experiment = next(e for e in catalogue.experiments if e.name == "voucher_japan")
    trial = Laboratory(settings, 0).trial(experiment)
    four, five = (STATISTICS["spent_per_yuan"](trial, weeks=n) for n in (4, 5))
    assert STATISTICS["spent_per_yuan"](trial, weeks=4.35) == pytest.approx(four + 0.35 * (five - four))
    assert four < five


def test_the_same_statistics_come_out_whatever_else_is_run_and_in_any_order(settings):
    alone = statistics(settings, 0, ["DD01"])
    together = statistics(settings, 0, ["US04", "DD01", "PE01"], read_experiments().experiments[::-1])
    assert together["DD01"] == alone["DD01"]


@pytest.mark.full
def test_halving_the_weight_of_consumers_moves_no_effect_beyond_its_error(settings):
    ids, seeds = ["CN06", "US04", "DD01", "TI06", "PE01", "KR01"], range(3)
    coarse, fine = ([statistics(settings, r, ids, consumers_per_city=n) for r in seeds] for n in (150, 300))
    for name in ids:
        a, b = (np.array([one[name] for one in runs]) for runs in (coarse, fine))
        error = ((a.var(ddof=1) + b.var(ddof=1)) / len(seeds)) ** 0.5
        assert abs(a.mean() - b.mean()) <= 2 * error, name


@pytest.fixture(scope="module")
def plain(settings):
    """Six cities without any policy."""
    experiment = next(e for e in read_experiments().experiments if e.name == "no_policy")
    return Laboratory(settings, 0).trial(experiment)


def test_the_exit_hazard_of_shops_falls_with_age(plain):
    hazard = plain.twin.world.closed.exits.sum(axis=(0, 1, 2)) / plain.twin.world.closed.at_risk.sum(axis=(0, 1, 2))
    assert (np.diff(hazard) < 0).all()


def test_sales_of_shops_have_a_heavy_upper_tail(found):
    assert 0.75 <= found["SF01"] <= 1.25


def test_spending_is_less_unequal_than_income_and_food_weighs_less_the_higher_the_income(plain, found):
    c = plain.twin.world.consumers
    order = np.argsort(c.income)
    share = np.cumsum(c.weight[order]) / c.weight.sum()
    lorenz = np.cumsum((c.income * c.weight)[order]) / (c.income * c.weight).sum()
    income_gini = 1 - 2 * np.trapezoid(lorenz, share)
    assert found["SF06"] < income_gini
    assert STATISTICS["share_falls_with_income"](plain, sectors=["groceries"]) > 1.1


def test_spending_peaks_at_spring_festival_and_at_the_end_of_the_year(plain):
    goods = ["groceries", "catering", "fashion", "electronics"]
    assert STATISTICS["week_over_mean"](plain, sectors=goods) > 1.1
    assert STATISTICS["month_over_mean"](plain, first_week=9, sectors=goods) > 1.04


def test_a_finding_that_is_not_defined_is_not_called_inside(found):
    broken = found | {"CN06": math.nan}
    row = compare_with(read_targets(), read_experiments(), [broken]).set_index("id").loc["CN06"]
    assert row.verdict == "not represented" and row.why_not


def test_validate_refuses_a_table_without_a_finding_that_an_experiment_stands_for(tmp_path, capsys):
    file = tmp_path / "mine.csv"
    lines = ("id,study,place,instrument,statistic,point_estimate,ci_low,ci_high,horizon,population,"
             "how_to_reproduce_in_silico\nZZ01,s,p,i,x,1,,,h,n,how\n")  # fmt: skip
    file.write_text(lines, encoding="utf-8")
    assert main(["validate", f"targets={file}", f"output={tmp_path / 'out'}"]) == 2
    assert "no experiment stands for any of its findings" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_validate_writes_everything_and_an_interrupted_run_goes_on(tmp_path, monkeypatch, capsys):
    file = tmp_path / "few.csv"
    rows = [t for t in read_targets() if t.id in ("US04", "CN16", "GR04")]
    header = ",".join(COLUMNS)
    text = [header] + [
        f'{t.id},"{t.study}",{t.place.replace(",", "")},{t.instrument},"{t.statistic}",{t.point or ""},{t.low or ""},'
        f"{t.high or ''},x,y,z"
        for t in rows
    ]
    file.write_text("\n".join(text) + "\n", encoding="utf-8")
    command = ["validate", f"targets={file}", "replicates=2", "threads=1", "workers=1", f"output={tmp_path / 'out'}"]
    import sim.studies.validation.run as one_run

    real, calls = one_run.statistics, []

    def once(*arguments, **more):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments, **more)

    monkeypatch.setattr(one_run, "statistics", once)
    assert main(command) == 130
    monkeypatch.setattr(one_run, "statistics", real)
    assert main(command) == 0
    out = tmp_path / "out"
    assert {"validation.csv", "manifest.json", "report.html", "charts", "scale.csv"} <= {p.name for p in out.iterdir()}
    printed = capsys.readouterr().out
    assert "1 not represented" in printed and "CN16 net" in printed
