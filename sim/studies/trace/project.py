"""The story of one project: what it is, what its merchant decides and why, what the authority makes of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.kernel.columns import (
    APPROVAL,
    AT_WORK,
    BUILDING,
    DIRECTIONS,
    DROPPED,
    LATER,
    NEVER,
    NOT_NEEDED,
    OPEN,
    QUEUED,
    STATUS,
    WAITING,
    WEEKS_PER_YEAR,
)
from sim.kernel.rules.application import true_need
from sim.kernel.rules.project import goes_unaided, goes_with_award
from sim.model import PilotModel
from sim.model.agents.applications import scores_of
from sim.studies.trace import money
from sim.studies.trace.scene import Scene, paragraph, percent, plus, table, yuan
from sim.studies.trace.telling import Panel, Story, beside, chronicle, told
from sim.studies.trace.venue import Thought, thought_of
from sim.studies.trace.watch import Quantity, Watch
from sim.studies.trace.wording import BECOMES, IS, change, word
from sim.texts import named, say
from sim.world.ledger import FEN_PER_YUAN

FIRST_SALES, VISITORS = Quantity("sales_to_residents", "yuan"), Quantity("sales_to_visitors", "yuan")
SALES, KNOWN = Quantity("sales", "yuan"), Quantity("known", "share of residents")
BEEN = Quantity("been", "share of residents")
STAGE, PAID = Quantity("status", "index of STATUS"), Quantity("paid", "yuan so far")
CASE = {LATER: "later", QUEUED: "queued", AT_WORK: "at-work", NOT_NEEDED: "done"}  # of a case at a department


class ProjectWatch(Watch):
    """What becomes of one project, and what it sells."""

    def _now(self, model: PilotModel) -> dict[str, Any]:
        return {name: np.copy(column[self.city, self.number])[()] for name, column in
                model.world.projects._asdict().items()}  # fmt: skip

    def begin(self, model: PilotModel) -> None:
        """Keep how it stands before the pilot."""
        self.first = self.columns = self._now(model)
        self.cases = model.world.approvals.stage[self.city, self.number].copy()
        self.asked_for: list[tuple[int, float, bool]] = []
        self.jury: str | None = None
        fixed = model.world.fixed
        self.departments = [n for n, role in zip(fixed.departments.name, fixed.departments.role, strict=True)
                            if role == "approval"]  # fmt: skip
        self.partner_share = float(model.kinds.partner_share[self.first["kind"]])
        self.bank_share = float(model.terms.bank_share)
        self.chances: tuple[float, float] = (0.0, 0.0)  # of an award, as its merchant saw them while it waited
        self.writes: list[str] = []
        self.thought: Thought | None = None  # of it when it was last open

    def before_deciding(self, model: PilotModel) -> None:
        """See its place among the applications, by the rule of the city's jury."""
        c, k = self.city, self.number
        p, a = model.world.projects, model.world.authorities
        self.jury = None
        if a.decides[c] == model.world.week and p.asked[c, k] > 0:
            applied = np.flatnonzero(p.asked[c] > 0)
            score = scores_of(model, c, applied)
            own, direction = int(np.flatnonzero(applied == k)[0]), model.kinds.direction[p.kind[c, applied]]
            beside = direction == direction[own]
            ahead = beside & (score > score[own])
            pot = model.world.ledger.pots[c, direction[own]] * a.part[c] / FEN_PER_YUAN
            self.jury = say(
                "trace-project-jury", place=int(ahead.sum()) + 1, n=int(beside.sum()),
                direction=named(f"trace-direction-{DIRECTIONS[direction[own]]}", DIRECTIONS[direction[own]]),
                score=f"{score[own]:.2f}", ahead=yuan(p.asked[c, applied][ahead].sum()), pot=yuan(pot),
            )  # fmt: skip

    def seen(self, model: PilotModel) -> dict[Quantity, float]:
        """Write down the week, and note what has changed."""
        before, self.columns = self.columns, self._now(model)
        if self.jury:
            self.say(model, self.jury)
        if self.columns["status"] == WAITING:
            chance, begun = model.award_chances[self.city]
            self.chances = float(chance), float(begun)
        self._changes(model, before)
        self._approvals(model)
        home, visitors = (float(part[self.city, self.number]) for part in model.sales_by_project())
        seen = {STAGE: float(self.columns["status"]), FIRST_SALES: home, VISITORS: visitors, SALES: home + visitors}
        seen |= {KNOWN: self._known(model), PAID: float(self.columns["paid"]) / FEN_PER_YUAN}
        thought = thought_of(model, self.city, self.number)
        self.thought = thought or self.thought
        seen[BEEN] = thought.been if thought else 0.0
        return seen | money.of_project(model, self.city, self.number)

    def _known(self, model: PilotModel) -> float:
        """Share of the city's residents who know it."""
        world = model.world
        slots = np.flatnonzero(world.venues.project[self.city] == self.number)
        if slots.size == 0:
            return 0.0
        c = world.consumers
        rows = slice(c.first[self.city], c.first[self.city + 1])
        return float(np.average(c.aware[rows, slots[0]].astype(float), weights=c.weight[rows]))

    def _changes(self, model: PilotModel, before: dict[str, Any]) -> None:
        """Note every column that has changed this week."""
        scene, now = self.scene, self.columns
        for name in BECOMES:
            if np.array_equal(before[name], now[name]):
                continue
            if name == "status":
                lost = now[name] == DROPPED and now["brand"] >= 0 and model.world.brands_taken[now["brand"]]
                begun = say(f"trace-begun-{STATUS[now[name]]}")
                self.say(model, say("trace-project-brand-lost", begun=begun) if lost else begun)
            elif name == "asked":
                self._applies(model, float(now[name]))
            elif text := change(scene, name, before[name], now[name]):
                self.say(model, text)

    def _applies(self, model: PilotModel, asked: float) -> None:
        if asked > 0:
            begun = self.columns["status"] in (APPROVAL, BUILDING, OPEN)
            self.asked_for.append((model.world.week, asked, begun))
            self.writes.append(self._writing(model))
            self.say(model, say("trace-project-applies", yuan=yuan(asked), begun="yes" if begun else "no"))
        elif self.columns["award"] == 0:
            self.say(model, say("trace-project-no-award"))

    def _writing(self, model: PilotModel) -> str:
        """What the application says beside what its writer thinks, and what is so."""
        p = self.columns
        need = true_need(*(float(p[name]) for name in ("expected_profit", "investment", "capital", "funds")))
        usual = self.scene.settings.parameters["profit_mean"]
        told = {
            "sales": yuan(p["stated_sales"]), "expected": yuan(p["expected_sales"]),
            "true": yuan(p["planned_sales"] * np.exp(p["quality"] - usual)),
            "stated": percent(p["stated_need"]), "need": percent(need),
            "weeks": f"{p['stated_weeks']:.0f}", "plan": f"{p['stated_weeks'] * p['embellishes']:.0f}",
        }  # fmt: skip
        return say("trace-project-writes", **told)

    def _approvals(self, model: PilotModel) -> None:
        """Note where its cases are at the departments."""
        before, self.cases = self.cases, model.world.approvals.stage[self.city, self.number].copy()
        for name, was, now in zip(self.departments, before, self.cases, strict=True):
            if was != now:
                self.say(model, say(f"trace-project-case-{CASE[int(now)]}", department=name))


def tell(scene: Scene, policy: ProjectWatch, twin: ProjectWatch) -> Story:
    """Tell the story of one project."""
    k = policy.number
    title = say("trace-project-title", project=scene.project(k), city=scene.city_name)
    return Story(
        title[:1].upper() + title[1:],
        [
            say("trace-project-head-what"), *_facts(scene, policy),
            "", say("trace-project-head-pays"), *_reasons(scene, policy, twin),
            "", say("trace-head-events"), *chronicle(scene, told(policy, twin, set())),
            "", say("trace-project-head-becomes"), *_beside(scene, policy, twin),
            "", say("trace-money-head"), *money.tell_project(scene, [(w, _kept(w)) for w in (policy, twin)]),
            "", say("trace-project-head-verdict"), *_verdict(scene, policy, twin),
        ],
        _panels(policy),
    )  # fmt: skip


def _facts(scene: Scene, watch: ProjectWatch) -> list[str]:
    kind = int(watch.columns["kind"])
    shown = [name for name in IS if name != "level" or scene.fixed.kinds.has_levels[kind]]
    return table(("", ""), [word(scene, name, watch.columns[name]) for name in shown])[1:]


def _reasons(scene: Scene, policy: ProjectWatch, twin: ProjectWatch) -> list[str]:
    """Put the project's numbers into the rules of its decision."""
    p = policy.columns
    profit, cost, funds, r = (float(p[name]) for name in ("expected_profit", "investment", "funds", "capital"))
    if cost <= 0:
        return ["  " + say("trace-project-event")]
    alone = goes_unaided(profit, cost, r, funds)
    weighed = _weighed(profit, say("trace-project-investment"), cost, r, funds)
    lines = paragraph(say("trace-project-alone", weighed=weighed, goes="yes" if alone else "no"))
    if alone and policy.columns["start"] > twin.columns["start"] > NEVER:
        chance, begun = policy.chances
        told = {"fee": yuan(float(p["fee"]) * cost), "delay": yuan(profit * r / WEEKS_PER_YEAR)}
        lines += paragraph(say("trace-project-waits", chance=percent(chance), begun=percent(begun), **told))
    weeks: dict[tuple[float, bool], list[int]] = {}
    for week, asked, has_begun in policy.asked_for:
        weeks.setdefault((asked, has_begun), []).append(week)
    for (asked, has_begun), when in weeks.items():
        fee = float(p["fee"]) * cost
        if has_begun:
            text = say("trace-project-gift", fee=yuan(fee))
        else:
            rest, means = cost * (1 - policy.partner_share) - asked, funds + policy.bank_share * cost
            goes = goes_with_award(profit, cost, r, means, cost - rest)
            weighed = _weighed(profit, say("trace-project-rest"), rest, r, means)
            text = say("trace-project-helped", weighed=weighed, goes="yes" if goes else "no", fee=yuan(fee))
        calls = {"n": len(when), "weeks": ", ".join(map(str, when))}
        lines += paragraph(say("trace-project-with", asked=yuan(asked), **calls, text=text))
    for text in policy.writes:
        lines += paragraph(text)
    return lines


def _weighed(profit: float, name: str, cost: float, r: float, funds: float) -> str:
    """Expected profit against cost, and money against cost, in numbers."""
    sign, other = (">" if profit > cost * (1 + r) else "<="), (">=" if funds >= cost else "<")
    return say(
        "trace-project-weighed", profit=yuan(profit), sign=sign, needed=yuan(cost * (1 + r)), name=name, rate=f"{r:g}",
        funds=yuan(funds), other=other, cost=yuan(cost),
    )  # fmt: skip


def _beside(scene: Scene, policy: ProjectWatch, twin: ProjectWatch) -> list[str]:
    rows: list[tuple[str, ...]] = [
        (*word(scene, n, policy.columns[n]), word(scene, n, twin.columns[n])[1]) for n in BECOMES
    ]
    for quantity, key in ((FIRST_SALES, "trace-project-residents"), (VISITORS, "trace-project-visitors")):
        rows.append((say(key), *(yuan(sum(week[quantity] for week in watch.weeks)) for watch in (policy, twin))))
    known = (percent(max(week[KNOWN] for week in watch.weeks)) for watch in (policy, twin))
    rows.append((say("trace-project-known"), *known))
    return table(beside(), rows) + _thought(policy.thought or twin.thought)


def _thought(last: Thought | None) -> list[str]:
    """What residents thought of it when it was last open."""
    if last is None:
        return []
    beside_usual = {"promise": last.promise, "truth": last.surprise, "heard": last.believed * last.surprise}
    told = {name: plus(100 * float(np.expm1(x)), 0, " %") for name, x in beside_usual.items()}
    return paragraph(say("trace-project-thought", **told, been=percent(last.been), distinct=percent(last.distinct)))


def _verdict(scene: Scene, policy: ProjectWatch, twin: ProjectWatch) -> list[str]:
    """Say what the award has changed, as the measures count it: from the award on."""
    begun = [float(watch.columns["start"]) > NEVER for watch in (policy, twin)]
    if policy.columns["award_week"] <= NEVER:
        return paragraph(say("trace-project-neither", worlds=sum(begun)))
    since = int(policy.columns["award_week"])
    with_money, without = (sum(week[SALES] for week in watch.weeks[since:]) for watch in (policy, twin))
    sold = say("trace-project-sold", sales=yuan(with_money), twin=yuan(without), paid=yuan(_kept(policy)))
    if not begun[1]:
        text = say("trace-project-additional")
    elif twin.columns["opened"] <= NEVER < policy.columns["opened"]:
        text = say("trace-project-unopened")
    else:
        text = say("trace-project-windfall")
    return paragraph(f"{text} {sold}")


def _kept(watch: ProjectWatch) -> float:
    """Yuan of public money that it was paid and has kept."""
    return float(watch.columns["paid"] - watch.columns["recovered"]) / FEN_PER_YUAN


def _panels(policy: ProjectWatch) -> list[Panel]:
    panels = [
        Panel(say("trace-project-panel-stage"), {STAGE: ""}, "stages", names=STATUS),
        Panel(say("trace-project-panel-sales"), {SALES: ""}, divisor=1e6),
        Panel(say("trace-project-panel-known"), {KNOWN: ""}, divisor=0.01),
    ]
    paid = [Panel(say("trace-project-panel-paid"), {PAID: ""}, "policy", 1e6)]
    return panels + paid * (policy.weeks[-1][PAID] > 0)
