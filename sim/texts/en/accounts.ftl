# Where the money went.

accounts-title = Where the money went
accounts-words = Public money is followed from the treasury to where it ends. An award is cancelled to the extent that a project misses its results, stalls, is long overdue or is found to have overstated its investment. All public money counts in the net effect per yuan, including what was returned.
accounts-received = public money received
accounts-cancelled-back = + awards cancelled, back with the cities
accounts-recovered-back = + recovered from projects, back with the cities
accounts-total-at-hand = = available
accounts-committed = awarded to projects
accounts-beside = + publicity and instruments
accounts-returned = + never committed: returned to the treasury
accounts-left = + never committed: left with the cities
accounts-held = + set aside for instruments, not used by the end
accounts-total-used = = all uses
accounts-paid = paid to projects
accounts-due = + still due at the end
accounts-cancelled = + cancelled
accounts-total-awarded = = awarded to projects
accounts-recovered = − recovered
accounts-total-kept = = kept by projects
accounts-overpaid = of which paid on overstated investment, unknown to the city
accounts-overstated = projects awarded on overstated investment
accounts-n-of = { $n } of { $of }
accounts-exact = Means over the replicates, rounded to 10,000 yuan. Before rounding, every sum is exact to the fen.
accounts-gap = Means over the replicates, rounded to 10,000 yuan. Before rounding, sums are off by up to { $gap } yuan, which is a fault in the simulation.

accounts-awards = Awards by direction, area and kind, beside what the plan allows
accounts-awards-head = projects and million yuan awarded, means
accounts-awarded = { $n }; { $yuan }
accounts-at-most = { $text } (at most { $most } in each city)
accounts-limits = Limits hold for awards less what was cancelled of them. What money is left over at the last call goes to the next in rank, whatever their direction, area and kind: a share of money may end above its limit, a number of projects may not.
