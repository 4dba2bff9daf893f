"""Checks for texts that stand in several rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.data.issues.check import Finding, about, quick, thorough
from workbench.data.issues.examples import Examples, codes, is_empty, rows_where
from workbench.i18n import N_, say
from workbench.values import RemoveDuplicates


@quick
def exact_duplicates(examples: Examples) -> Finding | None:
    """Rows whose text and label both stand in an earlier row; without roles, rows that are equal in every column."""
    keys = _pair_codes(examples)
    if keys is None:
        return None
    candidates = rows_where((keys >= 0) & _comes_again(examples))
    _, first = np.unique(keys[candidates], return_index=True)
    rows = np.setdiff1d(candidates, candidates[first])
    if not len(rows):
        return None
    one, many = N_("{n:,} row is an exact duplicate."), N_("{n:,} rows are exact duplicates.")
    return Finding(say(one, many, n=len(rows)), rows, action="mend", remedy=RemoveDuplicates())


@quick
def contradictions(examples: Examples) -> Finding | None:
    """Texts that stand in several rows with different labels."""
    if examples.texts is None or examples.labels is None:
        return None
    usable = rows_where(examples.usable() & _comes_again(examples))
    texts, labels = codes(examples.texts)[usable], codes(examples.labels)[usable]
    pairs = np.unique(np.stack([texts, labels]), axis=1)
    several, counts = np.unique(pairs[0], return_counts=True)
    torn = several[counts > 1]
    if not len(torn):
        return None
    one, many = N_("{n:,} text carries different labels."), N_("{n:,} texts carry different labels.")
    return Finding(say(one, many, n=len(torn)), usable[np.isin(texts, torn)])


@thorough
def near_duplicates(examples: Examples) -> Finding | None:
    """Rows whose text differs in little from that of an earlier row with the same label; equal ones are not counted."""
    keys = _pair_codes(examples)
    if keys is None or examples.texts is None:
        return None
    rows = rows_where(keys >= 0)
    rows = rows[np.sort(np.unique(keys[rows], return_index=True)[1])]  # the first of equal rows
    groups = examples.text_groups[codes(examples.texts)[rows]]
    if examples.labels is not None:
        groups = groups * len(examples.labels.dictionary) + codes(examples.labels)[rows]
    rows = np.setdiff1d(rows, rows[np.unique(groups, return_index=True)[1]])
    one = N_("{n:,} row differs in little from an earlier one.")
    many = N_("{n:,} rows differ in little from an earlier one.")
    return about(rows, one, many, remedy=RemoveDuplicates(level="near"))


def _comes_again(examples: Examples) -> npt.NDArray[np.bool_]:
    """Which rows have a text that other rows have, too."""
    assert examples.texts is not None
    texts = codes(examples.texts)
    return np.bincount(texts)[texts] > 1


def _pair_codes(examples: Examples) -> npt.NDArray[np.int64] | None:
    """A number for each row's text and label together, -1 where one is empty; all columns count without roles."""
    if examples.texts is None:
        return None
    keys = codes(examples.texts).copy()
    empty = is_empty(examples.texts)
    if examples.labels is not None:
        keys = keys * len(examples.labels.dictionary) + codes(examples.labels)
        empty = empty | is_empty(examples.labels)
    keys[empty] = -1
    return keys
