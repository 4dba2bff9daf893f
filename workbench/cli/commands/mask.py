"""`workbench mask FILE --out OUT`: writes a copy of a table without the personal data in it; keeps nothing."""

from __future__ import annotations

import dataclasses
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.commands import Command
from workbench.cli.masking import mask_of
from workbench.cli.session import Session
from workbench.errors import SettingError
from workbench.i18n import N_, render, say, tr
from workbench.protocol import Progressed

if TYPE_CHECKING:
    from workbench.data.export import Written
    from workbench.data.privacy import Masker
    from workbench.data.reader import ReadTable
    from workbench.values import MaskEntities

_STYLES = ("pseudonym", "tag", "stars")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=tr(N_("FILE")), help=tr(N_("a table of any format")))
    parser.add_argument("--out", type=Path, metavar="OUT", help=tr(N_("where the masked copy goes")))
    parser.add_argument("--kinds", metavar="K", help=tr(N_("such as email,phone; all that need no model if not given")))
    parser.add_argument(
        "--style", choices=_STYLES, default=_STYLES[0], help=tr(N_("[EMAIL-3], [EMAIL] or ***; the first by default"))
    )
    parser.add_argument("--columns", metavar="C", help=tr(N_("such as text,sender; every column if not given")))
    parser.add_argument(
        "--preview", type=int, default=0, metavar="N", help=tr(N_("show so many cells before and after"))
    )


def _run(options: Namespace, session: Session) -> None:
    from workbench.data.export import writer_for
    from workbench.data.privacy import Masker
    from workbench.engine.masking import masked_table

    started = time.monotonic()
    path = options.file.expanduser().absolute()
    out = None if options.out is None else options.out.expanduser().absolute()
    _check(path, out, options.preview)
    step = mask_of(options.kinds, style=options.style, columns=options.columns)
    if out is not None and not _keeps_dialect(path, out, "delimited"):
        writer_for(out)  # an ending that cannot be written is better told before the work than after it
    read = _read(path, session)
    masker = Masker(step.entities, step.style)
    masked = masked_table(dataclasses.replace(read, rejected=[], repaired=[]), step, None, masker)
    shown = _changes(read, masked, options.preview)
    written = None if out is None else _write(masked, path, out)
    result = _described(step, masker) | {
        "rows": masked.table.num_rows,
        "rejected": len(read.rejected),
        "out": None if out is None else str(out),
        "escaped": 0 if written is None else written.escaped,
        "preview": shown,
        "seconds": round(time.monotonic() - started, 3),
    }
    session.console.result(result)
    _show(result, session)


def _check(path: Path, out: Path | None, preview: int) -> None:
    if out is None and preview <= 0:
        raise SettingError(
            say(N_("There is nothing to write to.")),
            say(N_("Name the copy with --out, or look first with --preview 20.")),
        )
    if out is not None and out.resolve() == path.resolve():
        raise SettingError(
            say(N_("The copy would replace “{name}”, which is never written to."), name=path.name),
            say(N_("Give --out another name.")),
        )


def _read(path: Path, session: Session) -> ReadTable:
    from workbench.data.formats import read_any

    steps = read_any(path)
    what = say(N_("Reading “{name}”."), name=path.name)
    while True:
        try:
            done, total = next(steps)
        except StopIteration as end:
            read: ReadTable = end.value
            return read
        session.console.event(Progressed(what=what, done=done, total=total))


def _keeps_dialect(path: Path, out: Path, kind: str) -> bool:
    """Whether the copy is written as the file is: delimited text, and no other ending is asked for."""
    return kind == "delimited" and out.suffix.lower() == path.suffix.lower()


def _write(read: ReadTable, path: Path, out: Path) -> Written:
    from workbench.data.export import write_table
    from workbench.data.same_dialect import dialect_writer, line_end_of

    writer = None
    if _keeps_dialect(path, out, read.dialect.format):
        writer = dialect_writer(read.dialect, line_end_of(path, read.dialect.encoding))
    steps = write_table(read.table, out, writer=writer)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            written: Written = end.value
            return written


def _changes(before: ReadTable, after: ReadTable, most: int) -> list[dict[str, Any]]:
    """The first cells that differ, row by row."""
    import numpy as np
    import pyarrow.compute as pc

    places: list[tuple[int, int]] = []
    for column in range(len(after.columns)):
        differs = pc.not_equal(before.table.column(column), after.table.column(column)).to_numpy()
        places += [(row, column) for row in np.flatnonzero(differs)[:most].tolist()]
    return [
        {
            "row": row + 1,
            "column": after.columns[column],
            "before": before.table.column(column)[row].as_py(),
            "after": after.table.column(column)[row].as_py(),
        }
        for row, column in sorted(places)[:most]
    ]


def _described(step: MaskEntities, masker: Masker) -> dict[str, Any]:
    from workbench.data.privacy import blind_spots

    return {
        "style": step.style,
        "kinds": step.entities,
        "found": {kind: masker.counts.get(kind, 0) for kind in step.entities},
        "not_found": [render(spot) for spot in blind_spots(step.entities)],
    }


def _show(result: dict[str, Any], session: Session) -> None:
    from workbench.data.privacy import KINDS

    console = session.console
    for change in result["preview"]:
        console.line(tr(N_("Row {row:,}, {column}"), row=change["row"], column=change["column"]))
        console.line(f"  - {change['before']}")
        console.line(f"  + {change['after']}")
    rows = [[tr(KINDS[kind].title), kind, f"{count:,}"] for kind, count in result["found"].items()]
    console.table([tr(N_("Personal data")), tr(N_("Kind")), tr(N_("Found"))], rows)
    if result["out"] is not None:
        console.line(
            tr(
                N_("{n:,} row written to {file}."),
                N_("{n:,} rows written to {file}."),
                n=result["rows"],
                file=result["out"],
            )
        )
    if result["rejected"]:
        one = N_("{n:,} line could not be read and is not in the copy.")
        console.line(tr(one, N_("{n:,} lines could not be read and are not in the copy."), n=result["rejected"]))
    console.line(tr(N_("What stays in the text:")))
    for spot in result["not_found"]:
        console.line(f"- {spot}")


COMMAND = Command(name="mask", help=N_("write a copy without personal data"), add_arguments=_add_arguments, run=_run)
