"""What of a run decides which of its settings are read: who has money, when it can be awarded, what runs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from sim.data import read
from sim.data.online import read_online
from sim.errors import InputError
from sim.inputs.calendar import Calendar
from sim.inputs.idle.usual import Flat, flat
from sim.inputs.sample import SampledSettings
from sim.inputs.settings import Settings
from sim.kernel.columns import ACCOUNT_WEEKS, AREAS, DIRECTIONS
from sim.policy.allocations import quotas
from sim.policy.allotments import reads
from sim.policy.idle import Stage, why_idle
from sim.policy.instrument import Instrument

if TYPE_CHECKING:
    from sim.world.geography import Geography

OUR_SCREENING = ("score", "model_assisted", "perfect_foresight", "first_come", "random")


class Facts:
    """Facts of one run, known before it runs.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self.settings, self.calendar = settings, Calendar.of(settings)
        self.parameters, self.authority, self.plan = settings.parameters, settings.authority, settings.plan
        self.end, self.n_cities = self.calendar.end, len(settings.city)

    @cached_property
    def values(self) -> Flat:
        """Settings by their keys with dots."""
        return flat(self.settings)

    @cached_property
    def granted(self) -> tuple[str, ...]:
        """Cities that get a grant."""
        if self.settings.allocation.between == "none":
            return ()
        cities = read.read_cities()
        try:
            fen = quotas(self.settings, cities.take(cities.rows(self.settings.city)))
        except (InputError, KeyError):  # told where runs are checked together
            return self.settings.city
        return tuple(name for name, amount in zip(self.settings.city, fen, strict=True) if amount > 0)

    @cached_property
    def stage(self) -> Stage:
        """What instruments meet."""
        poor, wealthy = self.parameters["liquidity_share_poor"], self.parameters["liquidity_share_wealthy"]
        there = tuple(k for k, share in enumerate((poor, wealthy, 1 - poor - wealthy)) if share > 0)
        return Stage(
            self.end, self.settings.city, self.granted, there, self._last_decision, self._grant_until, self.online
        )  # fmt: skip

    @cached_property
    def online(self) -> tuple[str, ...]:
        """Sectors that sell anything online."""
        if self.parameters["online_attraction"] <= 0:
            return ()
        shares = zip(read.read_sectors().sector, read_online().share, strict=True)
        return tuple(name for name, share in shares if share > 0)

    @property
    def running(self) -> Iterator[Instrument]:
        """Instruments that do something in the run."""
        return (k for k in self.settings.programme if why_idle(k, self.stage) is None)

    # ---------------------------------------------------------------- money for awards

    @cached_property
    def top_ups(self) -> list[int]:
        """Weeks in which instruments add money for awards."""
        return [k.start_week for k in self.running if k.award_money()]

    @property
    def has_money(self) -> bool:
        """Whether any authority gets money that it may award or spend."""
        return bool(self.granted or self.top_ups)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of project that the rules pay for and that merchants think of."""
        known = read.read_kinds()
        thought_of = [name for name, weight in zip(known.kind, known.arrival_weight, strict=True) if weight > 0]
        return tuple(name for name in thought_of if name in self.settings.rules.kinds)

    def has_kind(self, *directions: str) -> bool:
        """Whether projects of some direction can be awarded."""
        known = read.read_kinds()
        return any(known.direction[known.kind.index(name)] in directions for name in self.kinds)

    @property
    def proposals(self) -> int:
        """Projects that merchants of a city think of."""
        return int(self.parameters["proposals_per_city"])

    @property
    def grant_awards(self) -> bool:
        """Whether any of a grant is for awards."""
        return bool(self.granted) and any(name in DIRECTIONS for name in self.settings.split.pays)

    @property
    def holds_calls(self) -> bool:
        """Whether there is money that calls can award."""
        return bool(self.grant_awards or self.top_ups)

    @property
    def can_award(self) -> bool:
        """Whether there are projects, rules and money for awards, be it in time or not."""
        return self.holds_calls and bool(self.kinds) and self.proposals > 0

    @cached_property
    def review(self) -> tuple[int, int]:
        """Weeks that the review of a call takes at least, if anybody applies, and at most."""
        d = read.read_departments()
        k = d.role.index("applications")
        least, most = (math.ceil(d.weeks[k] + n / d.cases_per_week[k]) for n in (1, max(1, self.proposals)))
        return least, most

    @property
    def _last_decision(self) -> int:
        """Week after which no call is decided any more: the last may wait for the review before it, or for money."""
        if not self.calendar.calls:
            return -1
        return self.calendar.calls[-1] + 2 * self.review[1] if self.grant_awards else self.end

    @property
    def _grant_until(self) -> int:
        """Week after which no money of the grant is left: it goes back with the accounts, when no call is open."""
        if self.authority.unspent != "returned":
            return self.end
        return max(self.settings.horizon.weeks_pilot, self._last_decision) + ACCOUNT_WEEKS

    @cached_property
    def first_decision(self) -> int:
        """First week in which a call that has money can be decided."""
        money = min([*self.top_ups, *([self.calendar.money_from] if self.granted else [])], default=self.end)
        return max(min(self.calendar.calls, default=self.end), money) + self.review[0]

    @property
    def awards(self) -> bool:
        """Whether anything can be awarded before the run ends."""
        return self.can_award and self.first_decision < self.end

    @property
    def spends(self) -> bool:
        """Whether public money can be spent while residents are charged for it, if anybody is."""
        last = self.settings.financing.end_week
        starts = [k.start_week for k in self.running]
        first = min([*starts, *([self.first_decision] if self.awards else [])], default=self.end)
        return first <= (self.end - 1 if last is None else last)

    @property
    def supports_begun(self) -> bool:
        """Whether an award may go to what has begun already."""
        return any(self.settings.rules.kinds[name].retroactive_weeks > 0 for name in self.kinds)

    @property
    def inspects(self) -> bool:
        """Whether inspections fall into the time in which there are awards."""
        every = int(self.parameters["inspection_weeks"])
        return self.authority.dynamic_management and any(
            week % every == 0 for week in range(self.first_decision, self.end)
        )

    @property
    def uses_unspent(self) -> bool:
        """Whether it is decided in the run what becomes of unspent money: after the pilot, or with the last call."""
        after = any(week % ACCOUNT_WEEKS == 0 for week in range(self.settings.horizon.weeks_pilot, self.end))
        return after or (self.awards and self.authority.unspent == "publicity")

    @property
    def buys_publicity(self) -> bool:
        """Whether cities have money for publicity; it is for venues with an award."""
        paid = self.granted and "publicity" in self.settings.split.pays
        return self.awards and bool(paid or self.authority.unspent == "publicity")

    @property
    def is_seen_abroad(self) -> bool:
        """Whether any publicity is for people anywhere in the country."""
        bursts = [seen for k in self.running if (seen := k.publicity())]
        own = self.buys_publicity and self.settings.publicity.national > 0
        return own or any(seen.audience == "national" for seen in bursts)

    def uses(self, coupons: bool = False, vouchers: bool = False, counter: bool = False) -> bool:
        """Whether an instrument runs that uses one of these channels."""
        return any(
            (coupons and k.coupons()) or (vouchers and k.voucher_yuan()) or (counter and k.counter_offer())
            for k in self.running
        )

    @property
    def is_raced(self) -> bool:
        """Whether the quick are served first; of a rule of an extension nobody knows what it reads."""
        handed = [k for k in self.running if k.coupons() or k.voucher_yuan() or k.cash_yuan_per_week()]
        return any(reads(k.common_terms.allotment, "quickness") for k in handed)

    def screens_by(self, *rules: str) -> bool:
        """Whether cities rank by one of these rules; of a rule of an extension nobody knows what it reads."""
        own = self.settings.screening.rule
        return own in rules or own not in OUR_SCREENING

    def above_zero(self, parameter: str) -> bool:
        """Whether a parameter is above 0."""
        return self.parameters[parameter] > 0

    @property
    def has_contacts(self) -> bool:
        """Whether residents listen to each other."""
        return self.settings.population.network != "none" and self.settings.population.degree > 0

    @property
    def sampled(self) -> tuple[str, ...]:
        """Parameters that differ between replicates."""
        return self.settings.sample.free if isinstance(self.settings, SampledSettings) else ()

    # ---------------------------------------------------------------- cities

    @property
    def meetings(self) -> list[int]:
        """Weeks of the run in which cities with money exchange experience."""
        return [week for week in sorted(self.calendar.exchanges) if self.calendar.money_from <= week < self.end]

    @property
    def has_peers(self) -> bool:
        """Whether a city with a grant has others to learn from."""
        return bool(self.granted) and self.n_cities > 1 and int(self.parameters["peer_links"]) > 0

    @property
    def learns(self) -> bool:
        """Whether exchange can change what a city is capable of."""
        return self.has_peers and self.parameters["peer_learning"] > 0 and self.parameters["capability_sd"] > 0

    @cached_property
    def geography(self) -> Geography:
        """Districts of the cities; loads the engine, so it is asked for only where a setting names districts."""
        from sim.kernel.draws import KeyedDraws
        from sim.world.geography import build_geography

        cities = read.read_cities()
        rows = cities.rows(self.settings.city)
        return build_geography(cities, rows, self.parameters, KeyedDraws(self.settings.seed))

    @cached_property
    def areas(self) -> set[str]:
        """Thirds of the residents that hold a district of some city."""
        g = self.geography
        return {AREAS[k] for row, n in zip(g.area, g.n_districts, strict=True) for k in row[:n]}
