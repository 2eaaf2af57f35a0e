"""Does tillitsim work here, and if not, what would mend it?"""
