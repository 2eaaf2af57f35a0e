"""What may a file say, and does one written for an earlier version still say it?"""
