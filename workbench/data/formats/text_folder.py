"""A folder with one folder of text files for each label, or with such folders in `train` and `test`.

Each file is a record. One that is no text is rejected; its line is its place among the files, in the order of names.
"""

from __future__ import annotations

from pathlib import Path

from workbench.data.encoding import check_encoding, decode
from workbench.data.formats.columns import Rows
from workbench.data.formats.format import Choices, Format, Opened, Progress
from workbench.data.reader import ReadTable
from workbench.data.tables import RejectedRow
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Dialect

PARTS = frozenset(("train", "training", "validation", "valid", "val", "dev", "test", "unsup", "unused"))
"""Folders with these names hold the parts of a split, and the folders in them the labels."""
_TEXTS = (".txt", ".text")
_STEP = 200


def files_of(folder: Path) -> list[Path]:
    """Every file in a folder that a person put there, in the order of their names."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _recognises(path: Path, _head: bytes) -> bool:
    return path.is_dir()


def _open(path: Path, choices: Choices) -> Opened:
    files = [file for file in files_of(path) if len(file.relative_to(path).parts) > 1]
    if not any(file.suffix.lower() in _TEXTS for file in files):
        files = [
            file for file in files if not file.suffix or not file.suffix[1:].isalpha()
        ]  # as 20 Newsgroups has them
    if not files:
        raise DataError(
            say(N_("“{name}” is a folder without one folder of texts for each label."), name=path.name),
            say(N_("Put the texts of each label, as .txt files, in a folder of that name; or open the files in it.")),
        )
    encoding = check_encoding(choices.encoding) if choices.encoding else ""
    dialect = Dialect(encoding=encoding, delimiter="", quotechar="", format=FORMAT.name)
    return Opened(dialect=dialect, read=lambda _spool: _read(path, files, dialect))


def _read(folder: Path, files: list[Path], dialect: Dialect) -> Progress:
    has_parts = all(file.relative_to(folder).parts[0].lower() in PARTS for file in files) and all(
        len(file.relative_to(folder).parts) > 2 for file in files if file.suffix.lower() in _TEXTS
    )
    only_texts = any(file.suffix.lower() in _TEXTS for file in files)
    columns = ["text", "label", "split", "file"] if has_parts else ["text", "label", "file"]
    rows, rejected = Rows(len(columns)), []
    for number, file in enumerate(files, start=1):
        if number % _STEP == 0:
            yield number, len(files)
        parts = file.relative_to(folder).parts
        name = "/".join(parts)
        if only_texts and file.suffix.lower() not in _TEXTS:
            rejected.append(RejectedRow(number, say(N_("It is not a .txt file.")), name))
            continue
        text = _text(file, dialect.encoding)
        if text is None:
            rejected.append(RejectedRow(number, say(N_("It is not text.")), name))
        elif has_parts and len(parts) < 3:
            rejected.append(RejectedRow(number, say(N_("It lies in no folder of a label.")), name))
        else:
            rows.add([text, parts[1], parts[0], name] if has_parts else [text, parts[0], name])
    yield len(files), len(files)
    return ReadTable(dialect, columns, columns, rows.finish(columns), rejected)


def _text(file: Path, encoding: str) -> str | None:
    """What a file says, without white space at its end; None if it is no text."""
    data = file.read_bytes()
    decoded = decode(data, encoding or None)
    if decoded.replaced or "\0" in decoded.text:
        return None
    return decoded.text.rstrip()


FORMAT = Format(
    name="text_folder",
    title=N_("Folder of texts"),
    suffixes=(),
    recognises=_recognises,
    open=_open,
    rank=-10,
)
