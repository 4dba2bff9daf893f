"""What the command line writes: lines for people, or JSON lines for programs; errors always on stderr."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any, TextIO

import msgspec

from workbench.cli.narrator import Narrator
from workbench.i18n import N_, render, tr
from workbench.protocol import Event, TerminalEvent
from workbench.values import ErrorInfo, Sentence

_CLEAR_LINE = "\r\x1b[2K"
_STEERING_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # bidirectional controls, UAX 9


class Console:
    """Writes progress and results.

    Args:
        is_json: Whether stdout carries JSON lines and nothing else.
        out: Where results go.
        err: Where errors go.
    """

    def __init__(self, *, is_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.is_json = is_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._narrator = Narrator()
        self._has_moving_line = False
        for stream in (self._out, self._err):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace", **({"encoding": "utf-8"} if is_json else {}))

    def event(self, event: Event) -> None:
        """Shows one event of a request that is running."""
        if isinstance(event, TerminalEvent):
            return
        if self.is_json:
            self._write_json(event)
            return
        told = self._narrator.tell(event)
        if told.line:
            self.line(told.line)
        elif told.moving and self._out.isatty():
            width = shutil.get_terminal_size().columns - 1
            self._out.write(_CLEAR_LINE + cut(told.moving, width))
            self._out.flush()
            self._has_moving_line = True

    def line(self, text: str = "") -> None:
        """Writes a line for people; nothing in JSON mode."""
        if self.is_json:
            return
        self._end_moving_line()
        self._out.write(printable(text) + "\n")
        self._out.flush()

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Writes a table for people, its columns aligned; Chinese characters count as two."""
        cells = [[printable(cell) for cell in row] for row in (header, *rows)]
        widths = [max(display_width(row[column]) for row in cells) for column in range(len(header))]
        for row in cells:
            padded = (cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True))
            self.line("  ".join(padded).rstrip())

    def result(self, value: Any) -> None:
        """Writes the result of a command as its last line; nothing for people, who were shown a table."""
        if self.is_json:
            self._write_json(value)

    def error(self, error: ErrorInfo) -> None:
        """Writes an error and its remedy on stderr."""
        self.complain(" ".join(render(part) for part in (error.what, error.fix) if part is not None))

    def warn(self, sentence: Sentence) -> None:
        """Writes what the user should know before going on; a line of its own in JSON mode, too."""
        if self.is_json:
            self._write_json({"warning": render(sentence)})
        self.line(render(sentence))

    def complain(self, text: str) -> None:
        """Writes one message on stderr."""
        self._end_moving_line()
        self._err.write(tr(N_("workbench: {message}"), message=printable(text)) + "\n")
        self._err.flush()

    def _write_json(self, value: Any) -> None:
        self._out.write(msgspec.json.encode(value).decode() + "\n")
        self._out.flush()

    def _end_moving_line(self) -> None:
        if self._has_moving_line:
            self._out.write(_CLEAR_LINE)
            self._out.flush()
            self._has_moving_line = False


def printable(text: str) -> str:
    """The text without characters that would steer a terminal or turn its writing around: a file may hold any."""
    return "".join(f"\\x{ord(char):02x}" if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    return unicodedata.category(char) in _STEERING_CATEGORIES or char in _TURNING


def display_width(text: str) -> int:
    """Columns that a text takes in a terminal (Unicode Standard Annex 11: wide and full-width characters take two)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char) for char in text)


def cut(text: str, width: int) -> str:
    """The start of a text that fits into so many columns, with an ellipsis where something is missing."""
    if display_width(text) <= width:
        return text
    kept = ""
    for char in text:
        if display_width(kept + char) > width - 1:
            break
        kept += char
    return kept + "…"
