# Sentences with numbers beside charts: what each shows.

shows-net-one =
    { $policy } { $n ->
        [one] adds
       *[other] each add
    } { $net } yuan of consumption per yuan of public money.
shows-net-range = From { $low } yuan ({ $worst }) to { $high } yuan ({ $best }) of additional consumption per yuan of public money.
shows-net-unfunded = { $policy } spends no public money: consumption changes by { $net } { $scale } yuan.

shows-gross-nothing = No project was supported.
shows-gross = With { $policy }, { $windfall } % of { $kind ->
    [bills] the purchases that the money supports would have been made
    [both] what supported projects sell and of the supported purchases would have been sold
   *[projects] what supported projects sell would have been sold
 } without the money; { $net } % is new consumption{ $n ->
    [one] { "" }
   *[other] { " " }({ $low } to { $high } % over all allocations)
 }.
shows-gross-negative = Negative somewhere: { $parts }.

shows-cities = { $n ->
    [one] With { $policy }, the largest effect is in { $city } ({ $gain } million yuan of sales).
   *[other] With { $policy }, the largest effect is in { $city } ({ $gain } million yuan of sales); { $losers ->
        [0] none
       *[other] { $losers }
    } of { $n } cities { $losers ->
        [one] sells
       *[other] sell
    } less than without the policy.
 }
shows-cities-better = { $better } of { $n } cities { $better ->
    [one] does
   *[other] do
 } better with { $policy } than with { $other }.

shows-elsewhere = Only sales in these cities count here. With { $policy } they come to { $here } of the { $whole } million yuan of the whole net effect; the rest, { $away } million, is what residents buy more of outside these cities or online, less what visitors from outside buy more of in them.

shows-map-nothing = No city received money.
shows-map-end = { $net } yuan in { $city }
shows-map = { $n ->
    [one] With { $policy }, { $low }.
   *[other] With { $policy }, from { $low } to { $high }.
 }
shows-map-away = { $n ->
    [one] One city is not on the map: its position is not in the manifest.
   *[other] { $n } cities are not on the map: their positions are not in the manifest.
 }

shows-weeks = { $n ->
    [0] With { $policy }, { $before } { $scale } yuan of net effect fall within the pilot.
   *[other] With { $policy }, { $before } { $scale } yuan of net effect fall within the pilot ({ $pilot } weeks) and { $after } { $scale } in the { $n } weeks after it.
 }

shows-quintiles = With { $policy }, { $poorest } % of the net effect is consumed by the poorest fifth of residents and { $richest } % by the richest.
shows-quintiles-lose = With { $policy }, { $n } of the { $of } fifths of residents { $n ->
    [one] consumes
   *[other] consume
 } less than without the policy.

shows-direction-debut = debut economy (first stores, launches)
shows-direction-scene = new service-consumption scenes
shows-direction-ip = brand and IP collaborations
shows-directions-nothing = With { $policy }, no project was supported.
shows-directions = With { $policy }, most sales come from { $direction }: { $amount } { $scale } yuan, { $windfall } % of it windfall.
shows-directions-additionality = Additionality is highest for { $direction }: { $share } % of its projects need the money{ $overlapping ->
    [0] { "" }
   *[other] ; the interval of another direction overlaps
 }.

shows-residents-surplus = With { $policy }, surplus over all weeks is { $poorest } yuan per head in the poorest fifth and { $richest } in the richest; by area: { $areas }.
shows-residents-near = The share of residents with a novel venue within a quarter of an hour changes by { $change } percentage points, from { $twin } % without the policy.
shows-residents-jobs = Jobs in shops and venues change by { $change } person-years.

shows-merchants = With { $policy }, { $fates }.
shows-merchants-fate = { $size } established shops { $fate ->
    [lose] lose
   *[gain] gain
 } { $yuan } yuan of every 10,000 yuan they sell, and { $shops } { $change ->
    [fewer] fewer
   *[more] more
 } of them are open at the end than the { $twin } without the policy{ $unsure ->
    [sales] { " " }(sales: cannot be distinguished from no change)
    [shops] { " " }(shops: cannot be distinguished from no change)
    [sales-shops] { " " }(sales and shops: cannot be distinguished from no change)
   *[nothing] { "" }
 }

shows-money = With { $policy }, projects keep { $kept } % of the public money, { $beside } % goes to publicity and instruments, { $due } % is still due at the end, { $returned } % returns to the treasury and { $left } % is left with the cities.
shows-money-awards = Of { $awarded } awarded, { $cancelled } % is cancelled later; { $undetected ->
    [some] { $overpaid } is paid on overstated investment that is not detected.
   *[nothing] nothing is paid on overstated investment that is not detected.
 }
shows-leverage = With { $policy }, { $private } yuan of private money come with every yuan of public money, { $additional } of it in projects that would not exist without the award.
shows-leverage-partners = Partners bring { $brought }, the largest part from { $first }.
shows-leverage-alone = No partner joins.

shows-queues = With { $policy }, most waiting is at { $longest }.
shows-queues-approving = Among the departments that approve projects, most waiting is at { $longest }.
shows-queues-others = With { $policies }, most waiting is at { $department }.
shows-queues-at = { $department }: { $weeks } project-weeks{ $cases ->
    [some] , { $each } per case
   *[none] { "" }
 }; { $before ->
    [some] { $twin } without the policy
   *[none] none without the policy
 }

shows-rule-unconditional = every city gets its second half whatever its score, so the score decides nothing here
shows-rule-proportional = the second half is shared out in proportion to the score
shows-rule-top-share = only the cities with the best scores get a second half
shows-rule-threshold = cities below the required score get half as much of the second half
shows-rule-all-or-nothing = cities below the required score get nothing of the second half
shows-rule-idle = the rule { $rule } can change nothing here: every city gets its second half
shows-rule-unknown = not known
shows-rule-other = the rule is { $rule }
shows-scores-rule = With { $policy }, { $rule }.
shows-scores-incomplete = With { $policy }, some city has no score or no money, so there is no rank correlation.
shows-scores-rank = With { $policy }, the rank correlation of score and effect over { $n } cities is { $rank }{ $sign ->
    [unclear] , which cannot be distinguished from 0.
    [negative] : the score is higher where money works less.
   *[positive] .
 }
shows-scores-alone = What a wrong order costs can only be estimated from two replicates or more.
shows-scores-cost = Money for the half of the cities with the better scores would add { $cost } yuan per yuan less than for the half with the better effects{ $sign ->
    [unclear] , which cannot be distinguished from 0.
   *[other] .
 }

shows-targets = With { $policy }, of what was promised – { $parts }.
shows-targets-part = { $target }: { $reached }
shows-targets-share = { $share } %{ $known ->
    [some] , reached in { $times } replicates
   *[none] { "" }
 }
shows-targets-cities = reached by { $reached } of { $n } cities
shows-targets-times = { $times } of { $n }

shows-factors = { $highest } adds most ({ $most } yuan per yuan), { $lowest } least ({ $least }).
shows-factors-add = { $adds ->
    [no] What the choices do by themselves does not add up to this: they interact.
   *[yes] No interaction can be told from chance.
}
