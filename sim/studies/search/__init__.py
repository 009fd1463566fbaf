"""Which plan is best under a planner's constraints: a search over settings, and what is left of it on fresh seeds."""
