"""JSON: one object a line, a list of objects, an object of lists, or an object that holds one of these.

A line, or an element of a list, that is broken is rejected with its line; what stands after it is read on.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path

from workbench.data.encoding import check_encoding, decode
from workbench.data.formats.columns import BLOCK_ROWS
from workbench.data.formats.format import HEAD_BYTES, Choices, Format, Opened, Progress
from workbench.data.formats.json_tables import Gathered, Item, Misfit, no_table, records_of
from workbench.data.formats.json_values import decoder
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Dialect

_LINE_SUFFIXES = (".jsonl", ".ndjson")
_SUFFIXES = (".json", *_LINE_SUFFIXES)
_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]\-\d])')
_SPACE = re.compile(r"[\s,]*")
_NOT_DECODED = re.compile("[\udc80-\udcff]")
_MOST_RAW = 10_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def _recognises(path: Path, head: bytes) -> bool:
    text = head.decode(_encoding(head, None), errors="ignore")
    if path.suffix.lower() in _SUFFIXES:
        return text.lstrip().startswith(("{", "["))
    if not _START.match(text):
        return False
    try:
        _, end = decoder().raw_decode(text.lstrip())
    except JSONDecodeError as error:
        return len(head) >= HEAD_BYTES and error.pos > len(text.lstrip()) - 100  # it only ends where the head ends
    except RecursionError:
        return True
    rest = text.lstrip()[end:]
    return not rest.strip() or rest.lstrip(" \r").startswith("\n")  # else a cell of a CSV


def _open(path: Path, choices: Choices) -> Opened:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    encoding = check_encoding(choices.encoding) if choices.encoding else _encoding(head, path)
    dialect = Dialect(encoding=encoding, delimiter="", quotechar="", format=FORMAT.name)
    by_line = _has_record_a_line(path, head.decode(encoding, errors="ignore"))
    return Opened(dialect=dialect, read=lambda _spool: _read(path, dialect, by_line=by_line))


def _encoding(head: bytes, path: Path | None) -> str:
    """UTF-8, as the standard has it, unless a mark or the bytes say otherwise."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return decode(head).encoding if path is not None else "latin-1"
    return "utf-8"


def _has_record_a_line(path: Path, head: str) -> bool:
    lines = [line for line in head.splitlines() if line.strip()]
    if path.suffix.lower() in _LINE_SUFFIXES:
        return True
    if len(lines) < 2:
        return False
    try:
        decoder().decode(lines[0].strip())
    except (JSONDecodeError, RecursionError):
        return False
    return True


def _read(path: Path, dialect: Dialect, *, by_line: bool) -> Progress:
    gathered = Gathered()
    total = path.stat().st_size
    items = _lines(path, dialect.encoding) if by_line else _items(path, dialect.encoding)
    for number, (done, item) in enumerate(items, start=1):
        gathered.add(item)
        if number % BLOCK_ROWS == 0:
            yield min(done, total), total
    yield total, total
    return gathered.finish(dialect, path.name)


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, Item]]:
    """Each line that is not blank, and about how many bytes are done."""
    parse = decoder().decode
    done = 0
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    with path.open(encoding=encoding, errors=errors) as file:
        for number, line in enumerate(file, start=1):
            done += len(line)
            text = line.strip()
            if not text:
                continue
            if not text.isascii() and _NOT_DECODED.search(text):
                raw = _NOT_DECODED.sub("\ufffd", text)
                yield (
                    done,
                    Item(number, raw, Misfit(say(N_("It holds bytes that are not {encoding}."), encoding=encoding))),
                )
                continue
            try:
                yield done, Item(number, text, parse(text))
            except (JSONDecodeError, RecursionError) as error:
                yield done, Item(number, text, _broken(error))


def _items(path: Path, encoding: str) -> Iterator[tuple[int, Item]]:
    """Each record of a document: the elements of a list, several values in a row, or what an object holds."""
    text = decode(path.read_bytes(), encoding).text
    start = _SPACE.match(text).end()  # type: ignore[union-attr]  # it matches everywhere
    if text.startswith("[", start):
        yield from _elements(text, start + 1)
        return
    try:
        value, end = decoder().raw_decode(text, start)
    except (JSONDecodeError, RecursionError) as error:
        raise _not_read(path.name, error) from error
    if _SPACE.match(text, end).end() < len(text):  # type: ignore[union-attr]  # it matches everywhere
        yield from _elements(text, start)
        return
    records = records_of(value)
    if records is None:
        raise no_table(path.name)
    for record in records:
        yield end, Item(1, "", record)


def _elements(text: str, position: int) -> Iterator[tuple[int, Item]]:
    """The values one after the other; after a broken one, those that begin on a line in the same way."""
    parse = decoder().raw_decode
    line, counted = 1, 0
    while (position := _SPACE.match(text, position).end()) < len(text) and text[position] != "]":  # type: ignore[union-attr]
        line += text.count("\n", counted, position)
        counted = position
        try:
            value, end = parse(text, position)
        except (JSONDecodeError, RecursionError) as error:
            end = _next_like(text, position)
            value = _broken(error)
        yield end, Item(line, text[position : min(end, position + _MOST_RAW)].rstrip(" \t\r\n,"), value)
        position = end


def _next_like(text: str, position: int) -> int:
    """Where the next line begins as the one of a broken value does; the end if there is none."""
    begin = text.rfind("\n", 0, position) + 1
    indent = text[begin:position]
    if indent.strip():
        return len(text)
    found = re.compile(rf"\n{re.escape(indent)}(?=[\[{{])").search(text, position)
    return found.end() if found else len(text)


def _broken(error: Exception) -> Misfit:
    if isinstance(error, JSONDecodeError):
        return Misfit(say(N_("It is not JSON: {problem}."), problem=error.msg))
    return Misfit(say(N_("It is nested too deeply.")))


def _not_read(name: str, error: Exception) -> DataError:
    if isinstance(error, JSONDecodeError):
        what = say(
            N_("“{name}” is broken at line {line:,}, character {column:,}: {problem}."),
            name=name, line=error.lineno, column=error.colno, problem=error.msg,
        )  # fmt: skip
    else:
        what = say(N_("“{name}” is nested too deeply."), name=name)
    return DataError(what, say(N_("Mend it there, or write the data again as CSV or as one JSON object a line.")))


FORMAT = Format(
    name="json",
    title=N_("JSON"),
    suffixes=_SUFFIXES,
    recognises=_recognises,
    open=_open,
    rank=1,
)
