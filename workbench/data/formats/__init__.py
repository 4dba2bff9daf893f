"""The kinds of files that can be opened; each is one module with a `FORMAT`, found by walking this package.

Whatever the kind, the rule is that of `data/reader.py`: every record is loaded as text or rejected with its place, the
reason and what stands there. What a file is, is decided by its content; its name decides only between two kinds that
its content allows.
"""

from workbench.data.formats.format import Choices, Format, Opened, Progress, formats
from workbench.data.formats.opening import OpenedFiles, open_any, read_any

__all__ = ["Choices", "Format", "Opened", "OpenedFiles", "Progress", "formats", "open_any", "read_any"]
