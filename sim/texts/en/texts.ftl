# A key is file-rest; values stand in braces. See sim/texts/__init__.py.
texts-example = { $n ->
    [one] One shop in { $place }
   *[other] { $n } shops in { $place }
}
