# The report of a sensitivity: which assumption moves what.

moves-page = Sanxin: what moves the result
moves-title = What moves { $of }?
moves-subtitle = Every assumption is moved over its range, all at once, in the same worlds with the same chance events.
moves-made = Made on { $day } with version { $version }: design { $design } with { $points } points over { $n } assumptions, { $cities } cities, seed { $seed }, { $replicates } replicates at each point.

moves-most = { $contrast ->
    [yes] The ranking { $output } is moved most by { $names }.
   *[no] The level of { $output } is moved most by { $names }.
}
moves-pair = { $above } over { $below }
moves-no-sooner = Two together turn it no sooner.
moves-nothing = { $contrast ->
    [yes] No assumption is shown to move the ranking { $output }.
   *[no] No assumption is shown to move the level of { $output }.
}
moves-unsure = { $contrast ->
    [yes] What moves the ranking { $output } cannot be told:
   *[no] What moves the level of { $output } cannot be told:
} { $noisy ->
    [yes] { $share } % of its variance over the points is seed noise. Repeat with more replicates.
   *[no] the surface through the points explains { $share } % of its variance, points left out, and at least half is asked for.
}
moves-with-share = { $name } ({ $share } % of the variance)
moves-with-effect = { $name } (by { $value } across its range)
moves-constant = { $n ->
    [one] { $outputs } is the same at every point: nothing here moves it, and it has no indices.
   *[other] { $outputs } are the same at every point: nothing here moves them, and they have no indices.
}
moves-no-value = { $outputs }: has no value at some points, and so no indices.

moves-flips = How little turns the ranking?
moves-flips-words = The smallest change of one assumption, and of two together, that turns a ranking, as a share of their ranges (of two: root of the sum of squares). A surface proposes it; then the model was run at 0.9 and at 1.1 of the distance, and only what stands before and is turned behind is called a turn.
moves-ranking-now = { $above } is above { $below } by { $difference }{ $clear ->
    [yes] {" "}(95 % interval { $low } to { $high }).
    [unknown] ; how much of that is chance, one replicate cannot say.
   *[no] {" "}(95 % interval { $low } to { $high }): chance alone can have made this ranking, and what turns it can be chance, too. About { $more } replicates would tell the two apart, if difference and spread stay as they are.
}
moves-same-now = { $above } and { $below } are the same as things are: there is no ranking to turn.
moves-turns = { $n ->
    [one] One assumption turns it: { $change } ({ $share } % of its range).
   *[other] Two together turn it: { $change } ({ $share } % of their ranges).
}
moves-stands = { $n ->
    [one] No change of one assumption within its range was found to turn it.
   *[other] No change of two together within their ranges was found to turn it.
}
moves-open = { $n ->
    [one] For one assumption the search ended without a turn that could be confirmed.
   *[other] For two together the search ended without a turn that could be confirmed.
}
moves-from-to = { $name } from { $start } to { $end }
moves-none = { $n ->
    [one] one: none within the range
   *[other] two: none within the ranges
}
moves-two-no-sooner = two: no sooner
moves-given-up = { $n ->
    [one] one: not confirmed
   *[other] two: not confirmed
}
moves-ranking = ranking
moves-difference = difference now
moves-change = smallest change that turns it
moves-share = % of range
moves-before = at 0.9 of it
moves-behind = at 1.1 of it
moves-settle = What evidence would settle it
moves-evidence = what would have to be measured
moves-measure = on which side of { $ends } it lies; { $value } is taken now

moves-tables = Tables
moves-output = output
moves-now = now
moves-se = standard error
moves-mean = mean over points
moves-sd = standard deviation over points
moves-noise = % of variance that is seed noise
moves-explained = % that the surface explains, points left out
moves-turned = % of points where the ranking is turned
moves-indices = Indices of every assumption: { $output }
moves-at-low = at lower end
moves-at-high = at upper end
moves-first = first order
moves-first-half = ±
moves-total = total order
moves-total-half = ±
moves-mu = mean effect
moves-mu-star = mean size of effect
moves-mu-star-half = ±
moves-sigma = standard deviation of effects

moves-ranges = Assumptions and their ranges
moves-assumption = assumption
moves-low = low
moves-value = now
moves-high = high

moves-undrawn-unsure = Not drawn: { $outputs }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}, since what moves { $n ->
    [one] it
   *[other] them
} cannot be told.
moves-undrawn-more = { $n ->
    [one] One more is in the tables
   *[other] { $n } more are in the tables
}: at most { $levels } levels and the { $contrasts } rankings that are closest to a turn are drawn.

moves-points-ranges = What comes out depends on the ranges: all values within are taken as equally likely. Where none were given, a parameter that is assumed goes from half to twice its value, within what its table allows.
moves-points-seeds = Every replicate has the same chance events at all points, so that what it adds everywhere drops out. What is left of chance is how it and the assumptions act together; this share of the variance is in the table, and no index can explain it.
moves-points-flips = That no turn was found is no proof that there is none: where the surface turns nowhere, the three ends of ranges at which it falls furthest were run. A flip distance holds for these runs, cities, seeds and replicates. Where chance alone can have made a ranking, a small change turns it, and so would another seed; what would have to be measured is therefore listed only for the others.
moves-unread = Left out, since no run reads them: { $names }.
