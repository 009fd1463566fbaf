"""Every key that can be set."""

from __future__ import annotations

from collections.abc import Sequence

from sim.data import read
from sim.data.held import made_once
from sim.inputs.faults import keys_of
from sim.inputs.settings import Settings
from sim.policy.awards import AwardRule
from sim.policy.plan import AreaPlan, KindPlan, NumberPlan, Targets, group_names
from sim.policy.schema import Section


@made_once
def known_keys() -> list[str]:
    """Every key that can be set, with dots: sections first, then what is in them."""
    keys = list(Settings.model_fields)
    for name in Settings.model_fields:
        keys += [f"{name}.{key}" for key in keys_of(Settings, (name,))]
    named, kinds = group_names(), read.read_kinds().kind
    tables: list[tuple[str, type[Section], Sequence[str]]] = [
        ("rules.kinds", AwardRule, kinds),
        ("plan.directions", NumberPlan, named["directions"]),
        ("plan.kinds", KindPlan, kinds),
        ("plan.areas", AreaPlan, named["areas"]),
    ]
    for table, model, names in tables:
        keys += [f"{table}.{name}.{key}" for name in names for key in model.model_fields]
    keys += [f"rules.kinds.{name}.cap_by_level.{level}" for level in read.read_levels().level for name in kinds]
    keys += [f"plan.targets.{key}" for key in Targets.model_fields]
    return keys + [f"parameters.{p.name}" for p in read.read_parameters()]
