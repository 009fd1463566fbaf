"""Prices, shops, distance, traffic and trips: where people buy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import numpy as np

from sim.kernel.columns import LARGE, SIZE_CLASSES
from sim.studies.validation.statistics.statistic import Sector, Week, Weeks
from sim.studies.validation.terms import FIRST_CITY

if TYPE_CHECKING:
    from sim.studies.validation.trial import Floats, Trial


def _log_ratio(a: float, b: float) -> float:
    """Logarithm of a over b; NaN unless both are above 0."""
    return math.log(a / b) if a > 0 and b > 0 else math.nan


def _district(trial: Trial, named: int) -> int:
    """District that an instrument names, or the last one: as where shops open (``sim.model.supply``)."""
    return min(named, int(trial.fixed.geography.n_districts[FIRST_CITY]) - 1)


def price_response(trial: Trial) -> float:
    """Merchants' prices after, relative to the twin's, less 1, in the place and sector of the first instrument."""
    first = trial.first
    g = trial.sectors([first.sector])[0]
    z = _district(trial, first.district)
    treated, twin = (d.world.merchants.price[:, z, g] for d in (trial.treated, trial.twin))
    return float((treated / twin - 1).mean())


def demand_elasticity(trial: Trial, weeks: Weeks, start: Week = 0) -> float:
    """Rise of the quantity bought in a category per rise of its price (ln over ln)."""
    shift, span = trial.price_shift, trial.weeks(weeks, start)
    rows = trial.sectors(list(shift.sectors))
    treated, twin = (d.spent[span].sum(axis=(0, 1, 2))[rows].sum() for d in (trial.treated, trial.twin))
    return _log_ratio(treated / shift.factor, twin) / math.log(shift.factor)


def _row_sales(trial: Trial) -> tuple[Floats, Floats, tuple[int, int, int]]:
    """Sales of all merchant rows of one sector in the last accounts, treated and twin; the row of the instrument."""
    shift = trial.price_shift
    g = trial.sectors(list(shift.sectors))[0]
    row = (FIRST_CITY, _district(trial, shift.districts[0]), SIZE_CLASSES.index(cast("str", shift.size)))
    treated, twin = (d.account_sales[-1][:, :, g] for d in (trial.treated, trial.twin))
    return treated, twin, row


def merchant_elasticity(trial: Trial) -> float:
    """Rise of the quantity that one merchant row sells per rise of its own price (ln over ln)."""
    treated, twin, row = _row_sales(trial)
    factor = trial.price_shift.factor
    return _log_ratio(treated[row] / factor, twin[row]) / math.log(factor)


def lost_by_rivals_share(trial: Trial) -> float:
    """Quantity that same-category merchants lose over the quantity that the cheaper one gains."""
    treated, twin, row = _row_sales(trial)
    gain = treated[row] / trial.price_shift.factor - twin[row]
    return -float((treated.sum() - treated[row]) - (twin.sum() - twin[row])) / float(gain)


def _sales_without_newcomer(trial: Trial) -> tuple[Floats, Floats]:
    """Sales of the shops that were there before, in the district where others open, last accounts.

    Returns
    -------
    treated, twin : (n_cities, n_sectors) float64
    """
    change = trial.shop_change
    g, z, m = trial.sectors([change.sector])[0], _district(trial, change.district), trial.twin.world.merchants
    treated, twin = (d.account_sales[-1][:, z].copy() for d in (trial.treated, trial.twin))
    newcomer = change.standard_shops / np.exp(m.quality[:, z, g, LARGE])
    usual = m.usual_shops[:, z, g, LARGE]
    treated[:, g, LARGE] *= usual / (usual + newcomer)
    return treated.sum(axis=2), twin.sum(axis=2)


def rivals_sales_percent(trial: Trial) -> float:
    """Change of the sales of same-sector merchants in the district where shops open, percent, in the last accounts."""
    g = trial.sectors([trial.shop_change.sector])[0]
    treated, twin = _sales_without_newcomer(trial)
    return 100 * float(treated[:, g].sum() / twin[:, g].sum() - 1)


def others_traffic_percent(trial: Trial) -> float:
    """Rise of visits to all other shops of the district where an anchor opens, percent, in the last accounts."""
    ticket = (trial.fixed.demand.planned / trial.fixed.sectors.occasions_per_week).mean(axis=1)
    per_yuan = trial.fixed.sectors.visits_per_purchase / ticket
    treated, twin = (float((sales * per_yuan).sum()) for sales in _sales_without_newcomer(trial))
    return 100 * (treated / twin - 1)


def half_as_far_times(trial: Trial, sector: Sector) -> float:
    """How many times likelier a merchant half as far away is: 2 to the power of the distance elasticity of choice.

    Poisson regression of flows between districts on ln distance with destination and origin effects is
    taken in its least-squares form, weighted by flows.
    """
    w, g = trial.twin.world, trial.sectors([sector])[0]
    slopes, sizes = [], []
    for c in range(w.fixed.chosen.size):
        n = int(w.fixed.geography.n_districts[c])
        access, km = w.shopping.access[c, g, :n, :n], w.fixed.geography.km[c, :n, :n]
        pull = w.closed.sales[c, :n, g].sum(axis=1)
        flow = access * pull * w.fixed.cells.residents[c, :n].sum(axis=1)[:, None]
        slopes.append(_slope(np.log(km), np.log(access), flow / flow.sum()))
        sizes.append(flow.sum())
    return 2 ** -float(np.average(slopes, weights=sizes))


def trip_decay_per_km(trial: Trial) -> float:
    """Exponential decay of trips with distance: flows on kilometres, with effects of origin and destination."""
    km = trial.fixed.geography.city_km
    rows = trial.fixed.chosen
    flow, apart = trial.twin.trips[rows], km[rows]
    keep = flow > 0
    n_from, n_to = flow.shape
    o, d = np.nonzero(keep)
    design = np.zeros((o.size, n_from + n_to + 1))
    design[np.arange(o.size), o] = 1
    design[np.arange(o.size), n_from + d] = 1
    design[:, -1] = apart[keep]
    weight = np.sqrt(flow[keep])
    solution = np.linalg.lstsq(design * weight[:, None], np.log(flow[keep]) * weight, rcond=None)[0]
    return -float(solution[-1])


def footfall_elasticity_of_margin(trial: Trial) -> float:
    """Slope of ln gross margin per shop on ln visits over districts."""
    w, s = trial.twin.world, trial.fixed.sectors
    visits: list[Floats] = []
    margins: list[Floats] = []
    for c in range(trial.fixed.chosen.size):
        n = int(trial.fixed.geography.n_districts[c])
        sales = w.closed.sales[c, :n].sum(axis=2)
        margin = (sales * (1 - s.variable_cost_share - s.labour_share)).sum(axis=1)
        shops = w.merchants.shops[c, :n].sum(axis=(1, 2))
        visits.append(np.log(w.closed.footfall[c, :n]) - np.log(w.closed.footfall[c, :n]).mean())
        margins.append(np.log(margin / shops) - np.log(margin / shops).mean())
    x, y = np.concatenate(visits), np.concatenate(margins)
    return _slope(x, y, np.full(x.size, 1 / x.size))


def _slope(x: Floats, y: Floats, weight: Floats) -> float:
    mean_x, mean_y = (weight * x).sum(), (weight * y).sum()
    return float((weight * (x - mean_x) * (y - mean_y)).sum() / (weight * (x - mean_x) ** 2).sum())
