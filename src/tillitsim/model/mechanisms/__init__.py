"""Why it happens: one file a mechanism, with its equation, source, limits and kernel."""
