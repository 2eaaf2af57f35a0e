"""What changes when one steering becomes another, and how sure is that?"""
