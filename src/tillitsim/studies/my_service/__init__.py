"""Your own service: what a municipality knows of it, as a scenario and a weighed ensemble."""
