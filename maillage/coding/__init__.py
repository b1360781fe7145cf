"""Coding by people: the codebook, the sheets they fill in, and what several coders say."""
