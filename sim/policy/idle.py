"""Why an instrument can do nothing in a run: what its terms, its channels and its money say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.errors import Fault, fault
from sim.kernel.columns import CHANNELS, ONLINE
from sim.policy.instrument import EVERYWHERE, Instrument

# Terms that mean the same in every instrument that has them, and the value at which it does nothing.
NOTHING_AT = {
    "holders_share": 0.0, "merchants_share": 0.0, "owners_share": 0.0, "shops_share": 0.0, "gap_closed": 0.0,
    "factor": 1.0,
}  # fmt: skip


class Stage(NamedTuple):
    """What of a run decides whether an instrument can do anything in it."""

    end: int  # first week after the last one
    cities: tuple[str, ...]
    granted: tuple[str, ...]  # cities that get a grant
    liquidity: tuple[int, ...]  # types that residents have, index of LIQUIDITY_TYPES
    last_decision: int  # week after which no call is decided any more
    grant_until: int  # week after which what is left of the grant has gone back
    online: tuple[str, ...]  # sectors that sell anything online


def why_idle(k: Instrument, stage: Stage) -> Fault | None:
    """Why an instrument can do nothing in a run; None if it can.

    Parameters
    ----------
    k : Instrument
    stage : Stage
        Of the run.
    """
    if k.first_week >= stage.end:
        return fault("policy-idle-late", start=k.start_week, last=stage.end - 1)
    here = stage.cities if k.cities == EVERYWHERE else [name for name in k.cities if name in stage.cities]
    if not here:
        return fault("policy-idle-elsewhere", cities=", ".join(k.cities))
    if k.award_money() and k.start_week > stage.last_decision:
        return fault("policy-idle-no-call", start=k.start_week)
    terms = k.model_dump()
    for term, value in NOTHING_AT.items():
        if terms.get(term) == value:
            return fault("policy-idle-at", term=term, value=f"{value:g}")
    own = k.common_terms
    if own.channel == CHANNELS[ONLINE] and own.sectors and not set(own.sectors) & set(stage.online):
        return fault("policy-idle-online", sectors=", ".join(own.sectors))
    if not set(k.recipients().liquidity) & set(stage.liquidity):
        return fault("policy-idle-nobody")
    acts_unpaid = k.pays == "treasury" or k.event() or k.shop_change()
    return None if acts_unpaid else _unpaid(k, stage, here)


def why_unheard(k: Instrument) -> Fault | None:
    """Why it changes nothing that an instrument is announced; None if it may, or if nothing is said of it."""
    if k.announce_week is None or k.first_week < k.start_week:
        return None
    return fault("policy-announced-then") if k.is_prepared_for else fault("policy-announced-idle", kind=k.kind)


def _unpaid(k: Instrument, stage: Stage, here: Sequence[str]) -> Fault | None:
    """Why the grant never pays for it; None if it may."""
    if not any(name in stage.granted for name in here):
        return fault("policy-idle-no-grant", cities=", ".join(here))
    if k.grant_share == 0:
        return fault("policy-idle-at", term="grant_share", value="0")
    if k.start_week > stage.grant_until:
        return fault("policy-idle-returned", start=k.start_week)
    return None
