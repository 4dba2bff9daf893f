"""One task a folder, found by discovery: `spec.py` (no torch) and `model.py` (torch)."""
