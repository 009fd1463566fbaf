"""Cost of each mechanism: a world less the same world without it."""

from __future__ import annotations

from functools import partial

from bench.clock import cost, spread, take_turns
from bench.part import Figures, Row
from bench.worlds import cost_per_week, fill_slots, n_rows, new_model, settle_in
from sim.inputs.compose import compose
from sim.kernel.columns import ACCOUNT_WEEKS
from sim.model import PilotModel

INSTRUMENTS = ("threshold_coupon", "voucher", "price_discount")
BARE = tuple(f"-{name}" for name in INSTRUMENTS)  # they cost so much that the rest would drown in their noise
# Mechanism -> the world it is taken out of, and what takes it out.
MECHANISMS = {
    "word_of_mouth": (BARE, ("population.network=none",)),
    "novel_venues": (BARE, ("parameters.venue_slots=1",)),
    "coupons": ((), ("-threshold_coupon",)),
    "vouchers": ((), ("-voucher",)),
    "discounts": ((), ("-price_discount",)),
}
ROUNDS = 8
LONG = {"start_week": 0, "end_week": 200}
ROWS = (
    Row(
        "cost of word of mouth, novel venues, shops and trip chains",
        "{ns_word_of_mouth:.0f}, {ns_novel_venues:.0f}, {ns_shops_and_trip_chains:.0f} ns per consumer and week",
    ),
    Row(
        "cost of coupons, discounts, vouchers in weeks in which every city has one",
        "{ns_coupons:,.0f}, {ns_discounts:,.0f}, {ns_vouchers:.0f} ns",
    ),
)


def measure() -> Figures:
    """Nanoseconds per consumer and week; the worlds take turns, and the median of the differences counts."""
    outs = sorted({out for of, less in MECHANISMS.values() for out in (of, of + less)} | {()})
    models = {out: _running(_overrides(out)) for out in outs}
    found = take_turns({out: partial(_ns_per_week, model) for out, model in models.items()}, ROUNDS)
    return {
        **{
            f"ns_{name}": spread(a - b for a, b in zip(found[of], found[of + less], strict=True)).median
            for name, (of, less) in MECHANISMS.items()
        },
        "ns_shops_and_trip_chains": _ns_of_accounts(models[()]),
    }


def _ns_per_week(model: PilotModel, _: int) -> float:
    return cost_per_week(model) / n_rows(model) * 1e9


def _ns_of_accounts(model: PilotModel) -> float:
    """Nanoseconds per consumer and week of the accounts of merchants."""

    def close() -> None:
        model.markets.close_accounts()
        model.world.since.expected[:] = 1.0

    return spread(cost(close) for _ in range(ROUNDS)).median / ACCOUNT_WEEKS / n_rows(model) * 1e9


def _overrides(without: tuple[str, ...]) -> list[str]:
    """Overrides of a world in which the instruments run all the time, less some."""
    chosen = [name for name in INSTRUMENTS if f"-{name}" not in without]
    terms = [compose([f"instrument={name}"]).instrument.model_dump(mode="json") | LONG for name in chosen]
    base = ["city=[beijing,hangzhou,wuhan,xining,haikou]", "population.consumers_per_city=2000", "threads=1"]
    plain = [text for text in without if not text.startswith("-")]
    return [*base, f"instruments={_hydra(terms)}", "allocation=official", *plain]


def _hydra(value: object) -> str:
    """Plain data in Hydra's grammar of overrides."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{k}:{_hydra(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_hydra, value)) + "]"
    return "null" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


def _running(overrides: list[str]) -> PilotModel:
    """A world in which everything runs and is compiled."""
    model = new_model(compose(overrides))
    model.world.week = 0
    fill_slots(model)
    settle_in(model)
    return model
