"""Do the project's own claims hold, however the model is turned?"""
