"""The command: verbs, help, what is printed."""
