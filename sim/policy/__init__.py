"""What a planner chooses between."""
