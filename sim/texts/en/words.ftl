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

# Who pays for public money; last is none where it is the last week of the run.
words-paid-by = { $kind ->
    [later_tax] The money is paid back by a tax on the incomes of residents, from week { $first } to { $last ->
        [none] the end of the run
       *[other] week { $last }
    }.
    [cut_elsewhere] The money is saved on other public spending in the cities, whose wages and purchases are missing from week { $first } to { $last ->
        [none] the end of the run
       *[other] week { $last }
    }.
   *[none] Nobody in the simulation pays for the money: it comes from outside.
 }
words-of-runs = { $labels }: { $said }
