# What is said of a study of futures.
futures-world = { $label }, future { $n } of { $of }
futures-choose = write keys with commas between, each once
futures-better = must be more or less
futures-no-sklearn = rules of when the ranking turns are found by scikit-learn, which is not installed: pip install "sanxin[{ $extra }]"
futures-one = nothing differs between futures; give a key several values or a range, or leave parameters=posterior
futures-parameters = parameters takes one value here: posterior (each future has a parameter set of its own) or table
futures-not-given = choose={ $key }: no values to choose from; write { $key }=A,B
futures-one-choice = choose={ $keys }: one choice is nothing to choose from; give the key two values or more
futures-no-policy = { $label } has no policy, so there is no effect to be compared; leave it out
futures-no-value = of={ $of }: has a value in no future; take another measure
