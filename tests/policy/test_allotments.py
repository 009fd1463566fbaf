"""Who receives what is handed out: a lottery, a race, or those whom an authority picks by what it sees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.kernel.rules.persons import spending_spread
from sim.policy.allotments import ALLOTMENTS, Residents, reads
from sim.policy.instrument import HandedOut
from sim.runs.beginnings import weeks_before_money
from sim.world.choose import whole_rows
from tests.helpers import quiet_model, tiny

N = 40
COUPON = "kind: threshold_coupon, sectors: [catering], face_yuan: 10, threshold_yuan: 40, holders_share: 0.2"


def _some(seed: int = 0, spread: float = 0.5) -> Residents:
    rng = np.random.default_rng(seed)
    return Residents(
        weight=rng.uniform(1, 3, N), income=rng.lognormal(0, 0.6, N), quickness=rng.lognormal(0, 1, N),
        spent=rng.lognormal(3, 0.8, N), spread=np.full(N, spread), used=rng.uniform(0, 1, N),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["lowest_spending", "highest_spending"])
def test_who_has_spent_nothing_at_all_is_the_lowest_and_where_nobody_has_it_is_a_lottery(name):
    some = _some()
    nobody = ALLOTMENTS[name](some._replace(spent=np.zeros(N)), 9.0)
    assert nobody == pytest.approx(ALLOTMENTS["lottery"](some, 9.0))
    half = ALLOTMENTS[name](some._replace(spent=np.where(np.arange(N) < N // 2, 0.0, 50.0)), 9.0)
    first, last = half[: N // 2].mean(), half[N // 2 :].mean()
    assert first > 2 * last if name == "lowest_spending" else last > 2 * first


@pytest.mark.parametrize("name", list(ALLOTMENTS))
@given(seed=st.integers(0, 10**6), part=st.floats(0, 1), spread=st.floats(0.01, 50))
def test_every_rule_fills_all_places_and_gives_nobody_two(name, seed, part, spread):
    residents = _some(seed, spread)
    places = part * residents.weight.sum()
    share = ALLOTMENTS[name](residents, places)
    assert ((share >= 0) & (share <= 1)).all()
    assert (share * residents.weight).sum() == pytest.approx(places, rel=1e-6, abs=1e-6)


def test_a_lottery_is_blind_and_a_race_is_won_by_the_quick_in_proportion_while_places_are_few():
    residents = _some()
    assert np.ptp(ALLOTMENTS["lottery"](residents, 5.0)) == 0
    few = ALLOTMENTS["first_come"](residents, 0.001)
    assert few / few[0] == pytest.approx(residents.quickness / residents.quickness[0], rel=1e-3)
    alike = residents._replace(quickness=np.full(N, 0.6))
    assert ALLOTMENTS["first_come"](alike, 9.0) == pytest.approx(ALLOTMENTS["lottery"](alike, 9.0))


@pytest.mark.parametrize(
    ("name", "trait"),
    [("lowest_income", "income"), ("highest_income", "income"), ("lowest_spending", "spent"),
     ("highest_spending", "spent"), ("former_users", "used"), ("new_users", "used")],
)  # fmt: skip
def test_the_lowest_and_the_highest_get_it_first_by_the_trait_that_is_named(name, trait):
    residents = _some(spread=0.01)
    value = getattr(residents, trait)
    share = ALLOTMENTS[name](residents, 0.25 * residents.weight.sum())
    got, left_out = (np.average(value, weights=residents.weight * w) for w in (share, 1 - share))
    assert got < left_out if name in ("lowest_income", "lowest_spending", "new_users") else got > left_out
    if trait != "used":  # known exactly: nobody behind is served before somebody in front
        order = np.argsort(value if "lowest" in name else -value)
        assert (np.diff(share[order]) <= 1e-9).all() and share[order][0] == pytest.approx(1.0)


def test_records_of_few_purchases_tell_persons_apart_less_well_than_those_of_many():
    exact, vague = (ALLOTMENTS["lowest_spending"](_some(spread=s), 0.3 * _some().weight.sum()) for s in (0.01, 5.0))
    assert exact.std() > 2 * vague.std()
    short, long = (spending_spread(np.array([[n, 0.1]]), np.array([[30.0, 200.0]]), 0.8)[0] for n in (2.0, 200.0))
    assert short > 3 * long
    draws = np.random.default_rng(1)
    sums = [draws.lognormal(-0.32, 0.8, n).sum() for n in draws.poisson(5, 40_000)]
    assert np.std(sums) / np.mean(sums) == pytest.approx(
        spending_spread(np.array([[5.0]]), np.array([[1.0]]), 0.8)[0], rel=0.03
    )


def test_whole_rows_win_about_as_often_as_their_shares_say():
    rng = np.random.default_rng(2)
    share, value = rng.permutation(np.repeat([0.0, 0.1, 0.5, 0.9, 1.0], 20)), rng.uniform(size=100)
    ones, group = np.ones(100), np.zeros(100, int)
    often = np.mean([whole_rows(share, ones, group, value, rng.uniform(size=1)) for _ in range(2000)], axis=0)
    assert [often[share == s].mean() for s in (0, 0.1, 0.5, 0.9, 1)] == pytest.approx([0, 0.1, 0.5, 0.9, 1], abs=0.03)


def _waves(first: str, second: str, *more: str):
    """A world in week 6: of two waves of coupons the first is over or still held, the second has been handed out."""
    waves = f"[{{{COUPON}, start_week: 3, {first}}}, {{{COUPON}, start_week: 5, end_week: 8, {second}}}]"
    model = quiet_model(tiny("allocation=none", "city=xining", "instrument=none", f"instruments={waves}", *more))
    while model.world.week < 6:
        model.step()
    return model


def _again(allotment: str, *more: str) -> float:
    """Chance of a winner of the first wave to win in the second one."""
    model = _waves(f"end_week: 8, allotment: {allotment}", f"allotment: {allotment}", *more)
    one, two = (r.given * model.world.consumers.weight for r in model.markets.support.running)
    return float((one * model.markets.support.running[1].given).sum() / one.sum()) * float(two.sum() > 0)


def test_who_wins_a_race_in_one_wave_tends_to_win_the_next_one_and_nobody_does_in_a_lottery():
    alike = ("parameters.quickness_sigma=0", "parameters.digital_lowest=1")
    assert _again("lottery") == pytest.approx(0.2, rel=1e-6) == _again("first_come", *alike)
    assert _again("first_come") > 1.3 * 0.2


def test_who_has_used_a_former_wave_can_come_first_in_the_next_one():
    model = _waves("end_week: 3, income_quintiles: [1]", "allotment: former_users")
    c, given = model.world.consumers, model.markets.support.running[1].given
    used = model.markets.support.running[0].used
    assert 0 < used[c.quintile == 0].mean() < 0.2 and not used[c.quintile > 0].any()
    assert given[c.quintile == 0].min() > given[c.quintile > 0].max() == pytest.approx(given[c.quintile > 0].min())


def test_spending_is_recorded_before_anything_is_handed_out_and_decides_who_gets_it():
    targeted = tiny(
        "allocation=none", "instrument=voucher", "instrument.start_week=6", "instrument.end_week=8",
        "instrument.allotment=lowest_spending", "instrument.record_weeks=4", "instrument.sectors=[catering]",
        "instrument.holders_share=0.3",
    )  # fmt: skip
    assert weeks_before_money(targeted) == 2  # what comes before the record is shared with other worlds
    model = quiet_model(targeted)
    total = 0.0
    while model.world.week < 7:
        week = model.world.week
        model.step()
        total += model.last_sales.spent[:, :, 1].sum() * (2 <= week < 6)
    (running,), c = model.markets.support.running, model.world.consumers
    assert (running.spent * c.weight).sum() == pytest.approx(total, rel=1e-6)
    share = running.given
    got, left_out = (np.average(running.spent, weights=c.weight * w) for w in (share, 1 - share))
    assert got < 0.7 * left_out
    assert np.average(share, weights=c.weight) == pytest.approx(0.3, rel=1e-6)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("allotment=lowest_incom", "instrument.allotment=lowest_incom: unknown allotment 'lowest_incom'; did you mean "
         "'lowest_income'?"),
        ("record_weeks=0", "instrument.record_weeks=0: must be at least 1"),
        ("record_weeks=31", "instrument: allotment=lowest_spending needs start_week to be at least record_weeks: "
         "spending is recorded in the pilot only (record_weeks=31; "),
    ],
)  # fmt: skip
def test_bad_terms_of_who_receives_get_one_clear_line(override, message):
    usual = [] if override.startswith("allotment") else ["instrument.allotment=lowest_spending"]
    with pytest.raises(InputError) as caught:
        compose(["allocation=none", "instrument=voucher", *usual, f"instrument.{override}"])
    assert str(caught.value).startswith(f"command line: {message}"), str(caught.value)


def test_spending_is_recorded_only_for_who_looks_at_it_and_the_terms_are_those_of_all_that_is_handed_out():
    assert [name for name in ALLOTMENTS if reads(name, "spent")] == ["lowest_spending", "highest_spending"]
    lottery = compose(["allocation=none", "instrument=voucher", "instrument.start_week=0"])
    assert isinstance(lottery.instrument, HandedOut) and lottery.instrument.recorded_from is None
