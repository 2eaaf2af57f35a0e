"""One scenario from several files: its bases, its councils, changes, and whether it all fits."""
