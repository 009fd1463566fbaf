"""What ``--explain`` prints: which settings are not as they come and where from, and what the command will do."""
