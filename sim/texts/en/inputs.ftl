# What is wrong with what a run is told: the command line, scenarios, configs and settings.
inputs-command-line = command line
inputs-all-allocations = sweep without allocation
inputs-default-of = default of sanxin { $verb }
inputs-line = { $file } line { $line }
inputs-in = { $source }: { $problem }
inputs-in-key = { $source }: { $key }: { $problem }
inputs-value = { $source }: { $key }={ $value }: { $problem }
inputs-unknown = unknown; { $hint }
inputs-unknown-key = unknown key { $key }; { $hint }

# Values
inputs-missing = is missing
inputs-kind-missing = { $key } is missing; { $hint }
inputs-no-instrument = no instrument is chosen; choose one with { $key }=NAME: { $names }
inputs-instruments = must be a list of instruments, each a name or a table of terms
inputs-one-instrument = must be the name of an instrument or a table of its terms
inputs-together = { $problem } ({ $values })
inputs-values-from = { $values } from { $source }
inputs-above = must be greater than { $limit }
inputs-at-least = must be at least { $limit }
inputs-percent = { $problem } ({ $share } for { $percent } %)
inputs-below = must be below { $limit }
inputs-at-most = must be at most { $limit }
inputs-multiple = must be a multiple of { $limit }
inputs-longest = must have at most { $limit } characters
inputs-most-items = must have at most { $limit } items
inputs-least-items = must have at least { $limit } items
inputs-not-allowed = this cannot stand here
inputs-key-missing = { $key } is missing
inputs-finite = must be a finite number
inputs-whole = must be a whole number
inputs-number = must be a number
inputs-true-false = must be true or false
inputs-list = must be a list
inputs-table = must be a table of names and values
inputs-keys = must be a table of keys
inputs-text = must be a text
inputs-empty = must not be empty
inputs-empty-table = { $key }: an empty table changes nothing, since tables are laid over what is there; leave it out, or state its keys
inputs-path-sign = must be a path without line ends and other signs that are not printed
inputs-path-unknown = there is no { $name } here to stand for a folder
inputs-value-alone = command line: { $value }: { $problem }
inputs-name = must be 1 to 60 letters, digits, spaces or any of _ . ( ) -

# Overrides
inputs-list-of-texts = overrides must be a list of texts, as ["city=suzhou", "seed=7"]; found { $given }
inputs-no-equals = { $override }: is no key and value; write key=value
inputs-cannot-be-read = { $override }: the value cannot be read; close all brackets and quotes, name every key of a table, and put a text with special signs in quotes
inputs-reference = { $override }: references ({"${...}"}) are not allowed
inputs-option = { $override }: unknown option; write key=value
inputs-add = { $override }: keys cannot be added or deleted; write key=value
inputs-package = { $override }: packages (@) are not allowed
inputs-hydra = { $override }: Hydra's own settings cannot be changed
inputs-one-path = { $override }: one value is allowed here; a name with a comma or brackets is put in quotes: { $key }="'a,b'"
inputs-one-value = { $override }: one value is allowed here; several are compared by sanxin sweep
inputs-interval = { $override }: an interval is no list of values; write a,b,c or range(start,stop,step), or sweep over a design: design=lhs
inputs-interval-key = { $override }: { $key } is no number that a design may move; name another key
inputs-interval-range = { $override }: { $problem }
inputs-interval-order = { $override }: write interval(low,high), low below high
inputs-no-interval = design={ $design }: no key has a range; write key=interval(low,high)
inputs-no-key-here = { $key }: not in all of the runs; a range is of a key that all have
inputs-sobol-power = command line: n={ $n }: design=sobol takes a power of two, as { $near }
inputs-morris-few = command line: n={ $n }: design=morris takes 2 trajectories or more
inputs-no-salib = design={ $design } needs SALib, which is not installed; install it: pip install "sanxin[{ $extra }]"
inputs-nested = { $override }: a range or choice is the whole value of a key, not one value among others
inputs-no-list = { $override }: gives no list of values; write a,b,c or range(start,stop,step) with finite numbers and a step that is not 0
inputs-no-value = { $override }: gives no value
inputs-same-run = { $one } and { $other } are the same run; each run must differ
inputs-given-twice = { $key } is given twice; state it once
inputs-value-twice = { $override }: a value appears twice; each run must differ
inputs-of-runs = { $problem } (in runs: { $runs })
inputs-no-rules = there are no award rules of this city here; allowed: { $names }
inputs-choice = { $group }={ $name }: { $problem }
inputs-many-runs = the sweep has more than { $most } runs{ $allocations ->
        [0] {""}
       *[other] {" "}with the { $allocations } allocations that are compared where none is stated
    }; give fewer values

# Configs
inputs-config-twice = { $path }: { $group }={ $name } is there already; take another name
inputs-config-composed = cannot be read as a config: { $why }
inputs-config-folder = must be in a folder of a group: { $groups }
inputs-instrument-name = { $source }: instruments.{ $k }={ $name }: unknown; { $hint }

# Scenarios
inputs-not-plain = { $file }: not plain YAML: { $why }
inputs-not-plain-line = { $file }: not plain YAML: { $why } (line { $line })
inputs-not-plain-begun = { $file }: not plain YAML: { $why } (line { $line }; begins in line { $begun })
inputs-wide-sign = '{ $sign }' is not '{ $plain }'; type the ASCII sign, or put the text in quotes
inputs-yaml-sign = the sign { $sign } may not stand in a text
inputs-alias = aliases (*) are not allowed
inputs-tag = tags (!) are not allowed
inputs-key-text = key { $key } must be a text
inputs-key-twice = key { $key } appears twice
inputs-no-file = no such file
inputs-not-a-file = is no file
inputs-no-scenario = unknown; { $hint } (names of files in { $folder }/ here and of those that come with sanxin)
inputs-path-ending = a path must end with .yaml
inputs-scenario = scenario={ $name }: { $problem }
inputs-large = { $file }: larger than { $most } bytes
inputs-not-utf8 = { $file }: cannot be read as UTF-8 text ({ $why })
inputs-keys-allowed = must be a table of keys; allowed: { $names }
inputs-key-of-command = it goes on the command line, as { $key }=..., not into a scenario
inputs-key-is-text = { $key } must be a text
inputs-forbidden-key = keys must not be hydra, start with _ or hold {"${"}
inputs-forbidden-value = references ({"${...}"}) are not allowed

# Settings
inputs-city = must be all, a city id or a list of city ids
inputs-unknown-city = unknown city { $city }; { $hint }; { $own }
inputs-no-own-cities = there is no { $file } here with cities of your own
inputs-own-cities-read = { $file } was read, too
inputs-no-pilot-city = city { $city } has pilot no in { $file } row { $row }; it must be yes for a city that is simulated
inputs-city-twice = a city is named twice
inputs-and-also = { $one }; { $other }
inputs-unknown-parameter = unknown parameter { $name }; { $hint }
inputs-range = must be { $low } to { $high } ({ $unit })
inputs-parameters-missing = { $names } missing
inputs-financing-start = start_week must be a week where somebody pays for the policy, and null with kind=none
inputs-financing-end = end_week must not be before start_week, and needs one
inputs-financing-late = must be a week of the run, 0 to { $last }
inputs-events = at most { $most } instruments may be events
inputs-reforms = at most one instrument may reform approvals
inputs-screening = unknown; { $hint }
inputs-not-for-consumers = { $instrument }: pays=grant: the money may not be used for consumers (rules.forbidden of { $rules }); allowed: pays=treasury, or rules that do not forbid it
inputs-grant-needs = { $instrument }: pays=grant needs an allocation, split.instruments above 0 and a start_week of at least { $first }, in which the grant is first paid
inputs-tranche-late = authority.{ $tranche }_tranche_at: the { $tranche } tranche is due in week { $week }, but the run ends with week { $last }; pay it earlier, or raise horizon.weeks_after
inputs-nobody-to-compare = authority.second_tranche_rule={ $rule } compares cities, and { $city } is the only one with a grant; add others, or write unconditional
inputs-table-needed = a table { $rule } is needed for between={ $rule } and for no other rule
inputs-launcher-local = launcher=local works in one process; leave out workers={ $n }, or choose launcher=processes
inputs-cluster-term = must be 1 to 100 letters, digits or any of _ . , & | : * @ -
inputs-cluster-address = { $launcher ->
        [ray] must be auto, or where the cluster is: HOST:PORT, or ray://HOST:PORT from a machine outside of it
       *[slurm] must be local, which rehearses on this machine, or be left out
    }
inputs-launcher-unread = launcher={ $launcher } does not read it; leave it out, or choose { $names }
inputs-shares-sum = shares sum to { $total }; they must sum to 1
inputs-in-order = must be in order: first_tranche_at, second_tranche_at, last_call_at

# The posterior sample
inputs-pairs = must be even and at least { $least } with parameters=posterior (two replicates share a parameter set)
inputs-sample = { $file }: { $problem }; { $how }
inputs-sample-row = { $file } row { $row }: { $problem }; { $how }
inputs-sample-how = make it with: sanxin calibrate save={ $file }
inputs-sample-not-found = file not found
inputs-sample-unreadable = cannot be read as a table ({ $why })
inputs-sample-columns = must have a column per parameter, each once, and distance as the last one
inputs-sample-parameter = column { $name } is no parameter of { $file }
inputs-sample-empty = has no rows; must have one per parameter set
inputs-sample-fields = has { $n } fields; must have { $needed }
inputs-sample-cell = { $name } is { $cell }; must be a number { $bounds }
inputs-sample-from-to = from { $low } to { $high }
inputs-sample-differs = is not the table that { $beside } beside it describes
