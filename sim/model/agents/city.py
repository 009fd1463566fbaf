"""City authority: calls, screening, payment in parts, audit, inspection, publicity, exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import (
    APPROVAL,
    BUILDING,
    CAPABILITIES,
    CLOSED,
    DIRECTIONS,
    NEVER,
    OPEN,
    PARTNERS,
    PUBLICITY,
    STALLED,
    STOPPED,
    WAITING,
)
from sim.kernel.draws import week_key
from sim.kernel.loops.approvals import begin
from sim.kernel.loops.projects import award_for
from sim.kernel.rules.authority import learned_capability
from sim.model.agents.actor import Actor
from sim.model.agents.applications import applicants_of, can_go_on, weeks_to_opening
from sim.model.agents.budget import Budget
from sim.policy.screening import SCREENING
from sim.world.ledger import FEN_PER_YUAN, POT_ACCOUNTS, control

if TYPE_CHECKING:
    from sim.model.week import PilotModel

NOTHING, UPFRONT, COMPLETION, RESULTS = range(4)  # parts of an award that are settled
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
        self._column = {  # of a project, by the flow that it counts
            ("city_uncommitted", "city_committed"): self._projects.award,
            ("city_committed", "projects"): self._projects.paid,
            ("projects", "city_uncommitted"): self._projects.recovered,
            ("city_committed", "city_uncommitted"): self._projects.cancelled,
        }
        self._direction = model.kinds.direction[self._projects.kind]

    @property
    def name(self) -> str:
        """City id."""
        fixed = self.model.world.fixed
        return str(fixed.cities.id[fixed.chosen[self.row]])

    @property
    def _manages(self) -> bool:
        return self.model.settings.authority.dynamic_management

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
        self._post(POT_ACCOUNTS[pot], "city_committed", fen, k)
        p.award_week[k], p.claimed[k] = world.week, world.week
        p.promised[k] = world.week + int(np.ceil(weeks_to_opening(model, self.row, k)))
        if self._part(k, UPFRONT) == 0:
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

    def _post(self, source: str, sink: str, fen: int, k: int | None = None) -> None:
        """Move money of the city; with a project, count it there as awarded, paid, recovered or cancelled."""
        self.model.world.ledger.post(source, sink, fen, self.row)
        if k is not None:
            self._column[control(source), control(sink)][k] += fen

    def _part(self, k: int, part: int) -> int:
        """Fen of one part of project k's award; the parts add up to it."""
        p, terms = self._projects, self.model.award_parts
        upfront = int(p.award[k] * terms.upfront[p.kind[k]])
        completion = int(p.award[k] * terms.completion[p.kind[k]])
        return (0, upfront, completion, int(p.award[k]) - upfront - completion)[part]

    def _rightful(self, k: int) -> int:
        """Award that the true investment of project k gives, fen; never above what was awarded."""
        p, fen = self._projects, int(self._projects.award[k])
        if p.reported[k] > p.investment[k]:
            yuan = award_for(self.model.world.projects, self.model.terms, p.investment[k], self.row, k)
            fen = min(fen, int(yuan * FEN_PER_YUAN))
        return fen

    def _pay(self, k: int) -> None:
        """Pay the next part; what rests on investment that is not there is overpaid."""
        p = self._projects
        p.stage[k] += 1
        p.claimed[k] = NEVER
        fen = self._part(k, p.stage[k])
        self._post("city_committed", "projects", fen, k)
        p.overpaid[k] += fen * (int(p.award[k]) - self._rightful(k)) // int(p.award[k])

    def _cancel_rest(self, k: int) -> None:
        """What is not paid goes back to the pot of the project's direction."""
        p = self._projects
        fen = int(p.award[k] - p.paid[k] - p.cancelled[k])
        p.stage[k], p.claimed[k] = RESULTS, NEVER
        self._give_back(k, "city_committed", fen)

    def _give_back(self, k: int, source: str, fen: int) -> None:
        """Money that comes back can be awarded again where projects are managed; else it lies idle."""
        self._post(source, POT_ACCOUNTS[self._direction[k]] if self._manages else "city_uncommitted", fen, k)

    def pay_due(self, weeks: int) -> None:
        """See which parts have fallen due, and pay the oldest claims as far as the finance bureau gets in these weeks.

        A part is due at the award, on opening, and on results if sales have reached their part of the plan.
        """
        p, week, office = self._projects, self.model.world.week, self.model.offices["payments"]
        authorities = self.model.world.authorities
        unclaimed = (p.award > 0) & (p.stage < RESULTS) & (p.claimed == NEVER) & (p.opened > NEVER)
        runs_on = (p.status == OPEN) & (week - p.opened < self.model.settings.parameters["results_weeks"])
        for k in np.flatnonzero(unclaimed & ~((p.stage == COMPLETION) & runs_on)).tolist():
            self._claim(k)
        claims = np.flatnonzero((p.claimed > NEVER) & (week - p.claimed >= office.weeks))
        claims = claims[np.argsort(p.claimed[claims], kind="stable")][: int(office.cases_per_week * weeks)]
        for k in claims.tolist():
            authorities.payment_weeks[self.row] += week - p.claimed[k] - office.weeks
            authorities.payment_cases[self.row] += 1
            if p.stage[k] == UPFRONT and self._audit_finds(k):
                self._give_back(k, "projects", int(p.overpaid[k]))
                p.overpaid[k] = 0
                self._cancel_rest(k)
            else:
                self._pay(k)

    def _claim(self, k: int) -> None:
        p, parameters, week = self._projects, self.model.settings.parameters, self.model.world.week
        ran = (p.closed[k] if p.status[k] == CLOSED else week) - p.opened[k]
        wanted = parameters["results_threshold"] * p.planned_sales[k] * max(1, ran)
        if p.stage[k] < COMPLETION or p.sales_to_date[k] >= wanted:
            p.claimed[k] = week
        else:
            self._cancel_rest(k)

    def _audit_finds(self, k: int) -> bool:
        """Whether the audit before payment on completion finds that the investment was overstated."""
        p, model = self._projects, self.model
        if p.reported[k] <= p.investment[k] or not self._manages:
            return False
        u = model.draws.uniform("audit", model.project_key(self.row, np.array([k])), 0)[0]
        return bool(u < model.world.authorities.monitoring[self.row])

    def inspect(self) -> None:
        """Find projects that have stalled or are long overdue, stop the award and recover part of what was paid."""
        model, p, parameters = self.model, self._projects, self.model.settings.parameters
        overdue = np.isin(p.status, (APPROVAL, BUILDING)) & (model.world.week > p.promised + parameters["grace_weeks"])
        suspects = np.flatnonzero((p.award > 0) & (p.stage < RESULTS) & ((p.status == STALLED) | overdue))
        found = model.draws.uniform("inspection", model.project_key(self.row, suspects), week_key(model.world.week))
        for k in suspects[found < model.world.authorities.monitoring[self.row]]:
            if p.status[k] == STALLED:
                p.status[k] = STOPPED
            self._give_back(k, "projects", int(p.paid[k] * parameters["recovery_share"]))
            self._cancel_rest(k)

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
