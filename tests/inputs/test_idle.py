"""What can have no effect in a run is told before it; what comes with the package is never told without need."""

from __future__ import annotations

import pytest

from sim.inputs.compose import compose
from sim.inputs.idle.needs import NEEDS
from sim.inputs.idle.told import notes, told
from sim.inputs.keys import known_keys
from sim.inputs.paths import SCENARIOS, configs
from sim.inputs.sweep import expand
from sim.model.agents import CityAuthority
from sim.studies.levers import known
from tests.helpers import quiet_model, tiny

pytestmark = pytest.mark.long

SHORT = ("horizon.weeks_pilot=20", "horizon.weeks_after=5")
TWO = "city=[suzhou,wuxi]"
UNUSED = "split.instruments=0.35: this share of the grant is spent on nothing, since no instrument is paid by the grant"


def lines(*overrides: str) -> list[str]:
    return [str(note) for note in notes(compose(list(overrides)))]


@pytest.mark.parametrize(
    "choice",
    [f"{group}={name}" for group in ("instrument", "rules", "plan", "participation", "allocation")
     for name in configs(group)]
    + [f"scenario={path.stem}" for path in sorted(SCENARIOS.glob("*.yaml"))]
    + ["split=ip_first", "screening=random", "parameters=posterior", "city=suzhou"],
)  # fmt: skip
def test_of_what_comes_with_the_package_nothing_is_told(choice):
    assert lines(choice) == []


CASES = {
    # ---------------------------------------------------------------- weeks
    "an instrument after the end": (
        ["allocation=none", "instrument=threshold_coupon", *SHORT],
        ["instrument threshold_coupon: no effect in this run: it starts in week 30, and the run ends with week 24"],
    ),
    "weeks of an instrument after the end": (
        ["allocation=none", "instrument=voucher", "horizon.weeks_pilot=30", "horizon.weeks_after=5"],
        ["instrument voucher: its weeks 35 to 42 are not simulated: the run ends with week 34"],
    ),
    "an announcement of what nobody prepares for": (
        ["allocation=none", "instrument=price_change", "instrument.announce_week=3", "horizon.weeks_pilot=60"],
        ["announce_week=3 (price_change): no effect in this run, since residents prepare for lower bills and for money "
         "only, not for price_change"],
    ),
    "an announcement in the week of the start": (
        ["allocation=none", "instrument=voucher", "instrument.announce_week=30", "horizon.weeks_pilot=60"],
        ["announce_week=30 (voucher): no effect in this run, since it starts in that week"],
    ),
    "a call after the pilot": (
        [TWO, "plan.calls=[{quarter:2,money:1},{quarter:9,money:1}]", "horizon.weeks_pilot=30",
         "authority.second_tranche_at=0.4"],
        ["plan.calls: the call of quarter 9 is not held, since the quarter begins after the 30 weeks of the pilot"],
    ),
    "no call in the pilot": (
        [TWO, "plan.calls=[{quarter:9,money:1}]", "horizon.weeks_pilot=30", "screening=random"],
        ["screening=random: no effect in this run, since nothing can be awarded before the run ends",
         "split.publicity=0.05: this share of the grant is spent on nothing, since publicity is for venues with an "
         "award, and there can be none",
         "plan.calls: the call of quarter 9 is not held, since the quarter begins after the 30 weeks of the pilot"],
    ),
    "no call after the first money": (
        [TWO, "plan=front_loaded", "authority.first_tranche_at=1", "authority.second_tranche_at=1",
         "authority.last_call_at=1"],
        ["authority.last_call_at=1: no effect in this run, since plan.calls says when cities call",
         "split.publicity=0.05: this share of the grant is spent on nothing, since publicity is for venues with an "
         "award, and there can be none",
         "plan.calls: no call is held, since the grant is first paid in week 104, after the 104 weeks of the pilot"],
    ),
    "calls that a review swallows": (
        [TWO, *SHORT],
        ["5 calls are planned, and at least 2 of them are merged with the next one: a call waits for money, and for "
         "the review of the last one to end, which takes 5 weeks or more"],
    ),
    "a call that is not decided": (
        [TWO, "authority.calls=2", "horizon.weeks_pilot=20", "horizon.weeks_after=0"],
        ["the call of week 15 is not decided by the last week of the run (19), since a review takes 5 weeks or more"],
    ),
    "no call that is decided": (
        [TWO, "authority.calls=1", "horizon.weeks_pilot=8", "horizon.weeks_after=0", "screening=random"],
        ["screening=random: no effect in this run, since nothing can be awarded before the run ends",
         "split.publicity=0.05: this share of the grant is spent on nothing, since publicity is for venues with an "
         "award, and there can be none",
         "nothing is awarded: no call is decided by the last week of the run (7), since a review takes 5 weeks or "
         "more"],
    ),
    "meetings outside": (
        [TWO, "authority.exchange_weeks=[10,50,200]"],
        ["authority.exchange_weeks: the meetings of weeks 10, 200 have no effect: cities meet from the first payment "
         "of the grant (week 24) to the end of the run (week 155)"],
    ),
    "money added after the last call": (
        [TWO, "instrument=award_top_up", "instrument.start_week=150", "instrument.end_week=150"],
        ["instrument award_top_up: no effect in this run: it adds money in week 150, after the last call can have "
         "been decided"],
    ),
    "money added where no other money was called for": (
        [TWO, "allocation=none", "instrument=award_top_up", "instrument.start_week=120", "instrument.end_week=120"],
        ["5 calls are planned, and at least 4 of them are merged with the next one: a call waits for money, and for "
         "the review of the last one to end, which takes 5 weeks or more"],
    ),
    "nothing goes back": (
        [TWO, "authority.unspent=kept", "horizon.weeks_after=0"],
        ["authority.unspent=kept: no effect in this run, since the run ends before unspent money goes back"],
    ),
    # ---------------------------------------------------------------- cities and districts
    "one city": (
        ["city=suzhou", "allocation=equal", "authority.exchange=continuous", "parameters.peer_learning=0.3"],
        ["allocation=equal, authority.exchange=continuous, parameters.peer_learning=0.3: no effect in this run, since "
         "only one city is simulated"],
    ),
    "an instrument elsewhere": (
        ["city=suzhou", "instrument=voucher", "instrument.cities=[wuxi]"],
        ["instrument voucher: no effect in this run: it is for wuxi, and no such city is simulated"],
    ),
    "an instrument in a city that is not there": (
        ["city=suzhou", "instrument=voucher", "instrument.cities=[suzhou,wuxi]"],
        ["instrument voucher: nothing happens in wuxi: the city is not simulated"],
    ),
    "a district that is not there": (
        ["city=suzhou", "instrument=price_change", "instrument.districts=[0,40]"],
        ["instrument price_change: district 40 is left out where there is none: those of suzhou are 0 to 13"],
    ),
    "a district that another stands for": (
        ["city=suzhou", "instrument=event_grant", "instrument.district=40"],
        ["instrument event_grant: the last district is taken where there is no district 40: those of suzhou are 0 to "
         "13"],
    ),
    "an area without districts": (
        ["city=suzhou", "plan.areas={core:{projects:5}}", "parameters.districts_least=1",
         "parameters.districts_most=1"],
        ["plan.areas.core.projects=5: no effect in this run, since no district of the simulated cities lies there"],
    ),
    "a network without contacts": (
        ["city=suzhou", "population.network=none", "population.degree=4"],
        ["population.degree=4: no effect in this run, since residents have no contacts (population.network=none)"],
    ),
    # ---------------------------------------------------------------- rules
    "a rule that all reach": (
        [TWO, "authority.second_tranche_rule=threshold", "authority.score_threshold=0", "authority.strategic=true"],
        ["authority.second_tranche_rule=threshold: no effect in this run, since it pays every city in full "
         "(authority.top_share, authority.score_threshold)",
         "authority.strategic=true: no effect in this run, since no city can win or lose money of the second tranche "
         "by its score"],
    ),
    "a second tranche without money": (
        [TWO, "authority.second_tranche_rule=proportional", "authority.first_tranche_share=1"],
        ["authority.second_tranche_rule=proportional: no effect in this run, since the first tranche is the whole "
         "grant (authority.first_tranche_share)"],
    ),
    "what another rule reads": (
        [TWO, "authority.top_share=0.3", "screening=random", "parameters.weight_reach=0.5"],
        ["authority.top_share=0.3: no effect in this run, since only second_tranche_rule=top_share reads it",
         "parameters.weight_reach=0.5: no effect in this run, since only screening.rule=score reads it"],
    ),
    "limits that cannot bind": (
        [TWO, "plan.kinds={first_store:{money:0.9,projects:500}}", "plan.areas={core:{money:1}}"],
        ["plan.kinds.first_store.projects=500: no effect in this run, since a city has no more projects than that "
         "(parameters.proposals_per_city)",
         "plan.kinds.first_store.money=0.9: no effect in this run, since a kind cannot get more than the share of its "
         "direction (split)",
         "plan.areas.core.money=1: no effect in this run, since it is all that a call awards"],
    ),
    "calls that the plan names": (
        [TWO, "plan=front_loaded", "authority.calls=7"],
        ["authority.calls=7: no effect in this run, since plan.calls says when cities call"],
    ),
    "no inspection": (
        [TWO, "authority.dynamic_management=false", "parameters.recovery_share=0.9"],
        ["parameters.recovery_share=0.9: no effect in this run, since projects are not managed "
         "(authority.dynamic_management)"],
    ),
    # ---------------------------------------------------------------- money
    "no money": (
        [TWO, "allocation=none", "screening=random", "participation=strong", "publicity.home=0.6",
         "publicity.national=0.25", "plan.targets.debut_stores=5"],
        ["plan=custom, screening=random, participation=strong, publicity.home=0.6, publicity.national=0.25: no effect "
         "in this run, since no city gets money for awards or publicity"],
    ),
    "publicity without money": (
        [TWO, "split.publicity=0", "split.scene=0.4", "publicity.home=0.6", "publicity.national=0.25",
         "participation=strong"],
        ["participation.platforms_match=0.6, publicity.home=0.6, publicity.national=0.25: no effect in this run, since "
         "cities have no money for publicity"],
    ),
    "money for instruments that are not there": (
        [TWO, "split=instruments_only"],
        ["split.instruments=1: this share of the grant is spent on nothing, since no instrument is paid by the grant"],
    ),
    "a share of nothing withheld": (
        [TWO, "split.withheld=[instruments]"],
        ["split.withheld=[instruments]: no effect in this run, since these shares are 0"],
    ),
    "an instrument for nobody": (
        [TWO, "instrument=voucher", "instrument.holders_share=0", "parameters.earmark=0.2"],
        ["parameters.earmark=0.2: no effect in this run, since no vouchers are handed out",
         "instrument voucher: no effect in this run: holders_share is 0"],
    ),
    "a race that nobody runs, and a record that nobody reads": (
        [TWO, "instrument=voucher", "instrument.record_weeks=20", "parameters.quickness_sigma=2"],
        ["parameters.quickness_sigma=2: no effect in this run, since nothing is handed out to those who come first "
         "(allotment=first_come)",
         "record_weeks=20 (voucher): no effect in this run, since past spending does not decide who gets it "
         "(allotment)"],
    ),
    "former users of nothing": (
        [TWO, "instrument=voucher", "instrument.allotment=former_users"],
        ["allotment=former_users (voucher): no effect in this run, since nothing is handed out before that anybody "
         "could have used"],
    ),
    "who receives what everybody gets": (
        [TWO, "instrument=voucher", "instrument.holders_share=1", "instrument.allotment=first_come"],
        ["allotment=first_come (voucher): no effect in this run, since everybody who may get it does (holders_share)"],
    ),
    "the grant's share of what the treasury pays": (
        [TWO, "instrument=none",
         "instruments=[{kind: cash_transfer, yuan_per_person: 9, start_week: 3, end_week: 3, grant_share: 0.1}]"],
        ["grant_share=0.1 (cash_transfer): no effect in this run, since the treasury pays for the instrument"],
    ),
    "nobody of a type": (
        [TWO, "instrument=cash_transfer", "instrument.liquidity=[poor hand-to-mouth]",
         "parameters.liquidity_share_poor=0"],
        ["instrument cash_transfer: no effect in this run: no resident is of these liquidity types"],
    ),
    "an instrument without a grant": (
        [TWO, "allocation.between=shares", "allocation.shares={suzhou:1,wuxi:0}", "split.instruments=0.35",
         "split.scene=0", "rules.forbidden=[]", "instrument=voucher", "instrument.pays=grant",
         "instrument.cities=[wuxi]"],
        ["instrument voucher: no effect in this run: it is paid by the grant, and wuxi gets none",
         UNUSED],
    ),
    "an instrument after the grant has gone back": (
        [TWO, "split.instruments=0.35", "split.scene=0", "rules.forbidden=[]", "instrument=voucher",
         "instrument.pays=grant", "instrument.start_week=150", "instrument.end_week=150"],
        ["instrument voucher: no effect in this run: it is paid by the grant and starts in week 150, when what is left "
         "of the grant has gone back",
         UNUSED],
    ),
    "a tranche after the last call": (
        [TWO, "plan.calls=[{quarter:3,money:1}]"],
        ["the second tranche is paid in week 62, after the last call (week 26): awards get it only where that call is "
         "still under review"],
    ),
    "no projects": (
        [TWO, "parameters.proposals_per_city=0", "screening=random"],
        ["screening=random: no effect in this run, since there are no projects (parameters.proposals_per_city)",
         "split.publicity=0.05: this share of the grant is spent on nothing, since publicity is for venues with an "
         "award, and there can be none"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_what_can_have_no_effect_is_told_in_a_line_with_its_reason(what):
    overrides, expected = CASES[what]
    assert lines(*overrides) == expected


def test_runs_that_are_compared_are_told_together_and_a_baseline_only_of_what_is_swept():
    swept = ["allocation=official,none", "screening=score,random", "city=suzhou", "authority.exchange=none"]
    assert list(map(str, told(*expand(swept)))) == [
        "authority.exchange=none: no effect in this run, since only one city is simulated "
        "(run official, official+random)",
        "screening=random: no effect in this run, since no city gets money for awards or publicity "
        "(run none screening=random)",
    ]


def test_at_least_as_many_calls_are_merged_as_is_told(monkeypatch):
    held, call = [], CityAuthority.call
    monkeypatch.setattr(CityAuthority, "call", lambda self, part: held.append(self.row) or call(self, part))
    settings = tiny("city=xining", "authority.calls=9", "allocation=official", "horizon.weeks_pilot=30")
    (line,) = map(str, notes(settings))
    model = quiet_model(settings)
    while model.running:
        model.step()
    assert 2 <= len(held) <= 4 and line.startswith("9 calls are planned, and at least 5 of them are merged")


def test_a_plan_whose_calls_all_come_after_the_pilot_is_told_as_one_that_awards_nothing():
    told_of = lines("allocation=official", "plan.calls=[{quarter:9,money:1}]", "horizon.weeks_pilot=30")
    assert any("quarter" in line and "9" in line for line in told_of)


def test_every_need_is_of_settings_that_there_are():
    keys = [*known_keys(), "plan.kinds.first_store.priority"]
    assert [p for need in NEEDS for p in need.keys if not any(known.matches(key, p) for key in keys)] == []


def test_a_scenario_of_ones_own_that_goes_by_the_name_of_one_of_ours_says_so(tmp_path, monkeypatch):
    (tmp_path / "scenarios").mkdir()
    for name in ("suzhou_plan", "my_plan"):
        (tmp_path / "scenarios" / f"{name}.yaml").write_text("city: suzhou\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = [
        "scenario=suzhou_plan: this is scenarios/suzhou_plan.yaml; the scenario of that name that comes with sanxin is "
        "not read"
    ]
    for scenario, lines in (("suzhou_plan", said), ("my_plan", []), ("scenarios/suzhou_plan.yaml", [])):
        assert [str(line) for line in notes(compose([f"scenario={scenario}"]))] == lines
    monkeypatch.chdir(tmp_path / "scenarios")
    assert not [line for line in notes(compose(["scenario=suzhou_plan"])) if "this is" in str(line)]


def test_of_two_instruments_that_are_alike_a_line_names_the_run_once():
    settings = tiny(
        "allocation=none", "instruments=[voucher,voucher]", "horizon.weeks_pilot=20", "horizon.weeks_after=2"
    )
    (line,) = map(str, notes(settings))
    assert line == "instrument voucher: no effect in this run: it starts in week 30, and the run ends with week 21"
