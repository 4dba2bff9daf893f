"""The part of a text that is being read: it grows at its end as more is needed, and is let go of at its start.

It always starts at the beginning of a record, so that a reader can go on from there in whichever way it likes.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.data.records import split_lines

FIRST_BYTES = 1 << 18
"""The first stretch is short, so that the first rows can be shown at once."""
STRETCH_BYTES = 1 << 22


class Window:
    """A window on a text in UTF-8.

    Args:
        blocks: The text, cut anywhere.
        first_bytes: How much is looked at first.
        stretch_bytes: How much is looked at later on.

    Attributes:
        data: What is in view.
        line: Lines above it.
        bytes: Bytes above it.
        is_last: Whether the text ends with it.
        is_after_blank: Whether the line above it is blank.
    """

    def __init__(
        self, blocks: Iterator[bytes], *, first_bytes: int = FIRST_BYTES, stretch_bytes: int = STRETCH_BYTES
    ) -> None:
        self.data = b""
        self.line = 0
        self.bytes = 0
        self.is_last = False
        self.is_after_blank = False
        self._blocks = blocks
        self._stretch_bytes = stretch_bytes
        self._fill(first_bytes)

    def fill(self) -> None:
        """Takes the next stretch into view."""
        self._fill(self._stretch_bytes)

    def grow(self) -> None:
        """Takes at least as much into view as there is already."""
        self._fill(max(2 * len(self.data), self._stretch_bytes))

    def advance(self, count: int, *, lines: int, is_after_blank: bool) -> None:
        """Lets go of the first bytes, which hold so many lines."""
        self.data = self.data[count:]
        self.line += lines
        self.bytes += count
        self.is_after_blank = is_after_blank

    def lines(self) -> list[str]:
        """The lines in view that are there to their end."""
        lines = split_lines(self.data.decode())
        if not self.is_last and lines:
            lines.pop()  # more of it may follow, and be it the second half of its end
        return lines

    def _fill(self, wanted: int) -> None:
        parts = [self.data]
        size = len(self.data)
        while size < wanted and not self.is_last:
            block = next(self._blocks, None)
            if block is None:
                self.is_last = True
            else:
                parts.append(block)
                size += len(block)
        self.data = b"".join(parts) if len(parts) > 1 else self.data
