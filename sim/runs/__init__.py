"""One run, many runs, and the folder they are kept in."""
