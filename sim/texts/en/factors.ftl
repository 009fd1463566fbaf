# Section of the report on a sweep over several keys that cross.

factors-title = What each choice does by itself
factors-about = The { $n } runs with money are all combinations of { $names }, so that each choice can be judged over all others.
factors-main = Below, each choice is averaged over all combinations of the others, replicate by replicate. “Minus the best other” sets it against the best of the other choices; these intervals hold for all choices of a factor at once (multiple comparisons with the best).
factors-of = { $name }: { $n } choices
factors-level = choice
factors-mean = net per public yuan, mean
factors-together = Do they add up?
factors-add = As far as these replicates can tell, yes: no run is clearly apart from the sum of what its choices do by themselves. The farthest is { $label }, by { $amount }; intervals hold for all runs at once (Bonferroni).
factors-add-not = No, they interact: { $n ->
    [one] one run is
   *[other] { $n } runs are
} clearly apart from the sum of what the choices do by themselves, most of all { $label }, by { $amount }; intervals hold for all runs at once (Bonferroni). Read the table of combinations, not the means.
