"""What happens, in order: the month, a run of months, and what is read from it."""
