# What is wrong with the data tables. "must" says a rule: "<column> is <found>; must be <rule>".

data-table = { $file }: { $what }
data-row = { $file } row { $row }
data-row-named = { $file } row { $row } ({ $label })
data-cell = { $where }: { $column } is { $found }; must be { $must }
data-fields = { $where }: has { $n } fields; must have { $wanted }

# Files

data-not-found = file not found; must be there
data-unreadable = cannot be read ({ $why }); must be a readable file
data-link = is a link that leads out of its folder; must be a file there
data-large = larger than { $most } bytes
data-not-utf8 = byte { $byte } is not UTF-8; must be saved as UTF-8
data-not-csv = is not a CSV table ({ $why }); must be comma separated with quotes in pairs
data-empty = is empty; must have a first row with the names of its columns
data-no-header = the first row ({ $found }) names none of the columns; must be { $known } and so on, with commas, semicolons or tabs between them
data-not-described = table { $table } is missing; its columns must be described
data-column-count = column { $column } is there { $n } times; must be there once
data-column-unknown = column { $column } is not known; must be one of { $known }
data-online-missing = no row of { $sectors }: every sector of sectors.csv needs one
data-no-rows = has no rows; must have at least one

# Rules of cells

data-must-one-of = one of { $allowed }
data-must-date = a date like 2026-02-17
data-must-text = some text
data-must-number = { $kind ->
    [whole] a whole number
   *[number] a number
 }{ $bounds ->
    [both] { " " }from { $low } to { $high }
    [least] { " " }>= { $low }
    [above] { " " }> { $low }
    [most] { " " }<= { $high }
    [between] { " " }> { $low } and <= { $high }
   *[none] { "" }
 }
data-must-plain = { $rule }, with a point before decimals and nothing between thousands
data-must-or-empty = { $rule } or empty
data-must-bounds = two numbers or empty (low may have > before it)
data-must-differ = different from that of every other row (row { $row } has it too)
data-must-differ-from = different from that of every other row (row { $row } of { $file } has it too)
data-must-below-one = below 1
data-must-stages = at most { $most }, since a stage takes a week at least, in the busiest week too
data-must-in-range = from { $low } to { $high }, the row's low and high
data-sum = { $column } sums to { $sum }; must sum to 1

# Cities

data-pilot-missing = { $name } is missing; must be there with a number
data-pilot-rows = pilot is yes in { $n } rows; must be { $wanted } (n_cities in pilot.csv)
data-must-quota = { $quota }, the grant of the class { $size } in pilot.csv
data-must-listed = confirmed or presumed, or pilot must be no
data-quota-sum = quota_million_yuan of pilot cities sums to { $sum }; must sum to { $wanted } (envelope in pilot.csv)
data-must-ratio = { $low } to { $high } times { $other } in the same unit; it is { $ratio } times
data-must-same = { $value }, as { $column } says (scope all, method reported)
data-must-column = a column of the table
data-must-scope = given where { $column } is
data-few-visits = { $column } of scope domestic is there for fewer than 2 cities; the others need it

# Kinds, levels, departments

data-must-sector-share = sector:share with a sector of { $sectors }
data-must-share-once = sector:share with a share > 0 and <= 1, each sector once
data-must-shares-sum = shares that sum to 1; they sum to { $sum }
data-must-department = department;department of { $departments }
data-no-arrivals = arrival_weight is 0 in every row; must be > 0 in at least one
data-roles = { $n } departments have the role { $role }; must be exactly one

# Household expenditure

data-quintiles = disposable_income_quintile of all in { $year } must have rising q1 to q5
data-items = consumption_expenditure of all in { $year } must have a total and its items
data-item-sum = share_of_item of { $item } sums to { $sum }; must not exceed 1

# Seasons

data-season-weeks = sector { $sector } has no index for week { $weeks }; must have 1 to { $last }
data-season-mean = index of { $sector } is { $mean } on average; must be 1
data-must-year = a date in { $year }
data-horizon-calendar = { $before } weeks before and { $weeks } weeks in all leave the calendar
data-horizon-years = the run reaches { $year }; must stay within { $first } to { $last }, the years of spring_festival.csv
