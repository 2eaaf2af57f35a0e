"""Scenarios and parameters for people and editors: words, lists, JSON Schema."""
