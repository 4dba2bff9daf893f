"""The window; never imports torch."""
