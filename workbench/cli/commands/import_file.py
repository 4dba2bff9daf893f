"""`workbench import FILE`: reads a file into the library and says what was found."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from workbench.cli.commands import Command
from workbench.cli.console import Console
from workbench.cli.masking import mask_of
from workbench.cli.session import Session
from workbench.errors import FileError, SettingError
from workbench.i18n import N_, render, say, tr
from workbench.protocol import ImportFile, VersionReady
from workbench.values import MaskEntities, Version

_DELIMITERS = {"tab": "\t", "\\t": "\t", "space": " "}
_LABELS_SHOWN = 20


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=tr(N_("FILE")), help=tr(N_("a CSV or another delimited file")))
    parser.add_argument(
        "--rows", type=Path, metavar="OUT.jsonl", help=tr(N_("also write every record as it was read, one a line"))
    )
    parser.add_argument("--encoding", metavar="E", help=tr(N_("such as utf-8 or gb18030; detected if not given")))
    parser.add_argument("--delimiter", metavar="D", help=tr(N_("one character or “tab”; detected if not given")))
    parser.add_argument("--no-header", action="store_true", help=tr(N_("the first record is data, not names")))
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
    path = options.file.expanduser().absolute()
    if options.mask is not None and options.rows is not None:
        raise SettingError(
            say(N_("--rows writes what stands in the file, and --mask shall keep it from being written.")),
            say(N_("Leave out one of them, or use “workbench mask”.")),
        )
    request = ImportFile(
        path=str(path),
        encoding=options.encoding,
        delimiter=_DELIMITERS.get(options.delimiter, options.delimiter),
        has_header=False if options.no_header else None,
        mask=None if options.mask is None else mask_of(options.mask),
    )
    started = time.monotonic()
    version = session.library.version(session.ask(request, VersionReady).version_id)
    if options.rows is not None:
        write_rows(request, options.rows.expanduser())
    session.console.result(describe(version, session.folder, seconds=time.monotonic() - started))
    _show(version, session.console)


def write_rows(request: ImportFile, out: Path) -> None:
    """Writes the records of a file exactly as they are read: the header as an object, then one array a record.

    Args:
        request: How the file is read.
        out: A new file; it appears whole or not at all.

    Raises:
        FileError: If it cannot be written.
    """
    from workbench.data.reader import read_file
    from workbench.data.rows_file import write_rows_jsonl

    read = read_file(
        Path(request.path), encoding=request.encoding, delimiter=request.delimiter, has_header=request.has_header
    )
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


def describe(version: Version, library: Path, *, seconds: float) -> dict[str, Any]:
    """A version for programs."""
    profile, dialect = version.profile, version.dialect
    return {
        "version": version.id,
        "name": version.name,
        "folder": str(library / version.folder),
        "rows": version.rows,
        "columns": version.columns,
        "rejected": version.rejected,
        "encoding": dialect.encoding,
        "delimiter": dialect.delimiter,
        "quotechar": dialect.quotechar,
        "escapechar": dialect.escapechar,
        "has_header": dialect.has_header,
        "skipped_lines": dialect.skipped_lines,
        "text": profile.roles.text,
        "label": profile.roles.label,
        "labels": {entry.label: entry.count for entry in profile.labels},
        "split": profile.split,
        "language": profile.language,
        "issues": [
            {"kind": issue.kind, "severity": issue.severity, "rows": issue.rows, "text": render(issue.sentence)}
            for issue in profile.issues
        ],
        "masked": [kind for step in version.recipe if isinstance(step, MaskEntities) for kind in step.entities],
        "seconds": round(seconds, 3),
    }


def _show(version: Version, console: Console) -> None:
    profile, dialect = version.profile, version.dialect
    facts = [
        (tr(N_("Rows")), f"{version.rows:,}"),
        (tr(N_("Unreadable rows")), f"{version.rejected:,}"),
        (tr(N_("Columns")), ", ".join(version.columns)),
        (tr(N_("Encoding")), dialect.encoding),
        (tr(N_("Delimiter")), repr(dialect.delimiter)),
        (tr(N_("Header")), tr(N_("yes")) if dialect.has_header else tr(N_("no"))),
        (tr(N_("Text column")), profile.roles.text or "–"),
        (tr(N_("Label column")), profile.roles.label or "–"),
    ]
    console.table([version.name, ""], facts)
    if profile.labels:
        console.line()
        shown = profile.labels[:_LABELS_SHOWN]
        console.table([tr(N_("Label")), tr(N_("Rows"))], [[entry.label, f"{entry.count:,}"] for entry in shown])
    if len(profile.labels) > _LABELS_SHOWN:
        more = len(profile.labels) - _LABELS_SHOWN
        console.line(tr(N_("and {n:,} more label"), N_("and {n:,} more labels"), n=more))
    for issue in profile.issues:
        console.line("- " + render(issue.sentence))


COMMAND = Command(name="import", help=N_("read a file into the library"), add_arguments=_add_arguments, run=_run)
