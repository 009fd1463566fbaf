# What the numbers cannot say.

limits-title = What this does not show
limits-intervals = Intervals cover chance within the simulation only (Monte Carlo error). They do not cover wrong assumptions, wrong data or a wrong model; the true uncertainty is larger.
limits-intervals-sampled = Intervals cover chance within the simulation and, where parameters were drawn from the sample, what is not known about the fitted ones. They do not cover wrong assumptions, wrong data or a wrong model; the true uncertainty is larger.
limits-parameters = Parameters: { $grades }. “Assumed” means set by judgement, not measured. { $varied } All are listed below with the range allowed.
limits-sampled = Fitted ones were drawn from the calibrated sample.
limits-varied = Some differ between the allocations here.
limits-not-varied = None was varied here.
limits-presumed = { $n ->
    [one] 1 of { $of } cities is
   *[other] { $n } of { $of } cities are
} presumed to be in the pilot, because the official list could not be read in full. The envelope follows from the list.
limits-imputed = For { $n } of { $of } cities at least one quantity was not published and was imputed by a rule; the table of cities names them.
limits-intervals-some = Intervals cover chance within the simulation and, with { $labels }, what is not known about the fitted parameters, which were drawn from the sample there. They do not cover wrong assumptions, wrong data or a wrong model; the true uncertainty is larger.
limits-sampled-some = Fitted ones were drawn from the calibrated sample with { $labels }.
limits-horizon-by-run = Effects after the last week of a run are not counted, whether lasting gains or spending brought forward from later: { $weeks }.
limits-weeks = { $weeks } weeks after the pilot with { $label }
limits-horizon = Effects more than { $weeks } weeks after the pilot are not counted, whether lasting gains or spending brought forward from later.
limits-grant = The denominator is the whole grant, including what no project earned and what went back to the treasury.
limits-grant-spent = The denominator is the whole grant, including what no project earned and what went back to the treasury: { $unspent }.
limits-unspent-of = { $share } % with { $label }
limits-award-money = Award money that a project did not need stays with its owners, who do not spend it in the simulation.
limits-building = Wages paid on the building sites of additional projects are part of the net effect, as residents spend them; they end when the sites close.
limits-place-of-sale = Where a city's effect is counted by place of sale, a gain for one city can be a loss for another; the net over all cities is what counts for the country.
limits-best = The best of { $n } allocations is picked after seeing the results; its value is likely to be slightly too high.
