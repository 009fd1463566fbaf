# What can have no effect in a run: told before it runs, and in the report.
idle-line = { $what }: no effect in this run, since { $why }
idle-line-of = { $line } (run { $labels })
idle-scenario = scenario={ $name }: this is { $own }; the scenario of that name that comes with sanxin is not read
idle-instrument = instrument { $name }: no effect in this run: { $why }
idle-outlasts = instrument { $name }: its weeks { $first } to { $end } are not simulated: the run ends with week { $last }
idle-cities = instrument { $name }: nothing happens in { $cities }: { $n ->
        [one] the city is
       *[other] the cities are
    } not simulated
idle-online = instrument { $name }: nothing happens online in { $sectors }, where nothing is sold
idle-districts = instrument { $name }: district { $district } is left out where there is none: those of { $city } are 0 to { $most }{ $others ->
        [0] {""}
        [one] {" "}(and one city more)
       *[other] {" "}(and { $others } cities more)
    }
idle-district-last = instrument { $name }: the last district is taken where there is no district { $district }: those of { $city } are 0 to { $most }{ $others ->
        [0] {""}
        [one] {" "}(and one city more)
       *[other] {" "}(and { $others } cities more)
    }
idle-instruments-pot = split.instruments={ $share }: this share of the grant is spent on nothing, since no instrument is paid by the grant
idle-publicity-pot = split.publicity={ $share }: this share of the grant is spent on nothing, since publicity is for venues with an award, and there can be none
idle-meetings = authority.exchange_weeks: { $n ->
        [one] the meeting of week { $weeks } has
       *[other] the meetings of weeks { $weeks } have
    } no effect: cities meet from the first payment of the grant (week { $first }) to the end of the run (week { $last })
idle-second-late = the second tranche is paid in week { $week }, after the last call (week { $last }): awards get it only where that call is still under review
idle-quarters = plan.calls: { $n ->
        [one] the call of quarter { $quarters } is not held, since the quarter begins
       *[other] the calls of quarters { $quarters } are not held, since the quarters begin
    } after the { $weeks } weeks of the pilot
idle-no-call = plan.calls: no call is held, since the grant is first paid in week { $week }, after the { $weeks } weeks of the pilot
idle-calls-merge = { $planned } calls are planned, and at least { $merged } of them { $merged ->
        [one] is
       *[other] are
    } merged with the next one: a call waits for money, and for the review of the last one to end, which takes { $weeks } weeks or more
idle-nothing-awarded = nothing is awarded: no call is decided by the last week of the run ({ $last }), since a review takes { $weeks } weeks or more
idle-undecided = { $n ->
        [one] the call of week { $calls } is
       *[other] the calls of weeks { $calls } are
    } not decided by the last week of the run ({ $last }), since a review takes { $weeks } weeks or more

# Why a setting has no effect
idle-no-money = no city gets money for awards or publicity
idle-no-grant = no city gets a grant
idle-no-award-money = no money is for awards
idle-no-projects = there are no projects (parameters.proposals_per_city)
idle-no-kinds = the award rules pay for no kind of project that there is
idle-too-short = nothing can be awarded before the run ends
idle-publicity-awards = publicity is for venues with an award, and there can be none
idle-no-publicity = cities have no money for publicity
idle-no-national = no publicity is for people anywhere in the country
idle-one-city = only one city is simulated
idle-not-by-need = money is not allocated by need
idle-no-exchange = cities exchange nothing (authority.exchange=none)
idle-no-peers = no city has others to learn from (parameters.peer_links)
idle-nothing-learned = cities learn nothing from others (parameters.peer_learning)
idle-all-alike = all cities are equally capable (parameters.capability_sd)
idle-no-meetings = only authority.exchange=meetings has weeks of its own
idle-weeks-given = authority.exchange_weeks names the weeks
idle-meetings-outside = no exchange falls into the run
idle-no-second = the first tranche is the whole grant (authority.first_tranche_share)
idle-not-top-share = only second_tranche_rule=top_share reads it
idle-no-threshold = only second_tranche_rule=threshold and all_or_nothing read it
idle-all-paid = it pays every city in full (authority.top_share, authority.score_threshold)
idle-nothing-to-win = no city can win or lose money of the second tranche by its score
idle-not-strategic = no city is strategic (authority.strategic)
idle-calls-planned = plan.calls says when cities call
idle-none-begun = no award is for what has begun (retroactive_weeks)
idle-no-jury = only screening.rule=score reads it
idle-no-need = only screening.rule=score and model_assisted read what applications say of need
idle-no-prediction = only screening.rule=model_assisted reads it
idle-no-management = projects are not managed (authority.dynamic_management)
idle-no-inspection = no inspection falls into the run after the first awards (parameters.inspection_weeks)
idle-nothing-returned = the run ends before unspent money goes back
idle-no-kinds-brands = brands join debut and IP projects only, and the award rules pay for none
idle-no-kinds-venues = owners of places join debut projects and scenes only, and the award rules pay for none
idle-no-network = residents have no contacts (population.network=none)
idle-not-small-world = only population.network=small_world reads it
idle-no-travel = nobody travels between cities (population.travel=none)
idle-no-trips = nobody travels between cities (parameters.trip_share=0)
idle-nothing-online = nothing is sold online (parameters.online_attraction)
idle-no-fee = nothing is paid for deliveries (parameters.delivery_fee)
idle-no-contacts = residents have no contacts (population.degree)
idle-nobody-tells = nobody tells of a visit (parameters.tell_probability)
idle-nobody-listens = residents have no contacts, in their city or elsewhere
idle-nothing-spent = no public money is spent before the last week in which anybody pays for it
idle-no-cuts = only financing.kind=cut_elsewhere reads it
idle-no-owners = owners are taken to live elsewhere (channels.owners)
idle-no-crowding = banks bear what other investment would (channels.crowding)
idle-owners-take-nothing = owners take nothing out of firms (parameters.owner_share)
idle-owners-away = no owner lives in the city of the firm (parameters.owner_local_share)
idle-owners-take-all = owners take and bring all of a firm's money beyond plan (parameters.owner_share)
idle-banks-bear-all = banks bear all that owners do not (parameters.investment_credit_share)
idle-nothing-postponed = no investment is only moved in time (parameters.postponed_share)
idle-no-site-wages = building brings no wages to the city (parameters.investment_labour_share, investment_local_share)
idle-honest = no investment is overstated (parameters.misreport_share, misreport_most)
idle-no-marketing = venues do not advertise (parameters.marketing_share)
idle-no-launch = venues advertise no more at their launch (parameters.launch_weeks, launch_marketing)
idle-fixed-prices = merchants change no prices (parameters.price_step, price_band)
idle-no-weight = the score leaves reach out (parameters.weight_reach)
idle-districts-fixed = every city has the same number of districts (parameters.districts_least, districts_most)
idle-no-coupons = no coupons are handed out
idle-no-vouchers = no vouchers are handed out
idle-no-coupons-vouchers = neither coupons nor vouchers are handed out
idle-no-offers = there are neither coupons nor discounts
idle-no-race = nothing is handed out to those who come first (allotment=first_come)
idle-not-recorded = past spending does not decide who gets it (allotment)
idle-everybody = everybody who may get it does (holders_share)
idle-used-nothing = nothing is handed out before that anybody could have used
idle-one-ticket = all tickets are alike (parameters.ticket_sigma)
idle-kind-unknown = merchants think of no such project
idle-kind-unpaid = the award rules pay for no such project
idle-above-split = a kind cannot get more than the share of its direction (split)
idle-above-proposals = a city has no more projects than that (parameters.proposals_per_city)
idle-whole-call = it is all that a call awards
idle-no-area = no district of the simulated cities lies there
idle-no-stores = the award rules pay for no stores that have a level
idle-holds-nothing = these shares are 0
idle-all-cities = it names every city that is simulated
idle-treasury = the treasury pays for the instrument

# Studies that state settings themselves
idle-experiments = each experiment has its own
idle-searched = the search sets it
