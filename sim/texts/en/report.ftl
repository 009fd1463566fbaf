# Frame of all reports, and sections of the report of a comparison.

report-how-to-read = How to read it:
report-move-sideways = ↔ scroll sideways
report-chart = Chart { $n }.

report-comparison-page = Sanxin: where public money adds consumption
report-comparison-title = Where public money adds consumption
report-comparison-subtitle = Funding allocations for the pilot on new consumption formats, models and scenarios, compared by simulation
report-made = Made { $day } with Sanxin { $version }, { $seeds -> 
        [1] seed
       *[other] seeds
    } { $seed }. A simulation, not a forecast:

report-without-effect = Of what was asked for, this had no effect:
report-equal-runs = { $labels } are the same in every number: nothing that differs between them had an effect.

report-results = Results at a glance
report-pairs = All allocations share the same replicates, so the difference between two is known more precisely than each. Here each is set against the best of the others. The intervals hold for all of them at once (multiple comparisons with the best, Hsu), and whatever this report says of which is best follows from them. The last column is the share of { $n } bootstrap samples of the replicates, the same ones for all allocations, in which an allocation is highest.
report-pairs-worlds = Allocations were not all simulated in the same worlds with the same replicates: a difference between two that do not share theirs is also one between their worlds, and its interval is that of two independent samples. Here each is set against the best of the others. The intervals hold for all of them at once (multiple comparisons with the best, Hsu), and whatever this report says of which is best follows from them. The last column is the share of { $n } bootstrap samples of the replicates, the same ones where they share their worlds, in which an allocation is highest.
report-pairs-cut = An interval that ends at exactly 0 says that another allocation is at least as good, but not which.
report-one-replicate = There is only one replicate: no standard errors and no intervals. Repeat with more.
report-assumed = Assumed:
report-unpinned = no published finding pins down { $n } of the { $of } parameters: { $names }.
report-unpinned-more = no published finding pins down { $n } of the { $of } parameters: { $names } and { $rest } more, listed below.
report-unpinned-shares = In brackets: their share of the variance that all parameters add to the net effect per yuan of the official grants, in six cities; together they make up { $total } %.
report-unpinned-asks = “sanxin sensitivity” with the same settings says which of them moves what is shown here, and how small a change turns the ranking.
report-share = { $name } ({ $share } %)
report-small-share = { $name } (below 1 %)
report-charts = Charts

report-appendix = Tables and provenance
report-cities = Cities ({ $n })
report-sectors = Sectors
report-parameters-graded = Parameters ({ $n }): { $grades }
report-settings-of = Settings of { $label }, and what differs in others
report-settings = Settings
report-differs = { $label }, where it differs:

report-origin = Where it comes from
report-origin-details = Where it comes from: seed, code, data, versions
report-command = Command
report-stated = Settings that are not the default
report-stated-n = { $n ->
        [one] 1 setting, and what states it
       *[other] { $n } settings, and what states each
    }
report-stated-key = setting
report-stated-value = value
report-stated-usual = default
report-stated-by = stated by
report-stated-line = { $source } line { $line }
report-stated-runs = runs
report-stated-all = all
report-made-at = Made
report-code = Code
report-seed = Seed
report-replicates = Replicates
report-time-taken = Time taken
report-seconds = { $n } seconds
report-seconds-by-part = { $total } ({ $parts })
report-versions = Versions
report-data = Data (SHA-256)
report-every-run = Every run by itself ({ $n })
