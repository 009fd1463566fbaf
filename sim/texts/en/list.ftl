# sanxin list: what results there are.

list-one = sanxin list takes one folder, by default results; example: sanxin list results
list-no-folder = { $folder }: { $what ->
        [file] is a file
       *[other] no such folder
    }; name the folder that holds results folders
list-nothing = { $folder }: holds no results
list-unfinished = unfinished: { $n ->
        [one] 1 part is kept
       *[other] { $n } parts are kept
    }
list-unfinished-replicates = unfinished: { $n ->
        [one] 1 replicate is kept
       *[other] { $n } replicates are kept
    }
list-unfinished-failed = { $kept }; { $n ->
        [one] 1 part failed ({ $why })
       *[other] { $n } parts failed (first: { $why })
    }: the same command with output= and retry=failed runs { $n ->
        [one] it
       *[other] them
    } again
list-foreign = its files are not as sanxin wrote them
list-undated = no date
