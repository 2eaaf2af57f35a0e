"""What all tests share: hypothesis repeats itself from run to run and does not mind compilation."""

from hypothesis import settings

settings.register_profile("tillitsim", deadline=None, derandomize=True, database=None)
settings.load_profile("tillitsim")
