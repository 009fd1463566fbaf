# How many replicates there are where a rule stopped them.

looks-level = every net effect per yuan is known within ±{ $half }
looks-apart = every difference to the best is known within ±{ $half }
looks-best = a run is known to be within { $within } of the best
looks-best-alone = { $best } is the best, as { $n } replicates tell.
looks-best-found = { $best } is the best or within { $within } of it, as { $n } replicates tell; not dropped: { $left }.
looks-best-open = { $n } replicates do not tell which of { $left } is the best or within { $within } of it; { $would }.
looks-dropped = Dropped: { $dropped }.
looks-dropped-after = { $names } after { $n }
looks-from-to = { $least } to { $most }
looks-of = { $n ->
        [one] the net effect per yuan of { $names }
       *[other] the difference between { $names }
    }
looks-nothing = { $n } replicates: no run spends public money, so that no net effect per yuan had to be precise.
looks-reached = { $n } replicates are enough: { $aim }.
looks-covers-zero = { $n } replicates are not enough: { $what } cannot be distinguished from zero, so that ±{ $share } of it means nothing.
looks-missed = { $n } replicates are not enough: { $what } is known within ±{ $half }, not ±{ $aim }; { $would }.
looks-would-do = { $n } replicates would do
looks-would-do-in = { $n } replicates would do, about { $time } more
looks-unknown = how many would do cannot be told from these
looks-seconds = { $n } s
looks-minutes = { $n } minutes
looks-hours = { $n } hours
