# Numbers, amounts, ranges and lists, in charts and reports alike.

words-million = million
words-billion = billion
words-yuan = { $value } yuan
words-amount = { $value } { $unit } yuan
words-quantity = { $value } { $unit }
words-interval = { $value } (95 % interval { $low } to { $high })
words-spread = { $value } ({ $low } to { $high })
words-range = { $low } to { $high }
words-at-least = at least { $low }
words-at-most = at most { $high }
words-quoted = “{ $label }”
words-comma = ,{ " " }
words-more = { $n } more
words-list = { $first } and { $last }
