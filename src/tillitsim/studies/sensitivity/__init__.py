"""What do the outcomes of an experiment come from?"""
