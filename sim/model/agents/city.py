"""City authority: calls, screening, awards, publicity, exchange; what follows an award stands in ``finance``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import BUILDING, CAPABILITIES, DIRECTIONS, NEVER, PLATFORMS, PUBLICITY
from sim.kernel.loops.awards import Budget, award_in_order
from sim.kernel.rules.authority import learned_capability
from sim.model.agents.actor import Actor
from sim.model.agents.applications import applicants_of
from sim.model.agents.budget import budget_of
from sim.policy.screening import SCREENING
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
        settings = model.settings.screening
        if applied.size:
            seen = applicants_of(model, self.row, applied)
            score = SCREENING[settings.rule](seen, settings, model.settings.parameters)
            ranked = applied[np.argsort(-np.asarray(score), kind="stable")]
            budget = budget_of(model, self.row, world.authorities.part[self.row])
            for d in range(len(DIRECTIONS)):
                self._award(ranked[self._direction[ranked] == d], asked, budget, d)
        if is_last:
            for pot in POT_ACCOUNTS[COMMON + 1 : PUBLICITY]:
                self._post(pot, POT_ACCOUNTS[COMMON], self._held(pot))
            if applied.size:
                budget = budget_of(model, self.row, 1.0, money_binds=False)
                self._award(ranked[p.award_week[ranked] < 0], asked, budget, COMMON)
            if model.settings.authority.unspent == "publicity":
                self._post(POT_ACCOUNTS[COMMON], POT_ACCOUNTS[PUBLICITY], self._held(POT_ACCOUNTS[COMMON]))
        p.asked[:] = 0.0

    def _award(self, ranked: np.ndarray, asked: np.ndarray, budget: Budget, pot: int) -> None:
        """Commit money to projects in rank order while the budget lasts."""
        world, model, scale = self.model.world, self.model, 1.0
        if model.settings.rules.oversubscribed == "pro_rata" and ranked.size:
            scale = min(1.0, budget.pots[pot] / FEN_PER_YUAN / asked[ranked].sum())
        fen = award_in_order(
            world.projects, world.approvals, world.brands_taken, model.award_rates, model.coordination, world.week,
            self.row, ranked, asked, scale, pot, budget, world.authorities.partners,
        )  # fmt: skip
        self._post(POT_ACCOUNTS[pot], "city_committed", fen)

    def _held(self, account: str) -> int:
        """Fen that the city has in an account."""
        return int(self.model.world.ledger.balance[account][self.row])

    def _post(self, source: str, sink: str, fen: int) -> None:
        """Move money of the city."""
        if fen:
            self.model.world.ledger.post(source, sink, fen, self.row)

    def publicise(self, weeks: int) -> None:
        """Plan publicity for the coming weeks: for supported venues at home, for visitors, for the whole country."""
        world, settings = self.model.world, self.model.settings
        venues, authorities = world.venues, world.authorities
        venues.publicity[self.row] = 0.0
        authorities.visitors[self.row] = authorities.national[self.row] = 0.0
        slots = np.flatnonzero(venues.project[self.row] >= 0)
        slots = slots[self._projects.award[venues.project[self.row, slots]] > 0]
        left = max(weeks, settings.horizon.weeks_pilot - world.week)
        fen = self._held(POT_ACCOUNTS[PUBLICITY]) * weeks // left
        if slots.size == 0 or fen == 0:
            return
        self._post(POT_ACCOUNTS[PUBLICITY], "publicity", fen)
        yuan = fen / FEN_PER_YUAN / weeks
        matched = yuan * settings.participation.platforms_match
        authorities.partners[self.row, PLATFORMS] += matched * weeks
        venues.publicity[self.row, slots] = (yuan + matched) * settings.publicity.home / slots.size
        authorities.visitors[self.row] = (yuan + matched) * settings.publicity.visitors
        authorities.national[self.row] = (yuan + matched) * settings.publicity.national

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
