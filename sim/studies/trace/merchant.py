"""The story of one row of established merchants."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import ACCOUNT_WEEKS, AGES
from sim.model import PilotModel
from sim.results.words import MILLION
from sim.studies.trace.row import Accounts, close_alone
from sim.studies.trace.scene import SIZE_NAMES, Scene, paragraph, percent, plus, table, yuan
from sim.studies.trace.telling import Panel, Story, beside, chronicle, told
from sim.studies.trace.watch import Event, Quantity, Watch
from sim.texts import say

SHOPS, PRICE = Quantity("shops", "shops"), Quantity("price", "1 at the start")
CASH, JUDGED = Quantity("cash", "weeks of normal sales per shop"), Quantity("judged_profit", "of the normal profit")
SALES = Quantity("sales", f"yuan in {ACCOUNT_WEEKS} weeks")
ENTRIES, EXITS = Quantity("entries", "shops"), Quantity("exits", "shops")
NORMAL = Quantity("sales_expected", f"yuan in {ACCOUNT_WEEKS} weeks")


def exits_at(age: int) -> Quantity:
    """Shops that close in one year of their age."""
    return Quantity(f"exits_year_{age + 1}{'_and_later' if age == AGES - 1 else ''}", "shops")


class MerchantWatch(Watch):
    """Shops, price, cash and accounts of one row of merchants."""

    def begin(self, model: PilotModel) -> None:
        """Find the row, and keep how it starts."""
        self.district, self.sector, self.size = self.row
        self.index = (self.city, self.district, self.sector, self.size)
        self.closed: Accounts | None = None
        self.live: set[int] = set()
        self.first = self._state(model)
        self.normal_sales = float(model.world.merchants.normal_sales[self.index])

    def before_accounts(self, model: PilotModel) -> None:
        """Close the accounts of a copy: the engine counts exits by sector, not by row."""
        self.closed = close_alone(model.markets, self.index) if model.accounts_are_due else None
        self.expected = float(model.world.since.expected[self.city, self.sector]) * self.normal_sales

    def _state(self, model: PilotModel) -> dict[Quantity, float]:
        m = model.world.merchants
        price = m.price[self.index] * m.price_shift[self.index]
        judged = {CASH: float(m.cash[self.index]), JUDGED: float(m.profits[self.index])}
        return {SHOPS: float(m.shops[self.index]), PRICE: float(price)} | judged

    def seen(self, model: PilotModel) -> dict[Quantity, float]:
        """Write down the state, and the accounts where they were closed this week."""
        self._rivals(model)
        seen = self._state(model)
        if self.closed is None:
            return seen
        before = self.weeks[-1] if self.weeks else self.first
        seen |= {SALES: float(model.world.closed.sales[self.index]), NORMAL: self.expected * before[SHOPS]}
        seen |= {ENTRIES: self.closed.entries, EXITS: float(self.closed.exits.sum())}
        return seen | {exits_at(age): float(n) for age, n in enumerate(self.closed.exits)}

    def _rivals(self, model: PilotModel) -> None:
        """Note the venues of the same sector that open and close in the city."""
        venues = model.world.venues
        slots = np.flatnonzero((venues.project[self.city] >= 0) & (venues.sector[self.city] == self.sector))
        live = set(venues.project[self.city, slots].tolist())
        for k in sorted(live - self.live):
            self.say(model, say("trace-merchant-rival-opens", project=self.scene.project(k)), k)
        for k in sorted(self.live - live):
            self.say(model, say("trace-merchant-rival-closes", project=self.scene.project(k)), k)
        self.live = live

    def end(self, model: PilotModel) -> None:
        """Keep which rivals were supported."""
        self.supported = set(np.flatnonzero(model.world.projects.award_week[self.city] >= 0).tolist())


def tell(scene: Scene, policy: MerchantWatch, twin: MerchantWatch) -> Story:
    """Tell the story of one row of merchants."""
    first, city = policy.first, scene.city_name
    size, sector = SIZE_NAMES[policy.size], scene.sector(policy.sector)
    where = {"size": size, "sector": sector, "district": policy.district, "city": city}
    sales = {"shops": f"{first[SHOPS]:,.1f}", "sales": yuan(policy.normal_sales), "weeks": ACCOUNT_WEEKS}
    return Story(
        say("trace-merchant-title", **where),
        [
            say("trace-merchant-head-who"), *paragraph(say("trace-merchant-who", **where, **sales)),
            "", say("trace-merchant-head-events"),
            *chronicle(scene, told(policy, twin, _followed(policy, twin), _turns(policy, twin))),
            "", say("trace-merchant-head-accounts"), *_accounts(policy, twin),
            "", say("trace-head-totals"), *_totals(policy, twin),
        ],
        _panels(),
    )  # fmt: skip


def _followed(policy: MerchantWatch, twin: MerchantWatch) -> set[int]:
    """Rivals that the money has to do with: supported ones, and those that are not the same in both worlds."""
    differing = {e.project for e in set(policy.events) ^ set(twin.events) if e.project is not None}
    return policy.supported | differing


def _closed(watch: MerchantWatch) -> list[int]:
    return [week for week, seen in enumerate(watch.weeks) if SALES in seen]


def _turns(policy: MerchantWatch, twin: MerchantWatch) -> list[Event]:
    """Accounts in which sales differ from the twin more than ever before, by half at least."""
    events, most = [], 1e-4
    for week in _closed(policy):
        change = policy.weeks[week][SALES] / max(twin.weeks[week][SALES], 1e-9) - 1
        if abs(change) > 1.5 * most:
            most = abs(change)
            differ = plus(100 * change, 3, " %")
            events.append(Event(week, say("trace-merchant-differ", change=differ)))
    return events


def _accounts(policy: MerchantWatch, twin: MerchantWatch) -> list[str]:
    """Every account period, with what sales were expected from the season, the trend and shops as they were."""
    rows = []
    for week in _closed(policy):
        a, b = policy.weeks[week], twin.weeks[week]
        sales = a[SALES] / max(b[SALES], 1e-9) - 1
        expected = percent(a[SALES] / max(a[NORMAL], 1e-9))
        rows.append((
            f"{week}", yuan(a[SALES]), plus(100 * sales, 3, " %"), expected, f"{a[PRICE]:.4f}",
            plus(a[PRICE] - b[PRICE], 5), f"{a[CASH]:.2f}", plus(a[CASH] - b[CASH], 4), percent(a[JUDGED]),
            f"{a[SHOPS]:,.2f}", plus(a[SHOPS] - b[SHOPS], 3), f"{a[ENTRIES]:.2f}", f"{a[EXITS]:.2f}",
        ))  # fmt: skip
    columns = ("week", "sales", "expected", "price", "cash", "judged", "shops")
    when, sold, planned, price, cash, judged, shops = (say(f"trace-merchant-column-{name}") for name in columns)
    diff, entries, exits = (say(f"trace-merchant-column-{name}") for name in ("diff", "entries", "exits"))
    head = (when, sold, diff, planned, price, diff, cash, diff, judged, shops, diff, entries, exits)
    return table(head, rows)


def _totals(policy: MerchantWatch, twin: MerchantWatch) -> list[str]:
    rows = []
    flows = {
        SALES: say("trace-merchant-sales"),
        ENTRIES: say("trace-merchant-entries"),
        EXITS: say("trace-merchant-exits"),
    }
    for age in range(AGES):
        flows[exits_at(age)] = say("trace-merchant-exits-year", year=age + 1, last="yes" if age == AGES - 1 else "no")
    for quantity, label in flows.items():
        a, b = (sum(week.get(quantity, 0.0) for week in watch.weeks) for watch in (policy, twin))
        shown = (yuan(a), yuan(b), ("+" if a > b else "") + yuan(a - b)) if quantity == SALES else None
        rows.append((label, *(shown or (f"{a:,.3f}", f"{b:,.3f}", plus(a - b, 3)))))
    for quantity in (SHOPS, PRICE, CASH):
        a, b = policy.weeks[-1][quantity], twin.weeks[-1][quantity]
        rows.append((say(f"trace-merchant-end-{quantity.name}"), f"{a:,.4f}", f"{b:,.4f}", plus(a - b, 5)))
    return table(beside(say("trace-difference")), rows)


def _panels() -> list[Panel]:
    return [
        Panel(say("trace-merchant-panel-sales", weeks=ACCOUNT_WEEKS), {SALES: ""}, divisor=MILLION),
        Panel(say("trace-merchant-panel-sales-change"), {SALES: ""}, "percent"),
        Panel(say("trace-merchant-panel-shops-change"), {SHOPS: ""}, "percent"),
        Panel(say("trace-merchant-panel-price-change"), {PRICE: ""}, "percent"),
    ]
