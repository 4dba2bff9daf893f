"""The library: SQLite through sqlite-utils for what happened, folders for bulk data."""
