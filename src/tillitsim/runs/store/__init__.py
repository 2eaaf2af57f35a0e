"""Results on disk: parts that are whole or not there."""
