"""City authority: calls, screening, awards, publicity, exchange; what follows an award stands in ``finance``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import (
    BUILDING,
    CAPABILITIES,
    DIRECTIONS,
    NEVER,
    PARTNERS,
    PUBLICITY,
    UPFRONT,
    WAITING,
)
from sim.kernel.loops.approvals import begin
from sim.kernel.loops.payments import part_of_award
from sim.kernel.rules.authority import learned_capability
from sim.model.agents.actor import Actor
from sim.model.agents.applications import applicants_of, can_go_on, weeks_to_opening
from sim.model.agents.budget import Budget
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
            budget = Budget.of(model, self.row, world.authorities.part[self.row])
            for d in range(len(DIRECTIONS)):
                self._award([k for k in ranked if self._direction[k] == d], asked, budget, d)
        if is_last:
            for pot in POT_ACCOUNTS[COMMON + 1 : PUBLICITY]:
                self._post(pot, POT_ACCOUNTS[COMMON], self._held(pot))
            if applied.size:
                budget = Budget.of(model, self.row, 1.0, money_binds=False)
                self._award([k for k in ranked if p.award_week[k] < 0], asked, budget, COMMON)
            if model.settings.authority.unspent == "publicity":
                self._post(POT_ACCOUNTS[COMMON], POT_ACCOUNTS[PUBLICITY], self._held(POT_ACCOUNTS[COMMON]))
        p.asked[:] = 0.0

    def _award(self, ranked: list[int], asked: np.ndarray, budget: Budget, pot: int) -> None:
        """Commit money to projects in rank order while the budget lasts."""
        p, model, left = self._projects, self.model, budget.of_pot[pot]
        scale = 1.0
        if model.settings.rules.oversubscribed == "pro_rata" and ranked:
            scale = min(1.0, left / FEN_PER_YUAN / asked[ranked].sum())
        for k in ranked:
            fen = int(asked[k] * scale * FEN_PER_YUAN)
            if p.award_week[k] >= 0 or fen == 0 or not can_go_on(model, self.row, k, fen / FEN_PER_YUAN):
                continue
            if budget.allows(pot, k, fen):
                budget.take(pot, k, fen)
                self._commit(k, fen, pot)

    def _commit(self, k: int, fen: int, pot: int) -> None:
        world, p, model = self.model.world, self._projects, self.model
        self._post(POT_ACCOUNTS[pot], "city_committed", fen)
        p.award[k] += fen
        p.award_week[k], p.claimed[k] = world.week, world.week
        p.promised[k] = world.week + int(np.ceil(weeks_to_opening(model, self.row, k)))
        rates, kind = model.payment_rates, p.kind[k]
        if part_of_award(p.award[k], rates.upfront[kind], rates.completion[kind], UPFRONT) == 0:
            p.stage[k], p.claimed[k] = UPFRONT, NEVER
        if p.status[k] == WAITING:
            self._win_partners(k)
            begin(world.projects, world.approvals, model.kinds.needs, model.coordination, world.week, self.row, k)
            if p.brand[k] >= 0:
                world.brands_taken[p.brand[k]] = True

    def _win_partners(self, k: int) -> None:
        """Private partners add to a project that the award makes possible."""
        p, model = self._projects, self.model
        cost, shares = p.investment[k], model.partner_shares
        brands, venues = shares.brands[p.kind[k]] * cost, shares.venues[p.kind[k]] * cost
        p.partner[k] = brands + venues
        own = cost - p.award[k] / FEN_PER_YUAN - p.partner[k]
        credit = min(max(0.0, own - p.funds[k]), model.terms.bank_share * cost)
        for partner, yuan in (("brands", brands), ("venues", venues), ("banks", credit)):
            self._join(partner, yuan)

    def _join(self, partner: str, yuan: float) -> None:
        """Note what private partners, one of ``PARTNERS``, have added."""
        self.model.world.authorities.partners[self.row, PARTNERS.index(partner)] += yuan

    def _held(self, account: str) -> int:
        """Fen that the city has in an account."""
        return int(self.model.world.ledger.balance[account][self.row])

    def _post(self, source: str, sink: str, fen: int) -> None:
        """Move money of the city."""
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
        self._join("platforms", matched * weeks)
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
