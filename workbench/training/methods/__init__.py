"""One training method a file, found by discovery."""
