# Heads and cells of the tables of all reports.

tables-interval = 95 % interval
tables-standard-error = standard error
tables-mean = mean (95 % interval)
tables-difference = with the policy minus without it (95 % interval)

tables-allocation = allocation
tables-public-money = public money (million yuan)
tables-net-effect = net effect (million yuan)
tables-net-per-yuan = net per public yuan
tables-gross-per-yuan = gross per public yuan
tables-additionality = projects that needed the money (%)
tables-leverage = private per public yuan
tables-not-spent = not spent (%)
tables-replicates = replicates
tables-less-best = net per public yuan, minus that of the best other
tables-is-best = the best?
tables-best = yes
tables-may-be-best = may be
tables-not-best = no
tables-bootstrap-best = best in % of bootstrap samples

tables-yuan-per-yuan = yuan per yuan of public money
tables-million-yuan = million yuan
tables-windfall = windfall
tables-displaced-city = taken from rivals in the city
tables-displaced-intercity = taken from other cities
tables-displaced-online = taken from online sales
tables-brought-forward = brought forward in time
tables-new-consumption = net: new consumption
tables-sum = sum of the parts
tables-gross = gross, as counted at projects and supported purchases

tables-city = city
tables-listed = on the list
tables-listed-confirmed = confirmed
tables-listed-presumed = presumed
tables-listed-candidate = candidate
tables-listed-unknown = unknown
tables-imputed = imputed quantities
tables-quota = quota by size class (million yuan)
tables-public-of = public money (million yuan): { $label }
tables-net-per-yuan-of = net per yuan: { $label }
tables-net-of = net in million yuan: { $label }
tables-residents = residents
tables-urban-residents = urban residents
tables-income = income
tables-consumption = consumption
tables-retail-sales = retail sales
tables-tourist-visits = tourist visits

tables-net-on-sales = net effect on sales, million yuan
tables-all-sales = all sales here
tables-elsewhere = bought elsewhere

tables-parameter = parameter
tables-meaning = meaning
tables-grade = grade
tables-grade-assumed = assumed
tables-grade-borrowed = borrowed
tables-grade-measured = measured
tables-count-of-grade = { $n } { $grade }
tables-source = source
tables-unit = unit
tables-value = value
tables-allowed = allowed
