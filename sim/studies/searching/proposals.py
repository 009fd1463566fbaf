"""Which parameter sets a search tries next, from nothing but the seed and what it found so far."""

from __future__ import annotations

import numpy as np
from cmaes import CMA
from scipy.stats import qmc

from sim.studies.searching.distance import Floats, Targets, distance
from sim.studies.searching.emulator import Emulator, fit
from sim.studies.searching.prior import Prior
from sim.studies.searching.trials import Trials

DESIGN_PER_PARAMETER = 4  # trials spread over the whole prior before the search narrows
FIRST_STEP = 0.2  # standard deviation of the first generation by CMA-ES, in units of a prior's range
SMALLEST_STEP = 0.01  # where a generation varies less in every parameter, the search starts anew somewhere else
SPREAD_SHARE = 1.0  # trials that widen the set of good ones, per trial that improves the best
LEAST_POOL = 8  # good trials that widening starts from, at least
WALK_STEPS = 200  # of each walk through the region that the emulator takes for good
MOST_FITTED = 500  # best trials that the emulator is fitted to
DIFFERENCE_STEP = 0.8  # of a move along the difference of two good sets
JITTER = 0.02  # of the same move, so that it can leave the plane of the good sets
_DESIGN, _CMA, _SPREAD = 0, 1, 2  # streams of random numbers


class Proposals:
    """Proposes generations of parameter sets.

    The first generation is a Latin hypercube over the prior, and the parameters as they are. Every later one has two
    parts: one by CMA-ES (Hansen 2016, through the package cmaes), which looks for the best set, and one that widens the
    set of good ones, so that their spread says how well the parameters are known: ends of random walks that start at
    good sets and stay where an emulator of the trials so far expects good ones.

    Parameters
    ----------
    prior : Prior
    targets : Targets
    seed : int
    first : (n_free,) float64
        The parameters as they are, in the unit cube.
    tolerance : float
        Distance above the best up to which a set counts as good.
    """

    def __init__(self, prior: Prior, targets: Targets, seed: int, first: Floats, tolerance: float) -> None:
        self.prior, self.targets, self.seed, self.first, self.tolerance = prior, targets, seed, first, tolerance
        self.n_free = len(prior.names)
        self.generation = self.n_starts = 0
        self.optimiser: CMA | None = None

    def propose(self, trials: Trials) -> Floats:
        """Return the next generation, (n_proposals, n_free) float64 in the unit cube."""
        if self.generation == 0:
            rng = np.random.default_rng([self.seed, _DESIGN])
            n_design = DESIGN_PER_PARAMETER * self.n_free
            design = qmc.LatinHypercube(self.n_free, rng=rng).random(n_design)
            return np.vstack([self.first, design])
        if self.optimiser is None:
            self.optimiser = self._start(trials)
        asked = [self.optimiser.ask() for _ in range(self.optimiser.population_size)]
        return np.vstack([*asked, *self._widen(trials, round(SPREAD_SHARE * len(asked)))])

    def learn(self, units: Floats, distance: Floats) -> None:
        """Take note of how far the sets of the last generation are from the findings."""
        if self.optimiser is not None:
            n_asked = self.optimiser.population_size
            self.optimiser.tell(list(zip(units[:n_asked], distance[:n_asked].tolist(), strict=True)))
            if self.optimiser.should_stop() or units[:n_asked].std(axis=0).max() < SMALLEST_STEP:
                self.optimiser = None
        self.generation += 1

    def _start(self, trials: Trials) -> CMA:
        """Start at the best set; later starts are anywhere."""
        rng = np.random.default_rng([self.seed, _CMA, self.n_starts])
        mean = trials.units[np.argmin(trials.distance)] if self.n_starts == 0 else rng.random(self.n_free)
        self.n_starts += 1
        bounds = np.tile([0.0, 1.0], (self.n_free, 1))
        return CMA(mean=mean, sigma=FIRST_STEP, bounds=bounds, seed=int(rng.integers(2**31)))

    def _widen(self, trials: Trials, n: int) -> Floats:
        """Sets near good ones, (n, n_free)."""
        rng = np.random.default_rng([self.seed, _SPREAD, self.generation])
        order = np.argsort(trials.distance, kind="stable")
        limit = trials.distance[order[0]] + self.tolerance
        n_good = np.count_nonzero(trials.distance <= limit)
        pool = trials.units[order[: max(n_good, LEAST_POOL)]]
        near = order[:MOST_FITTED]
        emulator = fit(trials.units[near], trials.statistics[near], self.prior, self.targets)
        return walk(pool, emulator, self.targets, limit, n, rng)


def walk(pool: Floats, emulator: Emulator, targets: Targets, limit: float, n: int, rng: np.random.Generator) -> Floats:
    """Ends of random walks through the region whose emulated distance is at most a limit.

    Steps in turn draw one parameter anew from the prior, and move along the difference of two sets of the pool
    (ter Braak 2006). A step that leaves the region is not taken, unless it comes nearer to it.

    Parameters
    ----------
    pool : (n_pool, n_free) float64
        Sets that the walks start from, in the unit cube.
    emulator : Emulator
    targets : Targets
        What the distance is from; of the emulator's findings.
    limit : float
    n : int
        Walks.
    rng : numpy.random.Generator

    Returns
    -------
    (n, n_free) float64
    """
    x = pool[rng.integers(len(pool), size=n)]
    far = distance(emulator.predict(x), targets)
    for step in range(WALK_STEPS):
        moved = x.copy()
        if step % 2:
            a, b = pool[rng.integers(len(pool), size=(2, n))]
            moved = _reflected(x + DIFFERENCE_STEP * (a - b) + JITTER * rng.standard_normal(x.shape))
        else:
            moved[np.arange(n), rng.integers(x.shape[1], size=n)] = rng.random(n)
        there = distance(emulator.predict(moved), targets)
        taken = there <= np.maximum(limit, far)
        x, far = np.where(taken[:, None], moved, x), np.where(taken, there, far)
    return x


def _reflected(units: Floats) -> Floats:
    """Points outside the unit cube, mirrored at its faces."""
    folded = np.mod(units, 2.0)
    mirrored: Floats = np.where(folded > 1, 2 - folded, folded)
    return mirrored
