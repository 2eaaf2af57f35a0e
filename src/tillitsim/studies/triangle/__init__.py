"""Which mix of the three principles is best, and how clearly?"""
