"""Every run of an experiment, kept as it finishes."""
