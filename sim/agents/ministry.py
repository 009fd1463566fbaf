"""Ministry: quotas and tranches."""

from __future__ import annotations

import mesa
import numpy as np

from sim.columns import DIRECTIONS, NEVER
from sim.rules.authority import evaluation_score
from sim.world.population import largest_remainder


def unconditional(score: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Pay every city its second half."""
    return second.astype(float)


def proportional(score: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Pay in proportion to the score, times the planned half."""
    return second * score


def top_share(score: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Pay only the better half of the cities."""
    return second * (score >= np.median(score))


def all_or_nothing(score: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Pay only cities at or above the mean score."""
    return second * (score >= score.mean())


# Each returns (n_cities,) weights >= 0 by which the second tranche is shared out; all of it is always paid.
SECOND_TRANCHE = {
    "unconditional": unconditional,
    "proportional": proportional,
    "top_share": top_share,
    "all_or_nothing": all_or_nothing,
}


class Ministry(mesa.Agent):
    """Pays two tranches; the second one may depend on what can be observed of the cities.

    Parameters
    ----------
    model : PilotModel
    """

    def act(self) -> None:
        """Pay a tranche in its week."""
        model = self.model
        if model.world.authorities.quota.sum() == 0:
            return
        if model.world.week == model.calendar.first_tranche:
            self._pay(self._first())
        elif model.world.week == model.calendar.second_tranche:
            self._pay(self._second())

    def _first(self) -> np.ndarray:
        quota = self.model.world.authorities.quota
        return np.floor(quota * self.model.settings.authority.first_tranche_share).astype(np.int64)

    def _second(self) -> np.ndarray:
        """Share out what is left of the envelope by the second-tranche rule; whole fen."""
        rest = self.model.world.authorities.quota - self._first()
        rule = self.model.settings.authority.second_tranche_rule
        if rule == "unconditional":
            return rest
        weight = SECOND_TRANCHE[rule](self.scores(), rest)
        return largest_remainder(int(rest.sum()), weight if weight.sum() > 0 else rest.astype(float))

    def scores(self) -> np.ndarray:
        """Observable score of each city, (n_cities,) shares."""
        world = self.model.world
        p = world.projects
        awarded = p.award_week >= 0
        n = np.maximum(1, awarded.sum(axis=1))
        opened = (awarded & (p.opened > NEVER)).sum(axis=1) / n
        executed = p.paid.sum(axis=1) / np.maximum(1, world.authorities.received)
        invested = (p.investment * awarded).sum(axis=1)
        private = 1 - p.award.sum(axis=1) / np.maximum(1.0, 100 * invested)
        return np.array([evaluation_score(*row) for row in zip(opened, executed, private, strict=True)])

    def _pay(self, fen: np.ndarray) -> None:
        """Pay the cities, who put the money into pots by their plan."""
        world, split = self.model.world, self.model.settings.split
        world.ledger.post("treasury", "ministry", fen)
        world.ledger.post("ministry", "city_uncommitted", fen)
        world.authorities.received[:] += fen
        share = np.array([*(getattr(split, d) for d in DIRECTIONS), split.publicity])
        for c, amount in enumerate(fen):
            world.authorities.pots[c] += largest_remainder(int(amount), share)
