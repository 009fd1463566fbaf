# What is said of an attribution.
attribution-withheld = split.withheld=[{ $names }]: sanxin attribute withholds one share after the other; leave it empty
attribution-no-money = allocation={ $allocation }: no money, so nothing to attribute; take another
attribution-over = allowed, with commas between: { $known }
attribution-off = Off in the settings, on here: { $lever } ({ $how })
attribution-added-channel = channels.{ $channel }=true
attribution-added = { $lever ->
    [coordination] the approval reform of configs/instrument/{ $reform }.yaml
    [dynamic_management] authority.dynamic_management=true
    [word_of_mouth] population.network={ $contacts }
    [trips] population.travel={ $travel }
   *[peer_learning] authority.exchange={ $exchange }
}
