"""The tests that doubt the twin design: untouched cities, coupling, weights, the individual oracle."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

import sim.world.build as build
from bench.coupling import measure as coupling
from sim.data import read
from sim.inputs.compose import compose
from sim.kernel.draws import KeyedDraws
from sim.model import PilotModel
from sim.model.observe import run
from sim.runs.comparison import compare
from sim.runs.twins import Recorder, draws_of, run_pilot, warm_up
from sim.world.build import build_world
from tests.helpers import quiet_model, tiny, twin_records


@pytest.fixture
def only_xining(tmp_path, monkeypatch):
    """All money goes to one of two cities."""
    settings = tiny("parameters.trip_share=0")
    return settings.model_copy(
        update={"allocation": settings.allocation.model_copy(update={"between": "shares", "shares": {"xining": 1.0}})}
    )


def test_a_city_without_money_or_travellers_equals_its_twin_to_the_bit(only_xining):
    draws, without = draws_of(only_xining, 0), only_xining.without_policy()
    world = warm_up(without, draws)
    world.projects.brand[:] = -1  # a brand that one city gets is lost to the other
    policy, twin = (run_pilot(settings, world.fork(), draws) for settings in (only_xining, without))
    untouched = np.flatnonzero(policy.award.sum(axis=1) == 0)[0]
    touched = 1 - untouched
    assert np.array_equal(policy.spent[:, untouched], twin.spent[:, untouched])
    assert np.array_equal(policy.sales[:, untouched], twin.sales[:, untouched])
    assert np.array_equal(policy.project_home[:, untouched], twin.project_home[:, untouched])
    assert not np.array_equal(policy.spent[:, touched], twin.spent[:, touched])


def test_before_the_first_tranche_nothing_differs_to_the_bit_where_nobody_waits_for_a_call():
    settings = tiny("allocation=official", "parameters.award_chance_begun=0.9")
    policy, twin, _ = twin_records(settings)
    first = int(np.flatnonzero(policy.paid.sum(axis=1))[0])
    assert first > 0
    assert np.array_equal(policy.spent[:first], twin.spent[:first])


def test_two_runs_and_any_number_of_threads_give_the_same_bytes():
    runs = [twin_records(tiny("allocation=official", f"threads={n}"))[0] for n in (1, 1, 2, 3)]
    for other in runs[1:]:
        for name, column in vars(runs[0]).items():
            assert np.array_equal(column, getattr(other, name)), name


def test_one_simulation_leaves_nothing_behind_for_the_next():
    alone = twin_records(tiny("allocation=equal"))[0]
    twin_records(tiny("allocation=official", "seed=3", "parameters.creation_share=0.9"))
    again = twin_records(tiny("allocation=equal"))[0]
    assert np.array_equal(alone.spent, again.spent)


def test_a_city_has_the_same_people_and_proposals_whatever_other_cities_are_simulated():
    one = build_world(tiny("city=xining"), KeyedDraws(5))
    two = build_world(tiny("city=[beijing,xining]"), KeyedDraws(5))
    rows = slice(two.consumers.first[1], two.consumers.first[2])
    assert np.array_equal(one.consumers.income, two.consumers.income[rows])
    assert np.array_equal(one.consumers.liquidity, two.consumers.liquidity[rows])
    for name, column in one.projects._asdict().items():
        assert np.array_equal(column[0], getattr(two.projects, name)[1]), name


@pytest.mark.long
def test_the_order_of_allocations_in_a_comparison_changes_nothing():
    settings = [tiny(f"allocation={a}") for a in ("official", "equal", "none")]
    forward, backward = compare(settings).summary, compare(settings[::-1]).summary
    backward = backward.iloc[::-1].reset_index(drop=True)
    assert forward.drop(columns="n_replicates").equals(backward.drop(columns="n_replicates"))


@pytest.mark.full
def test_common_draws_cut_the_noise_of_a_difference_at_least_eightfold():
    found = coupling(n_seeds=8)
    assert found["sd_ratio_stream_over_keyed"] >= 8
    assert all(isinstance(value, float) for value in found.values())  # figures of a benchmark


@pytest.mark.full
def test_effects_agree_between_weights_of_20000_5000_and_1250_residents():
    found = []
    for n in (124, 496, 1984):  # Xining has 2.48 million residents
        base = [
            f"population.consumers_per_city={n}",
            "city=xining",
            "replicates=3",
            "threads=1",
            "allocation=official",
        ]
        row = compare([compose(base)]).summary.iloc[0]
        found.append((row.net_per_yuan, row.se))
    reference, error = found[-1]
    for net, se in found[:-1]:
        assert abs(net - reference) <= 0.05 * abs(reference) + 2 * max(se, error)
    assert abs(found[0][0] - reference) <= 0.05 * abs(reference)  # common draws: sharper than the errors


TOWN_RESIDENTS = 3000


def _town(monkeypatch):
    """Make Xining a town of 3,000, with projects in proportion."""
    cities = read.read_cities()
    row = cities.id.index("xining")
    residents, retail = cities.residents.copy(), cities.retail_yuan_per_year.copy()
    retail[row] *= TOWN_RESIDENTS / residents[row]
    residents[row] = TOWN_RESIDENTS
    town = cities._replace(residents=residents, retail_yuan_per_year=retail)
    monkeypatch.setattr(build.read, "read_cities", lambda folder=None: town)


def _run_town(choice: str, seed: int):
    settings = tiny(
        "city=xining", f"population.consumers_per_city={TOWN_RESIDENTS}", f"population.choice={choice}",
        "allocation=none", "parameters.proposals_per_city=30", "parameters.investment_city_elasticity=0.5",
        "horizon.weeks_warmup=26", "horizon.weeks_after=0",
        # A venue is a large part of its sector in so small a town, and the more so the larger it is built; there shares
        # of those who know it (flows) and single residents who know it or not differ. In a city it is a small part.
        "parameters.expected_awareness=1",
    )  # fmt: skip
    model = quiet_model(settings)
    model.markets.seed = seed  # the same town and projects, other residents' luck
    recorder = Recorder()
    run(model, weeks=settings.horizon.weeks_warmup)
    run(model, [recorder])
    record, live = recorder.record, model.world.venues.project[0] >= 0
    return (
        record.spent.sum(axis=(0, 1, 2)),
        record.project_home.sum(),
        model.world.consumers.aware[:, live].mean(axis=0),
        record.online.sum(axis=(0, 1)),
    )


@pytest.mark.parametrize("n", [pytest.param(8, marks=pytest.mark.long), pytest.param(30, marks=pytest.mark.full)])
def test_the_mean_of_many_individual_runs_equals_the_expected_flow_run(n, monkeypatch):
    _town(monkeypatch)
    flow = _run_town("flow", 0)
    single = [_run_town("individual", seed) for seed in range(1, n + 1)]
    # A single resident who has just bought something large cannot buy less than nothing of what can wait, so the floor
    # of the budget binds for them, not for the mean of many: flows are lower in electronics.
    lumpy = np.array([name == "electronics" for name in read.read_sectors().sector])
    by_sector = np.where(lumpy, 0.045, 0.007)
    others = [run[0][~lumpy].sum() for run in single]
    assert np.mean(others) == pytest.approx(flow[0][~lumpy].sum(), rel=0.003)
    # Spending by sector, sales of venues, awareness, purchases online.
    for k, tolerance in ((0, by_sector), (1, 0.01), (2, 0.01), (3, by_sector)):
        runs = np.array([run[k] for run in single])
        error = runs.std(axis=0, ddof=1) / np.sqrt(len(single))
        assert np.all(np.abs(runs.mean(axis=0) - flow[k]) <= 3.5 * error + tolerance * flow[k]), k
    assert flow[1] > 0


def test_the_twin_is_simulated_once_for_all_allocations_of_a_replicate(monkeypatch):
    ran = []
    import sim.runs.replicates as replicates

    real = replicates.run_pilot
    monkeypatch.setattr(replicates, "run_pilot", lambda s, *rest: ran.append(s.allocation.name) or real(s, *rest))
    compare([tiny(f"allocation={a}") for a in ("official", "equal", "none")])
    assert sorted(ran) == ["equal", "equal", "none", "none", "official", "official"]


def test_a_forked_world_shares_no_state_with_its_origin():
    settings = tiny("allocation=official")
    draws = draws_of(settings, 0)
    world = warm_up(settings.without_policy(), draws)
    parts = (world.consumers, world.merchants, world.venues, world.projects, world.approvals, world.authorities)
    before = [[column.copy() for column in part] for part in parts]
    run_pilot(settings, world.fork(), draws)
    for part, columns in zip(parts, before, strict=True):
        for name, column, old in zip(part._fields, part, columns, strict=True):
            assert np.array_equal(column, old, equal_nan=column.dtype.kind == "f"), name


def test_a_model_continues_exactly_where_its_world_stands():
    settings = tiny("allocation=none")
    draws = draws_of(settings, 0)
    straight = PilotModel(settings, world=build_world(settings, draws), draws=draws, views=False)
    for _ in range(20):
        straight.step()
    halfway = PilotModel(settings, world=build_world(settings, draws), draws=draws, views=False)
    for _ in range(9):
        halfway.step()
    resumed = PilotModel(settings, world=halfway.world.fork(), draws=draws, views=False)
    for _ in range(11):
        resumed.step()
    assert np.array_equal(straight.world.consumers.gap, resumed.world.consumers.gap)
    assert np.array_equal(straight.last_sales.spent, resumed.last_sales.spent)


def test_a_finished_run_lets_go_of_its_world():
    settings = tiny("allocation=official")
    draws = draws_of(settings, 0)
    world = warm_up(settings.without_policy(), draws).fork()
    gone = weakref.ref(world)
    run_pilot(settings, world, draws)
    del world
    gc.collect()
    assert gone() is None
