"""Can a study be repeated, checked and handed on?"""
