# Report of runs at points of assumptions, as of a design.

points-title = The choices at the same points
points-about = These runs are { $choices ->
        [one] one choice
       *[other] { $choices } choices
    } at { $n } points of { $names }. Points are assumptions: that the effect is higher at one of them is no reason to choose it, so they are not ranked.
points-choices = Below, each choice is averaged over all points, replicate by replicate, and set against the best of the other choices at the same points; these intervals hold for all choices at once (multiple comparisons with the best).
points-effect = The effect against what was varied, with 95 % intervals; each interval is of its number alone.
points-highest = highest at
points-of = { $n } of { $of } points
points-less = { $one } less { $other }
points-at = { $net } yuan at { $where }
points-one = With { $best }, the net effect per yuan of public money is { $net } on average over { $n } points of { $names }{ $zero ->
        [yes] , which cannot be distinguished from zero
       *[no] { "" }
    }: from { $low } to { $high }. Points are assumptions and are not ranked.
points-several = On average over { $n } points of { $names }, { $best } comes out highest, with a net effect per yuan of public money of { $net }{ $zero ->
        [yes] , which cannot be distinguished from zero
       *[no] { "" }
    }; { $known ->
        [yes] that is { $lead } more than with { $rivals }, the next best, at the same points
        [no] it cannot be distinguished from { $rivals } at the same points: the lead over the best of the others is { $lead }
        [same] it cannot be distinguished from { $rivals } at the same points
       *[none] that is { $lead } more than with { $rivals } at the same points, without an interval
    }. It is highest at { $highest } of { $n } points. Points are assumptions and are not ranked.
