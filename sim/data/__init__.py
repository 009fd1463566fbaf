"""Tables with unit, source and grade, and their readers."""
