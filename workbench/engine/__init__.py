"""The process that does the work; never imports Qt."""
