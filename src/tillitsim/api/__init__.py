"""What ``import tillitsim as ts`` gives: load, simulate, compare, sweep, and what comes back.

Each module here is a face of one room below; nothing is computed here that a command computes
otherwise.
"""
