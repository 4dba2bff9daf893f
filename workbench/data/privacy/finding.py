"""Finds personal data: runs the recognisers, and decides where two of them claim one place."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench import discovery
from workbench.data.privacy import recognizers
from workbench.data.privacy.plain import COVER, plain_form
from workbench.data.privacy.recognizer import Entity, Recognizer
from workbench.data.tables import RowNumbers
from workbench.errors import SettingError
from workbench.i18n import N_, say

KINDS: dict[str, Recognizer] = discovery.collect(recognizers, "RECOGNIZER", Recognizer)
"""Every kind of personal data by its name."""

_MASK = re.compile(r"\[[A-Z]+(?:_[A-Z]+)*(?:-\d+)?\]")


def default_kinds() -> tuple[str, ...]:
    """The kinds that are found without a model."""
    return tuple(kind for kind, recognizer in KINDS.items() if not recognizer.needs_model)


def chosen_kinds(kinds: Collection[str] | None) -> tuple[str, ...]:
    """The kinds by these names, or all that need no model if there are none.

    Raises:
        SettingError: If there is no such kind, or it needs a model that is not installed.
    """
    unknown = [kind for kind in kinds or () if kind not in KINDS]
    if unknown:
        raise SettingError(
            say(N_("There is no kind of personal data “{kind}”."), kind=unknown[0]),
            say(N_("The kinds are: {kinds}."), kinds=", ".join(KINDS)),
        )
    for kind in kinds or ():
        problem = KINDS[kind].missing()
        if problem is not None:
            raise SettingError(problem, say(N_("Leave this kind out, or install what is missing and try again.")))
    return tuple(kind for kind in KINDS if kind in kinds) if kinds else default_kinds()


def find_entities(text: str, kinds: Collection[str] | None = None) -> list[Entity]:
    """Finds the personal data in a text.

    Args:
        text: Any text.
        kinds: Names of KINDS; all that need no model if None or empty.

    Returns:
        What was found, from left to right; no two overlap.

    Raises:
        SettingError: If a kind does not exist or needs a model that is not installed.
    """
    wanted = [kind for kind in chosen_kinds(kinds) if _hint(kind).search(text)]
    return _entities(text, wanted) if wanted else []


def find_in_texts(
    texts: Sequence[str] | pa.ChunkedArray, kinds: Collection[str] | None = None
) -> Iterator[tuple[int, str, list[Entity]]]:
    """Finds the personal data in many texts; see find_entities.

    Args:
        texts: A list of strings, or an Arrow column of them without nulls.
        kinds: Names of KINDS; all that need no model if None or empty.

    Yields:
        The number of each text that has some, ascending, the text, and what it has.
    """
    column = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([pa.array(texts, pa.string())])
    wanted = chosen_kinds(kinds)
    start = 0
    for chunk in column.chunks:
        hinted: dict[int, list[str]] = {}
        for kind in wanted:
            is_hinted = pc.match_substring_regex(chunk, KINDS[kind].hint).to_numpy(zero_copy_only=False)
            for row in np.flatnonzero(is_hinted).tolist():
                hinted.setdefault(row, []).append(kind)
        for row in sorted(hinted):
            text = chunk[row].as_py()
            entities = _entities(text, hinted[row])
            if entities:
                yield start + row, text, entities
        start += len(chunk)


def count_entities(
    texts: Sequence[str] | pa.ChunkedArray, kinds: Collection[str] | None = None
) -> dict[str, RowNumbers]:
    """Which texts have which kind of personal data.

    Args:
        texts: A list of strings, or an Arrow column of them without nulls.
        kinds: Names of KINDS; all that need no model if None or empty.

    Returns:
        The numbers of the texts, ascending, by kind; kinds that occur nowhere are left out.
    """
    rows: dict[str, list[int]] = {}
    for row, _, entities in find_in_texts(texts, kinds):
        for kind in {entity.kind for entity in entities}:
            rows.setdefault(kind, []).append(row)
    return {kind: np.array(rows[kind], np.int64) for kind in KINDS if kind in rows}


def _entities(text: str, kinds: Iterable[str]) -> list[Entity]:
    """What the recognisers find, until there is nothing left: a place that lost to another may hide a second one."""
    plain = plain_form(text)
    names = tuple(kinds)
    left = _MASK.sub(_covered, plain.text) if "[" in plain.text else plain.text
    found: list[Entity] = []
    while new := _without_overlaps(_claims(left, names)):
        for start, end, kind, key in new:
            first, last = plain.original_span(start, end)
            found.append(Entity(first, last, kind, text[first:last], key))
            left = left[:start] + COVER * (end - start) + left[end:]
    return sorted(found)


def _claims(text: str, kinds: Iterable[str]) -> list[tuple[int, int, str, str]]:
    return [
        (found.start, found.end, kind, found.key)
        for kind in kinds
        for found in KINDS[kind].find(text)
        if found.end > found.start
    ]


def _without_overlaps(claims: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """The longest claims first, and of equally long ones the surest; those that overlap a stronger one lose."""
    kept: list[tuple[int, int, str, str]] = []
    for claim in sorted(claims, key=lambda item: (item[0] - item[1], -KINDS[item[2]].certainty, item[0])):
        if all(claim[1] <= other[0] or claim[0] >= other[1] for other in kept):
            kept.append(claim)
    return kept


def _covered(match: re.Match[str]) -> str:
    return COVER * len(match[0])


@functools.cache
def _hint(kind: str) -> re.Pattern[str]:
    return re.compile(KINDS[kind].hint, re.DOTALL)
