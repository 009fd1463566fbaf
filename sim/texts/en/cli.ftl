# The command: what it refuses, and what it prints when a verb has run.

cli-no-verb = no verb; allowed: { $known }; see sanxin --help
cli-unknown-verb = unknown verb { $verb }; allowed: { $known }; see sanxin --help
cli-no-text = command line: { $text }: holds bytes that are no text; only UTF-8 is allowed
cli-explain-not = sanxin { $verb } has nothing to explain: it reads stored results
cli-interrupted = interrupted
cli-nothing-kept = nothing was kept
cli-terminated = terminated
cli-hung-up = the terminal is gone
cli-time-up = the limit of CPU time is reached
cli-bug = { $error }: a fault of sanxin { $version } ({ $where }), not of yours; please report the lines above and the command to its authors
cli-compiling = the program is being compiled, once on this machine; this takes about half a minute
cli-compiling-waits = waiting for process { $holder }, whose turn it is to compile the program; if it is stopped, let it go on, or end it
cli-reads = { $path } is read, too
cli-report-one = sanxin report takes one results folder; example: sanxin report results/2026-01-31_120000_sweep_1a2b3c4d
cli-check-levers = sanxin check checks one thing: sanxin check levers [group=NAME] [key=value ...]

cli-results = Results: { $folder }
cli-workbook = Workbook: { $path }
cli-report = Report:  { $path }
cli-chart = Chart:   { $path }
cli-sample = Sample:  { $path }
cli-time = Time: { $parts }
cli-time-part = { $part } { $seconds } s

cli-progress = { $share }  { $gone } gone, { $text }
cli-progress-left = { $share }  { $gone } gone, about { $left } left  { $text }
cli-progress-trials = { $done } of { $total } trials, { $gone } gone, { $text }

cli-validation-finding = finding
cli-validation-published = published
cli-validation-accepted = accepted
cli-validation-model = model
cli-validation-se = se
cli-validation-verdict = verdict
cli-validation-range = { $low } to { $high }
cli-validation-summary = { $inside } of { $judged } findings inside their accepted range; { $missing } not represented (why: the report)

cli-attribution-unit = yuan per yuan
cli-attribution-value = value
cli-attribution-se = se
cli-attribution-share = share
cli-attribution-interaction = interaction
cli-attribution-extra = net per extra yuan
cli-attribution-difference = difference

cli-summary-allocation = allocation
cli-summary-net = net_million_yuan
cli-summary-net-per-yuan = net_per_yuan
cli-summary-low = ci_low
cli-summary-high = ci_high
cli-summary-minus-best = minus_best
cli-summary-minus-best-low = minus_best_low
cli-summary-minus-best-high = minus_best_high
cli-summary-gross-per-yuan = gross_per_yuan
cli-summary-additionality = additionality
cli-summary-leverage = leverage

cli-equal-runs = the same in every number: { $labels }; nothing that differs between them had an effect
cli-futures-best = best (share)
cli-futures-clear = clearly best (share)
