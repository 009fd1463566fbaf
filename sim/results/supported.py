"""What is sold in the gross of a comparison: what projects sell, purchases that instruments support, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.results.comparison import Results

ROUNDING = 1e-6  # of a sum, what rounding may leave of it


def supported(results: Results, *labels: str) -> str:
    """What the gross of some policies is of: ``projects``, ``bills`` that instruments pay a part of, or ``both``.

    A folder that does not say what the projects of each direction sell is an older one: ``projects``.
    """
    gross = sum(results.total(a, "gross_yuan") for a in labels)
    by_projects = results.wide("direction", "gross_yuan", "direction")[list(labels)].sum().sum()
    bills = gross - by_projects if results.has("direction", "gross_yuan") else 0.0
    if bills <= ROUNDING * gross:
        return "projects"
    return "both" if by_projects > ROUNDING * gross else "bills"
