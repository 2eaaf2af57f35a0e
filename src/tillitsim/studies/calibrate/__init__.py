"""Which parameter sets meet the published findings about equally well?"""
