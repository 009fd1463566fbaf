# Titles, axis labels, legends and notes in charts.

axes-allocation = allocation { $n }
axes-yuan = { $amount } { $scale } yuan
axes-value-interval = { $value }  ({ $low } to { $high })
axes-value-alone = { $value }  (no interval)
axes-measure = measure
axes-parameter = parameter
axes-month = { $number ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
 }

# What groups are called

axes-quintile = { $end ->
    [poorest] { $q }
        poorest
    [richest] { $q }
        richest
   *[none] { $q }
 }
axes-area-core = core
axes-area-inner = inner
axes-area-outer = outer
axes-size-small = small
axes-size-large = large
axes-direction-debut =
    debut economy
    (first stores,
    launches)
axes-direction-scene =
    new service-
    consumption
    scenes
axes-direction-ip =
    brand and IP
    collaborations
axes-partner-brands = brands
axes-partner-venues =
    owners of
    places
axes-partner-banks =
    banks
    (credit)
axes-partner-platforms =
    platforms
    (publicity)
axes-department-commerce = commerce bureau (review of applications)
axes-department-finance = finance bureau (payment of awards)
axes-department-site-fire = site and fire safety
axes-department-culture-tourism = culture and tourism
axes-department-sports = sports
axes-department-large-events = large events (public security)

axes-runs = { $of ->
    [points] by run
   *[allocations] by allocation
 }

# The whole

axes-net-per-yuan-title = Net effect on consumption per yuan of public money, { $runs }
axes-net-in-yuan-title = Net effect on consumption, by policy
axes-net-no-public-money = no public money: { $net } { $scale } yuan
axes-net-interval = bar: 95 % interval; ticks: individual replicates
axes-net-one-replicate = one replicate: no interval
axes-net-x = { $kind ->
    [per-yuan] yuan of additional consumption per yuan of public money
   *[in-yuan] additional consumption, { $scale } yuan
 }  ({ $interval })
axes-one-yuan = 1 yuan for 1 yuan
axes-gross-title = { $kind ->
    [bills] What the purchases that the money supports consist of, { $runs }
    [both] What the sales of supported projects and the supported purchases consist of, { $runs }
   *[projects] What the sales of supported projects consist of, { $runs }
 }
axes-gross-x = { $kind ->
    [bills] share of the supported purchases (%); on the right: all of them, the gross
    [both] share of gross sales of supported projects and supported purchases (%); on the right: the gross
   *[projects] share of gross sales of supported projects (%); on the right: the gross
 }
axes-gross-no-sales = no sales
axes-part-windfall-yuan = windfall: would have been sold anyway
axes-part-displaced-city-yuan = taken from rivals in the city
axes-part-displaced-intercity-yuan = taken from other cities
axes-part-displaced-online-yuan = taken from online sales
axes-part-brought-forward-yuan = brought forward in time
axes-part-net-yuan = net: new consumption

# Where

axes-cities-title = { $n ->
    [one] Net effect by city: { $one }
   *[other] Net effect by city: { $one } against { $other }
 }
axes-cities-x = net effect on sales in the city ({ $scale } yuan)
axes-cities-x-per-yuan = … per yuan of public money for the city (yuan)
axes-cities-presumed = *  presumed pilot city: not confirmed by the available sources
axes-map-title = Net effect per yuan of public money on the map, { $runs }
axes-map-colours = net effect on sales in the city per yuan of public money (yuan)
axes-map-east = { $degrees }°E
axes-map-north = { $degrees }°N
axes-map-no-money = none
axes-map-sizes = public money (million yuan)

# When

axes-weeks-title = { $panels ->
    [one] Weekly net effect on consumption
   *[other] Weekly effect: net on consumption, and { $kind ->
        [bills] supported purchases
        [both] gross sales of supported projects with supported purchases
       *[projects] gross sales of supported projects
    }
 }
axes-weeks-net-yuan = net effect on consumption ({ $scale } yuan per week)
axes-weeks-gross-yuan = { $kind ->
    [bills] supported purchases
    [both] gross sales of supported projects with supported purchases
   *[projects] gross sales of supported projects
 } ({ $scale } yuan per week)
axes-weeks-tranche = tranche { $k }
axes-weeks-end = end of the pilot
axes-weeks-x = { $calls ->
    [0] week of the pilot
   *[other] week of the pilot;  ▲ cities call for projects
 }

# For whom, and by what

axes-quintiles-title = Who consumes more: net effect by income quintile of residents
axes-quintiles-net = net effect ({ $scale } yuan)
axes-quintiles-share = share of the whole net effect (%)
axes-quintiles-equal = equal shares
axes-quintiles-mixed =
    not shown where a quintile
    loses: shares have no meaning
axes-quintiles-x = income quintile
axes-directions-title = Supported projects by support direction: sales and additionality
axes-directions-gross = gross sales ({ $scale } yuan); pale: windfall
axes-directions-additionality = projects that only the money made possible (%)

# Residents and merchants

axes-residents-title = Residents: what the policy is worth to them, and novel venues near them
axes-residents-by-income =
    surplus by income quintile
    (yuan per head, all weeks)
axes-residents-by-area =
    surplus by area of the city
    (yuan per head, all weeks)
axes-residents-near-any =
    residents with a novel venue
    within a quarter of an hour (percentage points)
axes-residents-near =
    novel venues within a quarter of an hour
    (number, mean over residents)
axes-merchants-title = Established merchants: winners and losers by size
axes-merchants-x = size of the shops
axes-merchants-sales = sales, change per 10,000 yuan (yuan)
axes-merchants-shops = shops at the end, change per 10,000 shops

# Money

axes-money-title = Where the public money went, { $runs }
axes-money-uses = what became of it
axes-money-uses-x =
    share of the public money (%);
    line above: 95 % interval of what was spent
axes-money-use-kept-yuan = kept by projects
axes-money-use-beside-yuan = publicity and instruments
axes-money-use-due-yuan = awarded, still due at the end
axes-money-use-returned-yuan = returned to the treasury
axes-money-use-left-yuan = left with the cities
axes-money-leaks = awards that went wrong
axes-money-leaks-x =
    million yuan;
    lines: 95 % intervals
axes-money-leak-cancelled-yuan = awarded, then cancelled
axes-money-leak-recovered-yuan = paid, then recovered
axes-money-leak-overpaid-yuan = overpaid, not detected
axes-leverage-title = Private money in supported projects, and what partners brought
axes-leverage-per-yuan = yuan per yuan of public money
axes-leverage-of-leverage =
    all private money
    in supported
    projects
axes-leverage-of-leverage-additional =
    of it in projects
    that needed
    the award
axes-leverage-partners = brought by partners ({ $scale } yuan)

# Departments, scores, targets

axes-queues-title = Bottlenecks: weeks that projects waited in the queues of departments
axes-queues-per-all = project-weeks, all cities
axes-queues-per-case = weeks per case
axes-queues-note = ◇  without the policy
axes-scores-title = The ministry's score of each city beside the true effect of its money
axes-scores-rank = rank correlation { $rank }
axes-scores-x = score (0 to 1), from figures the ministry sees
axes-scores-y = net effect per yuan of public money (yuan)
axes-targets-title = Targets of the plan: what was achieved, in percent of what was promised
axes-targets-cut = (the first { $shown } of { $n } allocations)
axes-targets-x = % of the target
axes-targets-note = dashed line: the target
axes-target-debut-stores = supported first, flagship and headquarters stores that opened
axes-target-private = private investment in supported projects
axes-target-sales = gross sales of supported projects

# Attribution

axes-attribution-directions = Support directions, all else as it is
axes-attribution-levers = Levers; awards in all directions together
axes-interactions-directions = Directions
axes-interactions-levers = Levers
axes-attribution-networks = Networks, all else as it is
axes-attribution-channels = Ways to consumption, all else as it is
axes-interactions-networks = Networks
axes-player-building = wages of building
axes-player-running = sales of venues
axes-player-owners = owners' spending
axes-player-crowding = other investment
axes-player-word-of-mouth = word of mouth
axes-player-trips = trips between cities
axes-player-debut = debut
axes-player-scene = scene
axes-player-ip = ip
axes-player-awards = awards
axes-player-publicity = publicity
axes-player-coordination = coordination
axes-player-dynamic-management = dynamic management
axes-player-peer-learning = peer learning
axes-attribution-none = none of them
axes-attribution-all = all of them
axes-attribution-x = yuan of consumption per yuan of the whole grant  ({ $interval })
axes-attribution-beyond = beyond this scale
axes-interactions-x = yuan of consumption per yuan of the whole grant ± standard error
axes-attribution-interval = line: 95 % interval
axes-attribution-few = no interval: too few replicates
axes-attribution-unspent = not always spent
axes-one-more-of = { $kind }: { $of }
axes-one-more-x = yuan of consumption per extra yuan spent  ({ $interval })

# Validation

axes-forest-nothing = No finding of this run is represented: there is nothing to draw.
axes-forest-theme = { $theme }  ({ $inside } of { $n } inside)
axes-forest-finding = finding
axes-forest-study = study
axes-forest-numbers = published → model
axes-forest-lower =
    lower
    end
axes-forest-upper =
    upper
    end
axes-forest-x = distance from the middle of the accepted range, in halves of its width
axes-forest-accepted = accepted range
axes-forest-published = published value
axes-forest-inside = model inside, 95 % interval
axes-forest-outside = model outside, 95 % interval
axes-forest-beyond = beyond { $edge }: off the chart
axes-shades-below = below { $high }
axes-shades-between = { $low } to { $high }
axes-shades-above = { $low } and more
axes-shades-note =
    Change of the finding, in halves of its accepted range, when the parameter crosses its allowed range;
    −  the finding falls when the parameter rises{ $marked ->
        [some] ; ○  no finding pins this parameter: it is assumed
       *[none] { "" }
    }
axes-recovery-set = set { $set }: { $hit } of { $n } covered
axes-recovery-x = value, as a share of the allowed range
axes-recovery-true = true
axes-recovery-inside = estimate, interval covers the true value
axes-recovery-outside = estimate, interval misses it
axes-scale-x = people per simulated consumer (bar: 95 % interval)

axes-factors-title = Net effect per yuan of public money, by combination
axes-factors-unit = yuan per yuan
axes-level = level { $n }

axes-sensitivity-tornado = { $unit }
axes-sensitivity-low = at the lower end of its range
axes-sensitivity-high = at the upper end
axes-sensitivity-now = now
axes-sensitivity-same = the ranking turns
axes-sensitivity-level = { $output }: { $value } now
axes-sensitivity-contrast = { $above } over { $below }: by { $value } now
axes-sensitivity-total = share of the variance, total order (tick: first order; line: 95 % interval)
axes-sensitivity-mu-star = { $unit }, mean size of the change across the range, after Morris (line: 95 % interval)

axes-search-objective = { $name }, { $unit }
axes-search-beyond = { $objective }, beyond as it is
axes-search-trial = trial
axes-search-search = search, best so far
axes-search-random = random search, best so far
axes-search-now = as it is
axes-search-now-missed = as it is (misses a constraint)
axes-search-taken = best plan, chosen on fresh seeds
axes-search-best = best plan
axes-search-fresh = other plans that were run again
axes-search-again = plans on fresh seeds
axes-search-feasible = trials
axes-search-infeasible = trials that miss a constraint

# Futures
axes-regret-x = { $unit }, behind the best choice of the same future
axes-regret-mean = mean
axes-regret-mean-checked = mean, checked
axes-regret-p90 = 90th percentile
axes-regret-worst = worst
axes-regret-best = best in { $share } %
axes-flip-title = Threshold: { $name } { $value }
axes-flip-y = { $unit }, difference
axes-flip-wins = { $choice } is better
axes-flip-loses = { $against } is better
axes-flip-where = the rule
