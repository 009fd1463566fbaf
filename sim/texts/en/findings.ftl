# The finding on top of the report of a comparison, and the sentences that keep it in proportion.

findings-no-policy = No allocation in this comparison spends money or changes anything else: there is no effect to report.
findings-single = With { $best }, a yuan of public money adds { $net } yuan of consumption; but a single replicate gives no interval, so chance cannot be ruled out.
findings-single-best = With { $best }, a yuan of public money adds { $net } yuan of consumption, more than with { $rivals }; but a single replicate gives no interval, so chance cannot be ruled out.
findings-unclear = With { $best }, the net effect per yuan of public money is { $net }, which cannot be distinguished from zero.
findings-unclear-best = No allocation is shown to add consumption: with { $best }, the highest, the net effect per yuan of public money is { $net }, which cannot be distinguished from zero.
findings-harm = Every allocation lowers consumption; { $best } does least harm, with a net effect per yuan of public money of { $net }.
findings-harm-alone = With { $best }, public money lowers consumption: the net effect per yuan is { $net }.
findings-one = With { $best }, a yuan of public money adds { $net } of consumption.
findings-best = A yuan of public money adds the most consumption with { $best }: { $net }; that is { $lead } more than with { $next }, the next best.
findings-tied =
    { $best } { $n ->
        [one] comes
       *[other] come
    } out highest, with { $net } of consumption added per yuan of public money, but { $n ->
        [one] it
       *[other] they
    } cannot be distinguished from { $tied }{ $n ->
        [one] : the lead over the best of the others is { $lead }.
       *[other] .
    }

findings-enough = { $have } replicates are too few to tell { $what ->
        [zero] this from zero
       *[others] them apart
    }: about { $n } would be enough (replicates={ $n }), if effect and spread are what they seem in these.
findings-not-enough = { $have } replicates are too few to tell { $what ->
        [zero] this from zero
       *[others] them apart
    }; as far as can be told from these, more than { $most } would be needed.

findings-without-money = { $label } spends no public money and changes consumption by { $amount }.
findings-without-money-unclear = { $label } spends no public money and changes consumption by { $amount }, which cannot be distinguished from zero.
findings-without-money-single = { $label } spends no public money and changes consumption by { $amount }; but a single replicate gives no interval, so chance cannot be ruled out.

findings-reference-clear = { $label } is { $less } below the best of the others.
findings-reference-unclear = That { $label } comes out lower than the best may be chance.
findings-paired = Allocations are compared in the same simulated worlds, so their difference is known better than either of them.
findings-worlds = Allocations are compared in different simulated worlds: where two of them share none, their difference is also one between these worlds, and is known no better than either of them.
findings-overlap = Allocations are compared in the same simulated worlds, so their difference is known better than either of them (the intervals of { $best } and { $second } overlap; that of their difference decides).
findings-widened = Intervals of differences from the best hold for all { $n } allocations at once (multiple comparisons with the best).
findings-gross =
    Under { $best }, { $kind ->
        [bills] purchases that the money supports come to
        [both] supported projects and the purchases that instruments support sell
       *[projects] supported projects sell
    } { $gross } yuan per yuan of public money; { $windfall } % of that would have been sold without it, and { $new } % is new consumption.
findings-goes-on =
    Counting ends before the effect does: in the last { $weeks } weeks consumption with { $label } is still { $change ->
        [more] higher
       *[less] lower
    } than without it, each week by { $share } % of the total effect on average. Counted longer, the total would be { $change ->
        [more] higher
       *[less] lower
    }; no interval covers this, but horizon.weeks_after=N counts N weeks after the pilot.
findings-below-one = { $n ->
        [one] A yuan of public money adds less than a full yuan of consumption.
       *[other] Under no allocation does a yuan of public money add a full yuan of consumption.
    }

findings-drawn-parameters = Parameters were drawn from the calibrated sample: { $share } % of the spread over replicates comes from the parameters, the rest from chance within the simulation; the parameters dominate.
findings-drawn-chance = Parameters were drawn from the calibrated sample: { $share } % of the spread over replicates comes from the parameters, the rest from chance within the simulation; chance within the simulation dominates.
findings-drawn-apart = Where parameters were drawn from the calibrated sample, this much of the spread over replicates comes from the parameters: { $shares }; the rest is chance.
findings-drawn-share = { $share } % for { $label }
