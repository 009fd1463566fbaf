# The report of a validation: the model beside published findings.

evidence-page = Sanxin: the model beside published findings
evidence-title = Does the model show what studies found?
evidence-subtitle = Published findings on consumption policy, each repeated as an experiment inside the simulation
evidence-none = { $total ->
    [one] The one published finding cannot be represented by the model: nothing is validated.
   *[other] None of the { $total } published findings can be represented by the model: nothing is validated.
}
evidence-found = { $n ->
    [one] The one published finding that the model can represent lies { $inside ->
        [one] inside
       *[other] outside
    } the accepted range; { $missing } more of the { $total } cannot be represented.
   *[other] Of the { $n } published findings that the model can represent, { $inside } ({ $share } %) lie inside the accepted range and { $outside } outside; { $missing } more of the { $total } cannot be represented.
}
evidence-all-match = { $n ->
    [one] The one group of findings that must match does so.
   *[other] All { $n } groups of findings that must match do so.
}
evidence-fail = { $n ->
    [one] The one group of findings that must match fails: { $names }.
   *[other] Of { $n } groups of findings that must match, { $failing ->
        [one] 1 fails
       *[other] { $failing } fail
    }: { $names }.
}
evidence-group = { $name } ({ $members })
evidence-made = Made with Sanxin { $version }, seed { $seed }, { $n ->
    [one] 1 replicate
   *[other] { $n } replicates
}. A finding from another country, time or instrument may lie outside for good reason, and one inside is no proof.

evidence-glance = At a glance
evidence-by-theme = Findings by theme
evidence-about = findings about
evidence-inside = inside
evidence-outside = outside
evidence-missing = not represented
evidence-beside = shown alongside
evidence-below = outside: below
evidence-above = outside: above
evidence-assumed = Assumed: parameters that no finding pins down
evidence-all-pinned = None: every parameter that was examined moves some finding.
evidence-unpinned = { $n ->
    [one] Nothing published here says what this one should be; its share is not known.
   *[other] Nothing published here says what these { $n } should be; their share is not known.
}
evidence-unpinned-shares = { $n ->
    [one] Nothing published here says what this one should be;
   *[other] Nothing published here says what these { $n } should be;
} the share of the variance that all parameters add to the net effect per yuan of the official grants, in six cities, is given where it is known.
evidence-parameter = { $name } ({ $more })
evidence-percent = { $n } %
evidence-below-one = below 1 %

evidence-forest = The model beside the findings
evidence-findings = All findings ({ $n })
evidence-ranges = Accepted is the published range, or 25 % either side of a published point, unless a remark says otherwise. The model value is the mean over the replicates ± its standard error.
evidence-finding = finding
evidence-verdict = verdict
evidence-published = published
evidence-accepted = accepted
evidence-model = model
evidence-study = { $study } ({ $place })
evidence-experiment = Experiment: { $name }
evidence-remark = Remark: { $text }

evidence-not-represented = Findings not represented
evidence-all-represented = None: every finding has its experiment.
evidence-no-experiment = { $n ->
    [one] One finding has no experiment; it counts neither for nor against the model.
   *[other] { $n } findings have no experiment; they count neither for nor against the model.
}
evidence-why = why

evidence-gross = Gross claims beside net effects
evidence-gross-words = These publications count all sales on which public money was used. Most of these sales would have been made anyway. The net effect of the same experiment is shown beside each claim.
evidence-claim = claim
evidence-published-gross = published gross
evidence-model-gross = model, gross
evidence-model-net = model, net
evidence-share = net share of gross

evidence-parameters = Parameters ({ $n })
evidence-symbol = symbol
evidence-evidence = evidence
evidence-grade-and-source = grade and source
evidence-allowed = allowed range
evidence-fitted = fitted interval
evidence-no-finding = no finding pins it down
evidence-checks = How far to trust the fit

# What a finding is about.

evidence-theme-coupons = Coupons
evidence-theme-cash = Money without threshold
evidence-theme-discounts = Discounts and trade-in
evidence-theme-venues = Shops and venues
evidence-theme-prices = Prices and distance
evidence-theme-advertising = Word of mouth and advertising
evidence-theme-events = Trips and events
evidence-theme-awards = Place-based awards
evidence-theme-facts = Stylised facts
