"""tillitsim: how steering by competition, regulation and trust shapes the meeting with the citizen."""

__version__ = "0.1.0"
