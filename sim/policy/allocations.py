"""Who gets what: rules that split the envelope over cities.

A rule returns a weight per city; :func:`quotas` turns weights into whole fen that add up to the
envelope exactly. Add one: write a function, add its line to :data:`ALLOCATIONS`, and a config.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.data.cities import Cities
from sim.errors import InputError
from sim.extend import Table, takes
from sim.policy.wanted import Allocating, Allocation
from sim.world.ledger import FEN_PER_YUAN, largest_remainder

Parameters: TypeAlias = Mapping[str, float]
Rule: TypeAlias = Callable[[Cities, Allocation, Parameters], np.ndarray]


def by_class(cities: Cities, allocation: Allocation, parameters: Parameters) -> np.ndarray:
    """Grant by size class: 400, 300 or 200 million yuan (Caijian [2025] 341)."""
    return cities.quota_fen.astype(float)


def equal(cities: Cities, allocation: Allocation, parameters: Parameters) -> np.ndarray:
    """Give the same to every city."""
    return np.ones(len(cities.id))


def per_head(cities: Cities, allocation: Allocation, parameters: Parameters) -> np.ndarray:
    """Give in proportion to residents."""
    return cities.residents


def by_retail(cities: Cities, allocation: Allocation, parameters: Parameters) -> np.ndarray:
    """Give in proportion to retail sales of consumer goods."""
    return cities.retail_yuan_per_year


def by_need(cities: Cities, allocation: Allocation, parameters: Parameters) -> np.ndarray:
    """Give per resident, more where incomes are low: residents over income to the power ``need_exponent``."""
    return cities.residents * cities.income_yuan_per_week ** -parameters["need_exponent"]


def custom_shares(cities: Cities, allocation: Allocation, parameters: Parameters) -> np.ndarray:
    """Shares from the allocation's config, by city id."""
    return np.array([(allocation.shares or {}).get(name, 0.0) for name in cities.id])


def custom_yuan(cities: Cities, allocation: Allocation, parameters: Parameters) -> np.ndarray:
    """Yuan from the allocation's config, by city id; they must add up to the envelope."""
    return np.array([(allocation.yuan or {}).get(name, 0.0) for name in cities.id])


def none(cities: Cities, allocation: Allocation, parameters: Parameters) -> np.ndarray:
    """No money: the twin itself."""
    return np.zeros(len(cities.id))


# name in a config's `between` -> rule(cities, allocation settings, parameters) -> (n_cities,) weights >= 0
ALLOCATIONS: Table[Rule] = Table(
    "ALLOCATIONS",
    {
        "by_class": by_class,
        "equal": equal,
        "per_head": per_head,
        "by_retail": by_retail,
        "by_need": by_need,
        "shares": custom_shares,
        "yuan": custom_yuan,
        "none": none,
    },
    takes("cities", "allocation", "parameters"),
)


def quotas(settings: Allocating, cities: Cities) -> NDArray[np.int64]:
    """Whole fen for each city under the settings' allocation.

    Parameters
    ----------
    settings : Allocating
    cities : sim.data.read.Cities
        Only the simulated ones, in the order of ``settings.city``.

    Returns
    -------
    (n_cities,) int64
        Sums to the cities' official quotas, or to zero for ``none``.

    Raises
    ------
    InputError
        If the amounts or shares of a custom allocation do not add up, or a rule gives no weights.
    """
    allocation = settings.allocation
    weight = np.asarray(ALLOCATIONS[allocation.between](cities, allocation, settings.parameters))
    if allocation.between == "none":
        return np.zeros(weight.size, dtype=np.int64)
    envelope = int(cities.quota_fen.sum())
    if allocation.between == "yuan":
        fen = [round(float(yuan) * FEN_PER_YUAN) for yuan in weight]  # Python's whole numbers have no end
        if sum(fen) != envelope:
            total, whole = f"{sum(fen) / FEN_PER_YUAN:,.2f}", f"{envelope / FEN_PER_YUAN:,.2f}"
            raise InputError("policy-yuan-sum", allocation=allocation.name, sum=total, envelope=whole)
        return np.array(fen, dtype=np.int64)
    if allocation.between == "shares" and abs(weight.sum() - 1.0) > 1e-9:
        raise InputError("policy-shares-sum", allocation=allocation.name, sum=f"{weight.sum():g}")
    usable = weight.shape == cities.residents.shape and (np.isfinite(weight) & (weight >= 0)).all()
    if not usable or weight.sum() == 0:
        raise InputError("policy-no-weights", allocation=allocation.name, rule=allocation.between)
    return largest_remainder(envelope, weight)
