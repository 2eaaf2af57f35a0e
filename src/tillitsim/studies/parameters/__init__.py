"""What does each setting mean, and where does its value come from?"""
