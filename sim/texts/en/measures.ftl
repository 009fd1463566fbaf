# What is counted. Names of measures, dimensions and settings stand in backquotes.

## Dimensions

measures-dimensions-head = | dimension | cells, and the column that names them |
measures-by-total = all cities together
measures-by-city = simulated cities (`city`)
measures-by-district = districts of each city (`city` and `group`): 0 is the centre, the others follow outwards
measures-by-sector = sectors (`sector`)
measures-by-quintile = fifths of the residents of a city by income, 1 the poorest (`quintile`)
measures-by-direction = support directions (`direction`); projects and events, without bills of instruments
measures-by-area = thirds of the residents of a city by distance from the centre: core, inner, outer (`group`)
measures-by-kind = kinds of project (`group`)
measures-by-size = established shops, small and large (`group`)
measures-by-department = departments that handle applications, approvals and payments (`group`); from the warm-up on
measures-by-partner = brands, venues (owners of places), banks, platforms (`group`)
measures-by-week = weeks (`week`), 0 is the first of the pilot
measures-by-replicate = replicates, 1 is the first (`replicate`); the value of each, without an interval
measures-by-pair = allocations with money, where there are several, each set against the others: paired by replicate where two run in the same worlds, else as two independent samples
measures-by-uncertainty = only with `parameters=posterior`: parts of the variance over replicates

## Tables of the documentation and the help

measures-head = | measure | dimensions | unit | world | meaning |
measures-world-policy = policy
measures-world-twin = twin
measures-world-difference = difference
measures-help = Measures in effects.parquet: name (unit; of the policy world, of the twin, or their difference; dimensions).

## Names, as heads of columns

measures-name-net-yuan = Net effect on consumption
measures-name-net-residents-yuan = Net effect on residents of the city
measures-name-gross-yuan = Gross
measures-name-windfall-yuan = Windfall
measures-name-displaced-city-yuan = Displaced in the city
measures-name-displaced-intercity-yuan = Displaced in other cities
measures-name-displaced-online-yuan = Displaced online
measures-name-brought-forward-yuan = Brought forward
measures-name-windfall = Windfall over gross
measures-name-displaced-city = Displaced in the city, over gross
measures-name-displaced-intercity = Displaced in other cities, over gross
measures-name-displaced-online = Displaced online, over gross
measures-name-brought-forward = Brought forward over gross
measures-name-sales-twin-yuan = Sales without the policy
measures-name-online-yuan = Change of online purchases
measures-name-online-twin-yuan = Online purchases without the policy
measures-name-spent-twin-yuan = Spending without the policy
measures-name-net-share-of-spending = Net effect over spending
measures-name-jobs = Jobs
measures-name-net-per-yuan = Net effect per public yuan
measures-name-net-per-yuan-minus-best = Net effect per public yuan less that of the best other
measures-name-bootstrap-best-share = Share of bootstrap samples in which it is the best
measures-name-net-per-yuan-share-from-parameters = Share of the variance from parameters
measures-name-net-per-yuan-share-from-seed = Share of the variance from the seed
measures-name-gross-per-yuan = Gross per public yuan
measures-name-surplus-per-yuan = Surplus of residents per public yuan
measures-name-leverage = Private per public yuan
measures-name-leverage-additional = Private in additional projects per public yuan
measures-name-public-yuan = Public money
measures-name-committed-yuan = Committed
measures-name-awarded-yuan = Awarded
measures-name-due-yuan = Awarded and not paid
measures-name-cancelled-yuan = Cancelled
measures-name-paid-yuan = Paid
measures-name-project-paid-yuan = Paid to projects
measures-name-recovered-yuan = Recovered
measures-name-overpaid-yuan = Overpaid
measures-name-kept-yuan = Kept by projects
measures-name-beside-yuan = Paid for publicity and by instruments
measures-name-returned-yuan = Returned to the treasury
measures-name-unspent-yuan = Unspent
measures-name-unspent-share = Unspent over public money
measures-name-left-yuan = Left with the cities
measures-name-second-yuan = Second tranche
measures-name-yuan = Added by private partners
measures-name-n-awarded = Awarded projects
measures-name-n-additional = Additional projects
measures-name-additionality = Additional over awarded projects
measures-name-n-overstated = Projects with overstated investment
measures-name-private-yuan = Private investment
measures-name-private-additional-yuan = Private investment in additional projects
measures-name-project-sales-yuan = Sales of awarded projects
measures-name-n-debut-stores = Supported debut stores
measures-name-score = Score
measures-name-score-rank-correlation = Rank correlation of score and effect
measures-name-score-cost-per-yuan = What scores cost
measures-name-target-debut-stores = Debut stores over the target
measures-name-target-private = Private investment over the target
measures-name-target-sales = Sales over the target
measures-name-chance-debut-stores = Chance of the target of debut stores
measures-name-chance-private = Chance of the target of private investment
measures-name-chance-sales = Chance of the target of sales
measures-name-surplus-yuan = Surplus of residents
measures-name-n-residents = Residents
measures-name-surplus-per-head-yuan = Surplus per resident
measures-name-near = Change of novel venues nearby
measures-name-near-twin = Novel venues nearby without the policy
measures-name-near-any = Change of residents with a novel venue nearby
measures-name-near-any-twin = Residents with a novel venue nearby without the policy
measures-name-sales-yuan = Change of sales
measures-name-sales-share = Change of sales, relative
measures-name-n-shops = Change of shops
measures-name-n-shops-twin = Shops without the policy
measures-name-shops-share = Change of shops, relative
measures-name-n-closed = Change of shops that close
measures-name-waited-weeks = Weeks waited
measures-name-waited-twin-weeks = Weeks waited without the policy
measures-name-n-cases = Cases
measures-name-n-cases-twin = Cases without the policy
measures-name-weeks-per-case = Weeks per case
measures-name-weeks-per-case-twin = Weeks per case without the policy

## Gross and its parts

measures-net = change of all consumption; by city and sector, of what merchants there get, whoever buys; else, of what residents spend anywhere, online too
measures-net-residents = change of what residents of the city spend, anywhere, online too
measures-gross = what awarded projects and events sell from the award on, and every bill that an instrument paid a part of, at its full amount
measures-windfall = part of the gross that is sold in the twin as well: sales of the same projects, and the part of supported bills that would have been bought anyway, in the same channel
measures-displaced-city = part of the gross that all other merchants of the same city lose; what is left of the gross after the other parts, so that it can be negative
measures-displaced-intercity = part of the gross that other cities lose as visitors, and merchants at home to residents' extra trips
measures-displaced-online = part of the gross that residents would have bought online, whoever sells it: what they buy less online in the end, sector by sector
measures-brought-forward = part of the gross that residents would have spent in other weeks
measures-of-gross = share of the mean gross; the five shares and net over gross sum to 1; empty where the gross is 0
measures-sales-twin = what merchants of the city get in the twin; by size, of established shops
measures-online = change of what residents buy online, whoever sells it
measures-online-twin = what residents buy online in the twin
measures-spent-twin = what residents spend in the twin
measures-net-of-spending = change of what residents spend over what they spend in the twin
measures-jobs = labour that the change of sales takes, at the labour share of each sector, riders and couriers of online sales included

## Per yuan of public money

measures-net-per-yuan = net over public yuan; empty where no public money is spent
measures-minus-best = net over public yuan, less that of the best of the other allocations with money; the intervals hold for all of them at once (multiple comparisons with the best)
measures-bootstrap-best = share of 4000 bootstrap samples of the replicates (paired) in which the allocation has the highest net over public yuan; not the probability that it is the best
measures-from-parameters = share of the variance of `net_per_yuan` over replicates that comes from the parameters; empty if nothing varies
measures-from-seed = the rest of it, which comes from the random seed
measures-gross-per-yuan = gross over public yuan
measures-surplus-per-yuan = surplus of residents over public yuan
measures-leverage = private money in awarded projects that opened, additional or not, over public yuan
measures-leverage-additional = private money in additional projects that opened, over public yuan

## Where the money goes

measures-public = grants paid to the cities, and what the treasury paid for instruments beside them, less what came back
measures-committed = all awards; money that comes back may be awarded again, so this can exceed `public_yuan`
measures-awarded-yuan = awards, whatever is cancelled later
measures-due = awarded, not paid at the end
measures-cancelled = awarded, cancelled before it was paid, and with the cities again
measures-paid = paid to projects, for publicity and by instruments; by direction, to projects only
measures-project-paid = parts of awards that were paid
measures-recovered = paid to projects that stopped, and back with the cities
measures-overpaid = part of what was paid that rests on investment that was not there and that no audit found; the city does not know it
measures-kept = paid to projects and not recovered
measures-beside = paid for publicity and by instruments
measures-returned = returned to the treasury
measures-unspent = grant money that no project earned and neither publicity nor an instrument used, also what was returned
measures-unspent-share = unspent over public yuan
measures-left = still with the cities at the end, not committed
measures-second = second tranche of the grant
measures-partners = yuan that private partners add, counted at the award

## Projects

measures-awarded = projects and events with an award, whatever is cancelled later
measures-additional = awarded projects that are not begun in the twin
measures-additionality = share of awarded projects that do not exist in the twin; events count as projects
measures-overstated = projects that were awarded on overstated investment
measures-private = private investment in awarded projects that have opened: what public money did not pay in the end
measures-private-additional = private investment in additional projects that have opened
measures-project-sales = sales of awarded projects from the award on
measures-debut-stores = supported first stores, flagship stores and headquarters that have opened
measures-score = score of the ministry's evaluation; empty without grants
measures-score-rank = Spearman's rank correlation of `score` and `net_per_yuan` over cities, in each replicate, 0 where one of them is the same in all; needs four cities
measures-score-cost = what the better half of the cities by effect adds per yuan, less what the better half by score adds; which half is better by effect is judged on the other replicates; needs four cities and two replicates
measures-target = reached over promised; only where the plan promises it
measures-chance = share of the replicates in which the city reached what its plan promised; only where it promises it

## Residents

measures-surplus = what the change of the offer is worth to residents
measures-residents = residents
measures-surplus-per-head = surplus per resident
measures-near = novel venues within a quarter of an hour, mean over residents and weeks
measures-near-any = share of residents with any novel venue within a quarter of an hour, mean over weeks

## Established shops and departments

measures-sales = change of the sales of established shops
measures-sales-share = change of the sales of established shops over their sales in the twin
measures-shops = established shops at the end
measures-shops-share = change of established shops at the end over those in the twin
measures-closed = established shops that close
measures-waited = weeks that projects waited in the queue, counted when a case is taken up
measures-cases = cases taken up
measures-weeks-per-case = weeks in the queue per case

## Measures of extensions that cannot be used

measures-no-measure = must be a Measure whose world is policy, twin or difference, with a formula for at least one dimension
measures-no-dimension = has no such dimension: { $dimension }; allowed: { $allowed }
measures-no-total = must have OfTotal for the dimensions { $dimensions }, and for no others
measures-shape = measure { $name } by { $dimension }: the formula gives { $n ->
    [one] one number
   *[other] { $n } numbers
}; needed: { $needed }
measures-undefined = measure { $name } follows from { $part }, which is not in the catalogue
measures-circle = measure { $name } follows from itself
