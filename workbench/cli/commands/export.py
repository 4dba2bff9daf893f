"""`workbench export [VERSION|FILE] --out OUT`: writes a version's rows, or the records that could not be read."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from workbench.cli.commands import Command
from workbench.cli.commands.clean import show_written
from workbench.cli.importing import import_version
from workbench.cli.session import Session
from workbench.cli.versions import stored_version
from workbench.i18n import N_, tr
from workbench.protocol import ExportVersion, FileExported


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "data",
        nargs="?",
        metavar=tr(N_("VERSION|FILE")),
        help=tr(N_("the number of a version, or a table; the newest version if not given")),
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="OUT", help=tr(N_("a .csv, .tsv, .xlsx, .parquet or .jsonl file"))
    )
    parser.add_argument(
        "--with-split", action="store_true", help=tr(N_("add a column that says where each row belongs"))
    )
    parser.add_argument("--rejected", action="store_true", help=tr(N_("the records that could not be read, instead")))


def _run(options: Namespace, session: Session) -> None:
    from workbench.data.export import writer_for

    writer_for(options.out)  # an ending that cannot be written is better told before the work than after it
    if options.data is None or options.data.isdecimal():
        version = stored_version(session, None if options.data is None else int(options.data))
    else:
        version = import_version(session, Path(options.data))
    request = ExportVersion(
        version_id=version.id,
        out=str(options.out.expanduser().absolute()),
        part="rejected" if options.rejected else "rows",
        with_split=options.with_split,
    )
    written = session.ask(request, FileExported)
    session.console.result(
        {"version": version.id, "out": written.out, "rows": written.rows, "escaped": written.escaped}
    )
    show_written(session, written)


COMMAND = Command(name="export", help=N_("write data to a file"), add_arguments=_add_arguments, run=_run)
