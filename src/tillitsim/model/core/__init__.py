"""What every mechanism stands on: keyed random numbers, elementary functions, the compiler."""
