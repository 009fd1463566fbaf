# Sections about the pilot itself: queues, second tranche, partners, targets.

pilot-in-millions = { $text } (million yuan)

pilot-waiting-title = Bottlenecks
pilot-waiting-words = Waiting is counted when a case is taken up, in both worlds from the weeks before the pilot onwards; cases still waiting at the end are not included, and handling times come on top. A call is decided as a whole, so each of its applications waits until all are reviewed.
pilot-waiting-numbers = Waiting in numbers
pilot-no-policy = without the policy
pilot-no-policy-of = without the policy, twin of { $label }
pilot-department = department
pilot-world = world
pilot-project-weeks = project-weeks (95 % interval)
pilot-cases = cases (95 % interval)
pilot-weeks-per-case = weeks per case (95 % interval)

pilot-tranche-title = The second tranche
pilot-tranche-words = The score sees observable figures only: the share of awarded projects that have opened, the share of the grant that has been paid out, the private share of the investment as reported, and the growth of sales. It does not see what would have happened anyway. What a city's money actually adds is known only in a simulation, and even there with noise of its own, which pulls the correlation towards 0.
pilot-scores = Scores with { $label } ({ $n ->
    [one] 1 city
   *[other] { $n } cities
})
pilot-score = score (95 % interval)
pilot-net-per-yuan = net per public yuan (95 % interval)
pilot-second-tranche = second tranche (million yuan)

pilot-partners-title = Partners and private money
pilot-partners-words = Private money is the investment in supported projects that opened, minus what they keep of the awards. Only the additional part can be attributed to the policy: the rest is invested without it too. What partners bring is counted at the award.
pilot-private = private money in supported projects (million yuan)
pilot-private-additional = of which additional (million yuan)
pilot-leverage = private money per public yuan (yuan)
pilot-leverage-additional = of which additional (yuan)

pilot-targets-title = Targets of the plan
pilot-targets-words = Targets are figures that a report can show. They count supported projects in full, including those that would have opened without the money, so a target may be reached with little or no effect. Intervals are for the mean; the share of replicates that reached a target is the chance of reaching it.
pilot-target = target
pilot-promised = promised
pilot-reached = reached (95 % interval)
pilot-reached-share = in % of promise (95 % interval)
pilot-times-reached = replicates that reached it
pilot-all-targets = All targets ({ $n })
