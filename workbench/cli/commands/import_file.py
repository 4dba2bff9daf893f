"""`workbench import FILE`: reads files into the library and says what was found."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.commands import Command
from workbench.cli.masking import mask_of
from workbench.cli.session import Session
from workbench.cli.split_options import add_split_arguments, divided
from workbench.cli.version_report import describe, show_version
from workbench.cli.versions import changes_since, changes_told
from workbench.errors import FileError, SettingError
from workbench.i18n import N_, say, tr
from workbench.protocol import CheckVersion, ExportVersion, FileExported, ImportFile, VersionReady
from workbench.settings import mask_on_open

if TYPE_CHECKING:
    from workbench.data.reader import ReadTable

_DELIMITERS = {"tab": "\t", "\\t": "\t", "space": " "}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", type=Path, nargs="+", metavar=tr(N_("FILE")),
        help=tr(N_("a table, or a folder of texts; several are appended by the names of their columns")),
    )  # fmt: skip
    parser.add_argument(
        "--format", metavar="F", help=tr(N_("such as delimited, workbook or json; detected if not given"))
    )
    parser.add_argument(
        "--sheet", metavar="S", help=tr(N_("the sheet of a workbook; the first with a table if not given"))
    )
    parser.add_argument(
        "--rows", type=Path, metavar="OUT.jsonl", help=tr(N_("also write every record as it was read, one a line"))
    )
    parser.add_argument(
        "--rejected",
        type=Path,
        metavar="OUT.csv",
        help=tr(N_("also write what could not be read, with line and reason")),
    )
    parser.add_argument("--encoding", metavar="E", help=tr(N_("such as utf-8 or gb18030; detected if not given")))
    parser.add_argument("--delimiter", metavar="D", help=tr(N_("one character or “tab”; detected if not given")))
    parser.add_argument("--no-header", action="store_true", help=tr(N_("the first record is data, not names")))
    parser.add_argument(
        "--check", action="store_true", help=tr(N_("also look for wrong labels, personal data and texts that are cut"))
    )
    parser.add_argument(
        "--model",
        default="starter",
        metavar="M",
        help=tr(N_("whose tokens --check counts; the starter model by default")),
    )
    add_split_arguments(parser)
    parser.add_argument(
        "--mask",
        nargs="?",
        const="all",
        metavar="KINDS",
        help=tr(
            N_("mask personal data before anything is kept, such as email,phone; all that need no model by default")
        ),
    )


def _run(options: Namespace, session: Session) -> None:
    if options.mask is not None and (options.rows is not None or options.rejected is not None):
        raise SettingError(
            say(
                N_("--rows and --rejected write what stands in the file, and --mask shall keep it from being written.")
            ),
            say(N_("Leave out one of them, or use “workbench mask”.")),
        )
    request = _request(options)
    started = time.monotonic()
    if options.rows is not None:
        write_rows(request, options.rows.expanduser())
    version = divided(session, session.library.version(session.ask(request, VersionReady).version_id), options)
    if options.check:
        session.ask(CheckVersion(version_id=version.id, model=options.model), VersionReady)
        version = session.library.version(version.id)
    if options.rejected is not None:
        out = str(options.rejected.expanduser().absolute())
        session.ask(ExportVersion(version_id=version.id, out=out, part="rejected"), FileExported)
    changes = changes_since(session, version)
    result = describe(version, session.folder, seconds=time.monotonic() - started)
    session.console.result(result if changes is None else result | {"changes": changes})
    show_version(version, session.console)
    if changes is not None:
        session.console.line(changes_told(changes))


def _request(options: Namespace) -> ImportFile:
    first, *others = (str(file.expanduser().absolute()) for file in options.files)
    return ImportFile(
        path=first,
        more=tuple(others),
        format=options.format,
        sheet=options.sheet,
        encoding=options.encoding,
        delimiter=_DELIMITERS.get(options.delimiter, options.delimiter),
        has_header=False if options.no_header else None,
        mask=mask_on_open(options.library) if options.mask is None else mask_of(options.mask),
    )


def write_rows(request: ImportFile, out: Path) -> None:
    """Writes the records of files exactly as they are read: the header as an object, then one array a record.

    Args:
        request: How they are read.
        out: A new file; it appears whole or not at all.

    Raises:
        FileError: If it cannot be written.
    """
    from workbench.data.rows_file import write_rows_jsonl

    read = _read(request)
    partial = out.with_name(out.name + ".partial")
    try:
        write_rows_jsonl(read, partial)
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise FileError(
            say(N_("{file} cannot be written: {problem}."), file=str(out), problem=error.strerror or str(error)),
            say(N_("Name a file in a folder that you may write to.")),
        ) from error


def _read(request: ImportFile) -> ReadTable:
    from workbench.data.formats import read_any
    from workbench.engine.opening import choices_of

    steps = read_any(Path(request.path), choices_of(request), more=[Path(file) for file in request.more])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            read: ReadTable = end.value
            return read


COMMAND = Command(name="import", help=N_("read a file into the library"), add_arguments=_add_arguments, run=_run)
