"""What each setting needs to be read in a run: one list, told before a run and in its report, tested by levers.

Add one: name the keys, say when they are read, and the text that says what they lack. What stands first is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sim.inputs.idle.facts import Facts


class Need(NamedTuple):
    """What some settings need.

    Attributes
    ----------
    keys : tuple of str
        Of the settings, with dots; ``*`` stands for anything.
    met : callable
        Whether a run has it.
    lacks : str
        Key of the text that says what is missing.
    """

    keys: tuple[str, ...]
    met: Callable[[Facts], bool]
    lacks: str


def _p(*names: str) -> tuple[str, ...]:
    return tuple(f"parameters.{name}" for name in names)


# Rules of ours that divide the money without looking at incomes.
OTHER_ALLOCATIONS = ("by_class", "equal", "per_head", "by_retail", "shares", "yuan", "none")
OF_EXCHANGE = (
    "authority.exchange",
    "authority.exchange_weeks",
    *_p("peer_learning", "peer_exchange_weeks", "peer_links"),
)
OF_SCORE = _p("score_completion", "score_execution", "score_private", "score_sales")
OF_INSPECTION = _p("inspection_weeks", "grace_weeks")
OF_JURY = (
    "screening.large_favour",
    "plan.kinds.*.priority",
    "authority.strategic",
    *_p("gaming_weight", "reach_km", "weight_*"),
)
OF_DECISION = (
    "screening.*", "plan.directions.*", "plan.kinds.*", "plan.areas.*", "plan.targets.*", "authority.strategic",
    "authority.dynamic_management", *OF_JURY, *OF_INSPECTION,
    *_p("screening_noise", "prediction_error", "chance_weight", "need_claimed", "plan_optimism", "plan_error"),
    *_p("recovery_share", "results_threshold", "results_weeks"),
)  # fmt: skip
OF_AWARDS = (
    "rules.*", "plan.*", "participation.*", "authority.calls", "authority.last_call_at", *OF_DECISION,
    *_p("application_cost", "application_size", "award_chance", "award_chance_begun", "misreport_share"),
    *_p("misreport_most", "patience_weeks", "patience_size"),
)  # fmt: skip
OF_GRANT = (
    "split.*",
    "authority.first_tranche_share",
    "authority.second_tranche_rule",
    "authority.top_share",
    "authority.score_threshold",
    *OF_EXCHANGE,
    *OF_SCORE,
)

OF_OWNERS = _p("owner_local_share", "owners_per_shop")
OF_CROWDING = _p("investment_credit_share", "crowding_lag_weeks", "postponed_share", "postponed_weeks")

NEEDS = (
    # ------------------------------------------------------------ money
    Need(("authority.*", "publicity.*", *OF_AWARDS, *OF_GRANT), lambda f: f.has_money, "idle-no-money"),
    Need(OF_GRANT, lambda f: bool(f.granted), "idle-no-grant"),
    Need(OF_AWARDS, lambda f: f.holds_calls, "idle-no-award-money"),
    Need(OF_AWARDS, lambda f: f.proposals > 0, "idle-no-projects"),
    Need(OF_AWARDS, lambda f: bool(f.kinds), "idle-no-kinds"),
    Need(OF_DECISION, lambda f: f.awards, "idle-too-short"),
    Need(("publicity.*", "participation.platforms_match"), lambda f: f.awards, "idle-publicity-awards"),
    Need(("publicity.*", "participation.platforms_match"), lambda f: f.buys_publicity, "idle-no-publicity"),
    Need(_p("visitor_market"), lambda f: f.is_seen_abroad, "idle-no-national"),
    # ------------------------------------------------------------ cities
    Need(("allocation.*", *_p("need_exponent")), lambda f: f.n_cities > 1 or not f.granted, "idle-one-city"),
    Need(_p("need_exponent"), lambda f: f.settings.allocation.between not in OTHER_ALLOCATIONS, "idle-not-by-need"),
    Need(OF_EXCHANGE, lambda f: f.n_cities > 1, "idle-one-city"),
    Need(("authority.exchange_weeks", *_p("peer_learning", "peer_exchange_weeks", "peer_links")),
         lambda f: f.authority.exchange != "none", "idle-no-exchange"),
    Need(("authority.exchange", "authority.exchange_weeks", *_p("peer_learning", "peer_exchange_weeks")),
         lambda f: f.parameters["peer_links"] >= 1, "idle-no-peers"),
    Need(("authority.exchange", "authority.exchange_weeks", *_p("peer_links", "peer_exchange_weeks")),
         lambda f: f.parameters["peer_learning"] > 0, "idle-nothing-learned"),
    Need(OF_EXCHANGE, lambda f: f.parameters["capability_sd"] > 0, "idle-all-alike"),
    Need(("authority.exchange_weeks",), lambda f: f.authority.exchange == "meetings", "idle-no-meetings"),
    Need(_p("peer_exchange_weeks"), lambda f: f.authority.exchange_weeks is None or f.authority.exchange != "meetings",
         "idle-weeks-given"),
    Need(_p("peer_learning", "peer_links"), lambda f: bool(f.meetings), "idle-meetings-outside"),
    # ------------------------------------------------------------ the second tranche
    Need(("authority.second_tranche_rule",), lambda f: f.authority.first_tranche_share < 1, "idle-no-second"),
    Need(("authority.top_share",), lambda f: f.authority.second_tranche_rule == "top_share", "idle-not-top-share"),
    Need(("authority.score_threshold",), lambda f: f.authority.second_tranche_rule in ("threshold", "all_or_nothing"),
         "idle-no-threshold"),
    Need(("authority.second_tranche_rule",), lambda f: f.authority.second_tranche_rule == "unconditional"
         or f.authority.pays_by_score, "idle-all-paid"),
    Need(("authority.strategic", *_p("gaming_weight")), lambda f: f.authority.pays_by_score, "idle-nothing-to-win"),
    Need(_p("gaming_weight"), lambda f: f.authority.strategic, "idle-not-strategic"),
    # ------------------------------------------------------------ calls, screening, management
    Need(("authority.calls", "authority.last_call_at"), lambda f: f.plan.calls is None, "idle-calls-planned"),
    Need(_p("award_chance_begun"), lambda f: f.supports_begun, "idle-none-begun"),
    Need(OF_JURY, lambda f: f.screens_by("score"), "idle-no-jury"),
    Need(_p("screening_noise"), lambda f: f.screens_by("score"), "idle-no-jury"),
    Need(_p("need_claimed"), lambda f: f.screens_by("score", "model_assisted"), "idle-no-need"),
    Need(_p("prediction_error"), lambda f: f.screens_by("model_assisted"), "idle-no-prediction"),
    Need((*OF_INSPECTION, *_p("recovery_share")), lambda f: f.authority.dynamic_management, "idle-no-management"),
    Need((*OF_INSPECTION, *_p("recovery_share")), lambda f: f.inspects, "idle-no-inspection"),
    Need(("authority.unspent",), lambda f: f.uses_unspent, "idle-nothing-returned"),
    Need(("participation.brands_share",), lambda f: f.has_kind("debut", "ip"), "idle-no-kinds-brands"),
    Need(("participation.venues_share",), lambda f: f.has_kind("debut", "scene"), "idle-no-kinds-venues"),
    # ------------------------------------------------------------ residents
    Need(("population.degree", "population.rewire_share"), lambda f: f.settings.population.network != "none",
         "idle-no-network"),
    Need(("population.rewire_share",), lambda f: f.settings.population.network == "small_world",
         "idle-not-small-world"),
    Need(("population.network", "population.rewire_share"), lambda f: f.settings.population.degree > 0,
         "idle-no-contacts"),
    Need(("population.network", "population.degree", "population.rewire_share", *_p("contacts_elsewhere")),
         lambda f: f.above_zero("tell_probability"), "idle-nobody-tells"),
    Need(_p("tell_probability"), lambda f: f.has_contacts or f.above_zero("contacts_elsewhere"), "idle-nobody-listens"),
    Need(_p("trip_share", "trip_distance_decay", "pull_response", "visitor_market", "contacts_elsewhere"),
         lambda f: f.settings.population.travel != "none", "idle-no-travel"),
    Need(("population.travel", *_p("trip_distance_decay", "pull_response", "visitor_market", "contacts_elsewhere")),
         lambda f: f.above_zero("trip_share"), "idle-no-trips"),
    Need(_p("delivery_fee", "rider_share", "courier_share"), lambda f: bool(f.online), "idle-nothing-online"),
    Need(_p("rider_share"), lambda f: f.above_zero("delivery_fee"), "idle-no-fee"),
    # ------------------------------------------------------------ private money, and who pays
    Need(("financing.*", *_p("public_wage_share")), lambda f: f.spends, "idle-nothing-spent"),
    Need(_p("public_wage_share"), lambda f: f.settings.financing.kind == "cut_elsewhere", "idle-no-cuts"),
    Need(OF_OWNERS, lambda f: f.settings.channels.owners, "idle-no-owners"),
    Need(OF_CROWDING, lambda f: f.settings.channels.crowding, "idle-no-crowding"),
    Need(("channels.owners", *_p("owner_local_share", "owners_per_shop")), lambda f: f.above_zero("owner_share"),
         "idle-owners-take-nothing"),
    Need(("channels.owners", *_p("owners_per_shop")), lambda f: f.above_zero("owner_local_share"), "idle-owners-away"),
    Need(("channels.crowding", *OF_CROWDING),
         lambda f: f.parameters["owner_share"] < 1, "idle-owners-take-all"),
    Need(("channels.crowding", *_p("crowding_lag_weeks", "postponed_share", "postponed_weeks")),
         lambda f: f.parameters["investment_credit_share"] < 1, "idle-banks-bear-all"),
    Need(_p("postponed_weeks"), lambda f: f.above_zero("postponed_share"), "idle-nothing-postponed"),
    Need(("channels.building", "channels.crowding", *_p("investment_local_share"), *OF_CROWDING),
         lambda f: f.above_zero("investment_labour_share"), "idle-no-site-wages"),
    Need(("channels.building", "channels.crowding", *_p("investment_labour_share"), *OF_CROWDING),
         lambda f: f.above_zero("investment_local_share"), "idle-no-site-wages"),
    # ------------------------------------------------------------ parameters that go together
    Need(_p("misreport_most"), lambda f: f.above_zero("misreport_share"), "idle-honest"),
    Need(_p("misreport_share"), lambda f: f.above_zero("misreport_most"), "idle-honest"),
    Need(_p("launch_marketing", "launch_weeks"), lambda f: f.above_zero("marketing_share"), "idle-no-marketing"),
    Need(_p("launch_marketing"), lambda f: f.above_zero("launch_weeks"), "idle-no-launch"),
    Need(_p("launch_weeks"), lambda f: f.parameters["launch_marketing"] != 1, "idle-no-launch"),
    Need(_p("price_band"), lambda f: f.above_zero("price_step"), "idle-fixed-prices"),
    Need(_p("price_step"), lambda f: f.above_zero("price_band"), "idle-fixed-prices"),
    Need(_p("reach_km"), lambda f: f.above_zero("weight_reach"), "idle-no-weight"),
    Need(_p("districts_per_root_million"),
         lambda f: f.parameters["districts_least"] < int(f.parameters["districts_most"]), "idle-districts-fixed"),
    # ------------------------------------------------------------ instruments
    Need(_p("worth_in_hand"), lambda f: f.uses(coupons=True), "idle-no-coupons"),
    Need(_p("earmark"), lambda f: f.uses(vouchers=True), "idle-no-vouchers"),
    Need(_p("acceptance"), lambda f: f.uses(coupons=True, vouchers=True), "idle-no-coupons-vouchers"),
    Need(_p("larger_delays", "price_response_sigma"), lambda f: f.uses(coupons=True, counter=True), "idle-no-offers"),
    Need(_p("ticket_sigma"), lambda f: f.uses(coupons=True, counter=True) or f.above_zero("ticket_lasting_share"),
         "idle-no-offers"),
    Need(_p("quickness_sigma"), lambda f: f.is_raced, "idle-no-race"),
    Need(_p("ticket_lasting_share"), lambda f: f.above_zero("ticket_sigma"), "idle-one-ticket"),
)  # fmt: skip
