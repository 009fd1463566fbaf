"""Public money that an instrument is planned to take, before anything is simulated."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.data import read
from sim.errors import fault
from sim.inputs.settings import Settings
from sim.kernel.columns import QUINTILES
from sim.policy.instrument import EVERYWHERE, Instrument
from sim.texts import say

MILLION = 1e6


class Planned(NamedTuple):
    """Yuan that an instrument takes of the treasury or of a city's grant.

    Attributes
    ----------
    yuan : (n_cities,) float64
        By city of the run that it runs in; inf where nothing limits it.
    bound : str
        Whether it takes ``all`` of that, at ``most`` that, as where coupons are not used, or ``about`` that: where not
        everybody is entitled, or each week's buyers are let in by what those of the last week asked for.
    """

    yuan: NDArray[np.float64]
    bound: str


def planned(k: Instrument, s: Settings) -> Planned:
    """What an instrument is planned to take: what its terms give to all who are entitled, or its limits.

    Parameters
    ----------
    k : Instrument
    s : Settings
        Of the run.
    """
    cities, names = read.read_cities(), [c for c in s.city if k.cities == EVERYWHERE or c in k.cities]
    residents, terms = cities.residents[cities.rows(names)], k.common_terms
    packet, award = k.coupons(), k.award_money()
    each = k.voucher_yuan() + k.cash_yuan_per_week() * k.n_weeks + (packet.coupon.face * packet.size if packet else 0.0)
    share = _entitled(k, s)
    wanted = each * share * terms.holders_share * residents
    handed_out = wanted if terms.budget_yuan is None else np.minimum(wanted, terms.budget_yuan)
    at_once = k.grant_yuan() + (award.yuan if award else 0.0)
    yuan = np.zeros_like(residents) if _weeks(k, s) <= 0 else handed_out + at_once + _by_week(k, _weeks(k, s))
    is_used = packet or k.voucher_yuan() or k.pays == "grant"
    is_vague = k.counter_offer() or (share < 1 and terms.budget_yuan is None)
    return Planned(yuan, "about" if is_vague else "most" if is_used else "all")


def _weeks(k: Instrument, s: Settings) -> int:
    """Weeks that it runs before the run ends."""
    return min(k.end_week + 1, s.horizon.weeks_pilot + s.horizon.weeks_after) - k.start_week


def _by_week(k: Instrument, weeks: int) -> float:
    """Yuan in each city over some weeks."""
    seen, terms = k.publicity(), k.common_terms
    at_counter = 0.0
    if k.counter_offer():
        limit = terms.daily_limit_yuan
        at_counter = np.inf if limit is None else limit * terms.days_per_week
    return weeks * ((seen.yuan_per_week if seen else 0.0) + at_counter)


def _entitled(k: Instrument, s: Settings) -> float:
    """Share of residents who are entitled; it differs a little by city, and who is short of cash is seldom rich."""
    who, poor, wealthy = k.recipients(), s.parameters["liquidity_share_poor"], s.parameters["liquidity_share_wealthy"]
    by_income = len(who.quintiles) / QUINTILES
    by_purse = sum((poor, wealthy, 1 - poor - wealthy)[code] for code in who.liquidity)
    return min(by_income, by_purse)


def in_words(k: Instrument, s: Settings) -> str:
    """What an instrument is planned to take: in all, and in each city."""
    yuan, bound = planned(k, s)
    if not yuan.size or not yuan.any():
        return say("explain-costs-nothing")
    if np.isinf(yuan).any():
        return say("explain-costs-without-limit")
    low, high = (f"{end / MILLION:,.3g}" for end in (yuan.min(), yuan.max()))
    kind = "one" if yuan.size == 1 else "same" if low == high else "several"
    total = f"{yuan.sum() / MILLION:,.4g}"
    return str(fault("explain-costs", bound=bound, total=total, kind=kind, low=low, high=high))
