# What each run of a comparison was told to do.

choices-foreign = { $where }: holds what no run writes there
choices-of-run = { $label }: { $text }
choices-scenario = Scenario

choices-rules = Award rules
choices-rules-of = { $name }: { $title }. Source: { $source }.
choices-no-source = none given
choices-forbidden = The money may not be used for { $uses }.
choices-pro-rata = Where applications exceed the money, all are scaled down.

choices-plan = Plan of the cities
choices-plan-of = { $name }: { $plan }
choices-empty-plan = no planned numbers, areas or targets
choices-calls = { $n ->
    [one] call in quarter { $quarters }
   *[other] calls in quarters { $quarters }
}
choices-call = { $quarter } (money { $money })
choices-late-calls = the pilot ends before { $n ->
    [one] quarter { $quarters }, so that call is not made
   *[other] quarters { $quarters }, so those calls are not made
}
choices-limits = { $of }: { $limits }
choices-at-most = at most { $most }
choices-projects = { $n ->
    [one] 1 project
   *[other] { $n } projects
}
choices-share-of-grant = { $share } % of the grant until the last call
choices-share-of-call = { $share } % of a call until the last
choices-priority = { $value } standard deviations added to the score
choices-promises = each city promises { $targets }
choices-target-stores = { $n } first, flagship and headquarters stores opened
choices-target-private = { $n } million yuan of private investment
choices-target-sales = { $n } million yuan of gross sales

choices-screening = Screening
choices-screening-of = { $name }: { $how }
choices-screening-favour = { $name }: { $how }; large applicants get { $favour } standard deviations more
choices-by-score = a jury's weighted score, seen with an error that falls with the city's capability
choices-by-model = new consumption per yuan as this model predicts it from the applications
choices-by-foresight = by what will become of the projects: a bound that no city can reach
choices-first-come = first come, first served
choices-by-lot = by lot

choices-partners = Partners
choices-partners-of = { $name }: of the investment of a project that an award makes possible, brands bear { $brands } % and owners of places { $venues } %, banks lend { $banks } % more; platforms add { $match } yuan to a yuan of the cities' publicity

choices-second = Second tranche
choices-second-of = { $name }: { $how }

choices-terms = Award rules of { $name }: terms by kind
choices-kind = kind
choices-paid = paid upfront / on completion / on results (%)
choices-rate = rate (%)
choices-fixed = fixed sum (yuan)
choices-cap = cap (million yuan), for large investments, by level of store
choices-large-cap = { $cap } from { $start }
choices-least = least investment (million yuan)
