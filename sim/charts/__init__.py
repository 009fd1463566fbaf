"""A stored results folder, drawn: one function per figure."""
