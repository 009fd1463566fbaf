# The report of a study of futures: what is regretted least, and when the ranking turns.

regrets-page = Sanxin: regret over futures
regrets-title = What holds up, whatever comes? { $of } over many futures
regrets-subtitle = All choices are run in the same futures: in each one the same people, shops and chance events.
regrets-made = Made on { $day } with version { $version }: { $cities } cities, seed { $seed }, { $replicates } replicates of every choice in every future.
regrets-first = Over { $n } futures { $first } is regretted least: by { $mean } { $unit } on average and { $worst } at worst. It is best in { $best } % of them.
regrets-near = { $n ->
    [one] Its mean cannot be distinguished from that of { $names }.
   *[other] Its mean cannot be distinguished from those of { $names }.
}
regrets-one-replicate = With one replicate nothing says how much of the regret is noise: the best of several noisy figures is always too high. Repeat with more.
regrets-optimism = Of each two figures the lower is judged by draws that had no part in choosing the best; the upper is by those that chose it, and too high, as the highest of several noisy figures is. On average the true one lies between.
regrets-beyond-chance = A lower figure of 0 means that those draws show no regret beyond chance.
regrets-drawn = Futures are drawn from: { $parts }. All values are equally likely and independent.
regrets-factor = { $key } ({ $values })
regrets-ranges = { $n ->
    [one] one key over its range
   *[other] { $n } keys over their ranges (below)
}
regrets-sets = { $sets } sets of the { $n } fitted parameters that reproduce published findings
regrets-left-out = { $n ->
    [one] One future is left out, since { $of } has no value there for every choice.
   *[other] { $n } futures are left out, since { $of } has no value there for every choice.
}

regrets-words = Regret in a future: by how much the mean of this choice is worse than that of the best one there. Standard error: over futures. “Checked”: by draws that chose neither the best nor the future; 0 where these show none, since no regret is below 0. Clearly best: by more than two standard errors, of its replicates, over every other choice.
regrets-choice = choice
regrets-value = mean over futures
regrets-mean = mean regret
regrets-se = standard error
regrets-mean-checked = mean regret, checked
regrets-p90 = 90th percentile
regrets-p90-checked = 90th percentile, checked
regrets-worst = worst
regrets-worst-checked = worst, checked
regrets-worst-future = worst future (number)
regrets-best = best, % of futures
regrets-clear = clearly best, %

regrets-flips = When does the choice flip?
regrets-flips-words = Where the choice that is better on average loses, as a rule of at most two conditions: a classification tree (CART, scikit-learn) over futures, each of which is one case, whatever the number of its replicates. Coverage: share of the lost futures that the rule holds. Density: share of the futures it holds that are lost. A rule is told only if rules found in the same way do better than chance on futures that were left out.
regrets-rule = { $choice } loses to { $against } where { $where }: in { $density } % of these futures (density), which are { $coverage } % of all those in which it loses (coverage). Over all futures it loses in { $lost } %. On futures left out, density is { $checked } % and coverage { $found } %.
regrets-no-rule = { $verdict ->
    [never] { $choice } loses to { $against } in no future.
    [few] { $choice } loses to { $against } in { $n } of { $of } futures: too few lost or too few others to say where.
   *[chance] { $choice } loses to { $against } in { $lost } % of the futures; no rule that says where does better than chance on futures left out.
}
regrets-or = or where
regrets-word = { $above ->
    [yes] { $key } is { $level }
   *[no] { $key } is not { $level }
}
regrets-number = { $above ->
    [yes] { $name } is above { $threshold }
   *[no] { $name } is at most { $threshold }
}
regrets-all-pairs = All pairs ({ $n })
regrets-against = other choice
regrets-where = loses where
regrets-lost = loses, % of futures
regrets-coverage = coverage, %
regrets-density = density, %
regrets-coverage-checked = coverage on futures left out, %
regrets-density-checked = density on futures left out, %
regrets-chance = probability by chance

regrets-assumption = assumption
regrets-low = from
regrets-high = to
regrets-axes = { $n ->
    [one] The key with a range
   *[other] The { $n } keys with a range
}
regrets-points-weights = Futures are no forecast: ranges say what is not excluded, and each value in them counts the same. The probability of being best is a share of these futures.
regrets-points-optimism = Regret at the 90th percentile and at worst is chosen for being large, so noise inflates it most; the checked figure beside it is not chosen so, but comes from few draws.
regrets-points-rules = Each future has chance events of its own, so that noise blurs the boundary of a rule but does not move it.
regrets-points-cities = How cities behave is set for all cities at once (authority.*, screening, plan, rules): one city against the others has no key of its own.
