"""Ministry: quotas and tranches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.columns import NEVER, POTS
from sim.kernel.loops.awards import score_evaluations
from sim.kernel.rules.authority import Evaluation
from sim.model.agents.actor import Actor
from sim.world.ledger import FEN_PER_YUAN, POT_ACCOUNTS, Fen, largest_remainder

if TYPE_CHECKING:
    from sim.inputs.sections import AuthoritySettings
    from sim.model.week import PilotModel


def unconditional(score: np.ndarray, second: np.ndarray, authority: AuthoritySettings) -> np.ndarray:
    """Pay every city its second half."""
    return second.astype(float)


def proportional(score: np.ndarray, second: np.ndarray, authority: AuthoritySettings) -> np.ndarray:
    """Pay in proportion to the score, times the planned half."""
    paid: np.ndarray = second * score
    return paid


def top_share(score: np.ndarray, second: np.ndarray, authority: AuthoritySettings) -> np.ndarray:
    """Pay only the best cities: ``top_share`` of them."""
    return np.where(score >= np.quantile(score, 1 - authority.top_share), second, 0)


def threshold(score: np.ndarray, second: np.ndarray, authority: AuthoritySettings) -> np.ndarray:
    """Pay in full at ``score_threshold`` or above, half below."""
    return np.where(score >= authority.score_threshold, second, 0.5 * second)


def all_or_nothing(score: np.ndarray, second: np.ndarray, authority: AuthoritySettings) -> np.ndarray:
    """Pay only cities at ``score_threshold`` or above."""
    return np.where(score >= authority.score_threshold, second, 0)


# Each returns (n_cities,) weights >= 0 by which the second tranche is shared out; all of it is always paid.
SECOND_TRANCHE = {
    "unconditional": unconditional,
    "proportional": proportional,
    "top_share": top_share,
    "threshold": threshold,
    "all_or_nothing": all_or_nothing,
}


class Ministry(Actor):
    """Pays two tranches; the second one may depend on what can be observed of the cities.

    Parameters
    ----------
    model : PilotModel

    Attributes
    ----------
    second_fen : (n_cities,) int64
        Paid as the second tranche so far.
    """

    def __init__(self, model: PilotModel) -> None:
        super().__init__(model)
        self.second_fen: Fen = np.zeros(model.n_cities, dtype=np.int64)

    def act(self) -> None:
        """Pay each tranche in its week."""
        model = self.model
        if model.world.authorities.quota.sum() == 0:
            return
        if model.world.week == model.calendar.first_tranche:
            self._pay(self._first())
        if model.world.week == model.calendar.second_tranche:  # maybe the same week
            self.second_fen = self._pay(self._second())

    def _first(self) -> np.ndarray:
        quota = self.model.world.authorities.quota
        return np.floor(quota * self.model.settings.authority.first_tranche_share).astype(np.int64)

    def _second(self) -> np.ndarray:
        """Share out what is left of the envelope by the second-tranche rule; whole fen."""
        authority = self.model.settings.authority
        rest: Fen = self.model.world.authorities.quota - self._first()
        self.model.world.authorities.score[:] = self.scores()
        if not authority.pays_by_score:
            return rest
        weight = second_tranche(self.model.world.authorities.score, rest, authority)
        return largest_remainder(int(rest.sum()), weight)

    def scores(self) -> np.ndarray:
        """Observable score of each city, (n_cities,) shares."""
        world, parameters = self.model.world, self.model.settings.parameters
        p, a, book = world.projects, world.authorities, world.ledger
        awarded = p.award_week >= 0
        n = np.maximum(1, awarded.sum(axis=1))
        opened = (awarded & (p.opened > NEVER)).sum(axis=1) / n
        executed = p.paid.sum(axis=1) / np.maximum(1, book.received)
        invested = (p.reported * awarded).sum(axis=1)
        private = 1 - p.award.sum(axis=1) / np.maximum(1.0, FEN_PER_YUAN * invested)
        growth = a.sales / np.maximum(1.0, a.sales_expected)
        rank = np.argsort(np.argsort(growth, kind="stable"), kind="stable") / max(1, growth.size - 1)
        weights = Evaluation(**{name: parameters[f"score_{name}"] for name in Evaluation._fields})
        score = np.empty(rank.size)
        score_evaluations(opened, executed, private, rank, weights, score)
        return score

    def _pay(self, fen: Fen) -> Fen:
        """Pay the cities, who put the money into pots by their plan; what is withheld stays at the treasury."""
        world, split = self.model.world, self.model.settings.split
        share = np.array([getattr(split, name) for name in POTS])
        pots = np.array([largest_remainder(int(amount), share) for amount in fen])
        pots[:, [name in split.withheld for name in POTS]] = 0
        paid: Fen = pots.sum(axis=1)
        world.ledger.post("treasury", "ministry", paid)
        for pot, amount in zip(POT_ACCOUNTS, pots.T, strict=True):
            world.ledger.post("ministry", pot, amount)
        return paid


def second_tranche(score: np.ndarray, rest: np.ndarray, authority: AuthoritySettings) -> np.ndarray:
    """Weights by which the second tranche is shared out; if no city earns any, as planned.

    Parameters
    ----------
    score : (n_cities,) float64
    rest : (n_cities,) int64
        Planned second tranche, fen.
    authority : AuthoritySettings
    """
    weight = SECOND_TRANCHE[authority.second_tranche_rule](score, rest, authority)
    return weight if weight.sum() > 0 else rest.astype(float)
