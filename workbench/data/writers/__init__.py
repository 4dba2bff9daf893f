"""The formats that a table can be written in, one a module; adding one edits no existing file."""

from __future__ import annotations

import sys

from workbench import discovery
from workbench.data.writers.writer import Sink, Writer

__all__ = ["Sink", "Writer", "writers"]


def writers() -> dict[str, Writer]:
    """The writers by the ending of a file, such as `.csv`."""
    found = discovery.collect(sys.modules[__name__], "WRITER", Writer)
    return {suffix: writer for writer in found.values() for suffix in writer.suffixes}
