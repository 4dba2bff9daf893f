"""One export format a file, found by discovery."""
