"""What is there to try out, and is an experiment file of one's own right?"""
