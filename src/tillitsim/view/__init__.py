"""What people are shown: figures, tables and their words, in Swedish and English."""
