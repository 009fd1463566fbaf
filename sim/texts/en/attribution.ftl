# What is said of an attribution.
attribution-off = Off in the settings, on here: { $lever } ({ $how })
attribution-added = { $lever ->
    [coordination] the approval reform of configs/instrument/{ $reform }.yaml
    [dynamic_management] authority.dynamic_management=true
   *[peer_learning] authority.exchange={ $exchange }
}
