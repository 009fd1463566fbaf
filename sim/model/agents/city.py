"""City authority: calls, screening, awards, exchange; what follows an award stands in ``finance`` and ``publicity``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import BEGUN, BUILDING, CAPABILITIES, DIRECTIONS, NEVER, PUBLICITY
from sim.kernel.loops.awards import Budget, award_in_order
from sim.kernel.rules.authority import learned_capability
from sim.model.agents.actor import Actor
from sim.model.agents.applications import scores_of
from sim.model.agents.budget import budget_of
from sim.world.ledger import FEN_PER_YUAN, POT_ACCOUNTS

if TYPE_CHECKING:
    from sim.model.week import PilotModel

COMMON = 0  # pot of the first direction: what other directions leave over goes there, and then serves all


class CityAuthority(Actor):
    """Commerce bureau of one city.

    Parameters
    ----------
    model : PilotModel
    row : int
        Position among the simulated cities.
    """

    def __init__(self, model: PilotModel, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.peers: list[int] = []
        p = model.world.projects
        self._projects = type(p)(*(column[row] for column in p))  # views of this city's proposals
        self._direction = model.kinds.direction[self._projects.kind]

    @property
    def name(self) -> str:
        """City id."""
        fixed = self.model.world.fixed
        return str(fixed.cities.id[fixed.chosen[self.row]])

    def call(self, part: float) -> None:
        """Take the applications of a call; their review takes the longer the more there are.

        Parameters
        ----------
        part : float
            Share of the money at hand that this call may award.
        """
        world, office = self.model.world, self.model.offices["applications"]
        n = int((self._projects.asked > 0).sum())
        weeks = int(np.ceil(office.weeks + n / office.cases_per_week))
        world.authorities.decides[self.row] = world.week + weeks
        world.authorities.part[self.row] = part
        world.authorities.review_weeks[self.row] += n * (weeks - office.weeks)
        world.authorities.review_cases[self.row] += n

    def decide(self, is_last: bool) -> None:
        """Award the best applications of each direction until this call's money is used up.

        Parameters
        ----------
        is_last : bool
            Then what a direction, an area or a kind leaves over may serve the others.
        """
        world, p, model = self.model.world, self._projects, self.model
        world.authorities.decides[self.row] = NEVER
        applied, asked = np.flatnonzero(p.asked > 0), p.asked.copy()
        begun = np.isin(p.status[applied], BEGUN)
        if applied.size:
            score = scores_of(model, self.row, applied)
            best_first = np.argsort(-score, kind="stable")
            ranked = applied[best_first[score[best_first] > -np.inf]]
            budget = budget_of(model, self.row, world.authorities.part[self.row])
            self._award(ranked, self._direction[ranked], asked[ranked], budget)
        if is_last:
            for pot in POT_ACCOUNTS[COMMON + 1 : PUBLICITY]:
                self._post(pot, POT_ACCOUNTS[COMMON], self._held(pot))
            if applied.size:
                budget = budget_of(model, self.row, 1.0, money_binds=False)
                left = ranked[p.award_week[ranked] < 0]
                self._award(left, np.full(left.size, COMMON), asked[left], budget)
            if model.settings.authority.unspent == "publicity":
                self._post(POT_ACCOUNTS[COMMON], POT_ACCOUNTS[PUBLICITY], self._held(POT_ACCOUNTS[COMMON]))
        self._tell(begun, p.award_week[applied] >= 0)
        p.asked[:] = 0.0

    def _tell(self, begun: np.ndarray, won: np.ndarray) -> None:
        """Let merchants see how many applications have won, of projects that had not begun and of those that had."""
        a = self.model.world.authorities
        for column, of in enumerate((~begun, begun)):
            a.tried[self.row, column] += of.sum()
            a.won[self.row, column] += (of & won).sum()

    def _award(self, ranked: np.ndarray, pot: np.ndarray, asked: np.ndarray, budget: Budget) -> None:
        """Commit money to projects in rank order while the budget lasts.

        Parameters
        ----------
        ranked : (n,) int64
            Proposals, the best first.
        pot : (n,) int64
            Direction whose pot pays each of them.
        asked : (n,) float64
            Yuan.
        budget : Budget
            Is used up.
        """
        world, model, before, scale = self.model.world, self.model, budget.pots.copy(), np.ones(len(DIRECTIONS))
        if model.settings.rules.oversubscribed == "pro_rata":
            wanted = np.bincount(pot, weights=asked, minlength=scale.size)
            scale = np.minimum(1.0, before / FEN_PER_YUAN / np.maximum(wanted, 1.0 / FEN_PER_YUAN))
        award_in_order(
            world.projects, world.approvals, world.brands_taken, model.award_rates, model.coordination, world.week,
            self.row, ranked, pot, asked, scale, budget, world.authorities.partners,
        )  # fmt: skip
        for account, fen in zip(POT_ACCOUNTS, before - budget.pots, strict=False):
            self._post(account, "city_committed", int(fen))

    def _held(self, account: str) -> int:
        """Fen that the city has in an account."""
        return int(self.model.world.ledger.balance[account][self.row])

    def _post(self, source: str, sink: str, fen: int) -> None:
        """Move money of the city."""
        if fen:
            self.model.world.ledger.post(source, sink, fen, self.row)

    def return_unspent(self) -> None:
        """After the pilot money that nobody was awarded goes back to the treasury."""
        for account in (*POT_ACCOUNTS, "city_uncommitted"):
            self._post(account, "treasury", self._held(account))

    def exchange(self, seen: dict[str, np.ndarray], rate: float) -> None:
        """Move each capability toward the best peer's, as it was before the meeting."""
        for name in CAPABILITIES:
            if self.peers:
                own = getattr(self.model.world.authorities, name)
                own[self.row] = learned_capability(own[self.row], max(seen[name][j] for j in self.peers), rate)

    @property
    def n_building(self) -> int:
        """Projects under construction."""
        return int((self._projects.status == BUILDING).sum())

    @property
    def paid_yuan(self) -> float:
        """Public money paid to projects so far."""
        return float(self._projects.paid.sum()) / FEN_PER_YUAN
