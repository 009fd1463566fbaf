"""The only compiled loops: for each city and row, call the rules and write columns.

The loops over consumers take a range of cities, so that threads can share the cities out. A city writes
to rows of its own and adds them up in order: the number of threads never changes a bit.
"""
