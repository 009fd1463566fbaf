"""How the columns of ``Projects`` are called and written, and what is said when one changes.

Those before ``status`` say what a proposal is, the others what becomes of it. A new column needs nothing here: it is
called and written as it stands; a text ``trace-column-<name>`` and a line of :data:`FORMS` let it read better.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.charts.chart import slug
from sim.kernel.columns import NEVER, STATUS, Projects
from sim.studies.trace.scene import SIZE_NAMES, Scene, yuan
from sim.texts import named, say
from sim.world.ledger import FEN_PER_YUAN

BECOMES = Projects._fields[Projects._fields.index("status") :]
IS = Projects._fields[: Projects._fields.index("status")]
PARTS = ("none", "upfront", "completion", "results")  # of an award, the last that is settled


def _week(scene: Scene, value: float) -> str:
    return say("trace-never") if value <= NEVER else scene.week(int(value))


def _yuan(scene: Scene, value: float) -> str:
    return yuan(float(value))


def _fen(scene: Scene, value: float) -> str:
    return yuan(float(value) / FEN_PER_YUAN)


def _plain(scene: Scene, value: Any) -> str:
    """Whatever a column holds: a number, yes or no, or one number for each of several things."""
    if np.ndim(value):
        return ", ".join(_plain(scene, one) for one in np.asarray(value))
    if isinstance(value, (bool, np.bool_)):
        return say("trace-yes") if value else say("trace-no")
    if np.isinf(value):
        return say("trace-never")
    return _week(scene, value) if value <= NEVER else f"{value:,.0f}" if float(value).is_integer() else f"{value:,.3f}"


# Column -> how it is written; one that is missing here is written as it stands.
FORMS: dict[str, Callable[[Scene, Any], str]] = {
    "kind": lambda scene, k: scene.fixed.kinds.name[k],
    "sector": lambda scene, g: scene.fixed.sectors.name[g],
    "level": lambda scene, n: scene.fixed.levels.name[n],
    "brand": lambda scene, b: say("trace-none") if b < 0 else say("trace-brand", number=int(b)),
    "size_class": lambda scene, s: say(f"trace-shops-{SIZE_NAMES[s]}"),
    "status": lambda scene, s: say(f"trace-status-{STATUS[s]}"),
    "stage": lambda scene, s: say(f"trace-part-{PARTS[s]}"),
    **dict.fromkeys(("week", "start", "approved", "opens", "opened", "closed", "applied", "award_week"), _week),
    **dict.fromkeys(("promised", "claimed"), _week),
    **dict.fromkeys(("investment", "planned_sales", "expected_profit", "funds", "asked", "reported"), _yuan),
    **dict.fromkeys(("expected_sales", "stated_sales"), _yuan),
    **dict.fromkeys(("partner", "sales_to_date"), _yuan),
    **dict.fromkeys(("award", "paid", "recovered", "cancelled", "overpaid"), _fen),
}
# Columns whose change is said by that of another one.
SILENT = (
    "start", "approved", "opened", "closed", "award_week", "stage", "sales_to_date", "reported", "applied", "claimed",
    "stated_sales", "stated_need", "stated_weeks",
)  # fmt: skip
# Columns whose change has a text of its own: of what they are now, or of what has been added.
SAID_NOW, SAID_GROWN = ("opens", "promised", "partner", "award"), ("paid", "recovered", "overpaid", "cancelled")


def column_name(name: str) -> str:
    """What a column is called."""
    return named(f"trace-column-{slug(name)}", name.replace("_", " "))


def _written(scene: Scene, name: str, value: Any) -> str:
    return FORMS.get(name, _plain)(scene, value)


def word(scene: Scene, name: str, value: Any) -> tuple[str, str]:
    """Return what a column is called, and its value in words."""
    return column_name(name), _written(scene, name, value)


def change(scene: Scene, name: str, before: Any, now: Any) -> str:
    """Say that a column has changed; empty where another column's change says it."""
    if name in SILENT:
        return ""
    if name in SAID_NOW:
        return say(f"trace-becomes-{name}", value=_written(scene, name, now))
    if name in SAID_GROWN:
        return say(f"trace-becomes-{name}", value=_written(scene, name, now - before))
    ends = {"before": _written(scene, name, before), "now": _written(scene, name, now)}
    return say("trace-changes", column=column_name(name), **ends)
