"""The check for texts in several languages, told apart by their scripts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.issues.check import Finding, about, thorough
from workbench.data.issues.examples import Examples, codes
from workbench.i18n import N_

LEAST_SHARE = 0.002
"""Fewer texts in another script are no second language, but strays."""

_LEAST_TEXTS = 3
_LEAST_LETTERS = 4  # of a script, so that a name or an emoticon decides nothing
_SCRIPTS = (
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}]",
    r"\p{Hangul}",
    r"\p{Cyrillic}",
    r"\p{Arabic}",
    r"\p{Greek}",
    r"\p{Hebrew}",
    r"\p{Thai}",
    r"\p{Devanagari}",
    r"\p{Latin}",
)
_WEIGHTS = np.array([3, 2, 1, 1, 1, 1, 1, 1, 1])  # a Chinese character says as much as three letters
_UNKNOWN = -1


@thorough
def mixed_languages(examples: Examples) -> Finding | None:
    """Texts in another script than most; languages of one script are not told apart."""
    if examples.texts is None:
        return None
    scripts = _main_scripts(examples.texts.dictionary)
    by_row = scripts[codes(examples.texts)]
    known = by_row[by_row != _UNKNOWN]
    if not len(known):
        return None
    commonest = np.bincount(known).argmax()
    rows = examples.rows_with((scripts != _UNKNOWN) & (scripts != commonest))
    if len(rows) < max(_LEAST_TEXTS, LEAST_SHARE * len(known)):
        return None
    one = N_("{n:,} text is in a different script from most.")
    many = N_("{n:,} texts are in a different script from most.")
    return about(rows, one, many)


def _main_scripts(texts: pa.Array) -> npt.NDArray[np.int64]:
    """The place in _SCRIPTS of the script that says most in each text."""
    latin = len(_SCRIPTS) - 1
    scripts = np.full(len(texts), _UNKNOWN)
    is_ascii = pc.string_is_ascii(texts).to_numpy(zero_copy_only=False).astype(np.bool_)
    has_words = pc.match_substring_regex(texts.filter(pa.array(is_ascii)), "[A-Za-z].?[A-Za-z].?[A-Za-z].?[A-Za-z]")
    scripts[is_ascii] = np.where(has_words.to_numpy(zero_copy_only=False).astype(np.bool_), latin, _UNKNOWN)
    others = texts.filter(pa.array(~is_ascii))
    weights = np.stack([_counts(others, script) for script in _SCRIPTS], axis=1) * _WEIGHTS
    main = np.where(weights.max(axis=1, initial=0) >= _LEAST_LETTERS, weights.argmax(axis=1), _UNKNOWN)
    scripts[~is_ascii] = main
    return scripts


def _counts(texts: pa.Array, pattern: str) -> npt.NDArray[np.int64]:
    return np.asarray(pc.count_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)).astype(np.int64)
