# A search: what is refused, and what its report says.
search-no-optuna = sanxin search needs Optuna, which is not installed; install it: pip install "sanxin[{ $extra }]"
search-goal = write max:MEASURE or min:MEASURE, or { $hint }
search-goal-cities = compares cities; name two or more: city=[suzhou,wuxi]
search-constraint = write KEY<=NUMBER or KEY>=NUMBER; sums are written 2*KEY+KEY-KEY<=NUMBER
search-constraint-name = { $name }: is no key with a range, no objective and no measure; { $hint }
search-key = { $key }: is no decision of a planner, the same for every plan; search over allocation, split, rules, plan, screening, participation, publicity, instrument or authority
search-share = { $override }: { $problem }
search-alone = { $key }: cannot move alone, since shares sum to 1; give a range to a second share of { $group }
search-impossible = { $keys }: floors sum to { $low } and caps to { $high }; together they are { $total }, which the others leave
search-instrument = { $override }: no such term; the settings list { $n } instruments, counted from 0
search-nothing = nothing to search: give a key a range, split.debut=interval(0.2,0.6), or several values, rules=fund,beijing
search-no-policy = the settings have no policy, so there is no effect to search for
search-few = the first { $startup } plans are drawn at random, for the search to learn from; give { $least } or more
search-pairs = replicates of parameters=posterior come in pairs; give an even number
search-no-room = hardly any plan within the ranges meets the constraints and can run ({ $n } found); widen ranges or loosen constraints
search-infeasible = none of { $n } plans keeps all constraints; the nearest misses { $constraint } by { $missed } % of its bound; loosen it, or allow more trials
search-no-value = none of { $n } plans has a value of every objective ({ $objectives }); choose others

search-searching = searching
search-random = searching at random
search-again = the best on fresh seeds
search-now = as it is
search-plan = plan { $n }
search-scenario-title = Plan { $n } of a search
search-scenario-about = Found by sanxin search with { $trials } trials, seed { $seed }; objectives: { $objectives }. What it brings on seeds that the search had not seen stands in the report beside it.

# The report
search-page = Sanxin: search
search-title = Which plan is best?
search-subtitle = Plans were tried in the same worlds with the same chance events; the best of them were run again on seeds that the search had not seen.
search-objective-name = { $name ->
    [net] net consumption
    [lowest] benefit of the two lowest fifths
    [gap] gap between cities
    [displaced] share displaced
    [risk] net consumption in a bad future
   *[other] { $name }
}
search-objective-about = { $name ->
    [net] net effect on consumption, yuan; more is better
    [lowest] surplus of residents of the two lowest fifths of incomes, yuan; more is better
    [gap] mean difference of the benefit per resident between two residents' cities, yuan; less is better
    [displaced] share of the sales of supported projects that rivals lose, in the city, elsewhere or online; less is better
    [risk] net consumption that one future in twenty falls below, over replicates (with parameters=posterior, over parameter sets), yuan; more is better
   *[other] mean over the replicates, in { $unit }; { $direction ->
        [maximize] more
       *[minimize] less
    } is better
}
search-question = Which plan is best by { $objectives }{ $n ->
    [0] { "" }
   *[other] , with { $constraints }
}?
search-found = { $plan ->
    [best] The best plan
    [nearest] No plan that was run again keeps every constraint on the fresh seeds to choose by; the one that comes nearest
   *[compromise] The compromise among the plans on the front
}{ $kept ->
    [yes] { "" }
   *[no] { $plan ->
        [nearest] { "" }
       *[other] , which misses a constraint on fresh seeds,
    }
} brings { $value } of { $objective }, a change of { $gain } from the settings as they are{ $now ->
    [yes] { "" }
   *[no] , which miss a constraint
}.
search-found-beside = By { $objective } it stands at { $value }, a change of { $gain } from the settings as they are.
search-came = { $constraint } ({ $searched } in the search, { $chosen } on the seeds to choose by, { $judged } on those to judge by)
search-no-number = no value
search-now-missed = The settings as they are { $could ->
    [no] could not be chosen, since they do
   *[yes] do
} not keep { $missed }; where a plan brings less than they do, that may be the price of the constraint.
search-best-missed = { $plan ->
    [nearest] It
   *[other] The plan that was taken
} does not keep { $missed }. { $n ->
    [0] No other that was run again keeps every constraint on both.
    [one] Plan { $others } keeps every constraint on both (plan_{ $others }.yaml).
   *[other] Plans { $others } keep every constraint on both (plan_N.yaml).
} Search with a stricter bound, which leaves a margin, or with more replicates.
search-found-unclear = On seeds that the search had not seen it cannot be told from the settings as they are by { $objectives }: the interval covers 0.
search-found-same = The best plan is the settings as they are: nothing that was tried is better on fresh seeds.
search-compromise = { $n ->
    [one] One plan is on the front, plan { $plan }: no other that was run again is as good by every objective.
   *[other] { $n } plans are on the front, none of them better than another by every objective; of plan { $plan }, the compromise, the largest loss against the best by any objective is the smallest.
}
search-optimism = The search itself promised { $amount } { $more ->
    [more] more
   *[less] less
} than that ({ $objective }): { $lucky ->
    [yes] what is best among many that were tried is in part what was lucky.
   *[no] it was not lucky in its own worlds.
}
search-random-beside = Plain random search at the same cost found { $random } at best in the worlds of the search, this search { $search } ({ $objective }).
search-states = It states: { $values }.
search-run = Run it: { $command }
search-run-here = Run it, in the folder of this report: { $command }
search-made = Made on { $day } with version { $version }: { $trials } trials with { $replicates } replicates each, { $top } run again on { $fresh } fresh replicates to choose by and { $fresh } more to judge by; { $cities ->
    [one] one city
   *[other] { $cities } cities
}, seed { $seed }.

search-plans = The best plans on fresh seeds
search-plans-words = Searched: in the replicates of the search, which is too good, since the plan was picked for it. Chosen by: in the fresh replicates that the best was chosen by, of the plans that keep every constraint there; where none does, it is the one that comes nearest. Value and change: in replicates that neither the search nor the choice has seen, with 95 % interval (jackknife); the change is from the settings as they are, in the same replicates. Optimism: how much larger the change was in the replicates of the search. A quantile has no interval.
search-front-words = Dominated: on fresh seeds another of these plans is at least as good by every objective.
search-head-plan = plan
search-head-objective = objective
search-head-searched = searched
search-head-chosen = chosen by
search-head-judged = judged by
search-head-constraint = constraint
search-head-value = value
search-head-interval = 95 % interval
search-head-gain = change
search-head-gain-interval = 95 % interval
search-head-optimism = optimism
search-head-note = note
search-head-key = key
search-head-range = range
search-note-best = { $several ->
    [yes] compromise
   *[no] best
}
search-note-dominated = dominated
search-note-infeasible = misses a constraint on fresh seeds
search-limits = What the constraints come to
search-limits-words = Means over the replicates of the search, over the fresh ones that the best was chosen by, and over those that judge it. A plan that just keeps a constraint in some replicates may miss it in others.
search-limit-kept = { $came }, kept
search-limit-missed = { $came }, missed by { $by }{ $share ->
    [none] { "" }
   *[other] { " " }({ $share } % of its bound)
}
search-states-table = What the plans state
search-constraints = Constraints
search-constraints-none = No constraints beside floors and caps of the ranges.
search-trials = Trials
search-trials-words = { $n } trials: { $feasible } keep all constraints, { $infeasible } miss one, { $none } have no value of an objective; { $distinct } different plans.
search-objectives = Objectives
search-point-noise = All plans of the search meet the same chance events, so that a difference between two of them is no luck of the draw; that one is the best of many still is in part, which is why the best are run again on fresh seeds.
search-point-best = The best is the best of those that were tried: no search says that there is no better one.
search-point-interval = Intervals cover the chance of the replicates, not what is not known of the parameters; parameters=posterior adds the fitted ones.
search-end = How far to trust it
search-origin = Where it comes from
