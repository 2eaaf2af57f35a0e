"""What can be sent to a board?"""
