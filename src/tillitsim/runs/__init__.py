"""Repeated runs: designs, statistics, and results as data."""
