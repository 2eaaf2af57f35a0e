"""Which set of reforms is robust, whatever is assumed?"""
