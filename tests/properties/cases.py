"""Runs to be tried: a small town, some choices of configs, and one to eight values more."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sim.data import read
from sim.inputs.overrides import GROUPS, choices
from sim.kernel.columns import POTS
from tests.properties import schema
from tests.properties.schema import Leaf, allowed, instruments, words

LEAVES = schema.leaves()
FITTED = (
    "output",
    "scenario",
    "city",
    "instrument",
    "split.",
    "publicity.",
    "allocation.",
    "rules.",
    "launcher",
    "cluster.",
)
PLAIN: dict[str, list[Leaf]] = {}  # leaves of every section, so that a large one does not crowd out the others
for _leaf in LEAVES:
    if not _leaf.kind and not _leaf.key.startswith(FITTED):
        PLAIN.setdefault(_leaf.key.partition(".")[0], []).append(_leaf)
FEW = ("xining", "haikou", "suzhou")
CITIES = read.read_cities()
LEAF = {leaf.key: leaf for leaf in LEAVES if not leaf.kind}
Case = dict[str, Any]  # value by key, in the order of the command line


TOWN: Case = {
    "city": ["xining", "haikou"], "population.consumers_per_city": 20, "horizon.weeks_warmup": 6,
    "horizon.weeks_pilot": 30, "horizon.weeks_after": 6, "replicates": 1, "threads": 1, "allocation": "none",
}  # fmt: skip
BUSY: Case = TOWN | {
    "allocation": "official", "rules": "beijing", "plan": "core_areas", "screening": "model_assisted",
    "participation": "strong", "split": "debut_first", "instrument": "voucher", "instrument.start_week": 2,
    "instrument.end_week": 9, "authority.second_tranche_rule": "top_share", "authority.exchange": "continuous",
    "authority.strategic": True, "authority.unspent": "publicity",
}  # fmt: skip


@st.composite
def shares(draw: st.DrawFn, n: int) -> list[float]:
    """Shares that sum to 1, whole ones and nothing among them."""
    parts = draw(st.lists(st.sampled_from((0, 0, 1, 2, 7)), min_size=n, max_size=n).filter(any))
    found = [part / sum(parts) for part in parts]
    return [*found[:-1], 1 - sum(found[:-1]) if parts[-1] else 0.0] if sum(found) != 1 and parts[-1] else found


@st.composite
def _summed(draw: st.DrawFn, keys: tuple[str, ...]) -> Case:
    return dict(zip(keys, draw(shares(len(keys))), strict=True))


@st.composite
def _in_order(draw: st.DrawFn) -> Case:
    times = sorted(draw(st.lists(st.sampled_from((0.0, 0.2, 0.5, 0.5, 1.0)) | st.floats(0, 1), min_size=3, max_size=3)))
    return dict(
        zip((f"authority.{t}_at" for t in ("first_tranche", "second_tranche", "last_call")), times, strict=True)
    )


@st.composite
def _own_allocation(draw: st.DrawFn) -> Case:
    """An allocation of one's own over the cities of the run."""
    names = draw(st.lists(st.sampled_from(FEW), min_size=1, max_size=3, unique=True))
    parts = dict(zip(names, draw(shares(len(names))), strict=True))
    rule = draw(st.sampled_from(("shares", "yuan")))
    if rule == "yuan":
        envelope = sum(int(CITIES.quota_fen[CITIES.id.index(name)]) for name in names) // 100
        yuan = {name: int(envelope * share) for name, share in parts.items()}
        yuan[names[0]] += envelope - sum(yuan.values())
        parts = yuan
    return {"city": names, "allocation.between": rule, f"allocation.{rule}": parts}


_caps = st.dictionaries(st.sampled_from(read.read_levels().level), st.floats(0, 1e12), max_size=2)


@st.composite
def _award_rule(draw: st.DrawFn) -> Case:
    """Terms of one kind that fit together."""
    kind = draw(st.sampled_from(read.read_kinds().kind))
    rule = draw(schema.table(f"rules.kinds.{kind}", {"$ref": "#/$defs/AwardRule"}))
    rule |= draw(_summed(("upfront", "completion", "results")))
    rule["rate"] = rule.get("rate") or 0.1
    rule["cap_by_level"] = draw(_caps)
    if not rule.get("large_from_yuan") or not rule.get("large_cap_yuan"):
        rule |= {"large_from_yuan": None, "large_cap_yuan": None}
    return {"rules.forbidden": [], **{f"rules.kinds.{kind}.{name}": value for name, value in rule.items()}}


def _one(key: str) -> st.SearchStrategy[Case]:
    """One value that is allowed."""
    return st.fixed_dictionaries({key: allowed(key, LEAF[key].node)})


# Values that have to fit together.
TOGETHER = {
    "split": st.tuples(_summed(tuple(f"split.{pot}" for pot in POTS)), _one("split.withheld")).map(
        lambda x: x[0] | x[1]
    ),
    "publicity": _summed(("publicity.home", "publicity.visitors", "publicity.national")),
    "authority": _in_order(),
    "allocation": _own_allocation(),
    "rules": _award_rule(),
}
small_town = st.fixed_dictionaries(
    {
        "city": st.lists(st.sampled_from(FEW), min_size=1, max_size=3, unique=True),
        **{key: st.integers(*schema.SMALL[key]) for key in schema.SMALL if key.startswith(("pop", "hor", "repl"))},
        "threads": st.just(1),
    }
)
plain = st.sampled_from(sorted(PLAIN)).flatmap(lambda section: st.sampled_from(PLAIN[section]))
groups = {group: st.sampled_from(choices(group)) for group in (*GROUPS, "parameters") if group != "instrument"}


def _drawn(draw: st.DrawFn, leaf: Leaf, value: Any) -> Case:
    return {leaf.key: draw(value(leaf.key, leaf.node))}


@st.composite
def sound(draw: st.DrawFn) -> Case:
    """Values that are allowed one by one, and mostly together."""
    case = draw(small_town) | draw(st.fixed_dictionaries({}, optional=groups))
    if kind := draw(st.sampled_from((None, None, *schema.INSTRUMENTS))):
        terms = draw(instruments(kind))
        case |= {"instrument": terms.pop("kind"), **{f"instrument.{name}": value for name, value in terms.items()}}
    if draw(st.booleans()):
        case["instruments"] = draw(st.lists(st.sampled_from(list(schema.INSTRUMENTS)).flatmap(instruments), max_size=3))
    for _ in range(draw(st.integers(1, 8))):
        if draw(st.integers(0, 3)) == 0:
            case |= draw(TOGETHER[draw(st.sampled_from(sorted(TOGETHER)))])
        else:
            case |= _drawn(draw, draw(plain), allowed)
    if case.get("parameters") == "posterior":
        case["replicates"] = 4
    return case


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    """One to eight values that may be allowed or not."""
    case = draw(small_town)
    for _ in range(draw(st.integers(1, 8))):
        leaf = draw(st.sampled_from(LEAVES))
        if leaf.kind and draw(st.booleans()):
            case["instrument"] = leaf.kind
        case |= _drawn(draw, leaf, schema.odd if draw(st.booleans()) else allowed)
    return case


def overrides(case: Case) -> list[str]:
    """A case as it is written on the command line."""
    return [f"{key}={words(value)}" for key, value in case.items()]
