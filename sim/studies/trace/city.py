"""The story of one city authority."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import CAPABILITIES, OPEN, QUEUED, STALLED, STATUS, STOPPED, WEEKS_PER_QUARTER
from sim.model import PilotModel
from sim.results.words import MILLION
from sim.studies.trace import money
from sim.studies.trace.scene import Scene, more, paragraph, percent, table, yuan
from sim.studies.trace.telling import Panel, Story, chronicle, told
from sim.studies.trace.watch import Event, Quantity, Watch
from sim.texts import named, say
from sim.world.ledger import FEN_PER_YUAN

SALES, SPENT = Quantity("sales", "yuan"), Quantity("spent_by_residents", "yuan")
ONLINE = Quantity("bought_online_by_residents", "yuan")
RECEIVED, OPEN_VENUES = Quantity("received", "yuan so far"), Quantity("open_venues", "venues")
SUPPORTED, NEW = Quantity("open_supported_venues", "venues"), Quantity("sales_supported_venues", "yuan")
COUNTED = 4  # weeks that a difference of sales is averaged over


def flow(source: str, sink: str) -> Quantity:
    """Money that went from one account of the book to another."""
    return Quantity(f"{source}_to_{sink}", "yuan so far")


PAID, BACK = flow("city_committed", "projects"), flow("projects", "city_uncommitted")
RETURNED = flow("city_uncommitted", "treasury")
CANCELLED, PUBLICITY = flow("city_committed", "city_uncommitted"), flow("city_uncommitted", "publicity")
AWARDED = flow("city_uncommitted", "city_committed")


class CityWatch(Watch):
    """Money, capabilities and venues of one city, and what is sold in it."""

    def begin(self, model: PilotModel) -> None:
        """Keep what was there before the pilot."""
        known = model.world.fixed.departments
        self.departments = [n for n, role in zip(known.department, known.role, strict=True) if role == "approval"]
        self.before = self._state(model)
        self.status = model.world.projects.status[self.city].copy()
        self.by_project: list[dict[int, float]] = []  # week's sales of open venues

    def _state(self, model: PilotModel) -> dict[Quantity, float]:
        world, c = model.world, self.city
        skills = {Quantity(name, "share"): float(getattr(world.authorities, name)[c]) for name in CAPABILITIES}
        pairs = sorted(world.ledger.turnover)
        money = dict.fromkeys((AWARDED, PAID, BACK, CANCELLED, RETURNED, PUBLICITY), 0.0)
        money |= {flow(*pair): float(world.ledger.turnover[pair][c]) / FEN_PER_YUAN for pair in pairs}
        held = {
            Quantity(f"balance_{name}", "yuan"): float(world.ledger.balance[name][c]) / FEN_PER_YUAN
            for name in ("city_uncommitted", "city_committed")
        }
        status = {
            Quantity(f"projects_{name}", "projects"): float((world.projects.status[c] == code).sum())
            for code, name in enumerate(STATUS)
        }
        queues = zip(self.departments, (world.approvals.stage[c] == QUEUED).sum(axis=0), strict=True)
        waiting = {Quantity(f"queue_{name}", "projects"): float(n) for name, n in queues}
        received = float(world.ledger.received[c]) / FEN_PER_YUAN
        live = float((world.venues.project[c] >= 0).sum())
        return {RECEIVED: received, OPEN_VENUES: live} | skills | held | money | status | waiting

    def seen(self, model: PilotModel) -> dict[Quantity, float]:
        """Write down the week."""
        sales, c = model.last_sales, self.city
        by_slot = sales.venue_home[c] + sales.venue_visitors[c]
        projects = model.world.venues.project[c]
        self.by_project.append({int(projects[v]): float(by_slot[v]) for v in np.flatnonzero(projects >= 0)})
        seen = {SPENT: float(sales.spent[c].sum()), ONLINE: float(sales.online[c].sum())}
        of_shops = sales.established[c] + sales.visitors_established[c] + sales.delivered[c]
        seen[SALES] = float(of_shops.sum() + by_slot.sum())
        seen |= self._state(model) | money.of_city(model, self.city)
        self._money(model, seen)
        self._projects(model)
        self._meeting(model, seen)
        self.before = seen
        return seen

    def _grown(self, seen: dict[Quantity, float], quantity: Quantity) -> float:
        return float(seen.get(quantity, 0.0) - self.before.get(quantity, 0.0))

    def _money(self, model: PilotModel, seen: dict[Quantity, float]) -> None:
        """Note tranches, calls, payments and what comes back."""
        p, c, week = model.world.projects, self.city, model.world.week
        tranche = self._grown(seen, RECEIVED)
        if tranche > 0:
            self.say(model, say("trace-city-tranche", yuan=yuan(tranche)))
        applied = p.applied[c] == week
        if applied.any():
            asked = yuan(p.asked[c, applied].sum())
            self.say(model, say("trace-city-call", n=int(applied.sum()), yuan=asked))
        awarded = p.award_week[c] == week
        if self._grown(seen, AWARDED) > 0:
            n = int((awarded & (p.award[c] > 0)).sum())
            self.say(model, say("trace-city-awarded", n=n, yuan=yuan(self._grown(seen, AWARDED))))
        for quantity, key in (
            (PAID, "trace-city-paid"), (BACK, "trace-city-back"),
            (CANCELLED, "trace-city-cancelled"), (RETURNED, "trace-city-returned"),
        ):  # fmt: skip
            if self._grown(seen, quantity) >= 1:  # what rounding leaves over is not worth a line
                self.say(model, say(key, yuan=yuan(self._grown(seen, quantity))))

    def _projects(self, model: PilotModel) -> None:
        """Note venues that open and close, and projects that fail."""
        status = model.world.projects.status[self.city]
        for k in np.flatnonzero(status != self.status).tolist():
            was, now = int(self.status[k]), int(status[k])
            if now in (OPEN, STALLED, STOPPED) or was == OPEN:
                fate = STATUS[now] if now in (OPEN, STALLED, STOPPED) else "closed"
                self.say(model, say("trace-city-project", project=self.scene.project(k), fate=fate), k)
        self.status = status.copy()

    def _meeting(self, model: PilotModel, seen: dict[Quantity, float]) -> None:
        """Note what is learned at an exchange with peers."""
        gained = [name for name in CAPABILITIES if self._grown(seen, Quantity(name, "share")) != 0]
        ends = {name: [state[Quantity(name, "share")] for state in (self.before, seen)] for name in gained}
        steps = [
            say("trace-city-step", capability=_capability(name), before=f"{before:.2f}", after=f"{after:.2f}")
            for name, (before, after) in ends.items()
        ]
        if steps:
            self.say(model, say("trace-city-learns", steps=", ".join(steps)))

    def end(self, model: PilotModel) -> None:
        """Keep which projects were supported, since when, and which were begun at all."""
        p, c = model.world.projects, self.city
        self.supported = {int(k): int(p.award_week[c, k]) for k in np.flatnonzero(p.award_week[c] >= 0)}
        self.started = set(np.flatnonzero(p.start[c] >= -model.settings.horizon.weeks_warmup).tolist())


def _count_supported(watch: CityWatch, supported: dict[int, int]) -> None:
    """Write down what a world has of the venues that are supported in the policy world, from then on."""
    for t, (week, venues) in enumerate(zip(watch.weeks, watch.by_project, strict=True)):
        since = [venues[k] for k in venues if supported.get(k, t + 1) <= t]
        week[SUPPORTED], week[NEW] = len(since), sum(since)


def tell(scene: Scene, policy: CityWatch, twin: CityWatch) -> Story:
    """Tell the story of one city authority."""
    for watch in (policy, twin):
        _count_supported(watch, policy.supported)
    followed = set(policy.supported) | (policy.started ^ twin.started)
    return Story(
        say("trace-city-title", city=scene.city_name),
        [
            say("trace-head-who"), *_who(scene, policy),
            "", say("trace-city-head-events"),
            *chronicle(scene, told(policy, twin, followed, _sales(policy, twin))),
            "", say("trace-head-totals"), *_totals(policy, twin),
        ],
        _panels(policy),
    )  # fmt: skip


def _who(scene: Scene, policy: CityWatch) -> list[str]:
    fixed, c = scene.fixed, scene.city
    first = policy.weeks[0]
    skills = ", ".join(f"{_capability(name)} {first[Quantity(name, 'share')]:.2f}" for name in CAPABILITIES)
    size = {"millions": f"{fixed.residents[c] / 1e6:.2f}", "districts": int(fixed.geography.n_districts[c])}
    return paragraph(say("trace-city-who", **size, sales=yuan(first[SALES]), skills=skills))


def _capability(name: str) -> str:
    return named(f"trace-capability-{name}", name)


def _sales(policy: CityWatch, twin: CityWatch) -> list[Event]:
    """Say what the city sells more or less than the twin, a quarter at a time."""
    events: list[Event] = []
    for start in range(0, len(policy.weeks), WEEKS_PER_QUARTER):
        a, b = (sum(w[SALES] for w in watch.weeks[start : start + WEEKS_PER_QUARTER]) for watch in (policy, twin))
        if a != b:
            last = min(start + WEEKS_PER_QUARTER, len(policy.weeks)) - 1
            share = abs(a - b) / b
            change = percent(share, 3) if share >= 5e-6 else say("trace-city-little")
            text = say("trace-city-sales", first=start, last=last, more=more(a - b), change=change)
            events.append(Event(last, text))
    return events


def _totals(policy: CityWatch, twin: CityWatch) -> list[str]:
    end = policy.weeks[-1]
    gained, online = (sum(w[q] for w in policy.weeks) - sum(w[q] for w in twin.weeks) for q in (SALES, ONLINE))
    supported, same = (sum(w[NEW] for w in watch.weeks) for watch in (policy, twin))
    additional = len(set(policy.supported) - twin.started)
    rows = [
        (say("trace-city-total-received"), yuan(end[RECEIVED])),
        (say("trace-city-total-awarded"), yuan(end[AWARDED])),
        (say("trace-city-total-paid"), yuan(end[PAID])),
        (say("trace-city-total-back"), yuan(end[BACK])),
        (say("trace-city-total-publicity"), yuan(end[PUBLICITY])),
        (say("trace-city-total-returned"), yuan(end[RETURNED])),
        (say("trace-city-total-left"), yuan(end[Quantity("balance_city_uncommitted", "yuan")])),
        (say("trace-city-total-supported"), f"{len(policy.supported)}"),
        (say("trace-city-total-additional"), f"{additional}"),
        (say("trace-city-total-sales"), yuan(supported)),
        (say("trace-city-total-windfall"), yuan(same)),
        *money.tell_city(policy, twin),
        *[(say("trace-city-total-online"), yuan(online))] * bool(online),
        (say("trace-city-total-gained"), yuan(gained)),
    ]
    if end[RECEIVED] > 0:
        rows.append((say("trace-city-total-per-yuan"), f"{gained / end[RECEIVED]:.3f}"))
    if supported > 0:
        rows.append((say("trace-city-total-share"), percent(same / supported)))
    return table(("", ""), rows)[1:]


def _panels(policy: CityWatch) -> list[Panel]:
    accounts = {
        RECEIVED: say("trace-city-panel-received"), AWARDED: say("trace-city-panel-awarded"),
        PAID: say("trace-city-total-paid"), PUBLICITY: say("trace-city-total-publicity"),
    }  # fmt: skip
    there = {q: text for q, text in accounts.items() if policy.weeks[-1][q] > 0}
    skills = {Quantity(name, "share"): _capability(name) for name in CAPABILITIES}
    return [
        Panel(say("trace-city-panel-money"), there, "policy", MILLION),
        Panel(say("trace-city-panel-venues"), {SUPPORTED: ""}),
        Panel(
            say("trace-city-panel-sales", n=COUNTED),
            {SALES: ""}, "difference", MILLION, COUNTED,
        ),
        Panel(say("trace-city-panel-capabilities"), skills, "policy"),
    ]  # fmt: skip
