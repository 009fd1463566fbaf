"""Search for parameter sets: ranges, trials, distances, an emulator and its proposals."""
