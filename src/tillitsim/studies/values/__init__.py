"""Which mix is best, for which values?"""
