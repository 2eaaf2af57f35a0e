"""Parameter sets that reality does not rule out, and scenarios under them."""
