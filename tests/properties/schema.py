"""Everything that can be set, as the models of the settings state it, and values for each: a new setting is covered."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from hydra.core.override_parser.types import Quote, QuotedString
from hypothesis import strategies as st

from sim.data import read
from sim.inputs.keys import known_keys
from sim.inputs.settings import Settings
from sim.kernel.columns import LIQUIDITY_TYPES
from sim.policy.allocations import ALLOCATIONS
from sim.policy.instruments import INSTRUMENTS
from sim.policy.screening import SCREENING

Node = dict[str, Any]
SCHEMA: Node = Settings.model_json_schema()
PARAMETERS = {p.name: p for p in read.read_parameters()}
HUGE = 1.7e308
# What keeps a run small; the schema allows more.
SMALL = {
    "replicates": (1, 2), "population.consumers_per_city": (10, 40), "horizon.weeks_warmup": (4, 9),
    "horizon.weeks_pilot": (4, 30), "horizon.weeks_after": (0, 9), "threads": (1, 2),
    "parameters.proposals_per_city": (0, 200),
}  # fmt: skip
# Texts that name something, by the last word of their key; what they may name is checked beside the schema.
NAMES = {
    "city": read.read_cities().id, "cities": read.read_cities().id, "sectors": read.read_sectors().sector,
    "sector": read.read_sectors().sector, "project_kind": read.read_kinds().kind, "liquidity": LIQUIDITY_TYPES,
    "between": tuple(ALLOCATIONS), "rule": tuple(SCREENING), "scenario": ("suzhou_plan", "all_or_nothing"),
}  # fmt: skip
WEEKS = ("start_week", "end_week")
ODD_TEXTS = (
    "", " ", "x" * 300, "a\nb", "\x1b[31m", "null", "苏州", "../x", "${seed}", "~", "1e3", "a,b", "'", '"', "\\", "{",
    "[x", "nan", "é̱", "_target_", "%(x)s", "a=b", "\u202e", "0x10", "yes", "-", "/dev/null", ":", "#",
)  # fmt: skip
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.sampled_from(ODD_TEXTS), st.text(max_size=8)
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("a", "name", "kind", "")), inner, max_size=2)
    ),
    max_leaves=4,
)


class Leaf(NamedTuple):
    """One value that can be set."""

    key: str  # as on the command line
    node: Node  # what the schema says of it
    kind: str = ""  # of the instrument that has it


def resolved(node: Node) -> Node:
    """Schema of a value, without references."""
    return SCHEMA["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def leaves(key: str = "", node: Node = SCHEMA) -> list[Leaf]:
    """Every value below a key."""
    node, dot = resolved(node), f"{key}." if key else ""
    if "discriminator" in node:
        kinds = {kind: resolved({"$ref": at}) for kind, at in node["discriminator"]["mapping"].items()}
        return [
            Leaf(f"{dot}{name}", inner, kind)
            for kind, of in kinds.items()
            for name, inner in of["properties"].items()
            if name != "kind"
        ]
    if "properties" in node:
        return [leaf for name, inner in node["properties"].items() for leaf in leaves(f"{dot}{name}", inner)]
    if isinstance(inner := node.get("additionalProperties"), dict):
        names = dict.fromkeys(k.removeprefix(dot).split(".")[0] for k in known_keys() if k.startswith(dot))
        return [leaf for name in names for leaf in leaves(f"{dot}{name}", inner)]
    return [Leaf(key, node)]


def _range(key: str, node: Node) -> tuple[float, float]:
    """Least and highest value allowed, as far as a test can afford them."""
    is_whole = node["type"] == "integer"
    low, high = node.get("minimum", node.get("ge", -HUGE)), node.get("maximum", node.get("le", HUGE))
    if "exclusiveMinimum" in node:
        low = math.nextafter(node["exclusiveMinimum"], math.inf)
    if "exclusiveMaximum" in node:
        high = math.nextafter(node["exclusiveMaximum"], -math.inf)
    if "lt" in node:
        high = node["lt"] - 1
    if (name := key.removeprefix("parameters.")) in PARAMETERS:
        low, high = PARAMETERS[name].low, PARAMETERS[name].high
    low, high = max(low, SMALL.get(key, (low,))[0]), min(high, SMALL.get(key, (0, high))[1])
    return (math.ceil(low), math.floor(high)) if is_whole else (low, high)


def _numbers(key: str, node: Node) -> st.SearchStrategy[float]:
    low, high = _range(key, node)
    if key.rpartition(".")[2] in (*WEEKS, "announce_week"):
        return st.integers(int(low), 40)
    if node["type"] == "integer":
        return st.one_of(st.integers(int(low), int(min(high, low + 20))), st.integers(int(low), int(high)))
    near = st.floats(max(low, -10.0), min(high, max(1.0, 2 * low)), allow_nan=False)
    return st.one_of(st.sampled_from((low, high)), near, st.floats(low, high, allow_nan=False))


def allowed(key: str, node: Node) -> st.SearchStrategy[Any]:
    """Values that the schema allows; what sections as a whole ask for is for :mod:`tests.properties.cases`."""
    node, last = resolved(node), key.rpartition(".")[2]
    if "anyOf" in node:
        return st.one_of([allowed(key, inner) for inner in node["anyOf"]])
    if "const" in node or "enum" in node:
        return st.sampled_from(node.get("enum", [node.get("const")]))
    if "discriminator" in node:
        return st.sampled_from(list(INSTRUMENTS)).flatmap(instruments)
    match node["type"]:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "array" if last == "calls":
            return st.lists(
                table(key, node["items"]), min_size=1, max_size=4, unique_by=lambda call: call["quarter"]
            ).map(lambda calls: sorted(calls, key=lambda call: call["quarter"]))
        case "array":
            return st.lists(allowed(key, node["items"]), min_size=1, max_size=4, unique_by=repr)
        case "string":
            return st.sampled_from(NAMES.get(last, ("mine", "A b.c (1)-_")))
        case "object" if "properties" in node:
            return table(key, node)
        case "object":
            names = NAMES["cities"] if key.startswith("allocation.") else tuple(PARAMETERS)
            return st.dictionaries(st.sampled_from(names), allowed(key, node["additionalProperties"]), max_size=3)
        case _:
            return _numbers(key, node)


def table(key: str, node: Node) -> st.SearchStrategy[dict[str, Any]]:
    """A table with all that it needs, and some of what it may have."""
    node = resolved(node)
    needed = node.get("required", [])
    fields = {name: allowed(f"{key}.{name}", inner) for name, inner in node["properties"].items()}
    return st.fixed_dictionaries(
        {name: fields[name] for name in needed}, optional={name: s for name, s in fields.items() if name not in needed}
    )


def instruments(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Terms of an instrument of one kind that fit together."""

    def fitting(terms: dict[str, Any]) -> dict[str, Any]:
        first, last = sorted(terms[week] for week in WEEKS)
        terms |= {"start_week": first, "end_week": first if INSTRUMENTS[kind].acts_at_once else last}
        if terms.get("announce_week") is not None:
            terms["announce_week"] = min(first, terms["announce_week"])
        if "face_yuan" in terms:
            terms["face_yuan"], terms["threshold_yuan"] = sorted((terms["face_yuan"], terms["threshold_yuan"]))
        return terms

    mapping = SCHEMA["properties"]["instrument"]["discriminator"]["mapping"]
    return table("instrument", {"$ref": mapping[kind]}).map(fitting)


def odd(key: str, node: Node) -> st.SearchStrategy[Any]:
    """Values beside, at and beyond what the schema allows."""
    node = resolved(node)
    found = [anything, allowed(key, node)]
    for inner in map(resolved, node.get("anyOf", [node])):
        if inner.get("type") in ("integer", "number"):
            low, high = _range(key, inner)
            found.append(
                st.sampled_from((low - 1, high + 1, low * 2 - 1, high * 1e9, -0.0, low + 0.5, math.nan, math.inf))
            )
        if inner.get("type") == "array":
            item = allowed(key, inner["items"])
            found += [st.just([]), item, item.map(lambda x: [x, x]), st.lists(anything, max_size=2)]
        if inner.get("type") == "string":
            some = allowed(key, inner).map(str)
            found += [some.map(str.upper), some.map(lambda x: x[:-1]), some.map(lambda x: f" {x} ")]
    return st.one_of(found)


def words(value: object) -> str:
    """A value in Hydra's grammar."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{words(k)}:{words(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(words, value)) + "]"
    if isinstance(value, str):
        return value if value.isidentifier() and value.isascii() else QuotedString(value, Quote.single).with_quotes()
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value)
