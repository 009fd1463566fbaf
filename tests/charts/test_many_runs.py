"""Of many runs, only what can be read of any number is drawn, and sentences name the first of them."""

from types import SimpleNamespace

from sim.charts import comparison
from sim.charts.chart import Chart
from sim.results.words import MOST_NAMED, named_runs
from sim.texts import say


def test_of_many_runs_only_charts_without_a_row_for_each_are_drawn(monkeypatch):
    charts = Chart("by_factor", None, of_any_number=True), Chart("leverage", None)
    monkeypatch.setattr(comparison, "CHARTS", charts)
    most = comparison.MOST_RUNS
    assert comparison.charts_of(SimpleNamespace(active=range(most))) == [*charts]
    assert comparison.charts_of(SimpleNamespace(active=range(most + 1))) == [*charts[:1]]


def test_a_sentence_names_the_first_of_many_runs_and_says_how_many_more_there_are():
    labels = [f"run_{k}" for k in range(MOST_NAMED + 2)]
    assert named_runs(labels).endswith(f"“run {MOST_NAMED - 1}” and 2 more")
    assert named_runs(labels[:-1]).endswith(f"and “run {MOST_NAMED}”")


def test_a_text_takes_a_value_of_any_length():
    assert "x" * 100_000 in say("shows-net-one", n=1, policy="x" * 100_000, net="1")
