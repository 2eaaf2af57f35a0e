"""One folder a question: its command, its analysis, its table and its figure."""
