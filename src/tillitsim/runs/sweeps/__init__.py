"""An experiment spelled out, run to the end, and read again."""
