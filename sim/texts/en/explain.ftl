# What --explain prints.

explain-stated = Settings that are not the default, by the place that states them
explain-differ = Settings that differ between the runs
explain-in-runs = in { $n } of { $of } runs
explain-as-it-comes = none
explain-usual = default { $value }
explain-line = line { $line }
explain-drawn = drawn anew for every two replicates

explain-doing = What this command will do (nothing of it was done)
explain-cities = Cities
explain-weeks = Weeks
explain-replicates-head = Replicates
explain-runs = Runs
explain-money = Public money
explain-calls = Calls
explain-instruments = Instruments
explain-worlds = Worlds
explain-reads = Reads
explain-results = Results
explain-processes = Processes
explain-memory = Memory
explain-time = Time
explain-idle = Without effect

explain-n-cities = { $n }: { $names }; { $consumers } simulated residents in each
explain-n-runs = { $n } of the runs
explain-more = { $names } and { $n } more
explain-pilot = { $before } before the pilot, { $n } of the pilot ({ $begin } to { $end })
explain-after = { $pilot }, { $n } after it (to { $end })
explain-replicates = { $n }; seed { $seed }
explain-until = { $first }, then more until { $aim }; { $most } at most, in { $looks } steps at most; seed { $seed }
explain-until-best = { $first }, then twice as many of the runs that can be the best until { $aim }; { $most } at most; seed { $seed }
explain-at-most = at most { $what }
explain-no-money = no grant
explain-grant = { $total } million yuan: { $pots }
explain-withheld = { $money }; not paid: { $pots }
explain-tranches = { $first } on { $first_date }, { $rest } on { $second_date } ({ $rule })
explain-no-calls = none
explain-call-dates = { $dates }; award rules { $rules }, plan { $plan }, screening { $screening }
explain-no-instrument = none beside the awards
explain-instrument = { $name }: weeks { $first } to { $last } ({ $begin } to { $end }){ $told ->
        [no] { "" }
       *[other] , announced in week { $told }
    }, paid by the { $pays ->
        [grant] grant of the city
       *[other] { $pays }
    }, to { $receives }, in { $where }: { $costs }
explain-costs-nothing = no public money
explain-costs-without-limit = as much as is claimed, no limit
explain-costs = { $bound ->
        [most] at most { $total }
        [about] about { $total }
       *[all] { $total }
    } million yuan{ $kind ->
        [one] { "" }
        [same] { "" }, { $low } in each city
       *[several] { "" }, { $low } to { $high } in a city
    }
explain-about = about { $time } on cores that do nothing else{ $flips ->
        [yes] , without flip distances
       *[no] {""}
    }
explain-parameters = Assumed
explain-n-unpinned = no published finding pins down { $n } of the { $of } parameters; most of the variance of the effect of the official grants comes from { $names }; that of instruments may depend on others
explain-everywhere = every city
explain-n-worlds = { $total }: { $warm } { $warm ->
        [one] warm-up
       *[other] warm-ups
    }, as many twins without policy, { $policy } with policy; { $weeks } weeks of a world in all
explain-workers = { $launcher ->
        [ray] of Ray, { $address ->
            [none] started on this machine
           *[other] at { $address }
        }: { $n } { $n ->
            [one] block
           *[other] blocks
        } of replicates at a time (workers={ $n })
        [slurm] { $address ->
            [local] of submitit on this machine
           *[other] of Slurm
        }: { $n } { $n ->
            [one] job
           *[other] jobs
        } of replicates at a time (workers={ $n }){ $address ->
            [local] {""}
           *[other] ; whether Slurm takes them is not known before they are submitted
        }
       *[other] { $n ->
            [one] this one
           *[other] { $n } that share the replicates, beside this one (workers={ $n })
        }
    }
explain-tables = { $n } tables of sim/data
explain-folder = { $folder } { $standing }
explain-folder-new = (new)
explain-folder-goes-on = (holds a stopped run of the same command, which goes on: { $parts } parts are finished{ $failed ->
        [0] {""}
       *[other] , { $failed } failed and are run again with retry=failed
    })
explain-folder-drawn = (holds the results of the same command: only charts and report are made again)
explain-nothing-idle = nothing
explain-in-memory = kept in memory, not written
explain-folder-calibration = (holds a calibration, which goes on if it is the same)
explain-experiments = twin worlds of { $n } experiments, for { $findings } findings, in { $replicates } replicates; each has cities, weeks and instruments of its own
explain-sensitivity = { $worlds }; for { $points } points over the ranges of { $n } { $n ->
        [one] assumption
       *[other] assumptions
    }{ $flips ->
        [yes] ; and for flip distances up to { $more } points more for each ranking and number of assumptions
       *[no] {""}
    }
explain-futures = { $worlds }; for { $choices } choices in { $n ->
        [one] one future
       *[other] { $n } futures
    }. Drawn: { $drawn }
explain-futures-more = { $n ->
        [one] one more key with a range
       *[other] { $n } more keys with a range
    }
explain-futures-sets = { $n ->
        [one] one parameter set of the posterior sample
       *[other] { $n } parameter sets of the posterior sample
    }
explain-trials = { $trials } parameter sets, and up to 240 near the best; { $replicates } replicates of every experiment each, in { $workers } { $workers ->
        [one] process
       *[other] processes
    }
explain-traced = 3: warm-up, with policy and without, of replicate { $replicate }; the story of { $who }
explain-moves = { $moves } moves of { $levers } levers, each beside a world without it, of 1 replicate
explain-search = { $trials } plans over { $keys }, each in { $replicates ->
        [one] one replicate
       *[other] { $replicates } replicates
    }; the best { $top } and the settings as they are again in { $fresh } fresh ones{ $random ->
        [yes] ; as many plans at random
       *[no] {""}
    }
