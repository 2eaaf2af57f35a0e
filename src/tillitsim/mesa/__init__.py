"""The Mesa face: the steering chain as a Mesa model, its agents rows of the engine's columns."""
