"""A stored results folder, read back and checked: nothing here knows the simulation."""
