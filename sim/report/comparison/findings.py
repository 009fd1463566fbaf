"""Numbers in sentences: the finding, said no more strongly than the replicates allow."""

from __future__ import annotations

import math

from sim.results.comparison import Difference, Results
from sim.results.words import listed, quoted, signed, with_interval, yuan_with_interval

LAST_WEEKS, WEEKS_PER_YEAR = 4, 52
LASTING_SHARE = 0.05  # of the whole effect: what another year as the last weeks would add, if it is to be told
NO_POLICY = "No allocation of this comparison spends money or changes anything else: there is no effect to report."


EVEN = 0.5  # share of the spread from which on its source dominates


def dominating(results: Results) -> str:
    """Say which uncertainty the intervals are made of, where parameters were drawn from a sample; else nothing."""
    e = results.effects
    rows = e[(e.dimension == "uncertainty") & (e.measure == "net_per_yuan_share_from_parameters")]
    rows = rows[rows.value.notna()]
    if rows.empty:
        return ""
    shares = {quoted(label): float(share) for label, share in zip(rows.allocation, rows.value, strict=True)}
    start = "Parameters were drawn from the calibrated sample: "
    if min(shares.values()) < EVEN <= max(shares.values()):
        each = ", ".join(f"{100 * share:.0f} % for {label}" for label, share in shares.items())
        return f"{start}of the spread over replicates comes from the parameters: {each}; the rest is chance."
    share = sum(shares.values()) / len(shares)
    what = "the parameters dominate" if share >= EVEN else "chance within the simulation dominates"
    return (
        f"{start}{100 * share:.0f} % of the spread over replicates comes from the parameters, the rest from chance "
        f"within the simulation; {what}."
    )


def net(results: Results, label: str) -> str:
    """Return the net effect per yuan of an allocation with its interval."""
    row = results.summary.loc[label]
    return with_interval(row.net_per_yuan, row.ci_low, row.ci_high)


def apart(results: Results, label: str, other: str, comparisons: int = 1) -> Difference:
    """Return the paired difference; its interval is empty if the two have not the same replicates."""
    s = results.summary.n_replicates // results.together
    found = results.difference(label, other, comparisons)
    same = s[label] == s[other] == found.n
    return found if same else found._replace(low=float("nan"), high=float("nan"))


def finding(results: Results) -> str:
    """Return the one sentence on top: which allocation adds most, or that this cannot be told."""
    if not results.active:
        return NO_POLICY
    if not results.funded:
        return without_money(results, results.unfunded[0])
    best, rivals = results.ranked[0], results.ranked[1:]
    row = results.summary.loc[best]
    if not results.has_intervals:
        first = f"With {quoted(best)}, a yuan of public money adds {signed(row.net_per_yuan)} yuan of consumption"
        most = f", more than with {listed([quoted(a) for a in rivals])}" if rivals else ""
        return f"{first}{most}; but a single replicate gives no interval, so chance cannot be ruled out."
    if row.ci_low <= 0 <= row.ci_high:
        most = ", the highest," if rivals else ""
        return (
            f"No allocation is shown to add consumption: with {quoted(best)}{most} the net effect per yuan "
            "of public "
            f"money is {net(results, best)}, which cannot be told from zero."
        )
    if row.ci_high < 0:
        return (
            f"Every allocation lowers consumption; {quoted(best)} least, per yuan of public money by "
            f"{net(results, best)}."
        )
    if not rivals:
        return f"With {quoted(best)}, a yuan of public money adds {net(results, best)} of consumption."
    return _against(results, best, rivals)


def without_money(results: Results, label: str) -> str:
    """Say what a policy without public money changes; there is nothing to divide it by."""
    value, low, high = results.interval(label, "net_yuan")
    text = f"{quoted(label)} spends no public money and changes consumption by {yuan_with_interval(value, low, high)}"
    if math.isnan(low):
        return f"{text}; but a single replicate gives no interval, so chance cannot be ruled out."
    return text + (", which cannot be told from zero." if low <= 0 <= high else ".")


def _against(results: Results, best: str, rivals: list[str]) -> str:
    differences = {a: apart(results, best, a, len(rivals)) for a in rivals}
    tied = [a for a, difference in differences.items() if not difference.is_clear]
    if not tied:
        d = differences[rivals[0]]
        return (
            f"A yuan of public money adds most consumption with {quoted(best)}: {net(results, best)}; that "
            "is "
            f"{with_interval(d.value, d.low, d.high, '')} more than with {quoted(rivals[0])}, the next best."
        )
    d = differences[tied[0]]
    text = (
        f"{quoted(best)} comes out highest, with {net(results, best)} of consumption added per yuan of public money, "
    )
    text += f"but it cannot be told apart from {listed([quoted(a) for a in tied])}"
    return text + f": the difference to {quoted(tied[0])} is {with_interval(d.value, d.low, d.high, '')}."


def more_findings(results: Results) -> list[str]:
    """Return sentences that keep the finding in proportion."""
    others = [without_money(results, label) for label in results.unfunded[0 if results.funded else 1 :]]
    if not results.funded:
        return others
    s, best, reference = results.summary, results.ranked[0], results.reference
    sentences = []
    if results.has_intervals and best != reference and results.ranked[1] != reference:
        d = apart(results, best, reference, len(results.ranked) - 1)
        verb = "is" if d.is_clear else "may be chance:"
        sentences.append(f"The difference to {quoted(reference)} {verb} {with_interval(d.value, d.low, d.high)}.")
    if len(results.ranked) > 1 and results.has_intervals:
        sentences.append(_about_intervals(results))
    gross, windfall = (results.total(best, m) for m in ("gross_yuan", "windfall_yuan"))
    if gross > 0:
        new = 100 * s.net_yuan[best] / gross
        sentences.append(
            f"Under {quoted(best)}, supported projects sell {signed(gross / s.public_yuan[best], 1)} yuan "
            "per yuan of "
            f"public money; {100 * windfall / gross:.0f} % of that would have been sold without it, and "
            f"{signed(new, 1 if abs(new) < 10 else 0)} % is new consumption."
        )
    sentences += _goes_on(results, best)
    if results.has_intervals and (s.loc[results.funded, "ci_high"] < 1).all():
        sentences.append("In no allocation does a yuan of public money add as much as a yuan of consumption.")
    return sentences + others


def _goes_on(results: Results, label: str) -> list[str]:
    """Whether the effect would be another if more weeks were counted: what the last weeks give, over a year."""
    if not results.has("week", "net_yuan"):
        return []
    last = results.wide("week", "net_yuan", "week").sort_index()[label].tail(LAST_WEEKS).mean()
    total = results.total(label, "net_yuan")
    if abs(last) * WEEKS_PER_YEAR < LASTING_SHARE * abs(total):
        return []
    return [
        f"The effect has not run out when counting ends: in the last {LAST_WEEKS} weeks {quoted(label)} still "
        f"{'adds' if last > 0 else 'takes away'} {signed(100 * abs(last / total), 1)} % of its whole effect a week. "
        "No interval holds this; a longer horizon.weeks_after shows it."
    ]


def _about_intervals(results: Results) -> str:
    s, (best, second) = results.summary, results.ranked[:2]
    n = len(results.ranked) - 1
    text = "Allocations are compared in the same simulated worlds, so that their difference is known better than either"
    if s.ci_low[best] <= s.ci_high[second]:
        text += f" (the intervals of {quoted(best)} and {quoted(second)} overlap; that of their difference decides)"
    return text + (f". Intervals of differences to the best are widened for {n} comparisons." if n > 1 else ".")
