"""The files of an import to one table, with the progress of it told as events."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from workbench.data.formats import Choices, OpenedFiles
from workbench.data.reader import ReadTable
from workbench.data.spool import Spool
from workbench.data.tables import write_preview
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.protocol import Event, ImportFile, PreviewFile, Progressed, RowsPreviewed
from workbench.values import Sentence

PREVIEWED_ROWS = 200


def choices_of(request: ImportFile | PreviewFile) -> Choices:
    """How the user wants the files of a request to be read."""
    return Choices(
        format=request.format,
        sheet=request.sheet,
        encoding=request.encoding,
        delimiter=request.delimiter,
        has_header=request.has_header,
    )


def read_files(opened: OpenedFiles, spool: Spool, *, preview: Path | None) -> Generator[Event, None, ReadTable]:
    """Reads what was opened.

    Args:
        opened: The files.
        spool: Takes the rows where they come one after the other.
        preview: Where the first rows are written while the others are read; nowhere if None.

    Raises:
        FileError: If a file is damaged.
        DataError: If there is no table in it, or one with one column only.
    """
    what = _reading(opened.path)
    steps = opened.read(spool)
    while True:
        try:
            done, total = next(steps)
        except StopIteration as end:
            read: ReadTable = end.value
            break
        first = spool.first_rows(PREVIEWED_ROWS) if preview is not None and done < total else None
        if preview is not None and first is not None:
            write_preview(preview, first)
            yield RowsPreviewed(path=str(preview))
            preview = None
        yield Progressed(what=what, done=done, total=total)
    if len(read.columns) < 2:
        raise _one_column(opened)
    return read


def _reading(path: Path) -> Sentence:
    return say(N_("Reading “{name}”."), name=path.name)


def _one_column(opened: OpenedFiles) -> DataError:
    name = opened.path.name
    if opened.dialect.sheet:
        return DataError(
            say(
                N_("The sheet “{sheet}” of “{name}” has one column; a text and a label column are needed."),
                sheet=opened.dialect.sheet,
                name=name,
            ),
            say(N_("Choose another sheet, or add a column with labels."))
            if len(opened.dialect.sheets) > 1
            else say(N_("Add a column with labels.")),
        )
    what = say(N_("“{name}” has one column; a text and a label column are needed."), name=name)
    if opened.dialect.format != "delimited":
        return DataError(what, say(N_("Add a column with labels.")))
    return DataError(
        what, say(N_("Name the delimiter if the columns were not told apart, or add a column with labels."))
    )
