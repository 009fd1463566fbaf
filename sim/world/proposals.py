"""The projects that merchants think of, the same ones with and without the policy."""

from __future__ import annotations

import numpy as np

from sim.columns import DROPPED, IDEA, NEVER, Projects
from sim.world.merchants import LARGE, SMALL

EVENT_SLOTS = 4  # rows at the end that no merchant thinks of; event grants fill them


def _pick(share: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Index whose cumulative share covers u; share : (..., n), u : (...)."""
    cumulative = np.cumsum(share, axis=-1)
    return np.minimum((u[..., None] * cumulative[..., -1:] >= cumulative).sum(axis=-1), share.shape[-1] - 1)


def build_projects(kinds, parameters, horizon, chosen, geography, city_size, draws) -> Projects:
    """Draw every proposal of the pilot in advance; nothing here depends on a policy.

    Long because it names every column of the proposals once.

    Parameters
    ----------
    kinds : sim.data.read.Kinds
    parameters : dict of str to float
    horizon : HorizonSettings
    chosen : (n_cities,) int64
    geography : Geography
    city_size : (n_cities,) float64
        Retail sales relative to the geometric mean of the pilot cities.
    draws : KeyedDraws
    """
    p = parameters
    n = int(p["proposals_per_city"]) + EVENT_SLOTS
    k = np.arange(n)
    key = chosen[:, None] * (1 << 20) + k

    def u(stream, index=0):
        return draws.uniform(stream, key, 0, index)

    def z(stream):
        return draws.normal(stream, key)

    kind = _pick(np.broadcast_to(kinds.arrival_weight, (*key.shape, kinds.arrival_weight.size)), u("proposal_kind"))
    sector = _pick(kinds.sector_share[kind], u("proposal_sector"))
    share = geography.residents / geography.residents.sum(axis=1, keepdims=True)
    district = _pick(np.broadcast_to(share[:, None], (*key.shape, share.shape[1])), u("proposal_place"))
    n_weeks = horizon.weeks_warmup + horizon.weeks_pilot
    week = np.floor(u("proposal_week") * n_weeks).astype(np.int64) - horizon.weeks_warmup
    scale = p["investment_scale"] * city_size[:, None] ** p["investment_city_elasticity"]
    investment = (
        kinds.investment_median_yuan[kind] * scale * np.exp(kinds.investment_sigma[kind] * z("proposal_investment"))
    )
    true_profit = np.exp(p["profit_mean"] + p["profit_sigma"] * z("proposal_profit"))
    error = np.exp(p["expectation_bias"] + p["expectation_noise"] * z("proposal_expectation"))
    # Small shops propose in proportion to their sales, as large ones do.
    large = p["large_shop_share"] * p["large_shop_size"]
    size_class = np.where(u("proposal_owner") < large / (large + 1 - p["large_shop_share"]), LARGE, SMALL)
    credit = np.where(size_class == LARGE, p["credit_share_large"], p["credit_share_small"])
    own = p["own_funds_median"] * np.exp(p["own_funds_sigma"] * z("proposal_funds"))
    # A project sells more than planned in proportion to how profitable it truly is: that is what makes it so.
    quality = kinds.quality_uplift[kind] + np.log(true_profit)
    build = kinds.build_weeks_median[kind] * np.exp(kinds.build_sigma[kind] * z("proposal_build"))
    lifetime = -np.log(u("failure")) / np.maximum(kinds.failure_hazard_per_year[kind], 1e-12) * 52
    runs_for = np.where(kinds.life_weeks[kind] > 0, kinds.life_weeks[kind], np.inf)
    status = np.where(k < n - EVENT_SLOTS, IDEA, DROPPED) + np.zeros(key.shape, dtype=np.int64)
    investment = np.where(k < n - EVENT_SLOTS, investment, 0.0)
    never, zero = np.full(key.shape, NEVER, dtype=np.int64), np.zeros(key.shape, dtype=np.int64)
    return Projects(
        kind=kind, sector=sector, district=district, size_class=size_class, week=week, investment=investment,
        planned_sales=investment * kinds.sales_per_investment[kind] / 52, quality=quality,
        expected_profit=investment * true_profit * error, funds=investment * (own + credit),
        build=build, stalls=u("stall") < p["stall_share"], fails_after=np.minimum(lifetime, runs_for),
        status=status, start=never.copy(), opens=never.copy(), opened=never.copy(),
        closed=never.copy(), award_week=never.copy(), award=zero.copy(), stage=zero.copy(), paid=zero.copy(),
        recovered=zero.copy(), cancelled=zero.copy(), sales_to_date=np.zeros(key.shape),
    )  # fmt: skip
