"""Ways to make new training texts from old ones, one a file; each has a `METHOD` (see `data/augmentation.py`)."""
