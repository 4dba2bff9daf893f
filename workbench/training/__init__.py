"""Torch blocks that know no task."""
