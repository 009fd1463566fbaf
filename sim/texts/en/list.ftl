# sanxin list: what results there are.

list-one = sanxin list takes one folder, by default results; example: sanxin list results
list-no-folder = { $folder }: no such folder; name the one that holds results folders
list-nothing = { $folder }: holds no results
list-unfinished = unfinished: { $n ->
        [one] 1 part is kept
       *[other] { $n } parts are kept
    }
list-foreign = its files are not as sanxin wrote them
list-more = { $n } more
list-undated = no date
