# What is wrong with a calibration or with what it goes on from.
calibration-other-trial = { $path }: line { $line } is of another calibration; name another output folder
calibration-other-file = { $path }: is of another calibration; name another output folder
calibration-other-columns = { $path }: has other columns than this calibration; name another output folder
calibration-flat-range = finding { $finding }: its accepted range must have a centre and a width above 0
calibration-no-targets = no finding has an accepted range; there is nothing to calibrate against
calibration-too-few = only { $good } of { $trials } parameter sets fit about as well as the best one; a posterior sample needs at least { $least }: go on with more trials=
calibration-generation = generation { $generation }, best distance { $distance } (trial { $trial }: { $hit } of { $must } must findings, { $all } of { $findings } in all)
calibration-refined = { $good ->
    [one] one fits about equally well
   *[other] { $good } fit about equally well
}
calibration-go-on = { $what } output={ $folder }
calibration-variance = variance: { $parameter }
