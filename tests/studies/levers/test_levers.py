"""A lever that nothing reads is an error, not a flat line; and levers pull the way economics says."""

from __future__ import annotations

import pytest

from sim.cli.main import main
from sim.data import read
from sim.inputs.idle.found import idle
from sim.inputs.idle.needs import NEEDS, Need
from sim.inputs.settings import Settings
from sim.policy.instruments import INSTRUMENTS
from sim.studies.levers import known
from sim.studies.levers.asked import plan
from sim.studies.levers.check import AGAINST, DEAD, MOVES, judge, report, run
from sim.studies.levers.find import Lever, find, groups
from sim.studies.levers.move import Move, stated
from sim.studies.levers.worlds import Worlds
from tests.helpers import tiny

pytestmark = pytest.mark.long

SMALL = known.read()["small"]
FIXED = ("pays", "grant_share")  # what an instrument that costs the grant nothing has no choice of
read_levers = known.read
GROUPS = sorted({lever.group for lever in find(stated(SMALL, {}))})
MANY = {"data", "instrument", "parameters"}  # every ninth lever; all in the full suite


def test_groups_that_can_be_asked_for_are_those_of_the_levers():
    assert sorted(groups()) == GROUPS


@pytest.fixture(scope="module")
def worlds():
    """Runs that moves of all groups share."""
    return Worlds()


@pytest.mark.parametrize(
    ("group", "step"),
    [
        *((g, 9 if g in MANY else 1) for g in GROUPS),
        *(pytest.param(g, 1, marks=pytest.mark.full) for g in sorted(MANY)),
    ],
)
def test_every_lever_of_a_group_moves_some_result_and_pulls_as_expected(group, step, worlds):
    rows = [judge(move, worlds) for move in plan([f"group={group}"]).moves[::step]]
    assert rows and not any(row.pull.startswith("told") for row in rows)
    wrong = [row for row in rows if row.verdict]
    assert not wrong, report(wrong)


def test_levers_that_are_told_to_be_without_effect_change_nothing_even_all_at_once(worlds):
    rows = {move.lever.place: judge(move, worlds) for move in plan([f"group={known.IDLE}"]).moves}
    wrong = [row for row in rows.values() if row.verdict]
    assert not wrong, report(wrong)
    reasons = {why.key for world in read_levers()["idle"] for why in idle(stated(SMALL, world)).values()}
    assert {need.lacks for need in NEEDS} - reasons == set()
    moved = {key for keys in rows for key in keys}
    told = {p for need in NEEDS for p in need.keys if not any(known.matches(key, p) for key in moved)}
    assert {p for p in told if not p.startswith("plan.")} == set()


def test_a_lever_that_moves_something_though_it_is_told_to_be_without_effect_is_reported(worlds, monkeypatch):
    need = Need(("authority.calls",), lambda facts: False, "idle-no-money")
    monkeypatch.setattr("sim.inputs.idle.found.NEEDS", (need,))
    monkeypatch.setattr(known, "read", lambda: {**read_levers(), "idle": [{"allocation": "official"}]})
    (move,) = plan([f"group={known.IDLE}"]).moves
    assert move.lever.place == ("authority.calls",) and judge(move, worlds).verdict == MOVES


def test_in_a_world_of_ones_own_what_cannot_be_moved_is_told_before_work_and_what_is_told_is_not_dead(worlds):
    asked = plan(["city=xining", "group=authority,allocation"])
    impossible = ["allocation.shares", "allocation.yuan", "authority.second_tranche_rule", "authority.top_share",
                  "authority.score_threshold", "authority.strategic"]  # fmt: skip
    assert [str(line).split()[1] for line in asked.idle] == impossible
    rows = [
        judge(move, worlds) for move in asked.moves if move.lever.name in ("allocation=equal", "authority.exchange")
    ]
    assert len(rows) == 3 and not any(row.verdict for row in rows)
    assert {row.pull for row in rows} == {"told to be without effect: only one city is simulated"}


TINY = ["city=suzhou", "population.consumers_per_city=10", "horizon.weeks_pilot=30", "horizon.weeks_after=2"]


def test_a_lever_that_cannot_act_in_a_tiny_world_is_told_from_one_that_nothing_reads(worlds, monkeypatch):
    moves = {move.lever.name: move for move in plan(["group=authority", *TINY]).moves}
    told = {
        name: judge(moves[name], worlds).verdict for name in ("authority.last_call_at", "authority.first_tranche_at")
    }
    assert told == {"authority.last_call_at": DEAD, "authority.first_tranche_at": AGAINST}
    rows = run(moves[name] for name in told)
    assert [row.verdict for row in rows] == ["", ""]
    assert "it moves results in the world of the check" in rows[0].pull
    assert rows[1].pull.endswith("the other way in this small world, as expected in that of the check")
    unread = moves["authority.last_call_at"]
    unread = unread._replace(ours=(unread.ours[0], unread.ours[0]))  # as if nothing read it there either
    assert run([unread])[0].verdict == DEAD


def test_every_section_parameter_and_instrument_has_its_levers():
    names = {lever.name for lever in find(stated(SMALL, {}))}
    for section in ("authority", "plan", "screening", "participation", "publicity", "split", "population", "horizon"):
        for key in type(getattr(stated(SMALL, {}), section)).model_fields:
            assert any(name == f"{section}.{key}" or name.startswith(f"{section}.{key}.") for name in names), key
    assert {f"parameters.{p.name}" for p in read.read_parameters()} <= names
    for kind, model in INSTRUMENTS.items():
        for key in set(model.model_fields) - {"kind", *FIXED}:
            assert any(name.startswith(f"instrument.{kind}.{key}") for name in names), (kind, key)


def test_nothing_is_left_out_or_called_inert_without_a_reason():
    for kind in ("left_out", "inert"):
        assert all(len(why) > 10 for why in known.read()[kind].values())


def test_every_lever_has_a_direction_or_a_reason_why_none_is_to_be_expected():
    names = {lever.name for lever in find(stated(SMALL, {}))}
    told = {name: known.pull(name) for name in names if not known.reason("left_out", name)}
    assert [n for n, p in told.items() if p is None and not known.reason("inert", n)] == []
    assert all(len(p.why) > 8 for p in told.values() if p)
    signed = [n for n, p in told.items() if p and p.sign]
    assert len(signed) > len(told) / 2
    idle = [pattern for pattern, _ in known.pulls() if not any(known.matches(n, pattern) for n in names)]
    assert idle == []


def test_a_lever_that_pulls_the_other_way_is_reported(worlds, monkeypatch):
    turned = known.Pull("total.paid_yuan", 1, "turned round for this test")
    monkeypatch.setattr("sim.studies.levers.known.pull", lambda name: turned)
    (move,) = plan(["group=split", "split.withheld=[]"]).moves[-1:]
    row = judge(move, worlds)
    assert move.lever.name == "split.withheld" and row.verdict == AGAINST
    assert "1 pulled against expectation" in report([row]) and "total.paid_yuan +: -" in report([row])


def test_a_value_that_is_lowered_pulls_the_other_way(worlds):
    moves = plan(["group=rules"]).moves
    rows = [judge(move, worlds) for move in moves if move.lever.name == "rules.kinds.*.retroactive_weeks"]
    assert [(row.old, row.new) for row in rows] == [("52", "0")]
    assert rows[0].pull.startswith("total.windfall_yuan +: +") and not rows[0].verdict


def test_a_lever_that_nothing_reads_is_reported_as_dead(worlds):
    base = stated(SMALL, {})
    moved = base.model_copy(update={"parameters": base.parameters | {"unread": 1.0}})
    row = judge(Move(Lever("parameters", "parameters.unread", "key", ()), "0", "1", base, moved), worlds)
    assert row.verdict == DEAD and "1 changed nothing" in report([row])


def test_a_name_that_changed_results_would_be_reported(worlds):
    base = stated(SMALL, {})
    moved = stated(SMALL, {"seed": 8})
    row = judge(Move(Lever("run", "output", "key", ()), "a", "b", base, moved, "must not"), worlds)
    assert row.verdict == MOVES


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "sanxin check levers"),
        (["check", "charts"], "sanxin check levers"),
        (["check", "levers", "group=autority"], "group=autority: unknown; did you mean 'authority'?"),
        (["check", "levers", "group="], "group=: must not be empty"),
        (["check", "levers", "seed=3", "seed=4"], "seed is given twice; state it once"),
        (["check", "levers", "population={degree: 4}", "seed="], "command line: seed=: must be a whole number"),
        (["check", "levers", "fast"], "'fast' cannot be read; write key=value"),
    ],
)
def test_a_mistake_gets_one_line(arguments, said, capsys):
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_the_command_reports_and_exits_by_what_it_found(capsys, monkeypatch):
    assert main(["check", "levers", "group=publicity"]) == 0
    assert "0 changed nothing" in capsys.readouterr().out
    monkeypatch.setattr("sim.studies.levers.check._same", lambda one, other: True)
    assert main(["check", "levers", "group=publicity"]) == 1
    assert "DEAD" in capsys.readouterr().out


NOBODY_WAITS = "parameters.award_chance_begun=0.9"
# Which way a lever pulls a measure, summed over seeds; (lever low, lever high, measure, sign), and why.
SIGNS = {
    "a higher rate commits more money": (
        "rules.kinds.first_store.rate=0.05", "rules.kinds.first_store.rate=0.5", "total.committed_yuan", 1,
    ),
    "partners tip more projects": ("participation=none", "participation=strong", "total.n_additional", 1),
    "dearer capital tips fewer projects": (
        "parameters.cost_of_capital=0.05", "parameters.cost_of_capital=0.4", "total.n_awarded", -1,
    ),
    "monitoring recovers more of what stalls": (
        "parameters.capability_mean=0.1", "parameters.capability_mean=0.9", "total.recovered_yuan", 1,
    ),
    "without dynamic management nothing comes back": (
        "authority.dynamic_management=true", "authority.dynamic_management=false", "total.recovered_yuan", -1,
    ),
    "a higher threshold of results cancels more": (
        "parameters.results_threshold=0.1", "parameters.results_threshold=3", "total.cancelled_yuan", 1,
    ),
    "dishonest merchants are overpaid": (
        "parameters.misreport_share=0", "parameters.misreport_share=1", "total.n_overstated", 1,
    ),
    "more building wages leave more net effect": (
        "parameters.investment_labour_share=0", "parameters.investment_labour_share=0.5", "total.net_yuan", 1,
    ),
    "more creation and less moving of demand leave more net effect": (
        "parameters.creation_share=0.1", "parameters.creation_share=0.5", "total.net_yuan", 1,
    ),
    "foresight gives less to what would be begun anyway than a lot": (
        "screening=random", "screening=perfect_foresight", "total.windfall_yuan", -1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", SIGNS)
def test_levers_pull_the_way_economics_expects(why, worlds):
    low, high, measure, sign = SIGNS[why]
    # Nobody waits for calls: in so short a pilot that would outweigh all else.
    usual = ("allocation=official", "horizon.weeks_pilot=78", "city=[beijing,kunming]", NOBODY_WAITS)

    def total(override: str) -> float:
        runs = [tiny(*usual, f"seed={seed}", override) for seed in (1, 2)]
        return sum(float(worlds.before(settings)[measure]) for settings in runs)

    assert sign * (total(high) - total(low)) > 0


def test_settings_of_the_small_world_are_settings():
    assert isinstance(stated(SMALL, {}), Settings) and run([]) == []
