"""How good a run is, in numbers and in words."""
