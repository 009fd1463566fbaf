"""Established merchants: shops by district, sector and size class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.data.read import Sectors
from sim.kernel.columns import AGES, SIZES, Merchants
from sim.kernel.draws import KeyedDraws
from sim.kernel.rules.trading import exit_hazard
from sim.world.geography import Geography

FIRST_YEAR = 0  # of the AGES of shops


def settled_ages(parameters: Mapping[str, float], period_years: float) -> tuple[np.ndarray, float]:
    """Ages of shops where entry and exit balance at normal profit.

    Parameters
    ----------
    parameters : dict of str to float
        ``exit_young``, ``exit_old``, ``exit_age_scale``.
    period_years : float
        Length of an account period.

    Returns
    -------
    share : (AGES,) float64
        Of shops by year of age; sums to 1.
    entry : float
        Entrants per shop and period.
    """
    p = parameters
    ages = [a + 0.5 for a in range(AGES - 1)] + [AGES - 1 + 1 / p["exit_old"]]
    hazard = [exit_hazard(a, p["exit_young"], p["exit_old"], p["exit_age_scale"]) for a in ages]
    staying = np.exp(-np.array(hazard) * period_years)
    ageing = np.array([period_years] * (AGES - 1) + [0.0])
    number = np.empty(AGES)
    inflow = 1.0
    for a in range(AGES):
        number[a] = inflow / (1 - staying[a] * (1 - ageing[a]))
        inflow = number[a] * staying[a] * ageing[a]
    return number / number.sum(), 1.0 / number.sum()


def capital_weeks(parameters: Mapping[str, float]) -> np.ndarray:
    """Cash that shops keep, (SIZES,) weeks of normal sales."""
    return np.array([parameters["small_capital_weeks"], parameters["large_capital_weeks"]])


def build_merchants(
    sectors: Sectors, parameters: Mapping[str, float], key: np.ndarray, geography: Geography, ages: np.ndarray,
    draws: KeyedDraws,
) -> Merchants:  # fmt: skip
    """Shops of the chosen cities, before it is known what they sell.

    Shops per resident and sector come from the sector table and spread over districts as residents do. A large shop
    attracts ``large_shop_size`` times as much as a small one; rows differ by a lognormal quality, which
    gives sales their heavy upper tail (SF01). Attraction is scaled so that a mean shop of a sector has 1.

    Parameters
    ----------
    sectors : sim.data.read.Sectors
    parameters : dict of str to float
    key : (n_cities,) int64
        Of the cities.
    geography : Geography
    ages : (AGES,) float64
        Shares of shops by year of age.
    draws : KeyedDraws
    """
    n_districts = geography.residents.shape[1]
    n_sectors = sectors.occasions_per_week.size
    size_share = np.array([1 - parameters["large_shop_share"], parameters["large_shop_share"]])
    per_resident = sectors.shops_per_10k_residents / 1e4
    shops = geography.residents[:, :, None, None] * per_resident[:, None] * size_share
    row = np.arange(n_districts * n_sectors * SIZES).reshape(n_districts, n_sectors, SIZES)
    noise = draws.normal("merchant_quality", key[:, None, None, None], 0, row)
    quality = noise * sectors.sales_sigma[:, None] + np.log(np.array([1.0, parameters["large_shop_size"]]))
    mean = (shops * np.exp(quality)).sum(axis=(1, 3)) / shops.sum(axis=(1, 3))
    quality = quality - np.log(mean)[:, None, :, None]
    cash = capital_weeks(parameters)
    zeros = np.zeros(shops.shape)
    return Merchants(
        shops=shops, quality=quality, price=np.ones(shops.shape), price_shift=np.ones(shops.shape), cash=zeros + cash,
        profits=np.ones(shops.shape), by_age=shops[..., None] * ages, usual_shops=shops.copy(),
        normal_sales=zeros.copy(), sales=zeros.copy(), overuse=zeros.copy(),
    )  # fmt: skip
