"""What is run, and what is read of it."""
