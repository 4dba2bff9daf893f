"""Finds how a delimited file is written, from a sample of its text.

Every delimiter that occurs is tried with every way of quoting; the reading that looks most like a table wins (see
`grid_score`). Broken quotes cost a reading points, but do not rule it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.data.delimiters import candidates, check_delimiter, is_aligned, prior
from workbench.data.grid_score import commonest_width, grid_score
from workbench.data.header import looks_like_header, preamble_records
from workbench.data.records import NO_DELIMITER, Broken, Form, Record, read_tolerantly, split_lines
from workbench.data.signs import SIGN, marked, unmarked
from workbench.values import Dialect

_SAMPLE_CHARACTERS = 32_768
_SAMPLE_LINES = 300
QUOTES = "\"'"
# A quote at the edge of a cell may be an apostrophe or mean nothing, but most often it does quote.
_QUOTE_PRIORS = {'"': 1.0, "'": 0.9, "": 0.75}
_PREAMBLE_FACTOR = 0.85  # most tables begin at the first line
_LEFT_ESCAPE_FACTOR = 0.9  # a backslash at the end of a line inside a cell most often escapes it
_BROKEN_COST = 0.8
_MENDED_COST = 0.3
_LEAST_SCORE = 0.12
_CELL = "\ue000"  # stands for a quoted cell; a private character that no file uses
_SEP_LINE = re.compile(r"\s*\"?sep=([^\w\n\r\"'\0]{1,4}?)\"?[\r\n]*", re.IGNORECASE)


@dataclass(frozen=True)
class _Reading:
    """One way to read the sample, and how good it looks."""

    delimiter: str
    form: Form
    records: list[Record]
    score: float


def detect_dialect(
    text: str, encoding: str, *, delimiter: str | None = None, has_header: bool | None = None
) -> Dialect:
    """Finds the dialect of a text.

    Args:
        text: The whole file, decoded.
        encoding: The codec it was decoded with, which becomes part of the dialect.
        delimiter: Chosen by the user; one character or a few, or a name such as `tab`. Empty for one column.
        has_header: Chosen by the user.

    Raises:
        SettingError: If the chosen delimiter cannot be one.
    """
    lines, is_whole = _sample(text)
    chosen = check_delimiter(delimiter) if delimiter is not None else None
    first, told = _sep_line(lines)
    sure = chosen if chosen is not None else told
    delimiters = [sure] if sure or chosen is not None else candidates(lines[first:])
    readings = _readings(lines[first:], delimiters, is_whole=is_whole)
    best = max(readings, key=lambda reading: reading.score)
    is_told = chosen is not None or bool(told)
    if not is_told and best.score < _LEAST_SCORE:
        best = max(_readings(lines[first:], [""], is_whole=is_whole), key=lambda reading: reading.score)
    cells = [record.cells for record in best.records]
    above = preamble_records(cells, may_be_padded=has_header is not False)
    skipped = first + (best.records[above].line - 1 if above else 0)
    header = looks_like_header(cells[above:]) if has_header is None else has_header
    return Dialect(
        encoding=encoding,
        delimiter=best.delimiter,
        quotechar=best.form.quotechar,
        escapechar=best.form.escapechar,
        has_header=header,
        skipped_lines=skipped,
        confidence=round(1.0 if is_told else _confidence(best, readings), 3),
    )


def skips_space(lines: Sequence[str], dialect: Dialect) -> bool:
    """Whether the file writes a space after each delimiter, so that quotes open after it."""
    if not dialect.delimiter:
        return False
    sample = marked("".join(lines[:_SAMPLE_LINES])[:_SAMPLE_CHARACTERS], dialect.delimiter)
    return _skips_space(sample, SIGN if len(dialect.delimiter) > 1 else dialect.delimiter, dialect.quotechar)


def _skips_space(sample: str, delimiter: str, quotechar: str) -> bool:
    """Whether every delimiter is followed by a space that does not belong to the cell, or cells stand in columns."""
    if delimiter == " ":
        return is_aligned(split_lines(sample))
    outside = sample
    if quotechar:
        quote = re.escape(quotechar)
        outside = re.sub(f"{quote}(?:[^{quote}]|{quote}{quote})*{quote}", _CELL, sample)
        if outside.count(f"{delimiter} {_CELL}") > outside.count(delimiter + _CELL):
            return True
        outside = outside.replace(_CELL, "")
    return delimiter + " " in outside and outside.count(delimiter + " ") == outside.count(delimiter) >= 4


def _sample(text: str) -> tuple[list[str], bool]:
    """The first lines, and whether they are the whole text."""
    lines = split_lines(text[:_SAMPLE_CHARACTERS])
    if len(text) <= _SAMPLE_CHARACTERS and len(lines) <= _SAMPLE_LINES:
        return lines, True
    if len(lines) <= 2:  # the first records are very long
        return split_lines(text[: 16 * _SAMPLE_CHARACTERS])[:_SAMPLE_LINES], len(text) <= 16 * _SAMPLE_CHARACTERS
    return lines[: min(_SAMPLE_LINES, len(lines) - 1)], False


def _sep_line(lines: Sequence[str]) -> tuple[int, str]:
    """Excel's own hint: a first line `sep=;`. Gives the lines to skip and the delimiter."""
    match = _SEP_LINE.fullmatch(lines[0]) if lines else None
    return (1, match.group(1)) if match else (0, "")


def _readings(lines: Sequence[str], delimiters: Iterable[str], *, is_whole: bool) -> list[_Reading]:
    readings = []
    for delimiter in delimiters:
        text = marked("".join(lines), delimiter)
        split = split_lines(text) if len(delimiter) > 1 else lines
        for form in _forms(text, SIGN if len(delimiter) > 1 else delimiter):
            readings.append(_read(split, form, delimiter, is_whole=is_whole))
    return readings


def _forms(sample: str, delimiter: str) -> list[Form]:
    """The ways of quoting that the sample allows with one delimiter; the plain double quote is always one."""
    edge = re.escape(delimiter) + r"\r\n"
    forms = []
    for quotechar in ('"', "'", ""):
        opened = re.search(f"(?:^|[{edge}]) *[{quotechar or QUOTES}]", sample)
        if quotechar == '"' or (opened and (not quotechar or re.search(f"{quotechar} *(?:[{edge}]|$)", sample))):
            spaced = bool(delimiter) and _skips_space(sample, delimiter, quotechar)
            for escapechar in ("", "\\") if quotechar and _escapes(sample, quotechar, delimiter) else ("",):
                forms.append(Form(delimiter or NO_DELIMITER, quotechar, escapechar, spaced))
    return forms


def _escapes(sample: str, quotechar: str, delimiter: str) -> bool:
    """Whether backslashes stand where they would stand if they escaped: before quotes, delimiters or line ends."""
    return any("\\" + escaped in sample for escaped in (quotechar, delimiter or quotechar, "\n", "\r"))


def _read(lines: Sequence[str], form: Form, delimiter: str, *, is_whole: bool) -> _Reading:
    found = list(read_tolerantly(lines, form))
    if not is_whole and len(found) > 1:
        found.pop()  # the sample may end inside it
    records = [record for record in found if isinstance(record, Record)]
    cells = [[unmarked(cell, delimiter) for cell in record.cells] for record in records]
    above = preamble_records(cells)
    score = grid_score(cells[above:]) * prior(delimiter)
    trouble = sum(map(_trouble, found))
    score *= max(0.0, 1 - trouble / max(1, sum(record.end - record.line + 1 for record in found)))
    score *= _PREAMBLE_FACTOR if above else 1.0
    score *= _QUOTE_PRIORS[form.quotechar] * (0.99 if form.escapechar else 1.0)
    if any("\\\n" in cell or "\\\r" in cell for row in cells for cell in row):
        score *= _LEFT_ESCAPE_FACTOR
    if cells[above:] and len(cells[above]) < commonest_width([len(row) for row in cells]) - 1:
        score *= 0.7
    return _Reading(delimiter, form, records, score)


def _trouble(record: Record | Broken) -> float:
    """What broken quotes cost, in lines."""
    lines = record.end - record.line + 1
    if isinstance(record, Broken):
        return _BROKEN_COST * lines
    return (_MENDED_COST if lines == 1 else _BROKEN_COST * lines) * record.is_mended


def _confidence(best: _Reading, readings: Sequence[_Reading]) -> float:
    """How far the best reading lies before the best one with another delimiter, 0 to 1."""
    others = [r.score for r in readings if r.delimiter != best.delimiter]
    rival = max(others, default=0.0)
    return best.score / (best.score + rival) if best.score else 0.5
