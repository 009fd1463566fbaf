"""The story of one row of consumers."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from sim.kernel.columns import LIQUIDITY_TYPES
from sim.studies.trace.row import channels, live_alone
from sim.studies.trace.scene import Scene, inside, more, moved_in_time, paragraph, percent, plus, table, yuan
from sim.studies.trace.telling import Panel, Story, chronicle, told
from sim.studies.trace.watch import Event, Quantity, Watch

PER_RESIDENT = "yuan per resident"
MARKS = (0.1, 0.5)  # shares of residents who know a venue that are worth telling
NOTABLE = 0.001  # difference of a week's spending that is told by itself
SUPPORTED_KNOWN = Quantity("supported_venues_known", "venues")
GAP, KNOWN = Quantity("liquid_gap", PER_RESIDENT), Quantity("venues_known", "venues")
ALL = Quantity("spent", PER_RESIDENT)
SUPPORTED, OTHER = Quantity("visits_supported_venues", "visits"), Quantity("visits_other_venues", "visits")
CASH, PAID = Quantity("cash_received", PER_RESIDENT), Quantity("support_used", PER_RESIDENT)
COUPONS, COUPONS_USED = Quantity("coupons_held", "coupons"), Quantity("coupons_used", "coupons")
VOUCHER, VOUCHER_USED = Quantity("voucher_held", PER_RESIDENT), Quantity("voucher_used", PER_RESIDENT)
HOW = {"publicity": "publicity", "sight": "passing by", "friends": "friends"}


def spent_on(sector: str) -> Quantity:
    """Spending on a sector."""
    return Quantity(f"spent_{sector}", PER_RESIDENT)


class ConsumerWatch(Watch):
    """What one row of consumers spends, has and knows; numbers are per resident."""

    def begin(self, model) -> None:
        """Find the row."""
        consumers = model.world.consumers
        self.i = int(consumers.first[self.city]) + self.row[0]
        self.learned: dict[int, dict[str, float]] = defaultdict(lambda: dict.fromkeys(HOW, 0.0))  # by project
        self.knows: dict[int, float] = {}  # highest share so far, by project
        self.by_project: list[dict[int, tuple[float, float]]] = []  # share who know it, visits

    def before_instruments(self, model) -> None:
        """Keep what is in the city's purses, to see what is put in."""
        self.had = self._money(model)

    def before_buying(self, model) -> None:
        """Live the week on a copy: the engine does not keep what a single row buys."""
        given = self._money(model) - self.had
        self.cash = float(given[0, self.row[0]])
        self.left_out = bool((given.max(axis=1) > 0).any() and given[:, self.row[0]].max() <= 0)
        self.got = float(model.world.holdings.voucher[:, self.i].sum())
        self.handed = self._coupons(model)
        self.lived, self.copy, _ = live_alone(model.markets, self.i, self.city)
        aware = model.world.consumers.aware[self.i].astype(float)
        self.heard = {name: (1.0 - aware) * by for name, by in channels(model.markets, self.i, self.city).items()}

    def _money(self, model) -> np.ndarray:
        """Cash and vouchers of all rows of the city, (2, n)."""
        first = model.world.consumers.first
        rows = slice(first[self.city], first[self.city + 1])
        return np.array([model.world.consumers.gap[rows], model.world.holdings.voucher[:, rows].sum(axis=0)])

    def _coupons(self, model) -> float:
        piles = model.world.holdings.coupons[:, self.i]
        return float((piles * np.arange(piles.shape[1])).sum())

    def seen(self, model) -> dict[Quantity, float]:
        """Write down the week."""
        world, week, sectors = model.world, self.lived, model.world.fixed.sectors.sector
        live = np.flatnonzero(world.venues.project[self.city] >= 0)
        projects = world.venues.project[self.city, live].tolist()
        aware = world.consumers.aware[self.i, live].astype(float)
        self.by_project.append(dict(zip(projects, zip(aware, week.visits[live], strict=True), strict=True)))
        self._learn(model, live, projects, aware)
        self._events(model)
        heard = {Quantity(f"learned_by_{name}", "venues"): by[live].sum() for name, by in self.heard.items()}
        stocks = dict(zip(sectors, world.consumers.need_stock[self.i], strict=True))
        return (
            {ALL: week.spent.sum()}
            | {spent_on(name): value for name, value in zip(sectors, week.spent, strict=True)}
            | {GAP: float(world.consumers.gap[self.i])}
            | {Quantity(f"need_stock_{name}", "1 on the plan"): value for name, value in stocks.items()}
            | {KNOWN: aware.sum()}
            | heard
            | {CASH: self.cash, PAID: week.paid, COUPONS: self._coupons(model), COUPONS_USED: week.coupons}
            | {VOUCHER: float(world.holdings.voucher[:, self.i].sum()), VOUCHER_USED: week.voucher}
        )

    def _learn(self, model, live, projects, aware) -> None:
        """Note by which channel venues became known, and shares that are passed."""
        for v, k, share in zip(live, projects, aware, strict=True):
            for name, by in self.heard.items():
                self.learned[k][name] += float(by[v])
            before = self.knows.get(k, 0.0)
            passed = [mark for mark in MARKS if before < mark <= share]
            if passed:
                text = f"{percent(passed[-1], 0)} of them know {self.scene.project(k)}"
                self.say(model, text, k, f", by {self.how(k)}")
            self.knows[k] = max(before, share)

    def how(self, k: int) -> str:
        """Channels by which a venue became known, the strongest first."""
        by = self.shares(k)
        return ", ".join(f"{HOW[n]} {percent(by[n], 0)}" for n in sorted(by, key=lambda n: -by[n]) if by[n] >= 0.005)

    def shares(self, k: int) -> dict[str, float]:
        """Part of what is known of a venue that each channel has told."""
        by = self.learned[k]
        total = sum(by.values()) or 1.0
        return {name: value / total for name, value in by.items()}

    def _events(self, model) -> None:
        """Note what public money does in their purse this week."""
        before = self.weeks[-1] if self.weeks else {}
        if self.cash > 0:
            self.say(model, f"{yuan(self.cash)} of cash per resident")
        if self.handed > before.get(COUPONS, 0.0):
            self.say(model, f"coupons are handed out: {self.handed:.3f} per resident")
        if self.got > before.get(VOUCHER, 0.0):
            self.say(model, f"vouchers are handed out: {yuan(self.got)} per resident")
        if self.left_out:
            self.say(model, "money or vouchers are handed out in the city, and they are not among those who win some")
        if self.lived.paid > 0:
            used = [f"{self.lived.coupons:.3f} coupons"] * (self.lived.coupons > 0)
            used += [f"{yuan(self.lived.voucher)} of vouchers"] * (self.lived.voucher > 0)
            what = f" ({', '.join(used)} per resident)" if used else ""
            self.say(model, f"public money pays {yuan(self.lived.paid)} of what a resident buys{what}")

    def end(self, model) -> None:
        """Keep which projects were supported since when, and who the row is."""
        world, i = model.world, self.i
        award_week = world.projects.award_week[self.city]
        self.supported = {int(k): int(award_week[k]) for k in np.flatnonzero(award_week >= 0)}
        c, k = world.consumers, int(world.consumers.first[self.city])
        self.facts = {
            "residents": float(c.weight[i]), "district": int(c.district[i]), "quintile": int(c.quintile[i]) + 1,
            "liquidity": LIQUIDITY_TYPES[int(c.liquidity[i])], "income": float(c.income[i]),
            "contacts": sorted({int(j) - k for j in c.listens_to[i]}),
            "planned": float(model.markets.market.ticket[self.city, c.quintile[i]]
                             @ model.markets.market.occasions) * float(c.spending_scale[i]),
        }  # fmt: skip


def tell(scene: Scene, policy: ConsumerWatch, twin: ConsumerWatch) -> Story:
    """Tell the story of one row of consumers."""
    for watch in (policy, twin):
        _count_supported(watch, policy.supported)
    return Story(
        f"Consumer {policy.row[0]} of {scene.city_name}",
        [
            "Who it is", *_who(scene, policy.facts),
            "", "What happens",
            *chronicle(scene, told(policy, twin, set(policy.supported), _differences(scene, policy, twin))),
            "", "In all, per resident and over the pilot and the weeks after it", *_totals(scene, policy, twin),
            "", "Supported venues: the largest share of them who knew each one, and how they came to know it",
            *_knowledge(scene, policy, twin),
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


def _who(scene: Scene, facts: dict) -> list[str]:
    contacts = ", ".join(map(str, facts["contacts"])) or "nobody"
    lines = (
        f"Stands for {facts['residents']:,.0f} residents of district {facts['district']} of "
        f"{scene.city_name}; all numbers are the mean of one of them.",
        f"Income: {yuan(facts['income'])} a week at the start, income quintile {facts['quintile']} of 5 (1 is the "
        f"lowest) of the city. Liquidity: {facts['liquidity']}. Plans to spend {yuan(facts['planned'])} in an "
        "ordinary week on the sectors of the model.",
        f"Hears of venues from the consumers {contacts}.",
    )
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
            events.append(Event(week, f"spends {more(difference)} than in the twin{_by_sector(scene, a, b)}"))
        elif difference and week not in happened:
            since, quiet = week if since is None else since, quiet + difference
    return events + (_quiet(since, len(policy.weeks) - 1, quiet) if since is not None else [])


def _quiet(first: int, last: int, difference: float) -> list[Event]:
    stretch = f"(until week {last}) " if last > first else ""
    return [Event(first, f"{stretch}spends {more(difference)} than in the twin; nothing else is told")]


def _by_sector(scene: Scene, a: dict, b: dict, most: int = 3) -> str:
    """The sectors that differ most, in brackets."""
    sectors = scene.fixed.sectors.sector
    by = {g: a[spent_on(name)] - b[spent_on(name)] for g, name in enumerate(sectors)}
    largest = sorted(by, key=lambda g: -abs(by[g]))[:most]
    shown = [f"{scene.sector(g)} {plus(by[g])}" for g in largest if abs(by[g]) >= 0.005]
    return f" ({', '.join(shown)})" if shown else ""


def _totals(scene: Scene, policy: ConsumerWatch, twin: ConsumerWatch) -> list[str]:
    rows = []
    for g, name in [*enumerate(scene.fixed.sectors.sector), (None, None)]:
        quantity = ALL if name is None else spent_on(name)
        a, b = ([week[quantity] for week in watch.weeks] for watch in (policy, twin))
        moved = moved_in_time(x - y for x, y in zip(a, b, strict=True))
        label = "all" if name is None else scene.sector(g)
        rows.append((label, f"{sum(a):,.2f}", f"{sum(b):,.2f}", plus(sum(a) - sum(b)), f"{moved:,.2f}"))
    lines = table(("spent on, yuan", "policy world", "twin", "difference", "moved in time"), rows)
    for quantity, text in ((CASH, "cash received"), (PAID, "public money that paid part of their bills")):
        total = sum(week[quantity] for week in policy.weeks)
        lines += [f"  {text}: {yuan(total)}"] * (total > 0)
    visits = [sum(week[SUPPORTED] for week in watch.weeks) for watch in (policy, twin)]
    lines += paragraph(
        f"Visits to supported venues: {visits[0]:.3f} (twin {visits[1]:.3f}); liquid gap at the end: "
        f"{yuan(policy.weeks[-1][GAP])} (twin {yuan(twin.weeks[-1][GAP])})."
    )
    return lines + paragraph(
        "Moved in time: what is spent less in some weeks and more in others, and so is no gain. What is moved between "
        "sectors of one week does not count here."
    )


def _knowledge(scene: Scene, policy: ConsumerWatch, twin: ConsumerWatch) -> list[str]:
    """Each supported venue: the largest share of them who knew it, and how they came to know it, policy world."""
    rows = []
    for k in sorted(set(policy.supported) & set(policy.knows)):
        other = percent(twin.knows[k], 1) if k in twin.knows else "not there"
        by, kind = policy.shares(k), inside(scene.fixed.kinds.name[scene.projects.kind[scene.city, k]])
        name = f"{k} {kind}, district {scene.projects.district[scene.city, k]}"
        rows.append((name, percent(policy.knows[k]), other, *(percent(by[channel], 0) for channel in HOW)))
    head = ("project", "policy world", "twin", *(f"by {text}" for text in HOW.values()))
    return table(head, rows) if rows else ["  They came to know of no supported venue."]


def _panels(policy: ConsumerWatch) -> list[Panel]:
    """Pictures; support in the purse only where there was any."""
    panels = [
        Panel("Spending of a week, policy world minus twin (yuan per resident)", {ALL: ""}, "difference"),
        Panel("Liquid gap: money above or below the plan (yuan per resident)", {GAP: ""}),
        Panel("Novel venues known (number, shares of residents added up)", {KNOWN: ""}),
    ]
    visits = Panel("Visits to supported venues (per resident and week)", {SUPPORTED: ""})
    panels += [visits] * any(week[SUPPORTED] > 0 for week in policy.weeks)
    held = {PAID: "pays bills", CASH: "cash", VOUCHER: "vouchers held"}
    there = {q: text for q, text in held.items() if any(week[q] > 0 for week in policy.weeks)}
    return panels + [Panel("Public money in the purse (yuan per resident)", there, "policy")] * bool(there)
