"""Does the model stand where the world does? Published level facts beside simulated ones."""
