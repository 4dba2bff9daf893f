"""CoNLL files: a token and its tag a line, a blank line between sentences.

A sentence is a record: its text (tokens joined by a space, or by nothing where they are Chinese), and its tags, joined
by spaces. Where the tokens cannot be told from the text, a third column holds them as a JSON list. A sentence in which
a line has no tag is rejected as a whole.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.data.encoding import check_encoding, decode
from workbench.data.formats.columns import BLOCK_ROWS, Rows
from workbench.data.formats.format import Choices, Format, Opened, Progress
from workbench.data.reader import ReadTable
from workbench.data.tables import RejectedRow
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Dialect

_SUFFIXES = (".conll", ".conllu", ".conll2003", ".bio", ".iob", ".iob2", ".bioes", ".bmes", ".ner")
_TAG = re.compile(r"O|[BIESMLU][-_]\S+")
_DOCUMENT = "-DOCSTART-"
_SPACES = re.compile(r"[ \t]+")
_CHINESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_UNIVERSAL_COLUMNS, _UNIVERSAL_FORM, _UNIVERSAL_TAG = 10, 1, 3
_UNIVERSAL_ID = re.compile(r"\d+")
_LEAST_LINES = 4


@dataclass(frozen=True)
class _Layout:
    """Where token and tag stand in a line; columns are split by `delimiter`, or by any white space if it is empty."""

    delimiter: str
    width: int
    token: int
    tag: int

    def cells(self, line: str) -> list[str]:
        """The columns of a line."""
        return line.split(self.delimiter) if self.delimiter else _SPACES.split(line.strip(" \t"))


@dataclass(frozen=True)
class _Sentence:
    """The lines between two blank ones, and the number of the first."""

    line: int
    lines: list[str]


def _recognises(path: Path, head: bytes) -> bool:
    text = decode(head).text
    lines = text.splitlines()[:-1] if len(text) > 1000 else text.splitlines()
    filled = [line for line in lines if line.strip() and not line.startswith(("#", _DOCUMENT))]
    if path.suffix.lower() in _SUFFIXES:
        return bool(filled)
    if len(filled) < _LEAST_LINES or len(filled) == len(lines):
        return False
    layout = _layout(filled)
    if layout is None or layout.width < 2:
        return False
    tags = [cells[layout.tag] for line in filled if len(cells := layout.cells(line)) == layout.width]
    is_tagged = all(_TAG.fullmatch(tag) for tag in tags) and len(set(tags)) > 1 and "O" in tags
    return is_tagged and len(tags) > 0.9 * len(filled)


def _open(path: Path, choices: Choices) -> Opened:
    decoded = decode(path.read_bytes(), check_encoding(choices.encoding) if choices.encoding else None)
    sentences = list(_sentences(decoded.text))
    layout = _layout([line for sentence in sentences[:200] for line in sentence.lines])
    if layout is None:
        raise DataError(
            say(N_("“{name}” has no tokens with tags."), name=path.name),
            say(N_("Each line should hold a token and its tag, with a blank line between two sentences.")),
        )
    dialect = Dialect(
        encoding=decoded.encoding, delimiter=layout.delimiter or " ", quotechar="", has_header=False,
        format=FORMAT.name,
    )  # fmt: skip
    return Opened(dialect=dialect, read=lambda _spool: _read(sentences, layout, dialect))


def _sentences(text: str) -> Iterator[_Sentence]:
    lines: list[str] = []
    first = 0
    for number, line in enumerate([*re.split(r"\r\n|\r|\n", text), ""], start=1):
        if not line.strip(" \t"):
            if lines:
                yield _Sentence(first, lines)
            lines = []
        elif not line.startswith(_DOCUMENT) and not (not lines and _is_remark(line)):
            first = first if lines else number
            lines.append(line)


def _is_remark(line: str) -> bool:
    """A line such as `# sent_id = 1` above a sentence; `#` with its tag is a token."""
    return line.startswith("# ") and ("=" in line or not _TAG.fullmatch(_SPACES.split(line)[-1]))


def _layout(lines: Sequence[str]) -> _Layout | None:
    """How the columns are split and which are token and tag; None if no line has two."""
    delimiter = "\t" if sum("\t" in line for line in lines) * 2 > len(lines) else ""
    cells = _Layout(delimiter, 0, 0, 0).cells
    widths = Counter(len(cells(line)) for line in lines)
    width = max(widths, key=lambda key: (widths[key], key), default=0)
    if width < 2:
        return None
    if width == _UNIVERSAL_COLUMNS and delimiter:
        return _Layout(delimiter, width, _UNIVERSAL_FORM, _UNIVERSAL_TAG)
    return _Layout(delimiter, width, 0, width - 1)


def _read(sentences: list[_Sentence], layout: _Layout, dialect: Dialect) -> Progress:
    read: list[tuple[list[str], list[str]]] = []
    rejected: list[RejectedRow] = []
    for number, sentence in enumerate(sentences, start=1):
        if number % BLOCK_ROWS == 0:
            yield number, len(sentences)
        pairs, odd = _pairs(sentence, layout)
        if odd is not None:
            rejected.append(odd)
        elif pairs:
            read.append(([token for token, _ in pairs], [tag for _, tag in pairs]))
        else:
            reason = say(N_("None of its words has a number."))
            rejected.append(RejectedRow(sentence.line, reason, "\n".join(sentence.lines)))
    yield len(sentences), len(sentences)
    joiner = "" if _is_chinese(read) else " "
    rows = [[joiner.join(tokens), " ".join(tags), json.dumps(tokens, ensure_ascii=False)] for tokens, tags in read]
    columns = ["text", "tags", "tokens"]
    if all(_split(row[0], joiner) == tokens for row, (tokens, _) in zip(rows, read, strict=True)):
        columns, rows = columns[:2], [row[:2] for row in rows]
    table = Rows(len(columns))
    for row in rows:
        table.add(row)
    return ReadTable(dialect, [], columns, table.finish(columns), rejected)


def _pairs(sentence: _Sentence, layout: _Layout) -> tuple[list[tuple[str, str]], RejectedRow | None]:
    pairs = []
    for number, line in enumerate(sentence.lines, start=sentence.line):
        cells = layout.cells(line)
        if len(cells) == _UNIVERSAL_COLUMNS == layout.width and not _UNIVERSAL_ID.fullmatch(cells[0]):
            continue  # the whole of contracted words, or a word that was left out
        if len(cells) != layout.width or not cells[layout.tag].strip():
            reason = say(
                N_("Line {line:,} has {n:,} column; {width:,} are expected."),
                N_("Line {line:,} has {n:,} columns; {width:,} are expected."),
                line=number, n=len(cells), width=layout.width,
            )  # fmt: skip
            return [], RejectedRow(sentence.line, reason, "\n".join(sentence.lines))
        pairs.append((cells[layout.token], cells[layout.tag].strip()))
    return pairs, None


def _is_chinese(read: Sequence[tuple[list[str], list[str]]]) -> bool:
    tokens = [token for tokens, _ in read[:500] for token in tokens]
    return sum(bool(_CHINESE.search(token)) for token in tokens) * 2 > len(tokens)


def _split(text: str, joiner: str) -> list[str]:
    """The tokens, as far as they can be told from the text alone."""
    return text.split(joiner) if joiner else list(text)


FORMAT = Format(
    name="conll",
    title=N_("CoNLL"),
    suffixes=_SUFFIXES,
    recognises=_recognises,
    open=_open,
    has_lines=True,
    rank=2,
)
