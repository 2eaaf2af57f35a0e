"""Published findings as data, virtual experiments that replicate them, and how they are scored."""
