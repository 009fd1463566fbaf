"""How a comparison came to its number of replicates, as its manifest says it, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.results.differences import CONFIDENCE
from sim.results.words import listed, plain
from sim.texts import say

KEY = "stopping"  # of the manifest, where a rule stopped the replicates
PACE = "seconds_per_replicate"  # of all runs, by the clock; None where none had to be simulated


def stopping_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What a manifest says of the rule that stopped the replicates; nothing where their number was stated."""
    found = manifest.get(KEY)
    return found if isinstance(found, dict) and found.get("looks") else {}


def confidence_of(manifest: Mapping[str, Any]) -> float:
    """Confidence of every interval of a folder: more than is claimed where a rule stopped the replicates."""
    return float(stopping_of(manifest).get("confidence", CONFIDENCE))


def numbers_in(manifest: Mapping[str, Any]) -> dict[str, int]:
    """Replicates of each run: those of its settings, or fewer where it was dropped."""
    labels = manifest["allocations"]
    if stopping := stopping_of(manifest):
        return dict(zip(labels, stopping["looks"][-1]["replicates"], strict=True))
    return {label: manifest["configs"][label]["replicates"] for label in labels}


def aim_of(asked: Mapping[str, Any]) -> str:
    """What was to be how narrow."""
    level, apart = asked.get("precision"), asked.get("precision.difference")
    said = [say("looks-level", half=level)] if level else []
    if best := asked.get("best"):
        said.append(say("looks-best", within=f"{best:g}"))
    return listed([*said, *([say("looks-apart", half=f"{apart:g}")] if apart else [])])


def best_of(stopping: Mapping[str, Any]) -> str:
    """Which run is the best or as good, what was dropped when, and if none is known to be, what that would take.

    Parameters
    ----------
    stopping : mapping
        As :func:`stopping_of` returns it, where the best was asked for.
    """
    looks, within = stopping["looks"], f"{stopping['asked']['best']:g}"
    last = looks[-1]
    n, left = max(last["replicates"]), last["left"]
    dropped = [
        say("looks-dropped-after", names=listed(_plain(look["dropped"])), n=max(look["replicates"]))
        for look in looks
        if look["dropped"]
    ]
    if not last["of"]:
        said = say("looks-best-alone", n=n, best=plain(left[0]))
    elif last["half_width"] is not None and last["half_width"] <= last["aim"]:
        said = say("looks-best-found", n=n, best=plain(last["of"][0]), within=within, left=listed(_plain(left)))
    else:
        said = say("looks-best-open", n=n, left=listed(_plain(left)), within=within, would=would_do(last, None))
    return f"{said} {say('looks-dropped', dropped=listed(dropped))}" if dropped else said


def _plain(labels: Sequence[str]) -> list[str]:
    return [plain(label) for label in labels]


def numbers_of(look: Mapping[str, Any]) -> str:
    """Replicates at a look: one number where all runs have the same, else the least and the most."""
    least, most = min(look["replicates"]), max(look["replicates"])
    return from_to(str(least), str(most))


def from_to(least: str, most: str) -> str:
    """The least and the most of what is about to come or has come; one where both are the same."""
    return least if least == most else say("looks-from-to", least=least, most=most)


def outcome(stopping: Mapping[str, Any], pace: float | None = None) -> str:
    """Whether intervals are as narrow as was asked for, and if not, what that would take.

    Parameters
    ----------
    stopping : mapping
        As :func:`stopping_of` returns it.
    pace : float, optional
        Seconds for a replicate.
    """
    if "best" in stopping["asked"]:
        return best_of(stopping)
    last = stopping["looks"][-1]
    n = numbers_of(last)
    if not last["of"]:
        return say("looks-nothing", n=n)
    if last["half_width"] is not None and last["half_width"] <= last["aim"]:
        return say("looks-reached", n=n, aim=aim_of(stopping["asked"]))
    what = say("looks-of", n=len(last["of"]), names=listed([plain(label) for label in last["of"]]))
    if last["covers_zero"]:
        return say("looks-covers-zero", n=n, what=what, share=stopping["asked"]["precision"])
    said = {"n": n, "what": what, "aim": f"{last['aim']:.3g}", "half": wide(last["half_width"])}
    return say("looks-missed", would=would_do(last, pace), **said)


def would_do(look: Mapping[str, Any], pace: float | None) -> str:
    """How many replicates would do as far as a look can tell, and how much longer that would take."""
    if look["needed"] is None:
        return say("looks-unknown")
    n = f"{look['needed']:,.0f}"
    if pace is None:
        return say("looks-would-do", n=n)
    return say("looks-would-do-in", n=n, time=lasting(pace * (look["needed"] - max(look["replicates"]))))


def lasting(seconds: float) -> str:
    """Seconds as people say them.

    >>> lasting(49.6), lasting(600), lasting(1e5)
    ('50 s', '10 minutes', '28 hours')
    """
    for key, size in (("looks-hours", 3600), ("looks-minutes", 60)):
        if seconds >= 2 * size:
            return say(key, n=f"{seconds / size:.0f}")
    return say("looks-seconds", n=f"{seconds:.0f}")


def wide(half: float | None) -> str:
    """Half the width of an interval, with two figures.

    >>> wide(0.01234), wide(2.345), wide(None)
    ('0.012', '2.3', '?')
    """
    return "?" if half is None else f"{half:.2g}"
