"""How a file is to be read, as it is chosen in the popup."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.protocol import ImportFile, PreviewFile
from workbench.values import MaskEntities


@dataclass(frozen=True)
class DialectChoice:
    """What is None is detected.

    Attributes:
        mask: What is masked before anything is kept; None for nothing.
    """

    format: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    has_header: bool | None = None
    mask: MaskEntities | None = None

    def to_import(self, path: str, more: tuple[str, ...] = ()) -> ImportFile:
        """The request that reads a file, and further ones, in this way."""
        return ImportFile(
            path=path, more=more, format=self.format, sheet=self.sheet, encoding=self.encoding,
            delimiter=self.delimiter, has_header=self.has_header, mask=self.mask,
        )  # fmt: skip

    def to_preview(self, path: str) -> PreviewFile:
        """The request that shows how a file would be read in this way."""
        return PreviewFile(
            path=path, format=self.format, sheet=self.sheet, encoding=self.encoding, delimiter=self.delimiter,
            has_header=self.has_header,
        )  # fmt: skip
