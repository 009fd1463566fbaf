# What is said of a sensitivity.
sensitivity-point = { $label }, point { $n } of { $of }
sensitivity-dimension = write { $allowed }
sensitivity-no-target = no plan of these runs states the target { $target }
sensitivity-cell = name a cell: { $hint }
sensitivity-contrast = command line: contrast={ $contrast }: no two of the runs; write ONE-OTHER of { $runs }
sensitivity-posterior = parameters=posterior draws parameters in each replicate; a sensitivity sets them: leave it out
sensitivity-no-policy = no run has a policy, so there is no effect that could depend on anything
sensitivity-differs = { $key }: has no value, or not the same in all runs; a range is of a key that they share
sensitivity-outside = { $key }: is { $value } now, which interval({ $low },{ $high }) leaves out; widen it or set the key
