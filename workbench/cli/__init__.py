"""The command line: the same handlers as the window's, in one process, without a window."""
