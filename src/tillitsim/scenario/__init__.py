"""What is given: parameters, instruments, scenario files and their checking."""
