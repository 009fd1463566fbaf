"""Numbers in sentences: the finding, said no more strongly than the replicates allow."""

from __future__ import annotations

import math

from sim.report.comparison import points
from sim.report.comparison.enough import would_tell
from sim.results.comparison import Results
from sim.results.failed import lacking
from sim.results.supported import supported
from sim.results.vocabulary import weeks_per_year
from sim.results.words import listed, named_runs, quoted, signed, with_interval, yuan_with_interval
from sim.texts import say

LAST_WEEKS = 4
LASTING_SHARE = 0.05  # of the whole effect: what another year as the last weeks would add, if it is to be told
ROUNDING = 1e-6  # of sums over weeks, relative
EVEN = 0.5  # share of the spread from which on its source dominates


def dominating(results: Results) -> str:
    """Say which uncertainty the intervals are made of, where parameters were drawn from a sample; else nothing."""
    e = results.effects
    rows = e[(e.dimension == "uncertainty") & (e.measure == "net_per_yuan_share_from_parameters")]
    rows = rows[rows.value.notna()]
    if rows.empty:
        return ""
    shares = {quoted(label): float(share) for label, share in zip(rows.allocation, rows.value, strict=True)}
    if min(shares.values()) < EVEN <= max(shares.values()) or set(results.active) - set(rows.allocation):
        each = [say("findings-drawn-share", share=f"{100 * s:.0f}", label=label) for label, s in shares.items()]
        return say("findings-drawn-apart", shares=listed(each))
    share = sum(shares.values()) / len(shares)
    key = "findings-drawn-parameters" if share >= EVEN else "findings-drawn-chance"
    return say(key, share=f"{100 * share:.0f}")


def net(results: Results, label: str) -> str:
    """Return the net effect per yuan of an allocation with its interval."""
    return with_interval(*_net_per_yuan(results, label))


def _net_per_yuan(results: Results, label: str) -> tuple[float, float, float]:
    """Net effect per yuan of an allocation with the ends of its interval."""
    s = results.summary
    return s.net_per_yuan[label], s.ci_low[label], s.ci_high[label]


def finding(results: Results) -> str:
    """Return the one sentence on top: which allocation adds most, or that this cannot be told."""
    if not results.active:
        return say("findings-no-policy")
    if not results.funded:
        return without_money(results, results.unfunded[0])
    if results.points:
        return points.finding(results, results.points)
    best, rivals = results.best[0], results.rivals
    name, (value, low, high) = _best(results), _net_per_yuan(results, best)
    if not results.has_intervals:
        if not rivals:
            return say("findings-single", best=name, net=signed(value))
        return say("findings-single-best", best=name, net=signed(value), rivals=named_runs(rivals))
    if low <= 0 <= high:
        key = "findings-unclear-best" if rivals else "findings-unclear"
        return say(key, best=name, net=net(results, best))
    if high < 0:
        return say("findings-harm" if rivals else "findings-harm-alone", best=name, net=net(results, best))
    if not rivals:
        return say("findings-one", best=name, net=net(results, best))
    return _against(results, best, rivals)


def _best(results: Results) -> str:
    return named_runs(results.best)


def verdict(results: Results) -> str:
    """Return the finding, and how many cells failed and why, for lists of results."""
    lacks = lacking(results.manifest)
    return " ".join([finding(results), *([f"({lacks}.)"] if lacks else [])])


def without_money(results: Results, label: str) -> str:
    """Say what a policy without public money changes; there is nothing to divide it by."""
    value, low, high = results.interval(label, "net_yuan")
    key = "findings-without-money"
    if math.isnan(low):
        key = "findings-without-money-single"
    elif low <= 0 <= high:
        key = "findings-without-money-unclear"
    return say(key, label=quoted(label), amount=yuan_with_interval(value, low, high))


def _against(results: Results, best: str, rivals: list[str]) -> str:
    tied = [a for a in rivals if not results.against_best[a].is_clear]
    said = {"best": _best(results), "net": net(results, best), "lead": _lead(results)}
    if not tied:
        return say("findings-best", next=quoted(rivals[0]), **said)
    return say("findings-tied", n=len(results.best), tied=named_runs(tied), **said)


def _lead(results: Results) -> str:
    """How far the best run is ahead of the best of the others: its own row of the table, cut nowhere.

    Of several that are the best together, each is 0 ahead of its twins; how far ahead they are, the next best says.
    """
    alone = len(results.best) < 2
    d = results.against_best[results.best[0]] if alone else results.against_best[results.rivals[0]].turned
    return with_interval(d.value, d.low, d.high, named=False)


def _below_best(results: Results, label: str) -> str:
    """How far a run that is told from the best of the others is below it: its row of the table with the sign turned.

    Of no other run: its row may end at 0 by construction, which would be read as "never better" than some run.
    """
    d = results.against_best[label].turned
    return with_interval(d.value, d.low, d.high)


def more_findings(results: Results) -> list[str]:
    """Return sentences that keep the finding in proportion."""
    others = [without_money(results, label) for label in results.unfunded[0 if results.funded else 1 :]]
    if not results.funded or results.points:
        return others
    s, best, rivals, reference = results.summary, results.best[0], results.rivals, results.reference
    sentences = [text for text in (would_tell(results),) if text]
    if results.has_intervals and reference in rivals[1:]:
        sentences.append(_reference(results, reference))
    if rivals and results.has_intervals:
        sentences += _about_intervals(results)
    gross, windfall = (results.total(best, m) for m in ("gross_yuan", "windfall_yuan"))
    if gross > 0:
        new = 100 * s.net_yuan[best] / gross
        sentences.append(say(
            "findings-gross", best=_best(results), kind=supported(results, best),
            gross=signed(gross / s.public_yuan[best], 1),
            windfall=f"{100 * windfall / gross:.0f}", new=signed(new, 1 if abs(new) < 10 else 0),
        ))  # fmt: skip
    sentences += _goes_on(results, best)
    if results.has_intervals and (s.loc[results.funded, "ci_high"] < 1).all():
        sentences.append(say("findings-below-one", n=len(results.funded)))
    return sentences + others


def _reference(results: Results, label: str) -> str:
    """How far the reference is below the best of the others, or that this may be chance."""
    if not results.against_best[label].is_clear:
        return say("findings-reference-unclear", label=quoted(label))
    return say("findings-reference-clear", label=quoted(label), less=_below_best(results, label))


def _goes_on(results: Results, label: str) -> list[str]:
    """Whether the effect would be another if more weeks were counted: what the last weeks give, over a year."""
    if not results.has("week", "net_yuan"):
        return []
    last = float(results.wide("week", "net_yuan", "week").sort_index()[label].dropna().tail(LAST_WEEKS).mean())
    total = results.total(label, "net_yuan")
    if not last or abs(last) * weeks_per_year(results.manifest) < LASTING_SHARE * abs(total):
        return []
    if abs(total) < abs(last) * ROUNDING:  # a share of nothing says nothing
        return []
    share, change = signed(100 * abs(last / total), 1), "more" if last > 0 else "less"
    return [say("findings-goes-on", weeks=LAST_WEEKS, label=quoted(label), change=change, share=share)]


def _about_intervals(results: Results) -> list[str]:
    s, best, second, n = results.summary, results.best[0], results.rivals[0], len(results.funded)
    if not results.share_worlds(*results.funded):
        sentences = [say("findings-worlds")]
    elif s.ci_low[best] <= s.ci_high[second]:
        sentences = [say("findings-overlap", best=quoted(best), second=quoted(second))]
    else:
        sentences = [say("findings-paired")]
    return [*sentences, say("findings-widened", n=n)] if n > 2 else sentences
