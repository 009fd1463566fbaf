"""Parameters of a run as the loops take them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from scipy.special import ndtri

from sim.kernel.columns import ACCOUNT_WEEKS, WEEKS_PER_YEAR
from sim.kernel.loops.awards import AwardRates
from sim.kernel.loops.merchants import TradingRates
from sim.kernel.loops.offers import VenueRates
from sim.kernel.loops.payments import PaymentRates
from sim.kernel.loops.uptake import TicketRates
from sim.kernel.rules.persons import within_sigma
from sim.policy.terms import PolicyColumns
from sim.world.merchants import capital_weeks

N_STRATA = 16  # of the spread of tickets within a row: equally likely points


def venue_rates(parameters: Mapping[str, float]) -> VenueRates:
    """How venues are seen; the market of visitors in persons."""
    p = parameters
    return VenueRates(
        congestion_penalty=p["congestion_penalty"],
        publicity_reach=p["publicity_reach"],
        experience_discount=p["experience_discount"],
        homogenisation=p["homogenisation"],
        curiosity_shape=p["curiosity_shape"],
        visit_error=p["visit_error"],
        sight_rate=p["sight_rate"],
        contacts_elsewhere=p["contacts_elsewhere"],
        visitor_market=p["visitor_market"] * 1e6,
        remembered=1.0 - p["forget_rate"],
    )


def trading_rates(parameters: Mapping[str, float]) -> TradingRates:
    """How merchants set prices, enter and leave."""
    p, capital = parameters, capital_weeks(parameters)
    return TradingRates(
        price_step=p["price_step"],
        price_band=p["price_band"],
        target_use=p["target_utilisation"],
        exit_young=p["exit_young"],
        exit_old=p["exit_old"],
        exit_age_scale=p["exit_age_scale"],
        exit_profit_response=p["exit_profit_response"],
        entry_profit_response=p["entry_profit_response"],
        imitation=p["imitation"],
        profit_weight=-math.expm1(-ACCOUNT_WEEKS / p["profit_memory"]),
        capital=capital,
        reserve=capital + np.array([p["small_credit_weeks"], p["large_credit_weeks"]]),
        cash_sigma=p["cash_sigma"],
        cash_most=p["cash_most"],
        account_weeks=float(ACCOUNT_WEEKS),
        account_years=ACCOUNT_WEEKS / WEEKS_PER_YEAR,
    )


def payment_rates(parameters: Mapping[str, float], policy: PolicyColumns) -> PaymentRates:
    """How awards are paid in parts; what the finance bureau gets through until accounts are closed again."""
    p, office = parameters, policy.offices["payments"]
    return PaymentRates(
        upfront=policy.parts.upfront,
        completion=policy.parts.completion,
        direction=policy.kinds.direction,
        results_threshold=p["results_threshold"],
        results_weeks=p["results_weeks"],
        office_weeks=office.weeks,
        most_cases=int(office.cases_per_week * ACCOUNT_WEEKS),
    )


def award_rates(payment: PaymentRates, policy: PolicyColumns) -> AwardRates:
    """Return what awards go by."""
    return AwardRates(
        kinds=policy.kinds,
        terms=policy.terms,
        payment=payment,
        brands=policy.partner_shares.brands,
        owners=policy.partner_shares.venues,
        approval_weeks=policy.kinds.needs @ policy.department_weeks,
    )


def ticket_rates(parameters: Mapping[str, float]) -> TicketRates:
    """Preferences behind tickets; planned tickets of a row are lognormal around their mean, but for what lasts."""
    p = parameters
    z = ndtri((np.arange(N_STRATA) + 0.5) / N_STRATA)
    strata = np.exp(within_sigma(p["ticket_sigma"], p["ticket_lasting_share"]) * z)
    return TicketRates(
        elasticity=p["ticket_elasticity"],
        worth_in_hand=p["worth_in_hand"],
        earmark=p["earmark"],
        acceptance=p["acceptance"],
        likeness=p["channel_likeness"],
        strata=strata / strata.mean(),
    )
