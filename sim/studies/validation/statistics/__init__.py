"""Statistics of findings, computed from a trial as their authors computed them from data."""

from __future__ import annotations

from sim.studies.validation.statistics import facts, money, places, support, venues

# name in experiments.yaml -> statistic(trial, **terms) -> float
STATISTICS = {
    f.__name__: f
    for f in (
        support.targeted_per_yuan, support.bunching_per_yuan, support.redeemed_share, support.bills_per_yuan,
        support.elsewhere_share, support.bought_anyway_share,
        support.buyer_keeps_share, support.visits_rise_on_days_percent, support.diners_ratio_on_days,
        money.extra_per_yuan, money.extra_per_yuan_used, money.spent_per_yuan, money.rise_of_spending_percent,
        money.rise_of_recipients_spending_percent, money.replaced_share, money.sector_difference_sign,
        money.income_multiplier,
        places.price_response, places.demand_elasticity, places.merchant_elasticity, places.lost_by_rivals_share,
        places.rivals_sales_percent, places.others_traffic_percent, places.half_as_far_times,
        places.trip_decay_per_km, places.footfall_elasticity_of_margin,
        venues.bass, venues.venue_fall_percent, venues.venue_half_life_days,
        venues.venue_visitors_share, venues.sales_elasticity, venues.awarded_only_with_award_share,
        facts.sales_tail_exponent, facts.exit_share, facts.spending_gini, facts.propensity_to_consume,
        facts.median_over_mean_income, facts.wealthy_hand_to_mouth_share, facts.food_share,
        facts.share_falls_with_income, facts.week_over_mean, facts.month_over_mean,
    )
}  # fmt: skip
