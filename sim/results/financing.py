"""Who pays for the public money of stored runs: the assumption that every headline names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.results.words import listed, quoted
from sim.texts import say

NOBODY = "none"


def paid_by(configs: Mapping[str, Any], labels: Iterable[str] | None = None) -> str:
    """Say who pays, of runs that differ in it each by itself; nothing of runs of a version that did not ask.

    Parameters
    ----------
    configs : mapping of str to settings
        As a manifest holds them, by label.
    labels : iterable of str, optional
        Of the runs that a headline is about; default all.
    """
    found: dict[str, list[str]] = {}
    for label in configs if labels is None else labels:
        one = configs.get(label)
        financing = one.get("financing") if isinstance(one, Mapping) else None
        if isinstance(financing, Mapping):
            found.setdefault(_sentence(financing), []).append(quoted(label))
    if len(found) < 2:
        return next(iter(found), "")
    return " ".join(say("words-of-runs", labels=listed(of), said=said) for said, of in found.items())


def _sentence(financing: Mapping[str, Any]) -> str:
    last = financing.get("end_week")
    return say(
        "words-paid-by", kind=str(financing.get("kind")), first=str(financing.get("start_week")),
        last=NOBODY if last is None else str(last),
    )  # fmt: skip


def with_payer(headline: str, configs: Mapping[str, Any], labels: Iterable[str] | None = None) -> str:
    """Return a headline and behind it who pays for the money that it speaks of."""
    return " ".join(text for text in (headline, paid_by(configs, labels)) if text)
