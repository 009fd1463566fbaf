"""The story of one city authority."""

from __future__ import annotations

import numpy as np

from sim.kernel.columns import OPEN, QUEUED, STALLED, STATUS, STOPPED
from sim.model.agents.city import CAPABILITIES
from sim.results.words import MILLION
from sim.studies.trace.scene import Scene, more, paragraph, percent, table, yuan
from sim.studies.trace.telling import Panel, Story, chronicle, told
from sim.studies.trace.watch import Event, Quantity, Watch
from sim.world.ledger import FEN_PER_YUAN

SALES, SPENT = Quantity("sales", "yuan"), Quantity("spent_by_residents", "yuan")
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

    def begin(self, model) -> None:
        """Keep what was there before the pilot."""
        known = model.world.fixed.departments
        self.departments = [n for n, role in zip(known.department, known.role, strict=True) if role == "approval"]
        self.before = self._state(model)
        self.status = model.world.projects.status[self.city].copy()
        self.by_project: list[dict[int, float]] = []  # week's sales of open venues

    def _state(self, model) -> dict[Quantity, float]:
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

    def seen(self, model) -> dict[Quantity, float]:
        """Write down the week."""
        sales, c = model.last_sales, self.city
        by_slot = sales.venue_home[c] + sales.venue_visitors[c]
        projects = model.world.venues.project[c]
        self.by_project.append({int(projects[v]): float(by_slot[v]) for v in np.flatnonzero(projects >= 0)})
        seen = {SPENT: float(sales.spent[c].sum())}
        seen[SALES] = float((sales.established[c] + sales.visitors_established[c]).sum() + by_slot.sum())
        seen |= self._state(model)
        self._money(model, seen)
        self._projects(model)
        self._meeting(model, seen)
        self.before = seen
        return seen

    def _grown(self, seen: dict, quantity: Quantity) -> float:
        return seen.get(quantity, 0.0) - self.before.get(quantity, 0.0)

    def _money(self, model, seen: dict) -> None:
        """Note tranches, calls, payments and what comes back."""
        p, c, week = model.world.projects, self.city, model.world.week
        tranche = self._grown(seen, RECEIVED)
        if tranche > 0:
            self.say(model, f"the ministry pays a tranche of {yuan(tranche)}")
        applied = p.applied[c] == week
        if applied.any():
            self.say(model, f"call: {applied.sum()} projects apply for {yuan(p.asked[c, applied].sum())}")
        awarded = p.award_week[c] == week
        if self._grown(seen, AWARDED) > 0:
            n = int((awarded & (p.award[c] > 0)).sum())
            self.say(model, f"{n} projects are awarded {yuan(self._grown(seen, AWARDED))} in all")
        for quantity, text in (
            (PAID, "parts of awards are paid: {}"), (BACK, "{} comes back from projects"),
            (CANCELLED, "{} that was awarded is not paid"), (RETURNED, "{} is returned to the treasury"),
        ):  # fmt: skip
            if self._grown(seen, quantity) >= 1:  # what rounding leaves over is not worth a line
                self.say(model, text.format(yuan(self._grown(seen, quantity))))

    def _projects(self, model) -> None:
        """Note venues that open and close, and projects that fail."""
        status = model.world.projects.status[self.city]
        for k in np.flatnonzero(status != self.status).tolist():
            was, now = int(self.status[k]), int(status[k])
            if now in (OPEN, STALLED, STOPPED) or was == OPEN:
                verb = {OPEN: "opens", STALLED: "stalls", STOPPED: "is found stalled by inspection and stopped"}
                self.say(model, f"{self.scene.project(k)} {verb.get(now, 'closes')}", k)
        self.status = status.copy()

    def _meeting(self, model, seen: dict) -> None:
        """Note what is learned at an exchange with peers."""
        gained = [name for name in CAPABILITIES if self._grown(seen, Quantity(name, "share")) != 0]
        steps = [
            f"{name} {self.before[Quantity(name, 'share')]:.2f} to {seen[Quantity(name, 'share')]:.2f}"
            for name in gained
        ]
        if steps:
            self.say(model, f"learns from its peers: {', '.join(steps)}")

    def end(self, model) -> None:
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
        f"The city authority of {scene.city_name}",
        [
            "Who it is", *_who(scene, policy),
            "", "What happens (venues: supported ones, and those that are there in one world only)",
            *chronicle(scene, told(policy, twin, followed, _sales(policy, twin))),
            "", "In all", *_totals(policy, twin),
        ],
        _panels(policy),
    )  # fmt: skip


def _who(scene: Scene, policy: CityWatch) -> list[str]:
    fixed, c = scene.fixed, scene.city
    first = policy.weeks[0]
    skills = ", ".join(f"{name} {first[Quantity(name, 'share')]:.2f}" for name in CAPABILITIES)
    n_districts = fixed.geography.n_districts[c]
    return paragraph(
        f"{fixed.residents[c] / 1e6:.2f} million residents in {n_districts} districts; its merchants sell "
        f"{yuan(first[SALES])} in the first week. Capabilities, from 0 to 1: {skills}. Better screening ranks "
        "applications with less error, coordination shortens approvals, monitoring finds stalled projects."
    )


def _sales(policy: CityWatch, twin: CityWatch) -> list[Event]:
    """Say what the city sells more or less than the twin, a quarter at a time."""
    events, step = [], 13
    for start in range(0, len(policy.weeks), step):
        a, b = (sum(w[SALES] for w in watch.weeks[start : start + step]) for watch in (policy, twin))
        if a != b:
            last = min(start + step, len(policy.weeks)) - 1
            share = abs(a - b) / b
            change = percent(share, 3) if share >= 5e-6 else "less than 0.001 %"
            text = f"in weeks {start} to {last} the city sells {more(a - b)} than its twin ({change})"
            events.append(Event(last, text))
    return events


def _totals(policy: CityWatch, twin: CityWatch) -> list[str]:
    end = policy.weeks[-1]
    gained = sum(w[SALES] for w in policy.weeks) - sum(w[SALES] for w in twin.weeks)
    supported, same = (sum(w[NEW] for w in watch.weeks) for watch in (policy, twin))
    additional = len(set(policy.supported) - twin.started)
    rows = [
        ("received from the ministry", yuan(end[RECEIVED])),
        ("awarded to projects", yuan(end[AWARDED])),
        ("paid to projects", yuan(end[PAID])),
        ("taken back from projects", yuan(end[BACK])),
        ("publicity", yuan(end[PUBLICITY])),
        ("returned to the treasury", yuan(end[RETURNED])),
        ("not promised to anybody at the end", yuan(end[Quantity("balance_city_uncommitted", "yuan")])),
        ("supported projects", f"{len(policy.supported)}"),
        ("of them not begun in the twin (additional)", f"{additional}"),
        ("sales of supported venues since their award", yuan(supported)),
        ("sales of the same venues in the twin (windfall)", yuan(same)),
        ("sales in the city, policy world minus twin", yuan(gained)),
    ]
    if end[RECEIVED] > 0:
        rows.append(("that difference per yuan received", f"{gained / end[RECEIVED]:.3f}"))
    if supported > 0:
        rows.append(("share of supported sales that the twin has too", percent(same / supported)))
    return table(("", ""), rows)[1:]


def _panels(policy: CityWatch) -> list[Panel]:
    money = {RECEIVED: "received", AWARDED: "awarded", PAID: "paid to projects", PUBLICITY: "publicity"}
    there = {q: text for q, text in money.items() if policy.weeks[-1][q] > 0}
    skills = {Quantity(name, "share"): name for name in CAPABILITIES}
    return [
        Panel("Money so far (million yuan)", there, "policy", MILLION),
        Panel("Open venues that are supported in the policy world", {SUPPORTED: ""}),
        Panel(
            f"Sales in the city, policy world minus twin, mean of {COUNTED} weeks (million yuan per week)",
            {SALES: ""}, "difference", MILLION, COUNTED,
        ),
        Panel("Capabilities (0 to 1)", skills, "policy"),
    ]  # fmt: skip
