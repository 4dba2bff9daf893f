"""The check for constant text, such as a signature, which gives a label away although it says nothing."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.issues.check import Finding, thorough
from workbench.data.issues.evidence import spread
from workbench.data.issues.examples import Examples, codes, no_rows
from workbench.data.tables import RowNumbers
from workbench.i18n import N_, say

LEAST_SHARE = 0.2
"""So many of a label's different texts have to share a piece of text, for it to be suspicious."""

_LEAST_TEXTS = 20  # of a label, so that a share means something
_MOST_TEXTS = 20_000  # of all labels together
_LEAST_WEIGHT = 14  # of a piece; “Sent from my” are 12 letters
_MOST_WEIGHT = 80
_MOST_ELSEWHERE = 0.5  # of its share in this label: what stands as often elsewhere gives nothing away
_DENSE = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_NUMBER = re.compile(r"\d+")

Place = Literal["begin", "end", "line"]
_Piece = tuple[Place, str]


@thorough
def constant_text(examples: Examples) -> Finding | None:
    """A beginning, an end or a line that many different texts of one label share, and few of the others."""
    if examples.texts is None or examples.labels is None or len(examples.label_counts) < 2:
        return None
    texts, labels = _different_texts(examples)
    pieces = [_pieces(text) for text in texts]
    totals = Counter(labels)
    found = max(_suspicious(pieces, labels, totals), default=None)
    if found is None:
        return None
    _, label, piece = found
    rows = _rows_with(examples, piece)
    own = examples.rows_of([label])
    share = len(np.intersect1d(rows, own)) / len(own)
    sentences = {
        "begin": N_("{share} in 100 texts of “{label}” begin with “{piece}”, and few others do."),
        "end": N_("{share} in 100 texts of “{label}” end with “{piece}”, and few others do."),
        "line": N_("{share} in 100 texts of “{label}” have the line “{piece}”, and few others do."),
    }
    whole = _whole(examples, piece, rows)
    return Finding(say(sentences[piece[0]], share=round(100 * share), label=label, piece=whole), rows)


def _different_texts(examples: Examples) -> tuple[list[str], list[str]]:
    """Different texts, each with a label that it has: all, or some of every label if there are very many."""
    assert examples.texts is not None
    assert examples.labels is not None
    usable = examples.usable()
    pairs = np.unique(np.stack([codes(examples.labels)[usable], codes(examples.texts)[usable]]), axis=1)
    edges = np.flatnonzero(np.diff(pairs[0], prepend=-1, append=-1))
    most = max(_LEAST_TEXTS, _MOST_TEXTS // len(examples.label_counts))
    chosen = [spread(np.arange(begin, end), most) for begin, end in itertools.pairwise(edges.tolist())]
    label_codes, text_codes = pairs[:, np.concatenate(chosen)]
    names = examples.labels.dictionary.to_pylist()
    return examples.texts.dictionary.take(pa.array(text_codes)).to_pylist(), [names[at] for at in label_codes.tolist()]


def _suspicious(
    pieces: Iterable[set[_Piece]], labels: Iterable[str], totals: Counter[str]
) -> Iterator[tuple[float, str, _Piece]]:
    """Shares of labels that have a piece which few others have."""
    counts: dict[_Piece, Counter[str]] = {}
    for own, label in zip(pieces, labels, strict=True):
        for piece in own:
            counts.setdefault(piece, Counter())[label] += 1
    rows = totals.total()
    for piece, by_label in counts.items():
        label, count = by_label.most_common(1)[0]
        if totals[label] < _LEAST_TEXTS or count < LEAST_SHARE * totals[label] or rows == totals[label]:
            continue
        elsewhere = (by_label.total() - count) / (rows - totals[label])
        if elsewhere <= _MOST_ELSEWHERE * count / totals[label]:
            yield count / totals[label], label, piece


def _pieces(text: str) -> set[_Piece]:
    """The beginning, the end and the lines of a text; numbers in them count as one."""
    lines = [line.strip() for line in _NUMBER.sub("0", text).splitlines() if line.strip()]
    if not lines:
        return set()
    first, last = _head(lines[0]), _head(lines[-1][::-1])[::-1]
    found: set[_Piece] = {("line", line) for line in lines if _is_piece(line)} if len(lines) > 1 else set()
    if _weight(first) >= _LEAST_WEIGHT and first != lines[0]:
        found.add(("begin", first))
    if _weight(last) >= _LEAST_WEIGHT and last != lines[-1]:
        found.add(("end", last))
    return found


def _head(line: str) -> str:
    """The first characters of a line that weigh enough."""
    weight = 0
    for at, character in enumerate(line[:_LEAST_WEIGHT]):
        weight += _weight(character)
        if weight >= _LEAST_WEIGHT:
            return line[: at + 1]
    return line[:_LEAST_WEIGHT]


def _is_piece(line: str) -> bool:
    return _LEAST_WEIGHT <= _weight(line) <= _MOST_WEIGHT


def _weight(text: str) -> int:
    """Its characters, Chinese, Japanese and Korean ones counting twice."""
    return len(text) + len(_DENSE.findall(text))


def _whole(examples: Examples, piece: _Piece, rows: RowNumbers) -> str:
    """The piece as long as all of these rows share it; numbers in it show as 0."""
    place, part = piece
    if examples.texts is None or place == "line":
        return part
    lines = [_NUMBER.sub("0", text).splitlines() for text in examples.texts.take(pa.array(rows)).to_pylist()]
    if place == "begin":
        shared = _common_start([own[0] for own in lines])
    else:
        shared = _common_start([own[-1][::-1] for own in lines])[::-1]
    return max(part, shared, key=len).strip()[:_MOST_WEIGHT]


def _common_start(lines: list[str]) -> str:
    """The longest beginning that all lines share: that of the first and the last in the alphabet."""
    first, last = min(lines), max(lines)
    shared = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return first[: len(list(shared))]


def _rows_with(examples: Examples, piece: _Piece) -> RowNumbers:
    """The rows, of whatever label, whose text has the piece."""
    if examples.texts is None:
        return no_rows()
    texts = examples.texts.dictionary
    has_part = pc.match_substring(texts, max(piece[1].split("0"), key=len)).to_numpy(zero_copy_only=False)
    places = np.flatnonzero(has_part)
    has_piece = np.zeros(len(texts), np.bool_)
    has_piece[places] = [piece in _pieces(text) for text in texts.take(pa.array(places)).to_pylist()]
    return examples.rows_with(has_piece)
