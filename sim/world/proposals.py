"""The projects that merchants think of, the same ones with and without the policy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.data.cities import Cities
from sim.data.kinds import Kinds, Levels
from sim.kernel.columns import DROPPED, EVENT_SLOTS, IDEA, LARGE, NEVER, SMALL, WEEKS_PER_YEAR, Projects
from sim.kernel.draws import KeyedDraws, project_key
from sim.kernel.rules.application import size_factor
from sim.kernel.rules.venue import trust_in_promise
from sim.world.brands import draw_ideas
from sim.world.choose import pick
from sim.world.geography import Geography
from sim.world.wanted import Horizon


def large_share(parameters: Mapping[str, float]) -> float:
    """Share of proposals that large merchants make: as many as of the sales."""
    large = parameters["large_shop_share"] * parameters["large_shop_size"]
    return large / (large + 1 - parameters["large_shop_share"])


def build_projects(
    kinds: Kinds, levels: Levels, sales_sigma: np.ndarray, parameters: Mapping[str, float], horizon: Horizon,
    cities: Cities, chosen: np.ndarray, geography: Geography, draws: KeyedDraws,
) -> Projects:  # fmt: skip
    """Draw every proposal of the pilot in advance; nothing here depends on a policy.

    Long because it names every column of the proposals once.

    Parameters
    ----------
    kinds : sim.data.read.Kinds
    levels : sim.data.read.Levels
    sales_sigma : (n_sectors,) float64
        Standard deviation of ln sales over the merchants of a size class.
    parameters : dict of str to float
    horizon : HorizonSettings
    cities : sim.data.read.Cities
        All that there are in the run.
    chosen : (n_cities,) int64
        Rows of them that are simulated.
    geography : Geography
    draws : KeyedDraws
    """
    p = parameters
    n = int(p["proposals_per_city"]) + EVENT_SLOTS
    k = np.arange(n)
    is_event = k >= n - EVENT_SLOTS
    key = project_key(cities.key[chosen][:, None], k)
    size = np.log(cities.retail_yuan_per_year)
    city_size = np.exp(size - size[: len(cities.notified)].mean())[chosen]

    def u(stream: str) -> np.ndarray:
        return draws.uniform(stream, key)

    def z(stream: str) -> np.ndarray:
        return draws.normal(stream, key)

    ideas = draw_ideas(kinds, levels, cities.key, len(cities.notified), n, draws)
    kind, level, brand, source = (column[chosen] for column in ideas)
    sector = pick(kinds.sector_share[kind], draws.uniform("proposal_sector", project_key(source, k)))
    share = geography.residents / geography.residents.sum(axis=1, keepdims=True)
    district = pick(np.broadcast_to(share[:, None], (*key.shape, share.shape[1])), u("proposal_place"))
    n_weeks = horizon.weeks_warmup + horizon.weeks_pilot
    week = np.floor(u("proposal_week") * n_weeks).astype(np.int64) - horizon.weeks_warmup
    scale = p["investment_scale"] * city_size[:, None] ** p["investment_city_elasticity"]
    investment = (
        kinds.investment_median_yuan[kind] * scale * np.exp(kinds.investment_sigma[kind] * z("proposal_investment"))
    )
    # Small shops propose in proportion to their sales, as large ones do.
    large = large_share(p)
    size_class = np.where(u("proposal_owner") < large, LARGE, SMALL)
    ln_size = sales_sigma[sector] * z("proposal_size") + ((size_class == LARGE) - large) * np.log(p["large_shop_size"])
    size = np.exp(ln_size)
    true_profit = np.exp(p["profit_mean"] + p["profit_size"] * ln_size + p["profit_sigma"] * z("proposal_profit"))
    missed = p["expectation_bias"] + p["expectation_noise"] * z("proposal_expectation")
    error = np.exp(missed * size_factor(size, -p["forecast_size"]))
    credit = np.where(size_class == LARGE, p["credit_share_large"], p["credit_share_small"])
    own = p["own_funds_median"] * np.exp(p["funds_size"] * ln_size + p["own_funds_sigma"] * z("proposal_funds"))
    # A project sells more than others of its kind and cost as it is more profitable: that is what makes it so.
    usual = kinds.quality_uplift[kind] + levels.quality[level] * kinds.has_levels[kind]
    quality = usual + np.log(true_profit)
    # Buyers know what is usual, and discount what owners promise by how often they are wrong.
    trust = trust_in_promise(p["profit_sigma"], p["expectation_noise"])
    expected_quality = (
        usual + p["profit_mean"] + trust * (np.log(true_profit * error) - p["profit_mean"] - p["expectation_bias"])
    )
    build = kinds.build_weeks_median[kind] * np.exp(kinds.build_sigma[kind] * z("proposal_build"))
    lifetime = -np.log(u("failure")) / np.maximum(kinds.failure_hazard_per_year[kind], 1e-12) * WEEKS_PER_YEAR
    runs_for = np.where(kinds.life_weeks[kind] > 0, kinds.life_weeks[kind], np.inf)
    status = np.where(is_event, DROPPED, IDEA) + np.zeros(key.shape, dtype=np.int64)
    investment = np.where(is_event, 0.0, investment)
    planned = investment * kinds.sales_per_investment[kind] / WEEKS_PER_YEAR
    never, zero = np.full(key.shape, NEVER, dtype=np.int64), np.zeros(key.shape, dtype=np.int64)
    return Projects(
        kind=kind, sector=sector, district=district, level=level,
        brand=np.where(is_event, -1, brand), size_class=size_class, size=size,
        capital=p["cost_of_capital"] * size_factor(size, -p["capital_size"]),
        fee=p["application_cost"] * size_factor(size, -p["application_size"]),
        patience=p["patience_weeks"] * size_factor(size, p["patience_size"]), week=week, investment=investment,
        planned_sales=planned, quality=quality, expected_quality=expected_quality,
        expected_profit=investment * true_profit * error,
        expected_sales=planned * np.exp(quality - p["profit_mean"]) * error, funds=investment * (own + credit),
        build=build, stalls=u("stall") < p["stall_share"], fails_after=np.minimum(lifetime, runs_for),
        inflation=p["misreport_most"] * (u("misreport") < p["misreport_share"]),
        embellishes=np.exp(p["plan_optimism"] + p["plan_error"] * z("proposal_plan")),
        claims=u("proposal_claim") < p["need_claimed"], one_stop=u("one_stop"),
        status=status, start=never.copy(), approved=never.copy(), opens=never.copy(), opened=never.copy(),
        closed=never.copy(), applied=never.copy(), asked=np.zeros(key.shape), reported=np.zeros(key.shape),
        stated_sales=np.zeros(key.shape), stated_need=np.zeros(key.shape), stated_weeks=np.zeros(key.shape),
        award_week=never.copy(), award=zero.copy(), promised=never.copy(), partner=np.zeros(key.shape),
        claimed=never.copy(), stage=zero.copy(), paid=zero.copy(), recovered=zero.copy(), cancelled=zero.copy(),
        overpaid=zero.copy(), sales_to_date=np.zeros(key.shape),
    )  # fmt: skip
