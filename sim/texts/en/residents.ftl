# Residents and merchants.

residents-title = Residents and small merchants
residents-words = Surplus is what residents would pay for the larger and closer choice beyond what they do pay, over all weeks. It is not money in anybody's hands, and it depends on how strongly residents are assumed to respond to prices.
residents-losers = Established merchants are all shops except supported projects and other novel venues. Where they lose, novel venues win: this is the other side of the sales taken from rivals.
residents-numbers = Residents and merchants in numbers
residents-surplus-of-fifth =
    surplus per head, { $of ->
        [1] fifth 1, the poorest
        [5] fifth 5, the richest
       *[other] fifth { $of }
    } (yuan)
residents-surplus-of-area = surplus per head, { $of } areas (yuan)
residents-near = residents with a venue within a quarter of an hour, { $of } areas (percentage points)
residents-near-twin = the same without the policy, { $of } areas (%)
residents-shop-sales = sales of { $of } established shops (yuan per 10,000)
residents-shops-share = { $of } established shops at the end (per 10,000)
residents-shops = { $of } established shops at the end (shops)
residents-shops-closed = { $of } established shops that close (shops)
residents-surplus = surplus, all residents (million yuan)
residents-surplus-per-yuan = surplus per public yuan (yuan)
residents-work = work (person-years)

residents-districts = Residents by district
residents-district-surplus = surplus per head (yuan), { $city }, district { $district }
residents-district-near = residents with a venue within a quarter of an hour (percentage points), { $city }, district { $district }
residents-district-numbers = District 0 is the centre; the others are numbered outwards. Results with more cities hold districts too.

residents-areas = { $of } areas
