"""What can have no effect in a run; `needs` is the one list of what each setting needs."""
