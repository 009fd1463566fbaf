"""City authority: calls, screening, payment in parts, inspection, publicity, exchange."""

from __future__ import annotations

import mesa
import numpy as np

from sim.columns import BUILDING, CLOSED, DIRECTIONS, NEVER, OPEN, STALLED, STOPPED, WAITING
from sim.ledger import FEN_PER_YUAN
from sim.rules.authority import learned_capability, seen_score

PUBLICITY = len(DIRECTIONS)  # the last pot
NOTHING, UPFRONT, COMPLETION, RESULTS = range(4)  # parts of an award that are settled
CAPABILITIES = ("screening", "coordination", "monitoring")


class CityAuthority(mesa.Agent):
    """Commerce bureau of one city.

    Parameters
    ----------
    model : PilotModel
    row : int
        Position among the simulated cities.
    """

    def __init__(self, model, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.peers: list[int] = []
        p = model.world.projects
        self._projects = type(p)(*(column[row] for column in p))  # views of this city's proposals

    @property
    def name(self) -> str:
        """City id."""
        fixed = self.model.world.fixed
        return fixed.cities.id[fixed.chosen[self.row]]

    def call(self, asked: np.ndarray, calls_left: int, is_last: bool) -> None:
        """Award the best applications of each direction until this call's money is used up.

        Parameters
        ----------
        asked : (n_proposals,) float64
            Yuan that each project applies for; 0 where it does not.
        calls_left : int
            Calls, this one included, before the next tranche: each may use its part of a pot.
        is_last : bool
            Then what a direction leaves over may serve the others; what nobody can claim stays unspent.
        """
        applicants = np.flatnonzero(asked > 0)
        pots = self.model.world.authorities.pots[self.row]
        ranked = applicants[np.argsort(-self._scores(applicants, asked), kind="stable")]
        direction = self.model.kinds.direction[self._projects.kind]
        for d in range(PUBLICITY):
            self._award([k for k in ranked if direction[k] == d], asked, d, int(pots[d]) // calls_left)
        if is_last:
            pots[0] += pots[1:PUBLICITY].sum()
            pots[1:PUBLICITY] = 0
            self._award([k for k in ranked if self._projects.award_week[k] < 0], asked, 0, int(pots[0]))

    def _scores(self, applicants: np.ndarray, asked: np.ndarray) -> np.ndarray:
        """Weighted standardised score of each applicant as this authority sees it."""
        p, parameters, model = self._projects, self.model.settings.parameters, self.model
        a = applicants
        shortfall = 1 + parameters["cost_of_capital"] - p.expected_profit[a] / p.investment[a]
        criteria = {
            "weight_sales": p.planned_sales[a] / asked[a],
            "weight_additionality": shortfall,
            "weight_reach": model.reach[self.row, p.district[a]],
            "weight_readiness": (p.status[a] != WAITING).astype(float),
        }
        score = np.zeros(a.size)
        for name, value in criteria.items():
            spread = value.std()
            if spread > 0:
                score += parameters[name] * (value - value.mean()) / spread
        noise = model.draws.normal("screening", model.project_key(self.row, a), model.world.week + 1000)
        skill = model.world.authorities.screening[self.row]
        return np.array(
            [seen_score(s, skill, parameters["screening_noise"], z) for s, z in zip(score, noise, strict=True)]
        )

    def _award(self, ranked: list[int], asked: np.ndarray, pot: int, budget: int) -> None:
        """Commit money to projects in rank order while the budget lasts, and pay the upfront part."""
        world, p = self.model.world, self._projects
        for k in ranked:
            fen = int(asked[k] * FEN_PER_YUAN)
            if p.award_week[k] >= 0 or fen > budget or fen == 0:
                continue
            budget -= fen
            world.authorities.pots[self.row, pot] -= fen
            self._post("city_uncommitted", "city_committed", fen)
            p.award[k], p.award_week[k] = fen, world.week
            if p.status[k] == WAITING:
                self.model.start_building(self.row, k)
            self._pay(k, UPFRONT)

    def _post(self, source: str, sink: str, fen: int) -> None:
        amounts = np.zeros(self.model.n_cities, dtype=np.int64)
        amounts[self.row] = fen
        self.model.world.ledger.post(source, sink, amounts)

    def _part(self, k: int, part: int) -> int:
        """Fen of one part of project k's award; the parts add up to it."""
        p, kinds = self._projects, self.model.world.fixed.kinds
        upfront = int(p.award[k] * kinds.upfront_share[p.kind[k]])
        completion = int(p.award[k] * kinds.completion_share[p.kind[k]])
        return (0, upfront, completion, int(p.award[k]) - upfront - completion)[part]

    def _pay(self, k: int, part: int) -> None:
        fen = self._part(k, part)
        self._post("city_committed", "projects", fen)
        self._projects.paid[k] += fen
        self._projects.stage[k] = part

    def _cancel_rest(self, k: int) -> None:
        """What is not paid goes back to the pot of the project's direction."""
        p = self._projects
        fen = int(p.award[k] - p.paid[k] - p.cancelled[k])
        p.cancelled[k] += fen
        p.stage[k] = RESULTS
        self._return_to_pot(k, "city_committed", fen)

    def _return_to_pot(self, k: int, source: str, fen: int) -> None:
        self._post(source, "city_uncommitted", fen)
        pot = self.model.kinds.direction[self._projects.kind[k]]
        self.model.world.authorities.pots[self.row, pot] += fen

    def pay_due(self) -> None:
        """Pay on opening, and on results if sales have reached their part of the plan."""
        p, parameters, week = self._projects, self.model.settings.parameters, self.model.world.week
        for k in np.flatnonzero((p.award > 0) & (p.stage < RESULTS) & (p.opened > NEVER)):
            if p.stage[k] == UPFRONT:
                self._pay(k, COMPLETION)
            ran = (p.closed[k] if p.status[k] == CLOSED else week) - p.opened[k]
            if p.status[k] == OPEN and ran < parameters["results_weeks"]:
                continue
            if p.sales_to_date[k] >= parameters["results_threshold"] * p.planned_sales[k] * max(1, ran):
                self._pay(k, RESULTS)
            else:
                self._cancel_rest(k)

    def inspect(self) -> None:
        """Find stalled projects, stop them and recover part of what was paid."""
        model, p = self.model, self._projects
        stalled = np.flatnonzero((p.status == STALLED) & (p.award > 0))
        found = model.draws.uniform("inspection", model.project_key(self.row, stalled), model.world.week + 1000)
        for k in stalled[found < model.world.authorities.monitoring[self.row]]:
            p.status[k] = STOPPED
            fen = int(p.paid[k] * model.settings.parameters["recovery_share"])
            p.recovered[k] += fen
            self._return_to_pot(k, "projects", fen)
            self._cancel_rest(k)

    def publicise(self, weeks: int) -> None:
        """Plan publicity for the coming weeks: part for supported venues at home, part for possible visitors."""
        world, settings = self.model.world, self.model.settings
        venues, pots = world.venues, world.authorities.pots
        venues.publicity[self.row] = 0.0
        world.authorities.national[self.row] = 0.0
        slots = np.flatnonzero(venues.project[self.row] >= 0)
        slots = slots[self._projects.award[venues.project[self.row, slots]] > 0]
        left = max(weeks, settings.horizon.weeks_pilot - world.week)
        fen = int(pots[self.row, PUBLICITY]) * weeks // left
        if slots.size == 0 or fen == 0:
            return
        pots[self.row, PUBLICITY] -= fen
        self._post("city_uncommitted", "publicity", fen)
        yuan = fen / FEN_PER_YUAN / weeks
        national = yuan * settings.parameters["national_publicity_share"]
        venues.publicity[self.row, slots] = (yuan - national) / slots.size
        world.authorities.national[self.row] = national

    def exchange(self, seen: dict[str, np.ndarray]) -> None:
        """Move each capability toward the best peer's, as it was before the meeting."""
        rate = self.model.settings.parameters["peer_learning"]
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
