# What is said when a stored folder is read back.

## Files

results-no-folder = { $folder }: no such folder of results
results-no-file = { $path }: no such file; { $kind ->
    [attribution] the folder of an attribution
    [futures] the folder of a study of futures
    [search] the folder of a search
    [sensitivity] the folder of a sensitivity
    [validation] the folder of a validation run
   *[comparison] a results folder
} holds it
results-no-plain-file = { $path }: is no plain file; nothing is read through links
results-unreadable = { $path }: cannot be read: { $why }
results-no-table = { $path }: cannot be read as a table: { $fault }
results-no-parquet = { $path }: cannot be read as parquet: { $fault }
results-no-json = { $path }: cannot be read as JSON: { $fault }
results-no-cells = { $path }: cannot be read as cells of a run: { $fault }
results-line = see line { $line }
results-no-keys = { $path }: holds no table of keys
results-no-row = { $path }: holds no row; at least one is needed

## Cells that failed

results-failed = { $n ->
        [one] 1 cell failed
       *[other] { $n } cells failed
    } ({ $causes })
results-failed-runs = { $n ->
        [one] 1 cell failed
       *[other] { $n } cells failed
    }, so that { $runs } of { $of } runs { $runs ->
        [one] is
       *[other] are
    } in no table ({ $causes }); the same command with output= and retry=failed runs { $n ->
        [one] it
       *[other] them
    } again
results-failed-cause = { $why }: { $cells }
results-failed-cells = { $run } in { $n ->
        [one] replicate { $replicates }
       *[other] replicates { $replicates }
    }
results-failed-more = { $n ->
        [one] 1 other cause
       *[other] { $n } other causes
    }

## Columns of effects.parquet, for the documentation

results-columns-head = | column | type | holds |
results-type-text = text
results-type-whole = whole number (64 bits)
results-type-number = number (64 bits)
results-column-comparison = which comparison the row belongs to: the first twelve digits of the hash of its settings, among them the seed and what says how many replicates there are; the default name of the folder ends with the first eight
results-column-allocation = label of the run, as in summary.csv
results-column-measure = what is counted; below
results-column-unit = unit of `value` and of its interval
results-column-dimension = which of the columns from `city` to `replicate` name the cell; below
results-column-city = id of a city
results-column-sector = id of a sector
results-column-quintile = fifth of the residents of a city by income, 1 is the poorest
results-column-direction = support direction
results-column-group = cell of a dimension that has no column of its own
results-column-week = week, 0 is the first of the pilot
results-column-replicate = replicate, 1 is the first
results-column-value = mean over replicates; with `replicate`, the replicate's own
results-column-se = standard error of the mean; empty with one replicate
results-column-ci-low = lower end of the 95 % interval (Student's t); empty with one replicate
results-column-ci-high = upper end
results-column-n-replicates = replicates behind the value

## Columns and rows

results-lacks-columns = { $path }: lacks { $n ->
    [one] column
   *[other] columns
} { $columns }
results-lacks-columns-needed = { $path }: lacks { $n ->
    [one] column
   *[other] columns
} { $columns }; needed: { $needed }
results-no-numbers = { $path }: column { $column }: not a number in every row
results-infinite = { $path }: column { $column }: infinite; a finite number or nothing is allowed
results-no-allocation = { $path }: holds no allocation
results-own-names = { $path }: column allocation: every row needs a name of its own
results-empty-number = { $path }: column { $column }: empty; a number is needed in every row
results-two-rows = { $path }: two rows for { $allocation }, { $dimension } { $measure }; one is allowed
results-bad-number = { $path }: line { $line }: column { $column }: { $text }; a finite number or nothing is allowed
results-empty-cell = { $path }: line { $line }: column { $column }: empty; needed in every row
results-row-twice = { $path }: line { $line }: { $row }: appears twice; one row is allowed

## What the files of a comparison say together

results-other-allocations = { $path }: allocations: not those of { $summary }: { $allocations }
results-lacks-measures = { $path }: no rows for { $allocation }: { $measures }
results-spends = { $path }: net_per_yuan of { $allocation }: empty; { $allocation } spends money
results-parts = { $path }: parts of the gross of { $allocation } sum to { $sum } yuan, not to { $gross }

## Manifests

results-lacks-key = { $path }: lacks key { $key }
results-lacks-key-needed = { $path }: lacks key { $key }; needed: { $needed }
results-wrong-type = { $path }: { $key }: { $needed ->
    [dict] must be a table
    [list] must be a list
    [str] must be a text
    [int] must be a whole number
    [bool] must be true or false
   *[number] must be a number
}
results-old-validation = { $path }: written by version { $version }, whose manifest of a validation has other keys; run sanxin validate again
results-lacks-fields = { $path }: { $key }: lacks { $fields }
results-lists = { $path }: { $key }: lists by name are needed
results-must-match = { $path }: must_match: names of groups with lists of ids are needed
results-lacking = { $path }: { $key }: lacking or of the wrong type
results-empty = { $path }: configs: empty

## Verdicts of a validation

results-verdict-unknown = { $path }: line { $line } ({ $id }): column verdict: { $verdict }; allowed: { $allowed }
results-verdict-range = { $path }: line { $line } ({ $id }): column low: { $low } is above high, { $high }; at most high is allowed
results-verdict-se = { $path }: line { $line } ({ $id }): column se: { $se }; at least 0 or nothing is allowed
results-verdict-filled = { $path }: line { $line } ({ $id }): columns model, se: filled; must be empty where the verdict is { $verdict }
results-verdict-why = { $path }: line { $line } ({ $id }): column why_not: empty; must say why a finding is { $verdict }
results-verdict-model = { $path }: line { $line } ({ $id }): column model: empty; a number is needed where the verdict is { $verdict }
results-verdict-bounds = { $path }: line { $line } ({ $id }): columns low, high: both empty; a bound is needed where the verdict is { $verdict }
results-verdict-contradicted = { $path }: line { $line } ({ $id }): column verdict: { $verdict }, which model, low and high contradict

## A search

results-no-plan = { $path }: no row of plan { $plan } for { $objective }
results-no-best = { $path }: no plan is the best

## A sensitivity

results-no-index = { $path }: no row of { $assumption } for { $output }

## A study of futures

results-no-outcome = { $path }: no row of { $choice }
results-no-rule = { $path }: column where: { $where } is no rule

## Shares of an attribution

results-no-shares = { $path }: holds no row with the measure share_yuan
results-no-value = { $path }: no value of { $measure } of { $players } in { $block }
results-no-extra = { $path }: no value of net_per_extra_yuan in { $block }
results-shares = { $path }: shares of { $block } sum to { $sum } yuan, not to { $total }
