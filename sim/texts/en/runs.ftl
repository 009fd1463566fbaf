# Results folders, and runs that share one.

runs-folder = { $source }: output={ $folder }: { $what }
runs-folder-file = is a file; name a folder
runs-folder-link = { $path } is a link; remove it: nothing is read or written through links
runs-folder-no-lock = { $path } is in the way; remove it
runs-folder-taken = another sanxin is at work in it; wait for it, or name another folder
runs-no-locks = { $folder }: its file system has no locks; start nothing else that writes there
runs-folder-unwritable = cannot be written ({ $why })
runs-folder-results = holds results and is not overwritten; name another folder{ $kind ->
        [trace] { "" }
        [calibration] { "" }
       *[drawn] { " " }(or redraw with: sanxin report { $folder })
    }
runs-folder-changed = holds results of this command that were changed since; name another folder
runs-folder-full = is not empty and is not overwritten; name another folder
runs-folder-damaged = holds an unfinished run whose description is damaged; name another folder
runs-folder-kind = holds { $kind ->
        [attribution] an unfinished attribution
        [calibration] a calibration
        [search] an unfinished search
        [futures] an unfinished study of futures
        [sensitivity] an unfinished sensitivity
       *[other] an unfinished { $kind }
    }; name another folder
runs-folder-other = holds { $kind ->
        [attribution] an unfinished attribution
        [calibration] a calibration
        [search] an unfinished search
        [futures] an unfinished study of futures
        [sensitivity] an unfinished sensitivity
       *[other] an unfinished { $kind }
    } with other { $parts }; name another folder
runs-folder-part = { $name ->
        [program] code, data or libraries
       *[other] { $name }
    }

runs-key-unknown = unknown key '{ $key }'; did you mean '{ $near }'?
runs-key-wrong = { $key }={ $value }: { $what }
runs-whole-number = must be a whole number from { $least } to { $most }
runs-number = must be a number above 0 and at most { $most }
runs-precision = must be a number above 0 and at most { $most }, in yuan per yuan, or a share of the effect above 0 % and at most 50 %, as 5%
runs-precision-and-replicates = { $key } and replicates are both given: state how many replicates there are, or how precise the result is to be
runs-best-and-precision = best and precision are both given: ask which run is the best, or how precise every result is to be
runs-best-of-one = needs two runs with public money or more, of which one can be the best
runs-precision-differs = runs of one comparison are stopped together: state { $keys } in all of them, and all the same, or in none
runs-yes-or-no = must be yes or no
runs-csv = must be a path that ends with .csv
runs-csv-folder = must be in a folder that is there

runs-doubled = { $label } appears twice in the sweep; each run must differ
runs-output-swept = output cannot be swept; all runs of a comparison share one folder
runs-one-agent = command line: { $agents }: one agent at a time is traced; name one of them
runs-calibration-sample = command line: parameters=posterior: a calibration makes the sample; leave it out

runs-stored-no-folder = { $folder }: no such folder; example: sanxin { $command } results/2026-01-31_120000_sweep_1a2b3c4d
runs-stored-file = { $folder }: is a file; name the results folder{ $inside ->
        [yes] {" "}that it is in
       *[no] {""}
    }; example: sanxin { $command } results/2026-01-31_120000_sweep_1a2b3c4d
runs-report-in-the-way = { $path }: { $kind ->
        [file] is a file, and charts go into a folder of this name
       *[folder] is a folder, and the report is a file of this name
    }; remove or rename it
runs-kind = { $kind ->
    [attribution] an attribution
    [sensitivity] a sensitivity study
    [futures] a study of futures
   *[other] a { $kind }
}
runs-report-none = { $folder }: holds { $what }, which has no report; { $kind ->
        [trace] its text is trace.txt, its chart trace.png
       *[other] docs/results.md says what its files are
    }
runs-stored-unfinished = { $folder }: not finished; go on with the command that made it and output={ $output }
runs-report-foreign = { $folder }: no report can be made of it: { $n ->
        [0] its files are not as sanxin wrote them; restore them
        [one] { $files } is not as the run wrote it; restore it
       *[other] { $files } are not as the run wrote them; restore them
    } or repeat the run
runs-stored-nothing = { $folder }: holds no results ({ $files })
runs-export-what = { $what }: what sanxin export writes is xlsx; example: sanxin export xlsx results/2026-01-31_120000_sweep_1a2b3c4d
runs-export-one = name one results folder, and nothing else; example: sanxin export xlsx results/2026-01-31_120000_sweep_1a2b3c4d
runs-export-none = { $folder }: holds { $what }, of which there is no workbook; docs/results.md says what its files are
runs-export-in-the-way = { $path }: is a folder, and the workbook is a file of this name; remove or rename it
runs-export-foreign = { $folder }: no workbook can be made of it: { $n ->
        [0] its files are not as sanxin wrote them; restore them
        [one] { $files } is not as the run wrote it; restore it
       *[other] { $files } are not as the run wrote them; restore them
    }
runs-report-changed = { $n ->
        [one] { $files } is not as the run wrote it
       *[other] { $files } are not as the run wrote them
    }: this report does not show what its recorded command found

runs-progress = replicate { $replicate }, { $text }
runs-progress-left = { $text } ({ $left } of { $runs } runs can be the best after { $n } replicates)
runs-progress-look = { $text } (within ±{ $half } after { $n } replicates; about { $of } will do)
runs-warm-up = warm-up
runs-twin = twin without policy

## What stopped a run, and what is kept

runs-failed = { $what }: { $remedy }
runs-stopped = { $what }
runs-file-failed = { $path }: { $what }
runs-library = { $library } cannot go on ({ $error }: { $what })
runs-no-memory = out of memory
runs-worker-killed = a worker process was ended by signal { $signal }, perhaps for want of memory
runs-worker-ended = a worker process has ended
runs-remedy-retry = add retry=failed to try again
runs-cause = { $what ->
        [nothing] { $error } ({ $where })
       *[other] { $error }: { $what } ({ $where })
    }
runs-retry-nothing = retry=failed: nothing has failed in { $folder }
runs-remedy-workers = choose fewer workers=, such as workers=1
runs-remedy-room = make room there
runs-remedy-size = raise the limit of file sizes (ulimit -f)
runs-remedy-rights = see to it that it can be written
runs-remedy-files = raise the limit of open files (ulimit -n), or close other programs
runs-remedy-threads = choose fewer threads=, or close other programs
runs-remedy-memory = choose fewer cities, consumers or replicates, or give it more memory
runs-kept-results = results are stored; { $after ->
        [failure] when that is mended, draw them with
       *[end] draw them with
    }: sanxin report { $folder }
runs-kept-parts = { $n ->
        [0] no part was finished
        [one] 1 finished part is kept
       *[other] { $n } finished parts are kept
    }: go on with the same command and output={ $folder }
runs-kept-replicates = { $n ->
        [one] 1 replicate is finished and kept
       *[other] { $n } replicates are finished and kept
    }: go on with the same command and output={ $folder }, or with replicates={ $n } and output={ $folder } for these alone
runs-kept-trials = finished trials are kept: go on with the same command and output={ $folder }
runs-n-without-design = is for a design; add design=lhs, design=morris or design=sobol
