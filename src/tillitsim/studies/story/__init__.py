"""What happens to one citizen's case on its way through the chain?"""
