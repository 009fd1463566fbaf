"""Which applications come first, and what those who decide can see."""

from __future__ import annotations

import ast
import inspect

import numpy as np
import pytest

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.kernel.columns import DROPPED, IDEA, NEVER, Projects
from sim.model.agents.applications import scores_of
from sim.model.agents.foresight import begun_without_policy
from sim.policy import screening
from sim.policy.screening import BOUNDS, SCREENING, Applications, Known, Truth, chance_of_need, standardised
from sim.runs.twins import draws_of, run_pilot, warm_up
from sim.world.brands import turn
from tests.helpers import quiet_model, records_of, tiny

SETTINGS = compose(["city=xining"])
PARAMETERS = SETTINGS.parameters


def applications(**columns):
    """Four applications that differ only in the columns given."""
    usual = {name: np.ones(4) for name in Applications._fields}
    usual |= {"begun": np.zeros(4, bool), "is_large": np.zeros(4, bool)}
    return Applications(**(usual | {name: value for name, value in columns.items() if name in usual}))


def known(**columns):
    usual = {name: np.ones(4) for name in Known._fields}
    usual |= {"noise": np.zeros(4), "priority": np.zeros(4), "capability": 1.0, "gaming": 0.0}
    return Known(**(usual | {name: value for name, value in columns.items() if name in usual}))


def scores(rule, **columns):
    return SCREENING[rule](applications(**columns), known(**columns), SETTINGS.screening, PARAMETERS)


RISING = np.array([1.0, 2.0, 3.0, 4.0])
YES = np.array([True, False, False, False])


@pytest.mark.parametrize("column", ["sales", "need", "reach"])
def test_a_jury_that_sees_all_ranks_by_each_of_its_criteria(column):
    assert (np.diff(scores("score", **{column: RISING})) > 0).all()


def test_a_jury_finds_ready_what_opens_soon_and_without_need_what_has_begun():
    assert (np.diff(scores("score", weeks=RISING)) < 0).all()
    begun = scores("score", begun=YES)
    assert begun[0] < begun[1] == begun[2]


def test_a_jury_without_capability_ranks_by_noise_too():
    noise = np.array([0.0, 5.0, 0.0, 0.0])
    assert np.argmax(scores("score", sales=RISING, noise=noise)) == 3
    assert np.argmax(scores("score", sales=RISING, noise=noise, capability=0.0)) == 1


def test_large_applicants_are_favoured_by_what_the_config_says_and_not_by_an_honest_jury():
    favour = scores("score", is_large=YES)
    assert favour[0] - favour[1] == pytest.approx(SETTINGS.screening.large_favour)
    honest = compose(["city=xining", "screening=honest_score"]).screening
    assert np.ptp(SCREENING["score"](applications(is_large=YES), known(), honest, PARAMETERS)) == 0


def test_the_priority_of_a_plan_and_the_gaming_of_the_indicator_add_to_the_score():
    assert scores("score", priority=np.array([1.5, 0, 0, 0]))[0] == pytest.approx(1.5)
    assert (np.diff(scores("score", indicator=RISING, gaming=1.0)) > 0).all()
    assert np.ptp(scores("score", indicator=RISING)) == 0


def test_first_come_and_lot_look_at_nothing_else():
    assert np.array_equal(np.argsort(-scores("first_come", came=-RISING)), [3, 2, 1, 0])
    assert np.array_equal(scores("random", luck=RISING, sales=-RISING), RISING)


def test_the_model_gives_nothing_to_what_has_begun_or_states_no_need():
    for column, value in (("begun", YES), ("need", np.array([0.0, 1, 1, 1]))):
        found = scores("model_assisted", **{column: value})
        assert found[0] == 0 < found[1]


def test_the_model_misses_sales_by_the_error_that_its_parameter_says_and_ranks_by_need_and_sales_without_it():
    noise = np.array([1.0, -1.0, 0.0, 0.0])
    found = [
        SCREENING["model_assisted"](applications(), known(noise=noise), SETTINGS.screening, PARAMETERS | changed)
        for changed in ({"investment_labour_share": 0.0}, {"prediction_error": 0.0})
    ]
    assert np.log(found[0][0] / found[0][1]) == pytest.approx(2 * PARAMETERS["prediction_error"])
    assert np.ptp(found[1]) == 0
    assert (np.diff(scores("model_assisted", sales=RISING)) > 0).all()


def test_who_is_believed_to_need_an_award_follows_from_the_rules_of_merchants_and_from_how_many_claim_it():
    rng, n = np.random.default_rng(1), 200_000
    p = PARAMETERS | {"need_claimed": 0.5, "forecast_size": 0.4}
    size = 0.06
    profit = p["profit_mean"] + p["profit_size"] * np.log(size) + p["profit_sigma"] * rng.normal(size=n)
    profit += size ** -p["forecast_size"] * (p["expectation_bias"] + p["expectation_noise"] * rng.normal(size=n))
    own = p["own_funds_median"] * size ** p["funds_size"] * np.exp(p["own_funds_sigma"] * rng.normal(size=n))
    pays = profit > np.log1p(p["cost_of_capital"] * size ** -p["capital_size"])
    needy = ~(pays & (own + p["credit_share_small"] >= 1))
    says = needy | (rng.uniform(size=n) < 0.5)
    believed = chance_of_need(applications(size=np.full(4, size)), p)
    assert believed == pytest.approx(np.full(4, needy[says].mean()), abs=0.01)


def test_standardised_values_have_mean_0_and_spread_1_and_equal_ones_are_0():
    assert standardised(RISING).mean() == pytest.approx(0) and standardised(RISING).std() == pytest.approx(1)
    assert not standardised(np.ones(3)).any()


def test_the_bound_gives_nothing_to_what_is_begun_anyway_and_ranks_the_rest_by_true_sales_per_yuan():
    found = BOUNDS["perfect_foresight"](applications(asked=np.array([1.0, 1, 1, 8])), Truth(YES, RISING))
    assert found[0] == -np.inf and list(np.argsort(-found)) == [2, 1, 3, 0]


def additionality(score: np.ndarray, asked: np.ndarray, tipped: np.ndarray, money: float) -> float:
    """Share of the awarded money of a call that goes to what is not begun without it; best first while money lasts."""
    awarded = np.zeros(score.size, bool)
    for k in np.argsort(-score, kind="stable"):
        if score[k] > -np.inf and asked[k] <= money:
            awarded[k], money = True, money - asked[k]
    return asked[awarded & tipped].sum() / max(asked[awarded].sum(), 1e-9)


def test_no_rule_beats_foresight_at_additionality_in_calls_of_made_up_applications():
    rng, found = np.random.default_rng(3), {name: [] for name in (*SCREENING, *BOUNDS)}
    for _ in range(40):
        n = 30
        needy = rng.uniform(size=n) < 0.3
        columns = {"asked": rng.lognormal(size=n), "need": np.where(needy, rng.uniform(size=n), 0.0)}
        columns |= {name: rng.lognormal(size=n) for name in ("investment", "sales", "weeks", "came", "size", "reach")}
        columns |= {"begun": ~needy & (rng.uniform(size=n) < 0.5), "is_large": rng.uniform(size=n) < 0.8}
        columns |= {"noise": rng.normal(size=n), "luck": rng.uniform(size=n), "lift": np.ones(n)}
        columns |= {"weeks_open": np.full(n, 50.0), "priority": np.zeros(n), "indicator": np.ones(n)}
        a, seen = applications(**columns), known(**columns)
        ranked = {name: rule(a, seen, SETTINGS.screening, PARAMETERS) for name, rule in SCREENING.items()}
        ranked["perfect_foresight"] = BOUNDS["perfect_foresight"](a, Truth(~needy, a.sales))
        for name, score in ranked.items():
            found[name].append(additionality(score, a.asked, needy, 0.4 * a.asked.sum()))
    mean = {name: np.mean(values) for name, values in found.items()}
    assert mean.pop("perfect_foresight") == 1 > max(mean.values())
    assert mean["model_assisted"] > mean["random"]


def names_in(module) -> set[str]:
    tree = ast.parse(inspect.getsource(module))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} | {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
    }


def test_rules_of_screening_can_name_nothing_of_a_project_but_what_its_application_says():
    shared = set(Applications._fields) | set(Known._fields) | set(Truth._fields)
    assert not (set(Projects._fields) - shared) & names_in(screening)
    assert "Projects" not in names_in(screening)


TRUE = ("quality", "expected_profit", "funds", "capital", "fails_after", "stalls", "expected_sales", "embellishes",
        "claims", "planned_sales", "patience", "build")  # fmt: skip


def test_no_rule_answers_to_what_a_project_is_once_its_application_is_written_but_the_bound_does():
    model = quiet_model(tiny("allocation=official", "city=xining", "population.consumers_per_city=10"))
    p = model.world.projects
    while not (p.asked > 0).any():
        model.step()
    applied = np.flatnonzero(p.asked[0] > 0)
    assert applied.size > 3

    def all_scores():
        found = {}
        for rule in (*SCREENING, *BOUNDS):
            model.settings = tiny("allocation=official", "city=xining", f"screening={rule}")
            found[rule] = scores_of(model, 0, applied)
        return found

    before = all_scores()
    for name in TRUE:
        column = getattr(p, name)
        column[:] = np.flip(column) if column.dtype == bool else column[:, ::-1] * 0.5
    after = all_scores()
    assert all(np.array_equal(before[rule], after[rule]) for rule in SCREENING)
    assert not np.array_equal(before["perfect_foresight"], after["perfect_foresight"])


def test_what_foresight_calls_begun_anyway_is_what_the_twin_begins():
    cities = "city=[shanghai,chengdu,hangzhou,wuhan,beijing]"  # which brands can choose from
    settings = tiny("allocation=none", cities, "population.consumers_per_city=10", "horizon.weeks_pilot=80")
    _, twin, world = records_of([settings])
    p = world.projects
    thought_of = p.week < 92
    fixed = world.fixed
    turns = turn(draws_of(settings, 0), fixed.cities.key[fixed.chosen][:, None], p.week)
    assert np.array_equal(begun_without_policy(p, turns)[thought_of], twin.started[thought_of])
    assert 0 < twin.started.sum() < thought_of.sum()


def test_foresight_knows_that_of_two_cities_that_begin_a_brand_in_one_week_the_first_in_turn_gets_it():
    settings = tiny("allocation=none")
    draws = draws_of(settings, 0)
    started = []
    for week in range(5, 13):
        world = warm_up(settings, draws)
        p, fixed = world.projects, world.fixed
        p.status[:], p.start[:] = DROPPED, NEVER
        one = {"status": IDEA, "brand": 0, "week": week, "expected_profit": 1e12, "funds": 1e12, "investment": 1e6}
        for name, value in one.items():
            getattr(p, name)[:, 0] = value
        p.brand[:, 1:] = -1
        world.brands_taken[:] = False
        expected = begun_without_policy(p, turn(draws, fixed.cities.key[fixed.chosen][:, None], p.week))[:, 0]
        started.append(run_pilot(settings, world, draws).started[:, 0])
        assert started[-1].sum() == 1 and np.array_equal(started[-1], expected)
    assert len({tuple(one) for one in started}) == 2  # not always the same city


@pytest.mark.long
def test_foresight_bounds_additionality_of_projects_and_of_money_over_replicates():
    rules = ("perfect_foresight", "model_assisted", "score", "first_come", "random")
    found = {rule: [] for rule in rules}
    for replicate in (0, 1):
        cities = "city=[beijing,shanghai]"  # where more is asked for than there is
        usual = ("allocation=official", "horizon.weeks_pilot=104", "population.consumers_per_city=10", cities)
        policies, twin, _ = records_of([tiny(*usual, f"screening={rule}") for rule in rules], replicate)
        for rule, policy in zip(rules, policies, strict=True):
            awarded = policy.award_week > NEVER
            tipped = awarded & ~twin.started
            found[rule].append((tipped.sum() / awarded.sum(), policy.award[tipped].sum() / policy.award.sum()))
    mean = {rule: np.mean(values, axis=0) for rule, values in found.items()}
    bound = mean.pop("perfect_foresight")
    assert all((bound > other).all() for other in mean.values()) and (bound > 0.99).all()
    assert (mean["model_assisted"] > mean["score"]).all()


def test_an_unknown_rule_is_refused_with_the_names_that_are_known():
    with pytest.raises(InputError, match=r"screening\.rule=auction: unknown; allowed: score, model_assisted"):
        compose(["screening.rule=auction"])
