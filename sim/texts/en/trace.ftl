# The story of one agent.

# What is wrong with the agent that was asked for

trace-which-city = command line: city={ $city }: say in which city to look: city=ID, for instance city=suzhou
trace-of-among = { $source } (among={ $among })
trace-among = command line: among={ $among }: must be all or a list with { $city } in it
trace-replicate = command line: replicate={ $replicate }: must be 1 to { $most } (replicates={ $most })
trace-merchant-form = command line: merchant={ $merchant }: write SECTOR:DISTRICT:SIZE, for instance catering:0:small
trace-unknown-sector = command line: merchant={ $merchant }: unknown sector '{ $sector }'; { $hint }
trace-unknown-size = command line: merchant={ $merchant }: unknown size '{ $size }'; allowed: { $allowed }
trace-number = command line: { $where }: must be a number from 0 to { $most }

# What stands above every story

trace-about = Allocation { $allocation }; seed { $seed }, replicate { $replicate } of { $replicates }; { $cities ->
    [one] this city alone is
   *[other] { $cities } cities are
 } simulated.
trace-about-worlds = Policy world: with the money. Twin: the same people, shops and chance events without it. Week 0 is the first of the pilot; district 0 is the centre.

# Worlds, weeks, sums

trace-world-both = both worlds
trace-world-policy = policy world
trace-world-twin = twin
trace-week = week { $week } ({ $month } { $year })
trace-yuan = { $scale ->
    [billion] { $amount } bn yuan
    [million] { $amount } m yuan
   *[one] { $amount } yuan
 }
trace-next-to-nothing = less than 0.01 yuan
trace-more = { $yuan } more
trace-less = { $yuan } less
trace-percent = { $share } %
trace-difference = difference
trace-never = never
trace-none = none
trace-yes = yes
trace-no = no
trace-head-who = Who it is
trace-head-events = What happens
trace-head-totals = In all
trace-project = project { $k } ({ $kind }; { $sector }, district { $district })
trace-chart-title = { $story }: policy world and twin
trace-chart-nothing = nothing
trace-chart-no-difference = no difference

# A city authority

trace-city-title = The city authority of { $city }
trace-city-who = { $millions } million residents in { $districts } districts; its merchants sell { $sales } in the first week. Capabilities, from 0 to 1: { $skills }. Better screening ranks applications with less error, coordination shortens approvals, monitoring finds stalled projects.
trace-capability-screening = screening
trace-capability-coordination = coordination
trace-capability-monitoring = monitoring
trace-city-head-events = What happens (venues: supported ones, and those that exist in one world only)
trace-city-tranche = the ministry pays a tranche of { $yuan }
trace-city-call = { $n ->
    [one] call: 1 project applies for { $yuan }
   *[other] call: { $n } projects apply for { $yuan }
 }
trace-city-awarded = { $n ->
    [one] 1 project is awarded { $yuan }
   *[other] { $n } projects are awarded { $yuan } in all
 }
trace-city-paid = parts of awards are paid: { $yuan }
trace-city-back = { $yuan } comes back from projects
trace-city-cancelled = { $yuan } that was awarded is not paid
trace-city-returned = { $yuan } is returned to the treasury
trace-city-project = { $fate ->
    [open] { $project } opens
    [stalled] { $project } stalls
    [stopped] { $project } is found stalled by an inspection and stopped
   *[closed] { $project } closes
 }
trace-city-learns = learns from its peers: { $steps }
trace-city-step = { $capability } { $before } to { $after }
trace-city-sales = in weeks { $first } to { $last } the city sells { $more } than its twin ({ $change })
trace-city-little = less than 0.001 %
trace-city-total-received = received from the ministry
trace-city-total-awarded = awarded to projects
trace-city-total-paid = paid to projects
trace-city-total-back = taken back from projects
trace-city-total-publicity = publicity
trace-city-total-returned = returned to the treasury
trace-city-total-left = uncommitted at the end
trace-city-total-supported = supported projects
trace-city-total-additional = of them not begun in the twin (additional)
trace-city-total-sales = sales of supported venues since their award
trace-city-total-windfall = sales of the same venues in the twin (windfall)
trace-city-total-gained = sales in the city, policy world minus twin
trace-city-total-online = what residents buy online, from whoever sells it, policy world minus twin
trace-city-total-per-yuan = that difference per yuan received
trace-city-total-share = share of supported sales that the twin has too
trace-city-panel-money = Money so far (million yuan)
trace-city-panel-received = received
trace-city-panel-awarded = awarded
trace-city-panel-venues = Open venues that are supported in the policy world
trace-city-panel-sales = Sales in the city, policy world minus twin, mean of { $n } weeks (million yuan per week)
trace-city-panel-capabilities = Capabilities (0 to 1)

# Consumers

trace-consumer-title = Consumer { $row } of { $city }
trace-consumer-who = Stands for { $residents } residents of district { $district } of { $city }; all numbers are means per resident.
trace-consumer-income = Income: { $income } a week at the start, income quintile { $quintile } of 5 (1 is the lowest) of the city. Liquidity: { $liquidity }. Plans to spend { $planned } in an ordinary week on the sectors of the model.
trace-consumer-kind = Beside others of their income they spend { $ticket } times as much at a time; they go for { $most } { $times } times as often and for { $least } { $fewer } times. They respond { $price } times as much to what is offered, and are { $quickness } times as quick where the first to come get it. All of that lasts.
trace-consumer-contacts = { $n ->
    [0] Hears of venues from nobody.
    [one] Hears of venues from the consumer { $contacts }.
   *[other] Hears of venues from the consumers { $contacts }.
 }
trace-liquidity-poor-hand-to-mouth = poor hand-to-mouth
trace-liquidity-wealthy-hand-to-mouth = wealthy hand-to-mouth
trace-liquidity-other = other
trace-channel-publicity = publicity
trace-channel-sight = passing by
trace-channel-friends = friends
trace-consumer-know = { $share } of them know { $project }
trace-consumer-know-by = , by { $channels }
trace-consumer-cash = { $yuan } of cash per resident
trace-consumer-allotted = { $name } is handed out ({ $allotment }): { $share } of them get it, { $city } of the city{ $spent ->
    [no] {""}
   *[other] ; in its sectors they spent { $spent } yuan each in the { $weeks } weeks before
}{ $before ->
    [0] {""}
   *[other] ; of what was handed out before { $used } have used some
}
trace-consumer-coupons = coupons are handed out: { $n } per resident
trace-consumer-vouchers = vouchers are handed out: { $yuan } per resident
trace-consumer-left-out = money or vouchers are handed out in the city, but they are not among those who win any
trace-consumer-pays = { $n ->
    [0] public money pays { $yuan } of what a resident buys
   *[other] public money pays { $yuan } of what a resident buys ({ $used } per resident)
 }
trace-consumer-used-coupons = { $n } coupons
trace-consumer-used-vouchers = { $yuan } of vouchers
trace-consumer-spends = { $n ->
    [0] spends { $more } than in the twin
   *[other] spends { $more } than in the twin ({ $sectors })
 }
trace-consumer-quiet = { $stretch ->
    [long] (until week { $last }) spends { $more } than in the twin; nothing else is reported
   *[one] spends { $more } than in the twin; nothing else is reported
 }
trace-consumer-head-totals = In all, per resident and over the pilot and the weeks after it
trace-consumer-spent-on = spent on, yuan
trace-consumer-all = all
trace-consumer-moved = moved in time
trace-consumer-moved-means = Moved in time: what is spent less in some weeks and more in others, and so is no gain. What is moved between sectors within a week does not count here.
trace-consumer-online = of it online, yuan
trace-consumer-online-share = share online
trace-consumer-total-cash = cash received: { $yuan }
trace-consumer-total-paid = public money that paid part of their bills: { $yuan }
trace-consumer-end = Visits to supported venues: { $visits } (twin { $twin_visits }); liquid gap at the end: { $gap } (twin { $twin_gap }).
trace-consumer-head-venues = Supported venues: the largest share of them who knew each one, and how they came to know it
trace-consumer-project = project
trace-consumer-by = by { $channel }
trace-consumer-venue = { $k } { $kind }, district { $district }
trace-consumer-not-there = not there
trace-consumer-none-known = They came to know no supported venue.
trace-consumer-panel-spending = Weekly spending, policy world minus twin (yuan per resident)
trace-consumer-panel-gap = Liquid gap: money above or below the plan (yuan per resident)
trace-consumer-head-dates = Planned purchases made before or after their dates, policy world minus twin
trace-consumer-dates = { $sector }: { $way ->
    [up] in week { $week }, { $most } purchases per resident more were moved up and not made up for yet
   *[off] in week { $week }, { $most } purchases per resident more were put off and not made yet
 }; at the end { $left }.
trace-consumer-announced = { $name } is announced, from week { $start } on
trace-consumer-head-usual = Prices they are used to, support included, policy world against twin
trace-consumer-usual = { $sector }: lower by up to { $most }, in week { $week }; at the end by { $left }.
trace-consumer-panel-dates = Planned purchases moved up and not made up for yet, policy world minus twin (per resident)
trace-consumer-panel-known = Novel venues known (number, shares of residents added up)
trace-consumer-panel-visits = Visits to supported venues (per resident and week)
trace-consumer-panel-purse = Public money in the purse (yuan per resident)
trace-consumer-purse-support-used = pays bills
trace-consumer-purse-cash-received = cash
trace-consumer-purse-voucher-held = vouchers held

# Merchants

trace-merchant-title = { $size ->
    [small] Small
   *[large] Large
 } shops of { $sector }, district { $district } of { $city }
trace-merchant-who = { $shops } { $size ->
    [small] small
   *[large] large
 } shops of { $sector } in district { $district } of { $city } at the start of the pilot, each selling { $sales } in a normal week. They close accounts every { $weeks } weeks: what they earn beyond the normal profit goes into cash, prices follow how busy they are, and shops open or close depending on the profit of the last quarters (in the table in percent of the normal one), and close where neither cash nor credit covers what they have lost. Shops are expected numbers, so parts of a shop may open or close.
trace-merchant-head-who = Who they are
trace-merchant-head-events = What happens around them, and to their sales
trace-merchant-head-accounts = Accounts (policy world; difference: policy world minus twin)
trace-merchant-rival-opens = a rival in the same sector opens: { $project }
trace-merchant-rival-closes = a rival in the same sector closes: { $project }
trace-merchant-differ = accounts: sales differ by { $change } from the twin's, more than ever before
trace-merchant-column-week = week
trace-merchant-column-sales = sales
trace-merchant-column-expected = of expected
trace-merchant-column-price = price
trace-merchant-column-cash = cash
trace-merchant-column-judged = profit
trace-merchant-column-shops = shops
trace-merchant-column-diff = diff.
trace-merchant-column-entries = in
trace-merchant-column-exits = out
trace-merchant-sales = sales
trace-merchant-entries = entries
trace-merchant-exits = exits
trace-merchant-exits-year = { $last ->
    [yes] exits year { $year } and later
   *[no] exits year { $year }
 }
trace-merchant-end-shops = shops at the end
trace-merchant-end-price = price at the end
trace-merchant-end-cash = cash at the end
trace-merchant-panel-sales = Sales in { $weeks } weeks (million yuan)
trace-merchant-panel-sales-change = Sales, policy world minus twin (percent)
trace-merchant-panel-shops-change = Shops, policy world minus twin (percent)
trace-merchant-panel-price-change = Price, policy world minus twin (percent)

# Projects

trace-project-title = { $project } of { $city }
trace-project-head-what = What it is, in both worlds
trace-project-head-pays = Does it pay?
trace-project-head-becomes = What becomes of it
trace-project-head-verdict = Additional or windfall?
trace-project-event = No merchant proposed it: it is an event, or a place for one.
trace-project-alone = By itself: { $weighed }: { $goes ->
    [yes] would go ahead by itself.
   *[no] would not go ahead by itself.
 }
trace-project-waits = In the policy world it waits: its merchant counts on an award with { $chance } if it has not begun, and with { $begun } if it has and may still apply; applying costs { $fee }, and each week of delay { $delay }.
trace-project-writes = Its application says that it will sell { $sales } a week (its merchant expects { $expected }, and would expect { $true } if it saw its profit as it is), lacks { $stated } of the investment to go ahead by itself (it lacks { $need }), and opens { $weeks } weeks after the award (its merchant plans { $plan }).
trace-project-with = With the { $asked } that it applies for in { $n ->
    [one] week
   *[other] weeks
 } { $weeks }: { $text }
trace-project-gift = it has begun, so the award is a gift, and worth more than the { $fee } that applying costs.
trace-project-helped = { $weighed }: { $goes ->
    [yes] would go ahead with it.
   *[no] would not go ahead with it.
 } Applying costs { $fee }.
trace-project-investment = investment
trace-project-rest = (investment less the award and what partners add)
trace-project-weighed = expected profit { $profit } { $sign } { $needed } = { $name } x (1 + { $rate }); own money and credit { $funds } { $other } { $cost }
trace-project-jury = the jury ranks it number { $place } of { $n } in its direction ({ $direction }) with a score of { $score }; those ahead of it ask for { $ahead }, and this call may award { $pot }
trace-direction-debut = debut
trace-direction-scene = scene
trace-direction-ip = ip
trace-project-brand-lost = { $begun }: its brand has gone to another city
trace-project-applies = { $begun ->
    [yes] applies for { $yuan }, though it has begun
   *[no] applies for { $yuan }
 }
trace-project-no-award = does not get the award
trace-project-case-later = its case at { $department } comes later
trace-project-case-queued = its case at { $department } waits in the queue
trace-project-case-at-work = its case at { $department } is being dealt with
trace-project-case-done = its case at { $department } is done
trace-money-head = Where its money comes from and goes
trace-money-built = spent on building
trace-money-wages = of that, wages of the city's residents
trace-money-award = award paid and kept
trace-money-earned = earned when open, rent paid, as accounts are closed
trace-money-owners = taken out by its owners (below 0: put in)
trace-money-drawn = spent more by those in the city (below 0: less)
trace-money-other = other investment of the firm that it allows (below 0: gives way)
trace-money-banks = paid back to banks (below 0: borrowed)
trace-money-words = Award and earnings less building are what owners take out, what other investment the firm can make, and what banks get back. Other investment changes with a lag, and a part of it is only moved in time; owners spend what they took out, or save what they put in, by the rule of the purse.
trace-money-row = Income of each of them beyond plan, from wages, from firms that they own, and less what they pay for the policy: { $income } in all; in the twin { $twin_income }.
trace-money-city-wages = wages of residents, policy world minus twin
trace-money-city-drawn = drawn by owners of firms to be spent, policy world minus twin
trace-money-city-other = other investment of firms, policy world minus twin
trace-project-residents = sales to residents
trace-project-visitors = sales to visitors
trace-project-known = largest share of residents who knew it
trace-project-thought = Beside a usual shop of its size people expect it to attract { $promise }: that is what its kind, its brand and its owner promise. Beside that promise it truly attracts { $truth }. When it was last open { $been } of the residents had been there; who had only heard of it expected { $heard } beside the promise. As a novelty it was worth { $distinct } of the first day, to somebody who had not been there, as others have opened since.
trace-project-neither = { $worlds ->
    [0] Neither: it gets no award; it is begun in neither world.
    [1] Neither: it gets no award; it is begun in one world only.
   *[2] Neither: it gets no award; it is begun in both worlds.
 }
trace-project-sold = From its award on it sells { $sales }; in the twin { $twin }. Public money: { $paid }.
trace-project-additional = Additional: in the twin it is never begun. What it sells beyond what it takes from rivals is new.
trace-project-unopened = Windfall by the model's definition: the twin begins it too, though it does not open there.
trace-project-windfall = Windfall: it is begun in the twin too, without an award. Only the difference in its sales is due to the award.
trace-project-panel-stage = Stage
trace-project-panel-sales = Sales (million yuan per week)
trace-project-panel-known = Residents who know it (percent)
trace-project-panel-paid = Public money paid so far (million yuan)

# What a status is called, and what is said of a project that has just got it

trace-status-idea = idea
trace-status-waiting = waiting
trace-status-approval = approval
trace-status-building = building
trace-status-open = open
trace-status-closed = closed
trace-status-stalled = stalled
trace-status-stopped = stopped
trace-status-dropped = dropped
trace-begun-idea = is an idea
trace-begun-waiting = is proposed, and does not go ahead yet
trace-begun-approval = is decided on, and goes to the departments for approval
trace-begun-building = building begins
trace-begun-open = opens
trace-begun-closed = closes
trace-begun-stalled = stalls during construction
trace-begun-stopped = is found stalled by an inspection and stopped
trace-begun-dropped = is given up

# Columns of a project: what they are called, what is said when one changes, and values of some

trace-column-kind = kind
trace-column-sector = sector
trace-column-district = district
trace-column-level = level of a store
trace-column-brand = brand that opens in one city only
trace-column-size-class = merchant that proposes it
trace-column-size = sales of that merchant, over those of a middling one
trace-column-capital = its cost of capital per year
trace-column-fee = what applying costs it, share of the investment
trace-column-patience = weeks that it can hold the proposal back
trace-column-week = proposed in
trace-column-investment = investment
trace-column-planned-sales = planned sales per week
trace-column-quality = true quality (ln attraction beside size)
trace-column-expected-profit = expected profit, present value
trace-column-expected-sales = expected sales per week
trace-column-funds = own money and credit
trace-column-build = weeks of construction, without approvals
trace-column-stalls = stalls during construction
trace-column-fails-after = weeks of being open before it closes
trace-column-inflation = share by which it would overstate the investment
trace-column-embellishes = planned sales in its application over those it expects
trace-column-claims = its application states need whether true or not
trace-column-one-stop = approvals go side by side if below the city's coordination
trace-column-status = status at the end
trace-column-start = decision to build
trace-column-approved = last approval
trace-column-opens = due to open
trace-column-opened = opened
trace-column-closed = closed or stalled
trace-column-applied = last call it applied to
trace-column-asked = currently asks for
trace-column-reported = investment it reported
trace-column-stated-sales = sales per week in its application
trace-column-stated-need = need in its application, share of the investment
trace-column-stated-weeks = weeks to the opening in its application
trace-column-award-week = award
trace-column-award = sum of the award
trace-column-promised = opening promised for
trace-column-partner = money from private partners
trace-column-claimed = part due since
trace-column-stage = last part of the award settled
trace-column-paid = public money paid
trace-column-recovered = public money taken back
trace-column-cancelled = award cancelled
trace-column-overpaid = paid for investment that did not exist
trace-column-sales-to-date = sales so far, at prices of the start
trace-changes = { $column }: { $before } -> { $now }
trace-becomes-opens = is due to open in { $value }
trace-becomes-promised = promises to open by { $value }
trace-becomes-partner = partners add { $value }
trace-becomes-award = gets an award of { $value }
trace-becomes-paid = is paid { $value }
trace-becomes-recovered = { $value } is taken back
trace-becomes-overpaid = of what was paid, { $value } is for investment that did not exist
trace-becomes-cancelled = { $value } of the award is cancelled
trace-brand = number { $number }
trace-shops-small = small shops
trace-shops-large = large shops
trace-part-none = nothing yet
trace-part-upfront = upfront
trace-part-completion = on completion
trace-part-results = on results, or cancelled
