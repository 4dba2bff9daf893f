"""One pane a folder, found by discovery."""
