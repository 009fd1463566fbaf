"""Statistics of findings, computed from a trial as their authors computed them from data."""

from __future__ import annotations

from sim.studies.validation.statistics import facts, money, places, support, venues
from sim.studies.validation.statistics.statistic import Statistic

PRICES = ("sectors", "factor")  # terms of an instrument that shifts prices
ONE_ROW = (*PRICES, "districts", "size")
OPENING = ("sector", "district", "standard_shops")
EVENT = ("project_kind", "sector")
HANDED_OUT = ("holders_share",)

# Name in files of experiments -> the statistic, with the terms that it needs of the first instrument.
STATISTICS = {
    statistic.name: statistic
    for statistic in (
        Statistic(support.targeted_per_yuan, "sectors"),
        Statistic(support.bunching_per_yuan, "sectors"),
        Statistic(support.redeemed_share, "holders_share", "coupons_per_person"),
        Statistic(support.bills_per_yuan, "sectors"),
        Statistic(support.elsewhere_share, "sectors"),
        Statistic(support.bought_anyway_share, "sectors"),
        Statistic(support.buyer_keeps_share, "sectors", "rate"),
        Statistic(support.visits_rise_on_days_percent, "days_per_week"),
        Statistic(support.diners_ratio_on_days, "sectors", "merchants_share", "days_per_week"),
        Statistic(money.extra_per_yuan, "kind"),
        Statistic(money.extra_per_yuan_used, "sectors"),
        Statistic(money.spent_per_yuan, *HANDED_OUT),
        Statistic(money.rise_of_spending_percent, "kind"),
        Statistic(money.rise_of_recipients_spending_percent, *HANDED_OUT),
        Statistic(money.replaced_share, "sectors"),
        Statistic(money.sector_difference_sign, "sectors"),
        Statistic(money.income_multiplier),
        Statistic(places.price_response, "sector", "district"),
        Statistic(places.demand_elasticity, *PRICES),
        Statistic(places.merchant_elasticity, *ONE_ROW),
        Statistic(places.lost_by_rivals_share, *ONE_ROW),
        Statistic(places.rivals_sales_percent, *OPENING),
        Statistic(places.others_traffic_percent, *OPENING),
        Statistic(places.half_as_far_times),
        Statistic(places.trip_decay_per_km),
        Statistic(places.footfall_elasticity_of_margin),
        Statistic(venues.bass, *EVENT),
        Statistic(venues.venue_fall_percent, *EVENT),
        Statistic(venues.venue_half_life_days, *EVENT),
        Statistic(venues.venue_visitors_share, *EVENT),
        Statistic(venues.sales_elasticity),
        Statistic(venues.awarded_only_with_award_share),
        Statistic(facts.sales_tail_exponent),
        Statistic(facts.exit_share),
        Statistic(facts.openings_over_closings),
        Statistic(facts.spending_gini),
        Statistic(facts.propensity_to_consume),
        Statistic(facts.median_over_mean_income),
        Statistic(facts.wealthy_hand_to_mouth_share),
        Statistic(facts.food_share),
        Statistic(facts.share_falls_with_income),
        Statistic(facts.week_over_mean),
        Statistic(facts.month_over_mean),
    )
}
