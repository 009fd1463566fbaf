# Workbooks: names of sheets (at most 31 signs, without [ ] : * ? / \), the questions that they answer, heads.

workbook-title = Sanxin: funding allocations compared
workbook-contents-name = Contents
workbook-contents-question = What is in this workbook?
workbook-allocations-name = Allocations
workbook-allocations-question = Which allocation adds most consumption per yuan?
workbook-pairs-name = Differences
workbook-pairs-question = Which allocation is the best, and can that be told from chance?
workbook-totals-name = Totals
workbook-totals-question = What does each allocation do in all, and what becomes of the money?
workbook-weeks-name = When
workbook-weeks-question = When does it happen, week by week?
workbook-cities-name = Where
workbook-cities-question = Which cities gain?
workbook-districts-name = Districts
workbook-districts-question = Where in the cities: the centre, or farther out?
workbook-sectors-name = Sectors
workbook-sectors-question = What is bought more, and what less?
workbook-residents-name = Who
workbook-residents-question = Who consumes more: residents by income?
workbook-areas-name = Areas
workbook-areas-question = Who has more nearby: residents by distance from the centre?
workbook-directions-name = Directions
workbook-directions-question = Which support direction sells and pays what?
workbook-projects-name = Projects
workbook-projects-question = Which kinds of project are awarded?
workbook-partners-name = Partners
workbook-partners-question = What do private partners add?
workbook-second-name = Second tranche
workbook-second-question = Does the second tranche go where the money works?
workbook-shops-name = Shops
workbook-shops-question = What becomes of established shops?
workbook-departments-name = Departments
workbook-departments-question = Where do projects wait?
workbook-replicates-name = Replicates
workbook-replicates-question = How much does chance do: totals of each replicate?
workbook-uncertainty-name = Uncertainty
workbook-uncertainty-question = Does the uncertainty come from the parameters or from chance?
workbook-settings-name = Settings that differ
workbook-settings-question = In what do the runs differ?
workbook-reproduce-name = How to reproduce
workbook-reproduce-question = Where do these numbers come from?
workbook-measures-name = Measures
workbook-measures-question = What do the heads of the other sheets mean?

workbook-sheet = Sheet
workbook-answers = Question
workbook-rows = Rows
workbook-left-out = { $question } (left out: more than a sheet can hold; see effects.parquet)
workbook-note-effects = Effects are policy world minus twin, in yuan of the week, added up over the pilot and the weeks after it; intervals are 95 % intervals.
workbook-value = { $unit ->
    [no] { $name }
   *[other] { $name } ({ $unit })
}
workbook-low = { $unit ->
    [no] { $name }, low
   *[other] { $name }, low ({ $unit })
}
workbook-high = { $unit ->
    [no] { $name }, high
   *[other] { $name }, high ({ $unit })
}
workbook-se = { $unit ->
    [no] { $name }, standard error
   *[other] { $name }, standard error ({ $unit })
}
workbook-of = { $label }
workbook-of-low = { $label }, low
workbook-of-high = { $label }, high
workbook-allocation = Allocation
workbook-replicates = Replicates
workbook-city-name = City
workbook-city = Id of the city
workbook-sector = Sector
workbook-quintile = Fifth by income (1 is the poorest)
workbook-direction = Direction
workbook-district = District (0 is the centre)
workbook-area = Area
workbook-kind = Kind of project
workbook-size = Size of shop
workbook-department = Department
workbook-partner = Partner
workbook-week = Week of the pilot (0 is the first)
workbook-replicate = Replicate
workbook-day = First day
workbook-measure = Measure
workbook-unit = Unit
workbook-key = Setting
workbook-manifest = Of manifest.json
workbook-said = Value
workbook-head = Head
workbook-world = World
workbook-meaning = Meaning
