"""Workbench: from a labeled CSV to a trusted prediction, on the analyst's own computer."""

__version__ = "0.1.0"
