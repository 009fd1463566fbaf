"""Which choice is regretted least over many futures, how often each is best, and where the ranking turns."""
