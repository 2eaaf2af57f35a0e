"""Compiled ahead of time: the kernels as a library for each kind of processor, and the web."""
