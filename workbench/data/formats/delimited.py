"""CSV, TSV and every other text with one record a line and a sign between the cells; what nothing else recognises."""

from __future__ import annotations

from pathlib import Path

from workbench.data.formats.format import Choices, Format, Opened
from workbench.data.reader import read_source
from workbench.data.source import open_source
from workbench.i18n import N_


def _recognises(_path: Path, head: bytes) -> bool:
    return bool(head)


def _open(path: Path, choices: Choices) -> Opened:
    source = open_source(path, encoding=choices.encoding, delimiter=choices.delimiter, has_header=choices.has_header)
    return Opened(source.dialect, lambda spool: read_source(source, spool), lambda: source.sha256)


FORMAT = Format(
    name="delimited",
    title=N_("CSV"),
    suffixes=(".csv", ".tsv", ".tab", ".txt"),
    recognises=_recognises,
    open=_open,
    has_lines=True,
    rank=100,  # everything is text with some sign between cells, so it is asked last
)
