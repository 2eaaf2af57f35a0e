"""Experiment files: what to vary, which arms to compare, what to record."""
