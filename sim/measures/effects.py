"""What is counted: effects of one replicate, always policy world minus twin.

The parts of the gross add up exactly::

    gross = windfall + displaced in the city + displaced from other cities + brought forward + net

*gross*: sales of awarded projects from the award on, and bills that an instrument paid a part of. *windfall*: what
the same projects sell in the twin, and the part of those bills that would have been bought anyway. *net*: change of
all consumption over the whole horizon. *brought forward*: what residents of a city spend less in weeks in which they
spend less than in the twin, up to what they spend more in others. *displaced from other cities*: visitors that cities
lose, and what residents' extra trips take from merchants at home. *displaced in the city*: what all other merchants
lose beyond that.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import AREAS, DIRECTIONS, NEVER
from sim.measures.record import Record
from sim.world.build import Fixed
from sim.world.ledger import FEN_PER_YUAN


def _from_award(record: Record, awarded: Record) -> tuple[np.ndarray, np.ndarray]:
    """Sales in ``record`` of the projects that ``awarded`` supports, from their award on.

    Returns
    -------
    home, visitors : (n_weeks, n_cities, n_proposals) float64
    """
    week = np.arange(record.project_home.shape[0])[:, None, None]
    counts = (awarded.award_week >= 0) & (week >= awarded.award_week)
    return record.project_home * counts, record.project_visitors * counts


def decomposition(policy: Record, twin: Record) -> dict[str, float]:
    """Gross sales of the awarded projects and the parts they consist of, in yuan.

    Parameters
    ----------
    policy, twin : Record
        Of the same replicate.
    """
    home, visitors = _from_award(policy, policy)
    home_twin, visitors_twin = _from_award(twin, policy)
    bills, extra = policy.supported.sum(), policy.supported_extra.sum()
    gross = home.sum() + visitors.sum() + bills
    windfall = home_twin.sum() + visitors_twin.sum() + bills - extra
    by_resident = (policy.spent - twin.spent).sum(axis=(2, 3))  # (n_weeks, n_cities)
    net = by_resident.sum()
    less, more = np.maximum(0, -by_resident).sum(axis=0), np.maximum(0, by_resident).sum(axis=0)
    brought_forward = np.minimum(less, more).sum()
    trips = policy.trips - twin.trips
    lost_visitors = np.maximum(0, -trips.sum(axis=0)).sum()
    displaced_intercity = lost_visitors + _lost_to_trips(policy, twin, home, home_twin)
    return {
        "gross_yuan": gross,
        "windfall_yuan": windfall,
        "displaced_city_yuan": gross - windfall - net - brought_forward - displaced_intercity,
        "displaced_intercity_yuan": displaced_intercity,
        "brought_forward_yuan": brought_forward,
        "net_yuan": net,
    }


def _lost_to_trips(policy: Record, twin: Record, home: np.ndarray, home_twin: np.ndarray) -> float:
    """Spending that unsupported merchants at home lose to their residents' extra trips, yuan."""
    by_city = (policy.spent - twin.spent).sum(axis=(0, 2, 3))
    chosen = policy.chosen
    extra_trips = (policy.trips - twin.trips).sum(axis=1)[chosen]
    unsupported = by_city - extra_trips - (home - home_twin).sum(axis=(0, 2))
    return float(np.minimum(np.maximum(0, extra_trips), np.maximum(0, -unsupported)).sum())


def money(policy: Record, twin: Record, investment: np.ndarray) -> dict[str, float]:
    """Public and private money, and how much of it made something happen; private money counts once a project opens.

    Parameters
    ----------
    policy, twin : Record
    investment : (n_cities, n_proposals) float64
        Yuan.
    """
    awarded = policy.award_week >= 0
    additional = awarded & ~twin.started
    opened = policy.opened > NEVER
    private = np.maximum(0.0, investment - (policy.project_paid - policy.project_recovered) / FEN_PER_YUAN)
    committed = policy.award.sum()
    paid = policy.project_paid.sum()
    return {
        "committed_yuan": committed / FEN_PER_YUAN,
        "due_yuan": (committed - paid - policy.cancelled.sum()) / FEN_PER_YUAN,
        "cancelled_yuan": policy.cancelled.sum() / FEN_PER_YUAN,
        "paid_yuan": (policy.paid[-1].sum() + policy.instruments[-1].sum()) / FEN_PER_YUAN,
        "recovered_yuan": policy.recovered[-1].sum() / FEN_PER_YUAN,
        "overpaid_yuan": policy.overpaid.sum() / FEN_PER_YUAN,
        "returned_yuan": policy.returned.sum() / FEN_PER_YUAN,
        "unspent_yuan": (policy.unspent + policy.returned).sum() / FEN_PER_YUAN,
        "private_yuan": (private * (awarded & opened)).sum(),
        "private_additional_yuan": (private * (additional & opened)).sum(),
        "n_awarded": float(awarded.sum()),
        "n_additional": float(additional.sum()),
        "n_overstated": float((awarded & (policy.reported > investment)).sum()),
    }


def livelihood(policy: Record, twin: Record, fixed: Fixed) -> dict[str, np.ndarray]:
    """What residents and small merchants have of it, by quintile, district, area and size of shops.

    Access is the mean over weeks of the share of residents with a novel venue within a quarter of an hour, and of the
    number of those venues.

    Parameters
    ----------
    policy, twin : Record
    fixed : Fixed
    """
    area, people = fixed.geography.area, fixed.cell_residents
    n_weeks = len(policy.sales)
    surplus = policy.surplus - twin.surplus
    by_area = [(area == a)[..., None] for a in range(len(AREAS))]
    out = {
        "quintile.surplus_yuan": surplus.sum(axis=(0, 1)),
        "quintile.n_residents": people.sum(axis=(0, 1)),
        "area.surplus_yuan": np.array([(surplus * here).sum() for here in by_area]),
        "area.n_residents": np.array([(people * here).sum() for here in by_area]),
        "city.surplus_yuan": surplus.sum(axis=(1, 2)),
        "district.surplus_yuan": surplus.sum(axis=2).ravel(),
        "district.n_residents": people.sum(axis=2).ravel(),
        "size.sales_yuan": (policy.size_sales - twin.size_sales).sum(axis=0),
        "size.sales_twin_yuan": twin.size_sales.sum(axis=0),
        "size.n_shops": (policy.size_shops - twin.size_shops).sum(axis=0),
        "size.n_shops_twin": twin.size_shops.sum(axis=0),
        "size.n_closed": (policy.size_exits - twin.size_exits).sum(axis=0),
        "total.surplus_yuan": surplus.sum(),
    }
    for name in ("near", "near_any"):
        here, there = getattr(policy, name) / n_weeks, getattr(twin, name) / n_weeks
        out[f"district.{name}"] = (here - there).ravel()
        for suffix, value in (("", here - there), ("_twin", there)):
            sums = [(value[..., None] * people * area_).sum() for area_ in by_area]
            out[f"area.{name}{suffix}"] = np.array(sums) / np.maximum(out["area.n_residents"], 1e-9)
            out[f"total.{name}{suffix}"] = (value[..., None] * people).sum() / people.sum()
    return out


def departments(policy: Record, twin: Record) -> dict[str, np.ndarray]:
    """Weeks that projects waited in the queues of each department and cases, with the policy and without."""
    return {
        "department.waited_weeks": policy.waited.sum(axis=0),
        "department.waited_twin_weeks": twin.waited.sum(axis=0),
        "department.n_cases": policy.cases.sum(axis=0),
        "department.n_cases_twin": twin.cases.sum(axis=0),
    }


def promises(policy: Record, twin: Record, fixed: Fixed, projects) -> dict[str, np.ndarray]:
    """What each city reached of what plans promise, and what the ministry saw of it."""
    awarded, opened = policy.award_week >= 0, policy.opened > NEVER
    home, visitors = _from_award(policy, policy)
    stores = fixed.kinds.has_levels[projects.kind]
    private = np.maximum(0.0, projects.investment - policy.project_paid / FEN_PER_YUAN)
    return {
        "city.n_debut_stores": (awarded & opened & stores).sum(axis=1).astype(float),
        "city.private_yuan": (private * (awarded & opened)).sum(axis=1),
        "city.project_sales_yuan": (home + visitors).sum(axis=(0, 2)),
        "city.score": policy.score,
        "city.second_yuan": policy.second / FEN_PER_YUAN,
        "partner.yuan": policy.partners.sum(axis=0),
    }


def by_direction(policy: Record, twin: Record, direction: np.ndarray) -> dict[str, np.ndarray]:
    """Totals for each support direction, (n_directions,) each; direction : (n_cities, n_proposals) int."""
    gross = sum(part.sum(axis=0) for part in _from_award(policy, policy))
    windfall = sum(part.sum(axis=0) for part in _from_award(twin, policy))
    awarded = policy.award_week >= 0
    columns = {
        "gross_yuan": gross,
        "windfall_yuan": windfall,
        "paid_yuan": policy.project_paid / FEN_PER_YUAN,
        "n_awarded": awarded.astype(float),
        "awarded_yuan": policy.award / FEN_PER_YUAN,
        "n_additional": (awarded & ~twin.started).astype(float),
    }
    total = {}
    for name, value in columns.items():
        total[name] = np.bincount(direction.ravel(), weights=value.ravel(), minlength=len(DIRECTIONS))
    return total


def awards(policy: Record, fixed: Fixed, projects) -> dict[str, np.ndarray]:
    """Number and sum of awards by kind of project and by area of the city; what is cancelled later is in it."""
    area = np.take_along_axis(fixed.geography.area, projects.district.astype(np.int64), axis=1)
    groups = {"kind": (projects.kind, len(fixed.kinds.kind)), "area": (area, len(AREAS))}
    columns = {"n_awarded": policy.award_week >= 0, "awarded_yuan": policy.award / FEN_PER_YUAN}
    return {
        f"{dimension}.{name}": np.bincount(group.ravel(), weights=value.ravel(), minlength=n)
        for dimension, (group, n) in groups.items()
        for name, value in columns.items()
    }


def effects(policy: Record, twin: Record, fixed: Fixed, projects) -> dict[str, np.ndarray]:
    """All measures of one replicate as small arrays, ready to be stored.

    Parameters
    ----------
    policy, twin : Record
    fixed : Fixed
    projects : Projects
        For what a proposal is; not for what became of it.

    Returns
    -------
    dict
        ``total.*`` scalars; ``city.*``, ``district.*`` (city by city), ``sector.*``, ``quintile.*``, ``week.*``,
        ``direction.*``, ``area.*``, ``kind.*``, ``size.*``, ``department.*``, ``partner.*`` vectors.
    """
    out: dict[str, np.ndarray] = {}
    total = decomposition(policy, twin) | money(policy, twin, projects.investment)
    total["public_yuan"] = policy.received.sum() / FEN_PER_YUAN
    place, spent = policy.sales - twin.sales, policy.spent - twin.spent
    labour = place.sum(axis=(0, 1)) @ fixed.sectors.labour_share
    total["jobs"] = labour / fixed.parameters["wage_per_job"]
    out |= {f"total.{name}": np.asarray(value, dtype=float) for name, value in total.items()}
    home, visitors = _from_award(policy, policy)
    gross = home.sum(axis=2) + visitors.sum(axis=2) + policy.supported
    out["city.net_yuan"] = place.sum(axis=(0, 2))
    out["city.net_residents_yuan"] = spent.sum(axis=(0, 2, 3))
    out["city.public_yuan"] = policy.received / FEN_PER_YUAN
    out["city.gross_yuan"] = gross.sum(axis=0)
    out["city.sales_twin_yuan"] = twin.sales.sum(axis=(0, 2))
    out["sector.net_yuan"] = place.sum(axis=(0, 1))
    out["sector.sales_twin_yuan"] = twin.sales.sum(axis=(0, 1))
    out["quintile.net_yuan"] = spent.sum(axis=(0, 1, 3))
    out["quintile.spent_twin_yuan"] = twin.spent.sum(axis=(0, 1, 3))
    out["week.net_yuan"] = spent.sum(axis=(1, 2, 3))
    out["week.gross_yuan"] = gross.sum(axis=1)
    out["week.paid_yuan"] = np.diff((policy.paid + policy.instruments).sum(axis=1), prepend=0) / FEN_PER_YUAN
    kinds = np.array([DIRECTIONS.index(d) for d in fixed.kinds.direction])
    for name, value in by_direction(policy, twin, kinds[projects.kind]).items():
        out[f"direction.{name}"] = value
    out |= livelihood(policy, twin, fixed) | departments(policy, twin) | promises(policy, twin, fixed, projects)
    return out | awards(policy, fixed, projects)


TARGETS = {"debut_stores": "n_debut_stores", "private_yuan": "private_yuan", "sales_yuan": "project_sales_yuan"}


def targets_reached(targets, sample: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What each city reached over what its plan promised, and whether that was all (1, else 0), by target of the plan.

    (n_replicates, n_cities) each; the mean of the second over replicates is the chance of reaching the target.
    """
    found = {}
    for name, measure in TARGETS.items():
        if (target := getattr(targets, name)) is not None:
            short = name.removesuffix("_yuan")
            found[f"city.target_{short}"] = reached = sample[f"city.{measure}"] / target
            found[f"city.chance_{short}"] = (reached >= 1).astype(float)
    return found
