"""Checks of the texts, one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.issues.check import Finding, Severity, about, quick, thorough
from workbench.data.issues.examples import Examples, is_empty, rows_where
from workbench.data.normalize import may_change, normalized
from workbench.i18n import N_
from workbench.values import NormalizeText, TextOperation

SHORT = 3
"""A text with fewer letters and digits than this says hardly anything; a Chinese character counts as three."""

_LONGEST_SHORT = 12  # characters; only texts below that are looked into
_DENSE_LETTER = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
_LETTER = r"[\p{L}\p{N}\p{So}]"  # an emoji says something, too
_WIDE_LETTER = r"[\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}]"


@quick
def empty_text(examples: Examples) -> Finding | None:
    """Rows without a text."""
    if examples.texts is None:
        return None
    one, many = N_("{n:,} row has no text and is not used."), N_("{n:,} rows have no text and are not used.")
    return about(rows_where(is_empty(examples.texts)), one, many, severity="info")


@quick
def short_text(examples: Examples) -> Finding | None:
    """Texts of fewer than three letters, which hardly anything can be learned from."""
    if examples.texts is None:
        return None
    texts = examples.texts.dictionary
    lengths = pc.utf8_length(texts).to_numpy()
    places = np.flatnonzero((lengths > 0) & (lengths < _LONGEST_SHORT))
    some = texts.take(pa.array(places))
    letters = pc.count_substring_regex(some, _LETTER).to_numpy()
    dense = pc.count_substring_regex(some, _DENSE_LETTER).to_numpy()
    is_short = np.zeros(len(texts), np.bool_)
    is_short[places[letters + (SHORT - 1) * dense < SHORT]] = True
    one, many = N_("{n:,} text has hardly a letter."), N_("{n:,} texts have hardly a letter.")
    return about(examples.rows_with(is_short), one, many, severity="info")


@thorough
def markup(examples: Examples) -> Finding | None:
    """Texts with tags or entities of HTML."""
    one, many = N_("{n:,} text has HTML in it."), N_("{n:,} texts have HTML in them.")
    return _to_normalize(examples, ("html",), one, many)


@thorough
def addresses(examples: Examples) -> Finding | None:
    """Texts with addresses of web pages."""
    one, many = N_("{n:,} text has a web address in it."), N_("{n:,} texts have web addresses in them.")
    return _to_normalize(examples, ("urls",), one, many, severity="info")


@thorough
def control_characters(examples: Examples) -> Finding | None:
    """Texts with control characters or others that cannot be seen."""
    one, many = N_("{n:,} text has invisible characters."), N_("{n:,} texts have invisible characters.")
    return _to_normalize(examples, ("controls",), one, many)


@thorough
def stray_space(examples: Examples) -> Finding | None:
    """Texts with runs of white space."""
    one, many = N_("{n:,} text has runs of white space."), N_("{n:,} texts have runs of white space.")
    return _to_normalize(examples, ("spaces",), one, many, severity="info")


@thorough
def mixed_width(examples: Examples) -> Finding | None:
    """Texts with full-width letters or digits where others have half-width ones."""
    if examples.texts is None:
        return None
    is_wide = pc.match_substring_regex(examples.texts.dictionary, _WIDE_LETTER)
    rows = examples.rows_with(is_wide.to_numpy(zero_copy_only=False).astype(np.bool_))
    one, many = N_("{n:,} text has full-width letters or digits."), N_("{n:,} texts have full-width letters or digits.")
    return about(rows, one, many, severity="info", remedy=NormalizeText(operations=("width",)))


def _to_normalize(
    examples: Examples, operations: Sequence[TextOperation], one: str, many: str, *, severity: Severity = "warn"
) -> Finding | None:
    """A finding about the texts that these operations would change."""
    if examples.texts is None:
        return None
    rows = examples.rows_with(_is_changed(examples.texts.dictionary, operations))
    return about(rows, one, many, severity=severity, remedy=NormalizeText(operations=tuple(operations)))


def _is_changed(texts: pa.Array, operations: Sequence[TextOperation]) -> npt.NDArray[np.bool_]:
    is_changed = may_change(texts, operations)
    places = np.flatnonzero(is_changed)
    suspects = texts.take(pa.array(places)).to_pylist()
    is_changed[places] = [normalized(text, operations) != text for text in suspects]
    return is_changed
