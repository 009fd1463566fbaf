"""The story of one row of consumers.

Long because it is one story: who they are, what they know, have, and buy, in shops and online.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from sim.charts.chart import slug
from sim.kernel.columns import LIQUIDITY_TYPES
from sim.kernel.rules.plan import moved_up
from sim.model import PilotModel
from sim.studies.trace import dates, money, person, usual
from sim.studies.trace.row import channels, live_alone
from sim.studies.trace.scene import Scene, inside, more, moved_in_time, paragraph, percent, plus, table, yuan
from sim.studies.trace.telling import Panel, Story, beside, chronicle, told
from sim.studies.trace.watch import Event, Quantity, Watch, holdings_of
from sim.texts import say

PER_RESIDENT = "yuan per resident"
MARKS = (0.1, 0.5)  # shares of residents who know a venue that are worth telling
NOTABLE = 0.001  # difference of a week's spending that is told by itself
SUPPORTED_KNOWN = Quantity("supported_venues_known", "venues")
GAP, KNOWN = Quantity("liquid_gap", PER_RESIDENT), Quantity("venues_known", "venues")
ALL = Quantity("spent", PER_RESIDENT)
SUPPORTED, OTHER = Quantity("visits_supported_venues", "visits"), Quantity("visits_other_venues", "visits")
PROMISED = Quantity("promised", PER_RESIDENT)
CASH, PAID = Quantity("cash_received", PER_RESIDENT), Quantity("support_used", PER_RESIDENT)
COUPONS, COUPONS_USED = Quantity("coupons_held", "coupons"), Quantity("coupons_used", "coupons")
VOUCHER, VOUCHER_USED = Quantity("voucher_held", PER_RESIDENT), Quantity("voucher_used", PER_RESIDENT)
HOW = ("publicity", "sight", "friends")  # channels by which a venue becomes known


def spent_on(sector: str) -> Quantity:
    """Spending on a sector."""
    return Quantity(f"spent_{sector}", PER_RESIDENT)


def online_in(sector: str) -> Quantity:
    """Part of the spending on a sector that is online."""
    return Quantity(f"online_{sector}", PER_RESIDENT)


class ConsumerWatch(Watch):
    """What one row of consumers spends, has and knows; numbers are per resident."""

    def begin(self, model: PilotModel) -> None:
        """Find the row."""
        consumers = model.world.consumers
        self.i = int(consumers.first[self.city]) + self.number
        self.learned: dict[int, dict[str, float]] = defaultdict(lambda: dict.fromkeys(HOW, 0.0))  # by project
        self.knows: dict[int, float] = {}  # highest share so far, by project
        self.by_project: list[dict[int, tuple[float, float]]] = []  # share who know it, visits

    def before_instruments(self, model: PilotModel) -> None:
        """Keep what is in the city's purses, to see what is put in."""
        self.had = self._money(model)

    def before_buying(self, model: PilotModel) -> None:
        """Live the week on a copy: the engine does not keep what a single row buys."""
        given = self._money(model) - self.had
        cash, _ = given
        self.cash = float(cash[self.number])
        self.left_out = bool((given.max(axis=1) > 0).any() and given[:, self.number].max() <= 0)
        self.got = float(holdings_of(model).voucher[:, self.i].sum())
        self.handed = self._coupons(model)
        self.lived, self.copy, _ = live_alone(model.markets, self.i, self.city)
        aware = model.world.consumers.aware[self.i].astype(float)
        self.heard = {name: (1.0 - aware) * by for name, by in channels(model.markets, self.i, self.city).items()}

    def _money(self, model: PilotModel) -> np.ndarray:
        """Cash and vouchers of all rows of the city, (2, n)."""
        first = model.world.consumers.first
        rows = slice(first[self.city], first[self.city + 1])
        return np.array([model.world.consumers.gap[rows], holdings_of(model).voucher[:, rows].sum(axis=0)])

    def _coupons(self, model: PilotModel) -> float:
        piles = holdings_of(model).coupons[:, self.i]
        return float((piles * np.arange(piles.shape[1])).sum())

    def seen(self, model: PilotModel) -> dict[Quantity, float]:
        """Write down the week."""
        world, week, sectors = model.world, self.lived, model.world.fixed.sectors.sector
        live = np.flatnonzero(world.venues.project[self.city] >= 0)
        projects = world.venues.project[self.city, live].tolist()
        aware = world.consumers.aware[self.i, live].astype(float)
        self.by_project.append(dict(zip(projects, zip(aware, week.visits[live], strict=True), strict=True)))
        self._learn(model, live, projects, aware)
        self._events(model)
        heard = {Quantity(f"learned_by_{name}", "venues"): by[live].sum() for name, by in self.heard.items()}
        plans = dates.plans_of(model, self.i)
        stocks = {k: v for k, v in zip(sectors, world.consumers.need_stock[self.i], strict=True) if k not in plans}
        return (
            {ALL: week.spent.sum()}
            | {spent_on(name): value for name, value in zip(sectors, week.spent, strict=True)}
            | {
                online_in(name): week.online[g]
                for g, name in enumerate(sectors)
                if world.fixed.start.online[:, g].any()
            }
            | {GAP: float(world.consumers.gap[self.i])}
            | money.of_row(model, self.city, self.i)
            | usual.of_row(model, self.city, self.i)
            | {Quantity(f"need_stock_{name}", "1 on the plan"): value for name, value in stocks.items()}
            | {Quantity(f"due_{name}", "1 on the plan"): plan.size * float(plan[-1]) for name, plan in plans.items()}
            | {dates.moved_in(name): moved_up(plan) for name, plan in plans.items()}
            | {KNOWN: aware.sum()}
            | heard
            | {PROMISED: float(holdings_of(model).promised[:, self.i].sum())}
            | {CASH: self.cash, PAID: week.paid, COUPONS: self._coupons(model), COUPONS_USED: week.coupons}
            | {VOUCHER: float(holdings_of(model).voucher[:, self.i].sum()), VOUCHER_USED: week.voucher}
        )

    def _learn(self, model: PilotModel, live: np.ndarray, projects: list[int], aware: np.ndarray) -> None:
        """Note by which channel venues became known, and shares that are passed."""
        for v, k, share in zip(live, projects, aware, strict=True):
            for name, by in self.heard.items():
                self.learned[k][name] += float(by[v])
            before = self.knows.get(k, 0.0)
            passed = [mark for mark in MARKS if before < mark <= share]
            if passed:
                text = say("trace-consumer-know", share=percent(passed[-1], 0), project=self.scene.project(k))
                self.say(model, text, k, say("trace-consumer-know-by", channels=self.how(k)))
            self.knows[k] = max(before, share)

    def how(self, k: int) -> str:
        """Channels by which a venue became known, the strongest first."""
        by = self.shares(k)
        order = [n for n in sorted(by, key=lambda n: -by[n]) if by[n] >= 0.005]
        return ", ".join(f"{say(f'trace-channel-{n}')} {percent(by[n], 0)}" for n in order)

    def shares(self, k: int) -> dict[str, float]:
        """Part of what is known of a venue that each channel has told."""
        by = self.learned[k]
        total = sum(by.values()) or 1.0
        return {name: value / total for name, value in by.items()}

    def _events(self, model: PilotModel) -> None:
        """Note what public money does in their purse this week."""
        before = self.weeks[-1] if self.weeks else {}
        for r in model.markets.support.running:
            told = r.instrument.first_week < r.instrument.start_week and r.here[self.city]
            if told and model.world.week == r.instrument.first_week:
                start = r.instrument.start_week
                self.say(model, say("trace-consumer-announced", name=r.instrument.label, start=start))
        for text in person.handed_out(model, self.city, self.i):
            self.say(model, text)
        if self.cash > 0:
            self.say(model, say("trace-consumer-cash", yuan=yuan(self.cash)))
        if self.handed > before.get(COUPONS, 0.0):
            self.say(model, say("trace-consumer-coupons", n=f"{self.handed:.3f}"))
        if self.got > before.get(VOUCHER, 0.0):
            self.say(model, say("trace-consumer-vouchers", yuan=yuan(self.got)))
        if self.left_out:
            self.say(model, say("trace-consumer-left-out"))
        if self.lived.paid > 0:
            coupons, voucher = self.lived.coupons, self.lived.voucher
            used = [say("trace-consumer-used-coupons", n=f"{coupons:.3f}")] * (coupons > 0)
            used += [say("trace-consumer-used-vouchers", yuan=yuan(voucher))] * (voucher > 0)
            text = say("trace-consumer-pays", yuan=yuan(self.lived.paid), n=len(used), used=", ".join(used))
            self.say(model, text)

    def end(self, model: PilotModel) -> None:
        """Keep which projects were supported since when, and who the row is."""
        world, i = model.world, self.i
        award_week = world.projects.award_week[self.city]
        self.supported = {int(k): int(award_week[k]) for k in np.flatnonzero(award_week >= 0)}
        c, k = world.consumers, int(world.consumers.first[self.city])
        self.facts: dict[str, Any] = {
            "residents": float(c.weight[i]), "district": int(c.district[i]), "quintile": int(c.quintile[i]) + 1,
            "liquidity": LIQUIDITY_TYPES[int(c.liquidity[i])], "income": float(c.income[i]),
            "contacts": sorted({int(j) - k for j in c.listens_to[i]}), "person": person.facts(model, i),
            "planned": float(model.markets.planned[self.city, c.quintile[i]]) * float(c.spending_scale[i]),
        }  # fmt: skip


def tell(scene: Scene, policy: ConsumerWatch, twin: ConsumerWatch) -> Story:
    """Tell the story of one row of consumers."""
    for watch in (policy, twin):
        _count_supported(watch, policy.supported)
    return Story(
        say("trace-consumer-title", row=policy.number, city=scene.city_name),
        [
            say("trace-head-who"), *_who(scene, policy.facts),
            "", say("trace-head-events"),
            *chronicle(scene, told(policy, twin, set(policy.supported), _differences(scene, policy, twin))),
            "", say("trace-consumer-head-totals"), *_totals(scene, policy, twin),
            "", say("trace-consumer-head-venues"),
            *_knowledge(scene, policy, twin),
            *dates.tell(scene, policy, twin),
            *usual.tell(scene, policy, twin),
        ],
        _panels(policy),
    )  # fmt: skip


def _count_supported(watch: ConsumerWatch, supported: dict[int, int]) -> None:
    """Write down what a world has to do with the venues that are supported in the policy world, from then on."""
    for t, (week, venues) in enumerate(zip(watch.weeks, watch.by_project, strict=True)):
        since = [venues[k] for k in venues if k in supported and supported[k] <= t]
        week[SUPPORTED_KNOWN] = sum(known for known, _ in since)
        week[SUPPORTED] = sum(visits for _, visits in since)
        week[OTHER] = sum(visits for _, visits in venues.values()) - week[SUPPORTED]


def _who(scene: Scene, facts: dict[str, Any]) -> list[str]:
    contacts, residents = facts["contacts"], f"{facts['residents']:,.0f}"
    lines = (
        say("trace-consumer-who", residents=residents, district=facts["district"], city=scene.city_name),
        say("trace-consumer-income", income=yuan(facts["income"]), quintile=facts["quintile"],
            liquidity=say(f"trace-liquidity-{facts['liquidity'].replace(' ', '-')}"), planned=yuan(facts["planned"])),
        person.kind(scene, facts["person"]),
        say("trace-consumer-contacts", n=len(contacts), contacts=", ".join(map(str, contacts))),
    )  # fmt: skip
    return [line for text in lines for line in paragraph(text)]


def _differences(scene: Scene, policy: ConsumerWatch, twin: ConsumerWatch) -> list[Event]:
    """Weeks whose spending differs, each by itself where it is notable; quiet stretches together."""
    events, quiet, since = [], 0.0, None
    happened = {e.week for w in (policy, twin) for e in w.events if e.project is None or e.project in policy.supported}
    for week, (a, b) in enumerate(zip(policy.weeks, twin.weeks, strict=True)):
        difference = a[ALL] - b[ALL]
        loud = abs(difference) >= NOTABLE * b[ALL]
        if since is not None and (loud or week in happened):
            events += _quiet(since, week - 1, quiet)
            since, quiet = None, 0.0
        if loud or (week in happened and abs(difference) >= 0.005):
            events.append(Event(week, _spends(scene, difference, a, b)))
        elif difference and week not in happened:
            since, quiet = week if since is None else since, quiet + difference
    return events + (_quiet(since, len(policy.weeks) - 1, quiet) if since is not None else [])


def _quiet(first: int, last: int, difference: float) -> list[Event]:
    stretch = "long" if last > first else "one"
    return [Event(first, say("trace-consumer-quiet", stretch=stretch, last=last, more=more(difference)))]


def _spends(scene: Scene, difference: float, a: dict[Quantity, float], b: dict[Quantity, float], most: int = 3) -> str:
    """Say how spending differs, and in brackets the sectors that differ most."""
    sectors = scene.fixed.sectors.sector
    by = {g: a[spent_on(name)] - b[spent_on(name)] for g, name in enumerate(sectors)}
    largest = sorted(by, key=lambda g: -abs(by[g]))[:most]
    shown = [f"{scene.sector(g)} {plus(by[g])}" for g in largest if abs(by[g]) >= 0.005]
    return say("trace-consumer-spends", more=more(difference), n=len(shown), sectors=", ".join(shown))


def _totals(scene: Scene, policy: ConsumerWatch, twin: ConsumerWatch) -> list[str]:
    rows = []
    asked = [(spent_on(name), scene.sector(g)) for g, name in enumerate(scene.fixed.sectors.sector)]
    for quantity, label in [*asked, (ALL, say("trace-consumer-all"))]:
        a, b = ([week[quantity] for week in watch.weeks] for watch in (policy, twin))
        moved = moved_in_time(x - y for x, y in zip(a, b, strict=True))
        rows.append((label, f"{sum(a):,.2f}", f"{sum(b):,.2f}", plus(sum(a) - sum(b)), f"{moved:,.2f}"))
    head = beside(say("trace-difference"), say("trace-consumer-moved"))
    lines = table((say("trace-consumer-spent-on"), *head[1:]), rows)
    for quantity, key in ((CASH, "trace-consumer-total-cash"), (PAID, "trace-consumer-total-paid")):
        total = sum(week[quantity] for week in policy.weeks)
        lines += ["  " + say(key, yuan=yuan(total))] * (total > 0)
    visits, twin_visits = (f"{sum(week[SUPPORTED] for week in watch.weeks):.3f}" for watch in (policy, twin))
    gaps = {"gap": yuan(policy.weeks[-1][GAP]), "twin_gap": yuan(twin.weeks[-1][GAP])}
    lines += paragraph(say("trace-consumer-end", visits=visits, twin_visits=twin_visits, **gaps))
    lines += money.tell_row(policy, twin)
    lines += paragraph(say("trace-consumer-moved-means"))
    return lines + _online(scene, policy, twin)


def _online(scene: Scene, policy: ConsumerWatch, twin: ConsumerWatch) -> list[str]:
    """What of it they bought online, and how the policy moved that, sector by sector; nothing where nobody does."""
    rows = []
    for g, name in enumerate(scene.fixed.sectors.sector):
        if online_in(name) not in policy.weeks[0]:
            continue
        a, b = (sum(week[online_in(name)] for week in watch.weeks) for watch in (policy, twin))
        spent = sum(week[spent_on(name)] for week in policy.weeks)
        rows.append((scene.sector(g), f"{a:,.2f}", f"{b:,.2f}", plus(a - b), percent(a / spent if spent else 0.0, 1)))
    head = beside(say("trace-difference"), say("trace-consumer-online-share"))
    return table((say("trace-consumer-online"), *head[1:]), rows) if rows else []


def _knowledge(scene: Scene, policy: ConsumerWatch, twin: ConsumerWatch) -> list[str]:
    """Each supported venue: the largest share of them who knew it, and how they came to know it, policy world."""
    rows = []
    for k in sorted(set(policy.supported) & set(policy.knows)):
        other = percent(twin.knows[k], 1) if k in twin.knows else say("trace-consumer-not-there")
        by, kind = policy.shares(k), inside(scene.fixed.kinds.name[scene.projects.kind[scene.city, k]])
        name = say("trace-consumer-venue", k=k, kind=kind, district=int(scene.projects.district[scene.city, k]))
        rows.append((name, percent(policy.knows[k]), other, *(percent(by[channel], 0) for channel in HOW)))
    channels_by = (say("trace-consumer-by", channel=say(f"trace-channel-{channel}")) for channel in HOW)
    head = (say("trace-consumer-project"), *beside(*channels_by)[1:])
    return table(head, rows) if rows else ["  " + say("trace-consumer-none-known")]


def _panels(policy: ConsumerWatch) -> list[Panel]:
    """Pictures; support in the purse only where there was any."""
    panels = [
        Panel(say("trace-consumer-panel-spending"), {ALL: ""}, "difference"),
        Panel(say("trace-consumer-panel-gap"), {GAP: ""}),
        Panel(say("trace-consumer-panel-known"), {KNOWN: ""}),
    ]
    sectors = policy.scene.fixed.sectors
    names = {dates.moved_in(key): inside(name) for key, name in zip(sectors.sector, sectors.name, strict=True)}
    moved = {quantity: name for quantity, name in names.items() if quantity in policy.weeks[0]}
    panels += [Panel(say("trace-consumer-panel-dates"), moved, "difference")] * bool(moved)
    visits = Panel(say("trace-consumer-panel-visits"), {SUPPORTED: ""})
    panels += [visits] * any(week[SUPPORTED] > 0 for week in policy.weeks)
    held = {quantity: say(f"trace-consumer-purse-{slug(quantity.name)}") for quantity in (PAID, CASH, VOUCHER)}
    there = {q: text for q, text in held.items() if any(week[q] > 0 for week in policy.weeks)}
    return panels + [Panel(say("trace-consumer-panel-purse"), there, "policy")] * bool(there)
