"""Rules on made futures, whose boundary is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.results.futures import Condition, read_boxes, written
from sim.studies.futures.rules import find, inside

N = 200


def made(n=N, n_more=20, seed=1):
    """Futures with two assumptions that matter, a switch, and many that do not."""
    rng = np.random.default_rng(seed)
    columns = {"own_funds": rng.uniform(0.3, 1.2, n), "growth": rng.uniform(0.02, 0.08, n)}
    columns["screening is first_come"] = (rng.random(n) < 0.5).astype(np.float64)
    return columns | {f"idle_{k}": rng.random(n) for k in range(n_more)}


def rule(is_lost, columns, groups=None, n_rules=1):
    return find(columns, is_lost, range(len(is_lost)) if groups is None else groups, n_rules)


def test_a_threshold_is_found_within_the_gap_between_futures_and_holds_all_of_it():
    columns = made()
    found = rule(columns["own_funds"] > 0.7, columns)
    ((one,),) = found.boxes
    assert (one.name, one.is_above) == ("own_funds", True) and one.threshold == pytest.approx(0.7, abs=0.01)
    assert (found.verdict, found.coverage, found.density) == ("holds", 1.0, 1.0)
    assert found.coverage_checked > 0.95 and found.density_checked > 0.95 and found.chance < 1e-6


def test_two_conditions_that_hold_together_are_both_found():
    columns = made(400)
    is_lost = (columns["own_funds"] > 0.6) & (columns["growth"] <= 0.05)
    found = rule(is_lost, columns)
    (box,) = found.boxes
    sides = {one.name: (one.is_above, one.threshold) for one in box}
    assert sides["own_funds"] == (True, pytest.approx(0.6, abs=0.02))
    assert sides["growth"] == (False, pytest.approx(0.05, abs=0.002))
    assert found.coverage > 0.97 and found.density > 0.97


def test_a_choice_of_a_word_is_a_condition():
    columns = made()
    found = rule(columns["screening is first_come"] == 1, columns)
    assert found.boxes == ((Condition("screening is first_come", True, 0.5),),) and found.verdict == "holds"


def test_coverage_and_density_are_counts_of_the_rule_as_it_is_stated():
    columns, rng = made(), np.random.default_rng(3)
    is_lost = np.where(columns["own_funds"] > 0.8, rng.random(N) < 0.8, rng.random(N) < 0.1)
    found = rule(is_lost, columns)
    held = inside(read_boxes(written(found.boxes)), columns)
    assert found.coverage == (held & is_lost).sum() / is_lost.sum()
    assert found.density == (held & is_lost).sum() / held.sum()
    assert found.density == pytest.approx(0.8, abs=0.1) and found.verdict == "holds"


def test_what_depends_on_nothing_gets_no_rule_in_at_least_nineteen_of_twenty():
    verdicts = []
    for seed in range(40):
        columns = made(64, 60, seed)
        verdicts.append(rule(np.random.default_rng(900 + seed).random(64) < 0.4, columns).verdict)
    assert verdicts.count("holds") <= 2


def test_in_sample_a_rule_of_chance_looks_better_than_on_futures_left_out():
    gains = []
    for seed in range(20):
        found = rule(np.random.default_rng(300 + seed).random(64) < 0.4, made(64, 60, seed))
        gains.append((found.density - found.share, found.density_checked - found.share))
    in_sample, left_out = np.nanmean(gains, axis=0)
    assert in_sample > 0.15 and left_out < 0.05


def test_futures_that_share_a_parameter_set_are_no_independent_cases():
    """Sixteen sets in eight futures each: a rule that only tells sets apart must not pass as one that holds."""
    n_passed = {"each alone": 0, "by set": 0}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        of = np.repeat(np.arange(16), 8)
        columns = {f"p_{k}": rng.random(16)[of] for k in range(20)}
        is_lost = (rng.random(16) < 0.4)[of]
        n_passed["each alone"] += find(columns, is_lost, range(128)).verdict == "holds"
        n_passed["by set"] += find(columns, is_lost, of.tolist()).verdict == "holds"
    assert n_passed["each alone"] >= 15 and n_passed["by set"] <= 2


def test_what_is_lost_never_or_hardly_ever_is_said_to_be():
    columns = made(30)
    never, few = np.zeros(30, dtype=bool), np.arange(30) < 2
    assert rule(never, columns).verdict == "never" and rule(few, columns).verdict == "few"
    assert rule(few, columns).share == pytest.approx(2 / 30) and math.isnan(rule(few, columns).coverage)


def test_more_rules_beside_each_other_need_more_evidence():
    columns, rng = made(), np.random.default_rng(3)
    is_lost = np.where(columns["own_funds"] > 0.8, rng.random(N) < 0.7, rng.random(N) < 0.2)
    alone = rule(is_lost, columns)
    assert alone.verdict == "holds"
    assert rule(is_lost, columns, n_rules=math.ceil(0.05 / alone.chance) + 1).verdict == "chance"
