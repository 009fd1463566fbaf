"""How the columns of ``Projects`` are called and written, and what is said when one changes.

Those before ``status`` say what a proposal is, the others what becomes of it. A new column needs nothing here: it is
called and written as it stands; a line of :data:`WORDS` or :data:`CHANGES` lets it read better.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.kernel.columns import NEVER, STATUS, Projects
from sim.studies.trace.scene import SIZE_NAMES, Scene, yuan
from sim.world.ledger import FEN_PER_YUAN

BECOMES = Projects._fields[Projects._fields.index("status") :]
IS = Projects._fields[: Projects._fields.index("status")]
PARTS = ("nothing yet", "upfront", "on completion", "on results, or cancelled")
BEGUN = {  # what a status says of a project that has just got it
    "idea": "is an idea", "waiting": "is thought of, and does not go ahead yet",
    "approval": "is decided on, and goes to the departments for approval", "building": "building begins",
    "open": "opens", "closed": "closes", "stalled": "stalls in the middle of building",
    "stopped": "is found stalled by an inspection and stopped", "dropped": "is given up",
}  # fmt: skip


def _week(scene: Scene, value: float) -> str:
    return "never" if value <= NEVER else scene.week(int(value))


def _yuan(scene: Scene, value: float) -> str:
    return yuan(float(value))


def _fen(scene: Scene, value: float) -> str:
    return yuan(float(value) / FEN_PER_YUAN)


def _plain(scene: Scene, value: object) -> str:
    """Whatever a column holds: a number, yes or no, or one number for each of several things."""
    if np.ndim(value):
        return ", ".join(_plain(scene, one) for one in np.asarray(value))
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if np.isinf(value):
        return "never"
    return _week(scene, value) if value <= NEVER else f"{value:,.0f}" if float(value).is_integer() else f"{value:,.3f}"


# Column -> how it is called, and how it is written. What is missing here is called and written as it stands.
WORDS: dict[str, tuple[str, Callable[[Scene, object], str]]] = {
    "kind": ("kind", lambda scene, k: scene.fixed.kinds.name[k]),
    "sector": ("sector", lambda scene, g: scene.fixed.sectors.name[g]),
    "district": ("district", _plain),
    "level": ("level of a store", lambda scene, n: scene.fixed.levels.name[n]),
    "brand": ("brand that opens in one city only", lambda scene, b: "none" if b < 0 else f"number {b}"),
    "size_class": ("merchant that proposes it", lambda scene, s: f"{SIZE_NAMES[s]} shops"),
    "week": ("thought of in", _week),
    "investment": ("investment", _yuan),
    "planned_sales": ("planned sales a week", _yuan),
    "quality": ("true quality (ln attraction beside size)", _plain),
    "expected_profit": ("expected profit, present value", _yuan),
    "funds": ("own money and credit", _yuan),
    "build": ("weeks of building, without approvals", _plain),
    "stalls": ("stalls while building", _plain),
    "fails_after": ("closes after weeks of being open", _plain),
    "inflation": ("share by which it would overstate the investment", _plain),
    "one_stop": ("approvals go side by side if below the city's coordination", _plain),
    "status": ("status at the end", lambda scene, s: STATUS[s]),
    "start": ("decision to build", _week),
    "approved": ("last approval", _week),
    "opens": ("due to open", _week),
    "opened": ("opened", _week),
    "closed": ("closed or stalled", _week),
    "applied": ("last call it applied to", _week),
    "asked": ("asks for, at present", _yuan),
    "reported": ("investment it reported", _yuan),
    "award_week": ("award", _week),
    "award": ("sum of the award", _fen),
    "promised": ("opening promised for", _week),
    "partner": ("money of private partners", _yuan),
    "claimed": ("part due since", _week),
    "stage": ("last part of the award settled", lambda scene, s: PARTS[s]),
    "paid": ("public money paid", _fen),
    "recovered": ("public money taken back", _fen),
    "cancelled": ("award cancelled", _fen),
    "overpaid": ("paid for investment that was not there", _fen),
    "sales_to_date": ("sales so far, at prices of the start", _yuan),
}
# Column -> what is said when it changes; empty: another column's change says it.
CHANGES: dict[str, str] = {
    **dict.fromkeys(("start", "approved", "opened", "closed", "award_week", "stage", "sales_to_date"), ""),
    **dict.fromkeys(("reported", "applied", "claimed"), ""),
    "opens": "is due to open in {new}", "promised": "promises to open by {new}", "partner": "partners add {new}",
    "award": "gets an award of {new}", "paid": "is paid {grown}", "recovered": "{grown} is taken back",
    "overpaid": "of what was paid, {grown} is for investment that was not there",
    "cancelled": "{grown} of the award is cancelled",
}  # fmt: skip


def word(scene: Scene, name: str, value: object) -> tuple[str, str]:
    """Return what a column is called, and its value in words."""
    label, form = WORDS.get(name, (name.replace("_", " "), _plain))
    return label, form(scene, value)


def change(scene: Scene, name: str, before: object, now: object) -> str:
    """Say that a column has changed; empty where another column's change says it."""
    label, form = WORDS.get(name, (name.replace("_", " "), _plain))
    if name not in CHANGES:
        return f"{label}: {form(scene, before)} -> {form(scene, now)}"
    grown = form(scene, now - before) if "{grown}" in CHANGES[name] else ""
    return CHANGES[name].format(new=form(scene, now), grown=grown)
