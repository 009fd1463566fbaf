# sanxin verify: what is looked at, and what was found.

verify-what = sanxin verify takes a results folder, a report in one, or a report and the folder it shall be of, and cells=N; example: sanxin verify results/2026-01-31_120000_sweep_1a2b3c4d cells=8
verify-none = { $folder }: holds { $what }, which has no report to verify
verify-settings = { $path }: configs.{ $label }: are no settings of a run
verify-cells-damaged = { $path }: holds cells that no table can be made of
verify-of-files = files
verify-of-report = report
verify-of-tables = tables
verify-of-cells = cells
verify-of-odds = odds
verify-of-made = made by
verify-holds = ok
verify-unseen = --
verify-fails = NOT OK
verify-files = { $n ->
        [one] 1 file is as the run wrote it
       *[other] { $n } files are as the run wrote them
    }
verify-files-changed = { $n ->
        [one] { $files } is not as the run wrote it
       *[other] { $files } are not as the run wrote them
    }
verify-files-missing = { $n ->
        [one] { $files } is missing
       *[other] { $files } are missing
    }
verify-files-unsaid = the manifest has no hashes of files (made by version 0.4.0, or changed)
verify-report = the report and { $n } charts are, to the byte, what the tables give
verify-report-changed = { $n ->
        [one] { $files } is not what the tables give
       *[other] { $files } are not what the tables give
    }; drawn by another version, or changed
verify-tables = { $files } are, to the byte, what { $n } cells give
verify-tables-changed = { $n ->
        [one] { $files } is not what the cells give
       *[other] { $files } are not what the cells give
    }
verify-made-here = code and data of { $made }, as here
verify-made-else = code, data or libraries are not those of this installation (made by { $made }, here { $here }); cells computed here may differ for that reason
verify-cells-none = none are kept here, so nothing was computed again
verify-cells-missing = { $n ->
        [one] 1 cell is missing
       *[other] { $n } cells are missing
    } that the manifest states ({ $runs }): settings, tables or cells were changed
verify-cell = { $run }, replicate { $replicate }
verify-cells-same = { $n } of { $of } computed again, the same bytes ({ $cells })
verify-cells-differ = { $n } of { $of } that were computed again have other bytes ({ $cells })
verify-odds = that one forged cell is not noticed: { $one }; that { $few } are not: { $some }; each further round multiplies these
verify-sound = These are the results of the settings in the manifest, as far as was checked.
verify-unsound = This is not, or cannot be shown to be, what the settings in the manifest give.
