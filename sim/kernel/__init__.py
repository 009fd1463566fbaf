"""All that is compiled: columns of state, draws, rules, loops. Knows NumPy, numba and SciPy only."""
