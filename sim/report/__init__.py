"""A stored results folder, told: one file that opens anywhere, without a network and without scripts."""
