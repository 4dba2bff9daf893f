"""One short function per request, found by discovery."""
