"""What creates the good meeting, what hinders it, which signals matter?"""
