"""Under which conditions does one arm of an experiment beat another?"""
