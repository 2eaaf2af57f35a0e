"""Do differences between people matter, or would their means do?"""
