"""What a city's plan does: calls, numbers, money and areas; and the way through the departments."""

from __future__ import annotations

import numpy as np
import pytest

from sim.data import read
from sim.errors import InputError
from sim.inputs.calendar import Calendar
from sim.inputs.compose import compose
from sim.kernel.columns import APPROVAL, BUILDING, NEVER
from sim.kernel.loops.approvals import advance_approvals, begin
from tests.helpers import quiet_model, tiny

LONG = ("allocation=official", "horizon.weeks_pilot=78")


def run(*more):
    model = quiet_model(tiny(*LONG, *more))
    while model.running:
        model.step()
    return model


def awarded(model):
    return model.world.projects.award > 0


def keeps_award(model):
    """Whether something of an award has neither been cancelled nor taken back: else another project may have it."""
    p = model.world.projects
    return p.award > p.cancelled + p.recovered


def test_no_more_projects_of_a_kind_are_awarded_than_planned():
    kind = read.read_kinds().kind.index("first_store")
    free, planned = run(), run("plan.kinds={first_store:{projects:1}}")
    most = [(keeps_award(m) & (m.world.projects.kind == kind)).sum(axis=1).max() for m in (free, planned)]
    assert most[0] > 1 and most[1] == 1


def test_no_more_projects_of_a_direction_or_in_an_area_are_awarded_than_planned():
    free = run()
    of_direction, area = free.kinds.direction[free.world.projects.kind], free.world.fixed.geography.area
    of_area = np.take_along_axis(area, free.world.projects.district, axis=1)
    for name, group in (("plan.directions={scene:{projects:2}}", of_direction == 1),
                        ("plan.areas={outer:{projects:2}}", of_area == 2)):  # fmt: skip
        most = [(awarded(m) & group).sum(axis=1).max() for m in (free, run(name))]
        assert most[0] > 2 and most[1] == 2


def test_a_kind_gets_no_more_money_than_planned_before_the_last_call():
    kinds = read.read_kinds().kind
    model = run("plan.kinds={ip_collaboration:{money:0.01}}", "authority.calls=2", "authority.last_call_at=1")
    p = model.world.projects
    early = p.award_week < 60
    of_kind = np.where((p.kind == kinds.index("ip_collaboration")) & early, p.award, 0).sum(axis=1)
    assert (of_kind <= 0.01 * model.world.authorities.quota).all()


def test_money_goes_to_the_areas_that_the_plan_names():
    core = run("plan.areas={inner:{money:0},outer:{money:0}}", "authority.calls=2")
    p, area = core.world.projects, core.world.fixed.geography.area
    first = (p.award_week > NEVER) & (p.award_week < 40)
    places = area[np.nonzero(first)[0], p.district[first]]
    assert first.any() and (places == 0).all()
    anywhere = run("authority.calls=2")
    q = anywhere.world.projects
    first = (q.award_week > NEVER) & (q.award_week < 40)
    assert (area[np.nonzero(first)[0], q.district[first]] > 0).any()


def test_each_area_holds_about_a_third_of_the_residents():
    fixed = quiet_model(tiny("city=[beijing,suzhou]")).world.fixed.geography
    for c in range(2):
        share = np.bincount(fixed.area[c], weights=fixed.residents[c]) / fixed.residents[c].sum()
        assert (abs(share - 1 / 3) < 0.12).all()


def test_calls_of_a_plan_come_at_the_start_of_their_quarters_and_share_the_money_as_planned():
    calls = "plan.calls=[{quarter: 3, money: 3}, {quarter: 4, money: 1}, {quarter: 7, money: 2}]"
    calendar = Calendar.of(compose(["city=xining", calls]))
    assert calendar.calls == (26, 39, 78)
    assert [calendar.part(week) for week in calendar.calls] == [0.75, 1.0, 1.0]


@pytest.mark.parametrize(
    "calls",
    [
        ["authority.calls=3", "authority.second_tranche_at=0.25", "authority.last_call_at=0.25"],
        ["plan.calls=[{quarter: 1, money: 1}, {quarter: 2, money: 1}, {quarter: 3, money: 1}]"],
    ],
)
def test_calls_of_one_week_are_one_call_with_the_money_of_all(calls):
    calendar = Calendar.of(compose(["city=xining", "authority.first_tranche_at=0.25", *calls]))
    assert calendar.calls == (26,) and calendar.money == (3.0,)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (
            "plan.calls=[{quarter: 4, money: 1}, {quarter: 3, money: 1}]",
            "name at least one call, with rising quarters",
        ),
        ("plan.calls=[{quarter: 0, money: 1}]", "must be at least 1"),
        ("plan.areas={center: {money: 0.5}}", "unknown key 'plan.areas.center.money'"),
        (
            "plan.areas={core: {money: 0.5}, inner: {money: 0.2}, outer: {money: 0.2}}",
            "sums to 0.9; it must sum to at least 1",
        ),
        ("plan.directions={debut: {money: 0.5}}", "unknown key 'plan.directions.debut.money'"),
        ("plan.kinds={first_shop: {projects: 3}}", "unknown key 'plan.kinds.first_shop.projects'"),
        ("plan.kinds={first_store: {projects: 3.5}}", "must be a whole number"),
        ("plan.targets.debut_stores=-1", "must be at least 1"),
        ("publicity.home=0.9", "shares sum to 1.2; they must sum to 1"),
    ],
)
def test_a_plan_that_cannot_be_gets_one_clear_line(override, message):
    with pytest.raises(InputError, match=message) as caught:
        compose([override])
    assert len(caught.value.problems) == 1


def test_cases_wait_in_the_order_they_came_and_idle_capacity_is_not_saved_up():
    model = quiet_model(tiny("allocation=none", "city=xining"))
    p, approvals, needs = model.world.projects, model.world.approvals, model.kinds.needs.copy()
    needs[:] = False
    needs[:, 0] = True
    for k in (5, 2, 9):
        begin(p, approvals, needs, np.zeros(1), k, 0, k)  # decided on in weeks 5, 2 and 9
    weeks, capacity = np.full(needs.shape[1], 3.0), np.full(needs.shape[1], 0.5)
    for week in range(10, 30):
        advance_approvals(p, approvals, weeks, capacity, week)
    assert [int(p.approved[0, k]) for k in (2, 5, 9)] == [14, 16, 18]  # one case taken up every second week
    assert approvals.waited[0, 0] == (11 - 2) + (13 - 5) + (15 - 9) and approvals.cases[0, 0] == 3
    for k in (12, 13, 14):
        begin(p, approvals, needs, np.zeros(1), 30, 0, k)
    for week in range(30, 40):
        advance_approvals(p, approvals, weeks, capacity, week)
    assert [int(p.approved[0, k]) for k in (12, 13, 14)] == [33, 34, 36]  # fourteen idle weeks saved nothing up


def test_uncoordinated_departments_follow_one_another_and_coordinated_ones_work_side_by_side():
    def weeks(coordination):
        model = quiet_model(tiny("allocation=none", "city=xining"))
        p, approvals, needs = model.world.projects, model.world.approvals, model.kinds.needs.copy()
        needs[:] = True
        begin(p, approvals, needs, np.full(1, coordination), 10, 0, 3)
        assert p.status[0, 3] == APPROVAL
        for week in range(10, 60):
            advance_approvals(p, approvals, np.full(needs.shape[1], 3.0), np.full(needs.shape[1], 9.0), week)
        assert p.status[0, 3] == BUILDING
        return int(p.approved[0, 3]) - 10

    n = read.read_kinds().needs.shape[1]
    assert weeks(1.0) == 3 and weeks(0.0) >= 3 * n


def test_partners_pay_only_for_projects_that_an_award_makes_possible():
    model = run("participation=strong")
    p = model.world.projects
    helped = p.partner > 0
    assert helped.any() and (p.award[helped] > 0).all()
    assert (p.award_week[helped] <= p.start[helped]).all()  # nothing for what had begun before
    assert not run("participation=none").world.projects.partner.any()


def test_overstated_investment_is_paid_for_only_where_nobody_finds_it():
    overstated = (
        "parameters.grace_weeks=500",
        "parameters.misreport_share=1",
        "parameters.misreport_most=0.5",
        "horizon.weeks_after=26",
    )
    watched = run(*overstated, "parameters.capability_mean=1", "parameters.capability_sd=0").world.projects
    unwatched = run(*overstated, "authority.dynamic_management=false").world.projects
    assert (unwatched.reported > unwatched.investment).any() and unwatched.overpaid.sum() > 0
    later = (watched.stage >= 2) & (watched.opened > NEVER)  # the audit came before the part on completion
    assert watched.overpaid[later].sum() == 0
    honest = run("parameters.misreport_share=0").world.projects
    assert np.array_equal(honest.reported[honest.award > 0], honest.investment[honest.award > 0])
    assert honest.overpaid.sum() == 0


def test_a_score_that_cities_play_for_rises():
    scores = []
    for strategic in ("false", "true"):
        found = [
            run("authority.second_tranche_rule=proportional", f"authority.strategic={strategic}",
                "authority.second_tranche_at=0.7", f"seed={seed}").world.authorities.score.mean()
            for seed in (1, 2, 3)
        ]  # fmt: skip
        scores.append(np.mean(found))
    assert scores[1] > scores[0]


def test_continuous_exchange_and_meetings_raise_the_weaker_capabilities_and_none_leaves_them():
    def end(mode):
        model = run(f"authority.exchange={mode}", "city=[xining,haikou,suzhou]")
        return model.world.authorities.monitoring.copy()

    none, meetings, continuous = (end(m) for m in ("none", "meetings", "continuous"))
    assert (meetings >= none).all() and (meetings > none).any()
    assert (continuous >= none).all() and (continuous > none).any()
