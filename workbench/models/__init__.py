"""Base models: which there are, how they are had, what may be loaded, and whether they fit."""
