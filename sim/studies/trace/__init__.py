"""The story of one agent, week by week, in the policy world and in its twin."""
