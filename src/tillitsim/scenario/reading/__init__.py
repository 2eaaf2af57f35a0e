"""Reading a file that somebody wrote: found, opened, checked, all its faults told at once."""
