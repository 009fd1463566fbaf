# From gross to net, term by term.

terms-title = How the number is made up
terms-funded = What supported projects sell, or supported customers buy, is not the effect of the money. What follows it in this table has to be taken off before any of it is new:
terms-unfunded = Without public money no project and no bill is supported, so there are no gross sales to take anything off: the effect shows in net alone, and “taken from rivals in the city” is the remainder.
terms-twins-name = Twin worlds
terms-twins-meaning = Every simulated world exists twice, with and without the policy. Both have the same people, shops, project ideas and chance events; only the policy differs. Every effect is their difference.
terms-gross-name = Gross
terms-gross-meaning = All sales of the supported projects from their award onwards, and every bill that an instrument such as a coupon pays a part of, at its full amount. This is what reports of the money would show.
terms-windfall-name = Windfall
terms-windfall-meaning = Sales that the same projects make in the world without the policy, where they open anyway, and what would have been spent on the same bills.
terms-rivals-name = Taken from rivals in the city
terms-rivals-meaning = Sales that other merchants in the same city lose to the supported projects and purchases. Below 0 where residents spend elsewhere in the city what support has freed in their purses.
terms-cities-name = Taken from other cities
terms-cities-meaning = Sales that move from one city to another because people travel to the supported projects.
terms-online-name = Taken from online sales
terms-online-meaning = Purchases in shops and venues that would have been made online, from sellers of the city or elsewhere; below 0 where support of online purchases takes them from shops.
terms-forward-name = Brought forward
terms-forward-meaning = Spending that only comes earlier: residents of a city later cut back by what they spent early, within the weeks simulated.
terms-net-name = Net
terms-net-meaning = What remains: the change in all consumption in all cities over all weeks. This is the effect.
terms-interval-name = Interval
terms-interval-meaning = The simulation was repeated with different chance events (replicates). The 95 % interval says how far the mean over all such repetitions may be from the one shown.
