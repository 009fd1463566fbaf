"""What must hold of any run, whatever was asked: money, shares, sums, finite numbers, a twin that knows no policy."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from sim.measures.catalogue import MEASURES
from sim.measures.effects import effects
from sim.measures.measure import Derived, Ratio
from sim.measures.tables import summarise, tidy
from sim.model import PilotModel
from sim.model.observe import Observer
from sim.runs.twins import Recorder, draws_of, run_world, warm_up
from sim.world.ledger import ACCOUNTS, FEN_PER_YUAN

# Columns that may hold what is no number: nothing is there yet.
MAYBE_NAN = {"authorities.next_part", "authorities.score", "city.score"}
# What there is so much of: never below 0.
STOCKS = {
    "consumers.need_stock", "consumers.plan", "consumers.aware", "consumers.told_of", "consumers.weight",
    "merchants.shops",
    "merchants.price", "merchants.price_shift", "merchants.by_age", "merchants.sales", "merchants.usual_shops",
    "venues.capacity", "venues.marketing", "venues.publicity", "venues.weeks_open", "venues.visitor_aware",
    "venues.experienced", "venues.gone", "venues.told", "venues.spread",
    "projects.investment", "projects.planned_sales", "projects.award", "projects.paid",
    "projects.recovered", "projects.cancelled", "projects.overpaid", "projects.partner", "projects.asked",
    "projects.reported", "projects.sales_to_date", "approvals.credit", "approvals.waited", "approvals.cases",
    "authorities.quota", "authorities.visitors", "authorities.national", "authorities.sales",
    "authorities.partners", "holdings.coupons", "holdings.voucher", "holdings.voucher_share", "committed", "flow",
    "visits", "shopping.local", "shopping.established", "shopping.price", "since.traffic",
}  # fmt: skip
SHARES = (
    "consumers.plan", "consumers.aware", "venues.visitor_aware", "venues.experienced", "venues.aware", "venues.been",
    "authorities.screening",
)  # fmt: skip
SUMMED = (
    "yuan",
    "projects",
    "stores",
    "shops",
    "persons",
    "person-years",
    "project-weeks",
    "cases",
)  # over their cells
# Totals that hold more than their cells, or other people's: said in docs/results.md.
PARTIAL = {
    ("net_yuan", "city"), ("net_yuan", "sector"), ("gross_yuan", "direction"), ("paid_yuan", "direction"),
    ("windfall_yuan", "direction"), ("sales_twin_yuan", "size"),
}  # fmt: skip
NEAR = 1e-7  # relative rounding error of a sum


def columns(world):
    """Name and array of every column of a world."""
    for field in fields(world):
        part = getattr(world, field.name)
        if isinstance(part, np.ndarray):
            yield field.name, part
        elif isinstance(part, tuple) and hasattr(part, "_fields"):
            yield from ((f"{field.name}.{name}", getattr(part, name)) for name in part._fields)


class Watch(Observer):
    """Looks at every column of a world each week."""

    def after_week(self, model: PilotModel) -> None:
        world = model.world
        for name, column in columns(world):
            if column is None or column.dtype.kind not in "fi" or not column.size:
                continue
            if name not in MAYBE_NAN:
                assert np.isfinite(column).all(), f"week {world.week}: {name} is not finite"
            if name in STOCKS:
                assert np.nanmin(column, initial=0) >= -1e-9, f"week {world.week}: {name} is negative"
            if name in SHARES:
                assert column.max() <= 1 + 1e-6, f"week {world.week}: {name} is above 1"
        for account in ACCOUNTS[1:]:
            assert (world.ledger.balance[account] >= 0).all(), f"week {world.week}: {account} is overdrawn"
        self.ledger, self.quota = world.ledger, world.authorities.quota


def run(settings, world, draws):
    """Record and ledger of one world."""
    recorder, watch = Recorder(), Watch()
    run_world(settings, world, draws, [recorder, watch])
    return recorder.record, watch


def replicate(settings, number: int = 0):
    """Everything that is counted in one replicate, after its worlds were looked at."""
    base, draws = settings.without_policy().of_replicate(number), draws_of(settings, number)
    world = warm_up(base, draws)
    twin, _ = run(base, world.fork(), draws)
    policy, watch = run(settings.of_replicate(number), world.fork(), draws)
    counted = effects(policy, twin, world.fixed, world.projects)
    check_money(settings, watch)
    check_sums(counted)
    for record in (policy, twin):
        shops, projects = record.size_sales.sum(), record.project_home.sum() + record.project_visitors.sum()
        assert np.isclose(shops + projects, record.sales.sum(), rtol=NEAR), (
            "shops and projects do not sell what is sold"
        )
    return counted, policy, twin


def check_money(settings, watch: Watch) -> None:
    """Public money stays within the grant and what the treasury pays for instruments."""
    book = watch.ledger
    assert book.moved("treasury", "ministry").sum() <= watch.quota.sum(), "the ministry pays more than the grant"
    top_ups = sum(k.award_money().yuan for k in settings.programme if k.award_money())
    assert (book.moved("treasury", "city_uncommitted") <= top_ups * FEN_PER_YUAN).all(), (
        "more is added to the awards than said"
    )
    if not any(k.pays == "treasury" for k in settings.programme):
        assert not book.moved("treasury", "instruments").any(), "the treasury pays for what the grant should"
    limits = {k.label: k.budget_yuan for k in settings.programme if getattr(k, "budget_yuan", None)}
    if limits and len(limits) == len(settings.programme):
        spent = book.moved("instruments", "residents")
        assert (spent <= sum(limits.values()) * FEN_PER_YUAN).all(), "more is paid than the budget"


def check_sums(counted: dict[str, np.ndarray]) -> None:
    """No number is missing or infinite, the parts of the gross sum to it, and cells sum to their total."""
    for key, value in counted.items():
        if key not in MAYBE_NAN:
            assert np.isfinite(value).all(), f"{key} is not finite"
    total = {name: float(counted[f"total.{name}"]) for name in MEASURES if f"total.{name}" in counted}
    parts = ("windfall", "displaced_city", "displaced_intercity", "displaced_online", "brought_forward", "net")
    scale = max(abs(total["gross_yuan"]), *(abs(total[f"{part}_yuan"]) for part in parts), 1.0)
    assert abs(sum(total[f"{part}_yuan"] for part in parts) - total["gross_yuan"]) <= NEAR * scale
    for name, measure in MEASURES.items():
        cells = {
            d: counted[f"{d}.{name}"]
            for d in measure.formulas
            if d not in ("total", "replicate") and f"{d}.{name}" in counted
        }
        if measure.unit not in SUMMED:
            continue
        sums = {d: float(x.sum()) for d, x in cells.items() if (name, d) not in PARTIAL}
        sums |= {"total": total[name]} if name in total else {}
        size = max((float(np.abs(x).sum()) for x in cells.values()), default=0.0)
        assert np.ptp(list(sums.values()) or [0]) <= NEAR * max(1.0, size), f"{name}: {sums}"
    by_place = counted["city.net_yuan"].sum(), counted["sector.net_yuan"].sum()
    size = np.abs(counted["sector.net_yuan"]).sum()
    assert abs(by_place[0] - by_place[1]) <= NEAR * max(1.0, size), f"net_yuan by place: {by_place}"


def check_tables(settings, parts) -> None:
    """Tables hold no infinite number, and none is missing but where its denominator is 0 or it has one replicate."""
    frame = tidy([settings.label], [settings], [parts])
    summarise([settings.label], frame)
    assert not np.isinf(frame[["value", "se", "ci_low", "ci_high"]].to_numpy()).any(), "infinite in a table"
    named = frame[frame.value.isna()].measure.unique()
    for name in named:
        ratios = all(isinstance(f, Ratio | Derived) for f in MEASURES[name].formulas.values())  # over 0
        assert ratios or MEASURES[name].unit not in SUMMED, f"{name} is missing in the table"


def same(one, other) -> bool:
    """Whether two records or sets of measures are the same to the last bit."""
    one, other = (x if isinstance(x, dict) else vars(x) for x in (one, other))
    return all(np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f") for name in one)
