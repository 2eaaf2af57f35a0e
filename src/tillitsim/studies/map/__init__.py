"""Which principle wins where?"""
