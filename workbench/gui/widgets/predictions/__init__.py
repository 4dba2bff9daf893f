"""One renderer for each kind of output."""
