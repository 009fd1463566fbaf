"""Which assumption moves a measure, which moves a ranking, and how little of it turns the ranking."""
