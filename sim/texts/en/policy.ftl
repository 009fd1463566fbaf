# What is wrong with the settings of a policy; the place (file and key) is said before it.

policy-suggest-near = did you mean '{ $near }'?
policy-suggest-all = allowed: { $names }
policy-suggest-file = see { $file } for the { $n } names

# What a name can be the name of.
policy-city = city
policy-sector = sector
policy-quintile = income quintile
policy-district = district
policy-week = week
policy-use = use
policy-share = share
policy-liquidity-type = liquidity type
policy-kind = project kind
policy-level = level
policy-direction = direction
policy-area = area
policy-allotment = allotment

policy-unknown = unknown { $what } '{ $name }'; { $hint }
policy-whole-exact = must be a whole number; one of this size is exact only without a point or an exponent
policy-must-be-once = must name each { $what } once
policy-must-be-one-once = must name one { $what } or more, each once
policy-must-name-one = must name one { $what } or more, each once; allowed: { $names }

# Allocations.
policy-yuan-sum = allocation { $allocation }: yuan of the chosen cities sum to { $sum }; every allocation must spend exactly { $envelope }
policy-shares-sum = allocation { $allocation }: shares of the chosen cities sum to { $sum }; they must sum to 1
policy-no-weights = allocation { $allocation }: the rule { $rule } must give each city a weight >= 0, not all of them 0

# Award rules.
policy-parts-sum = upfront, completion and results sum to { $sum }; they must sum to 1
policy-large-cap = large_from_yuan and large_cap_yuan belong together
policy-no-award = rate or fixed_yuan must be above 0
policy-forbidden-use = the money may not be used for { $uses } (forbidden); leave out { $kinds }

# Instruments.
policy-ends-too-early = end_week must not be before start_week
policy-announced-late = announce_week must not be after start_week
policy-acts-at-once = end_week must be start_week: { $kind } acts at once, for good
policy-recorded-too-early = allotment={ $allotment } needs start_week to be at least record_weeks: spending is recorded in the pilot only
policy-no-shares = allotment { $rule }: the rule must give each row a share from 0 to 1, and no more places than there are
policy-face-value = face_yuan must not exceed threshold_yuan
policy-no-instrument = must be a class of Instrument with kind: Literal["{ $kind }"], other than none

# Plans and publicity.
policy-areas-sum = money of the areas sums to { $sum }; it must sum to at least 1
policy-calls = must name at least one call, with rising quarters
policy-publicity-sum = shares sum to { $sum }; they must sum to 1

# Why an instrument can do nothing in a run
policy-announced-then = it starts in that week
policy-announced-idle = residents prepare for lower bills and for money only, not for { $kind }
policy-idle-late = it starts in week { $start }, and the run ends with week { $last }
policy-idle-elsewhere = it is for { $cities }, and no such city is simulated
policy-idle-no-grant = it is paid by the grant, and { $cities } gets none
policy-idle-nobody = no resident is of these liquidity types
policy-idle-returned = it is paid by the grant and starts in week { $start }, when what is left of the grant has gone back
policy-idle-online = it holds online, where nothing is sold of { $sectors }
policy-idle-at = { $term } is { $value }
policy-idle-no-call = it adds money in week { $start }, after the last call can have been decided
