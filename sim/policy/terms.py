"""What merchants and authorities decide by, as columns: kinds, award rules, departments, partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.kernel.columns import DIRECTIONS
from sim.kernel.loops.applying import KindColumns, Terms
from sim.kernel.loops.projects import ProjectRates
from sim.kernel.rules.venue import spread_after_promise, trust_in_promise
from sim.policy.awards import AwardColumns, award_columns
from sim.policy.wanted import Deciding

if TYPE_CHECKING:
    from sim.world.build import Fixed


class Office(NamedTuple):
    """A department that handles applications or payments."""

    weeks: float
    cases_per_week: float


class PartnerShares(NamedTuple):
    """What private partners add to a project, (n_kinds,) shares of its investment."""

    brands: np.ndarray
    venues: np.ndarray  # owners of the places


class PolicyColumns(NamedTuple):
    """All of them for one run."""

    kinds: KindColumns
    terms: Terms
    parts: AwardColumns  # for the parts that an award is paid in
    rates: ProjectRates
    partner_shares: PartnerShares
    department_weeks: np.ndarray  # (n_departments,) of those that approve
    department_cases: np.ndarray  # (n_departments,) cases per week
    offices: dict[str, Office]  # by role


def policy_columns(settings: Deciding, fixed: Fixed) -> PolicyColumns:
    """Turn tables and settings into columns.

    Parameters
    ----------
    settings : Deciding
    fixed : sim.world.build.Fixed
    """
    k, p, d, join = fixed.kinds, settings.parameters, fixed.departments, settings.participation
    direction = np.array([DIRECTIONS.index(name) for name in k.direction])
    debut, scene, ip = (direction == i for i in range(len(DIRECTIONS)))
    partners = PartnerShares(brands=join.brands_share * (debut | ip), venues=join.venues_share * (debut | scene))
    columns = award_columns(settings.rules)
    approving = np.array([role == "approval" for role in d.role])
    return PolicyColumns(
        kinds=KindColumns(
            direction=direction, group=np.asarray(k.group), novelty=k.novelty_initial,
            level_novelty=np.where(k.has_levels.any(), fixed.levels.novelty, 1.0),
            publicity_share=k.publicity_share, needs=k.needs, partner_share=partners.brands + partners.venues,
        ),
        terms=Terms(
            rate=columns.rate, fixed=columns.fixed, cap=columns.cap, large_from=columns.large_from,
            large_cap=columns.large_cap, minimum=columns.minimum, retroactive=columns.retroactive,
            bank_share=join.banks_share,
        ),
        parts=columns,
        rates=ProjectRates(
            marketing_share=p["marketing_share"], launch_marketing=p["launch_marketing"],
            launch_weeks=p["launch_weeks"], capacity=p["venue_capacity"], expected_awareness=p["expected_awareness"],
            spread=spread_after_promise(p["profit_sigma"], trust_in_promise(p["profit_sigma"], p["expectation_noise"])),
        ),
        partner_shares=partners,
        department_weeks=d.weeks[approving], department_cases=d.cases_per_week[approving],
        offices={
            d.role[i]: Office(d.weeks[i], d.cases_per_week[i]) for i in np.flatnonzero(~approving)
        },
    )  # fmt: skip
