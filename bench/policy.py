"""Share of a policy world of the main job that goes to ministry, instruments and authorities.

The life of projects and approvals is there without any policy, too, and is not counted.
"""

from __future__ import annotations

from bench.clock import cost, cpu, spread
from bench.part import Figures, Row
from sim.inputs.compose import compose
from sim.model import PilotModel
from sim.model.observe import Observer, run
from sim.runs.twins import Recorder, draws_of, run_pilot, warm_up

ROUNDS = 3
ROWS = (
    Row(
        "ministry, instruments and authorities, share of a policy world of 50 cities",
        "{policy_share_of_a_run:.1%}",
        "policy_share_of_a_run", "<=", 0.15, "{:.0%}",
    ),
)  # fmt: skip


class PolicyClock(Observer):
    """Adds up the CPU from the start of a week to its accounts: the phases that are the policy's own.

    Attributes
    ----------
    seconds : float
    """

    def __init__(self) -> None:
        self.seconds = self._started = 0.0

    def begin(self, model: PilotModel) -> None:
        """Start."""
        self._started = cpu()

    def before_accounts(self, model: PilotModel) -> None:
        """Stop."""
        self.seconds += cpu() - self._started

    def after_week(self, model: PilotModel) -> None:
        """Start again."""
        self._started = cpu()


def measure() -> Figures:
    """Share of a run, several times."""
    settings = compose(["seed=7", "threads=1"])
    world, draws = warm_up(settings.without_policy(), draws_of(settings, 0)), draws_of(settings, 0)
    run_pilot(settings, world.fork(), draws)  # compiles everything

    def share() -> float:
        model = PilotModel(settings, world=world.fork(), draws=draws, views=False)
        clock = PolicyClock()
        total = cost(lambda: run(model, [Recorder(), clock]))  # the clock last: what is written down is not policy
        return clock.seconds / total

    return spread(share() for _ in range(ROUNDS)).named("policy_share_of_a_run")
