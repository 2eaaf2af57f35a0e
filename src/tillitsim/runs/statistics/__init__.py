"""Estimates over replicates and over parameter sets, and how sure a statement is."""
