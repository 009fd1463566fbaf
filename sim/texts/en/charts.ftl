# Charts: the question that each answers and how to read it (charts-<name>-question, charts-<name>-reading).

# Comparison

charts-no-policy = No allocation in this comparison spends money or changes anything else: there is no effect to show.
charts-too-many = Charts with a row, bar or line for each run are drawn of { $most } runs at most, and these are { $n }: their figures stand in the tables.

charts-net-per-yuan-question = How much consumption does it add?
charts-net-per-yuan-reading = Point: mean over the replicates. Bar: 95 % interval of that mean. Small ticks: individual replicates. Right of 0, people consume more than they would have without the policy.

charts-by-factor-question = Which combination adds most?
charts-by-factor-reading = Each cell is a run, its number the net effect per yuan of public money; the darker, the farther from 0. Blue adds, red loses. Rows that look alike say that the choice between them matters little.

charts-where-gross-goes-question = How much of the sales that the money supports is new?
charts-where-gross-goes-reading = Each bar is all that supported projects sell, and the bills that vouchers or coupons support, 100 %. Only the black part is new consumption. A part left of 0 is negative: there the policy gave something back, and the parts right of 0 add up to more than 100 %.

charts-by-city-question = Which cities gain?
charts-by-city-reading = Each row is a city, and sales count where they take place; thin lines are 95 % intervals, cut off at the edge of the chart. A city that gets little or no money can lose customers to its neighbours.

charts-on-the-map-question = Where is the money well spent?
charts-on-the-map-reading = Each circle is a city at its longitude and latitude. Its size is the public money it gets, its colour the net effect per yuan: blue adds, red loses, white is 0. The cities at both ends of the scale are named.

charts-over-the-weeks-question = When does it work, and does it last?
charts-over-the-weeks-reading = Each point is the mean of a week and the three before it. The shaded part lies after the pilot. A net effect below 0 is spending that had been brought forward.

charts-by-quintile-question = Who consumes more?
charts-by-quintile-reading = Residents are divided into fifths by income. Left: yuan, with 95 % intervals. Right: each fifth's share of the whole; above the dashed line it is more than an equal share.

charts-by-direction-question = What do the three support directions buy?
charts-by-direction-reading = Left: sales of supported projects; the pale part would have been sold without the money too. Right: the share of supported projects that would not exist without it, with 95 % intervals.

charts-where-money-went-question = Where did the money go?
charts-where-money-went-reading = Left: each bar is the public money that came in, 100 %; the line above it is the 95 % interval of the share that was spent. Right: awards that were cancelled, money that was paid and taken back, and money paid on overstated investment that was not detected: the simulation knows the last, the city does not.

charts-bottlenecks-question = Where do projects wait?
charts-bottlenecks-reading = Left: total weeks that projects spent in a queue before a case was taken up; handling times come on top. Right: the same per case. Filled: with the policy, with 95 % intervals; hollow: without it.

charts-second-tranche-question = Does the second tranche go to the cities where money works best?
charts-second-tranche-reading = Each point is a city: how the ministry scores it before the second tranche, and what its money actually adds by the end. If the score were right the points would rise from left to right, and the rank correlation would be 1; where score and effect have nothing to do with each other it is 0. Thin lines: 95 % intervals, cut off at the edge.

charts-residents-question = What do residents gain?
charts-residents-reading = Policy world minus the world without the policy, with 95 % intervals. Surplus is what the larger choice is worth in yuan, beyond what is paid for it. Core, inner and outer areas hold a third of the residents each.

charts-merchants-question = Who wins and who loses among established merchants?
charts-merchants-reading = Shops that already existed or opened on their own, without supported projects. Below 0 they sell less, or fewer are open at the end, than without the policy. Bars: 95 % intervals.

charts-leverage-question = How much private money comes with it?
charts-leverage-reading = Left: private investment in supported projects that opened, per yuan of public money, and the part of it in projects that would not exist without the policy. Right: what private partners bring. Bars: 95 % intervals.

charts-targets-question = Does the plan reach its targets?
charts-targets-reading = Mean over the replicates with 95 % intervals; right of the dashed line more was achieved than was promised. A target counts what the supported projects do, including what would have been done without the money.

# Attribution

charts-attribution-question = How much of the pilot's net effect does each part bring?
charts-attribution-reading = Bar: the mean of what a part adds, over every order in which the parts could be put together; the bars and “none of them” add up to “all of them”. Where the parts are small beside these two, they have a scale of their own, and the two stand as numbers only. Line: 95 % interval. Small triangles: what the part adds where it comes first (pointing right) and where it comes last (pointing left). Far apart, they say that its worth depends on the others.

charts-interactions-question = Which parts need each other, and which stand in for each other?
charts-interactions-reading = Each cell is a pair of parts: what the two add together beyond what each adds without the other, as a mean over what else is there, in yuan per yuan of the whole grant ± its standard error. Blue: they need each other. Red: one does part of the other's work. Each half has a colour scale of its own.

charts-one-more-yuan-question = What is one more yuan worth?
charts-one-more-yuan-reading = Each row is a small sum that the treasury pays on top of the settings, the same in every city: for awards in one direction, or for publicity that reaches one group of people. Point: additional consumption per yuan of it that was spent. Line: 95 % interval.

# Search

charts-search-front-question = What has to be given up for what?
charts-search-front-reading = Everything is what a plan brings beyond the settings as they are (orange, at 0) in the same worlds. Grey: plans that the search tried, in its own worlds; a cross misses a constraint. Blue: plans that were run again on seeds that the search had not seen, with 95 % interval, which may run out of the picture; those that are filled and joined are dominated by no other of them, the bold number is the compromise. Where blue lies far inside of grey, the search was lucky in its own worlds.

charts-search-stated-question = What do the best plans state?
charts-search-stated-reading = Each line is the range that the search was given. Blue: the best plan, its value on the right; grey: other plans that were run again; orange: the settings as they are. Where the grey ones lie far apart, the number hardly matters.

charts-search-progress-question = Did the search still find better plans at its end?
charts-search-progress-reading = Dots: trials that keep all constraints, in the worlds of the search; line: the best so far of each objective by itself; dashed: the settings as they are, in the same worlds; where they miss a constraint they are no plan that could be chosen. Ring: the best plan; it was chosen on fresh seeds, and so need not be the highest here. A line that still rises at its end asks for more trials.

# Sensitivity

charts-tornado-question = What does each assumption make of it, alone?
charts-tornado-reading = Solid line: where all assumptions are as they are now. Blue bar: at the lower end of the range of an assumption, which stands on the right; orange bar: at the upper end; all others are as they are now. The bars are read off a surface that was fitted to the points of the design; an output of which it does not explain half, or of which most is seed noise, is not drawn. In a contrast, a bar that crosses the dashed line turns the ranking.

charts-total-order-question = How much of what is not known comes from which assumption?
charts-total-order-reading = Bar: how much of the variance over all ranges would go if the assumption were known, and everything that it does together with others (total order); tick: its part alone (first order). After Morris: the mean size of what it changes across its range. Line: 95 % interval over the points of the design. Bars may add up to more than 1, since what two do together counts for both.

# Futures

charts-regrets-question = By how much is each choice regretted?
charts-regrets-reading = Each row is a choice, each point a future: by how much its mean is worse than that of the choice that is best there. Black diamond: mean over futures; white diamond: the same by draws that had no part in choosing the best, and 0 where these show none, so that the true mean lies between the two on average; bar: 90th percentile; cross: the worst future. On the right: share of futures in which the choice is best.

charts-flip-question = When does the choice flip?
charts-flip-reading = Each point is a future. Above the line the choice that is better on average is better there, below it the other one is. Grey: where the rule says that it loses, as far as the assumption drawn goes; a second condition of the rule, if it has one, is not drawn.

# Validation

charts-forest-question = Does the model show what studies found?
charts-forest-reading = Each row is a published finding, with its published and its model value on the right. As units differ, every row is stretched so that the accepted range, the grey band, has the same width. Black tick: published value. Blue disc: the model lies inside. Open orange diamond: it lies outside. Line: 95 % interval over the replicates; too short to be seen in many rows. Values too far away for the chart are arrows at its edge. A band that runs to the edge is a range with one end only. Where a single value is accepted, the band is a line, and a model value off it is drawn at 2.

charts-identification-question = Which findings pin which parameter?
charts-identification-reading = Each column is a finding, each row a parameter. The darker a cell, the further the finding moves when the parameter crosses its allowed range; 1 is half of the accepted range. A parameter whose name is marked is pinned by no finding, though it may move one whose accepted range is narrow: others move that one, too. Beige: not computed.

charts-recovery-question = Are known parameters recovered from data that they generated?
charts-recovery-reading = The model generated data with known parameters, and the same fit was run on these data. Black tick: the true value. Point and line: estimate with its interval. Where the line is long, the findings cannot distinguish values of that parameter.

charts-scale-question = Do effects depend on how many people a simulated consumer stands for?
charts-scale-reading = Each panel is one reported effect, at several numbers of people per simulated consumer. If the bars overlap, the effect does not depend on this choice as far as the replicates can tell.
