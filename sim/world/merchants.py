"""Established merchants: shops by district, sector and size class."""

from __future__ import annotations

import numpy as np

from sim.columns import SIZES, Merchants

SMALL, LARGE = 0, 1


def build_merchants(sectors, parameters, chosen, geography, draws) -> Merchants:
    """Shops of the chosen cities, before it is known what they sell.

    Shops per resident and sector come from the sector table and spread over districts as residents do. A large shop
    attracts ``large_shop_size`` times as much as a small one; rows differ by a lognormal quality, which
    gives sales their heavy upper tail (SF01). Attraction is scaled so that a mean shop of a sector has 1.

    Parameters
    ----------
    sectors : sim.data.read.Sectors
    parameters : dict of str to float
    chosen : (n_cities,) int64
    geography : Geography
    draws : KeyedDraws
    """
    n_districts = geography.residents.shape[1]
    n_sectors = sectors.occasions_per_week.size
    size_share = np.array([1 - parameters["large_shop_share"], parameters["large_shop_share"]])
    per_resident = sectors.shops_per_10k_residents / 1e4
    shops = geography.residents[:, :, None, None] * per_resident[:, None] * size_share
    row = np.arange(n_districts * n_sectors * SIZES).reshape(n_districts, n_sectors, SIZES)
    noise = draws.normal("merchant_quality", chosen[:, None, None, None], 0, row)
    quality = noise * sectors.sales_sigma[:, None] + np.log(np.array([1.0, parameters["large_shop_size"]]))
    mean = (shops * np.exp(quality)).sum(axis=(1, 3)) / shops.sum(axis=(1, 3))
    quality = quality - np.log(mean)[:, None, :, None]
    cash = np.array([parameters["small_capital_weeks"], parameters["large_capital_weeks"]])
    zeros = np.zeros(shops.shape)
    # Ages start where the hazard has settled: the mean life at the old shops' hazard.
    return Merchants(
        shops=shops, quality=quality, price=np.ones(shops.shape), cash=zeros + cash,
        age=zeros + 1 / parameters["exit_old"] / 2, normal_sales=zeros.copy(), sales=zeros.copy(), overuse=zeros.copy(),
    )  # fmt: skip
