"""The split of a table that was mended: rows keep the part that they had, so that runs before and after compare.

A split dealt out anew would send other rows to the test, and the figures of two versions could not be set side by
side. Only rows that were left out before and can be used now get their part from a fresh split. Where mending made rows
alike that lie in different parts, all of them go where most are, so that none is both learned from and tested on.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.issues import Examples, codes
from workbench.data.split import TRAIN, UNUSED
from workbench.data.tables import SplitCodes
from workbench.values import SPLIT_NAMES, SplitRecipe

_LEAST_SHARE = 0.5

_Numbers = npt.NDArray[np.int64]


def kept_split(
    examples: Examples, recipe: SplitRecipe, *, fresh: SplitCodes, old: SplitCodes, is_reworded: bool
) -> SplitCodes:
    """Gives each row the part that it had.

    Args:
        examples: The table after mending.
        recipe: How it is divided.
        fresh: As it would be divided anew.
        old: The part that each of its rows had before.
        is_reworded: Whether any text or group changed, and not only rows or labels.

    Returns:
        The parts; those of `fresh` where the old ones would leave a part with less than half of its rows, or a label
        without a training row, or where texts and groups that belong together pull a row into two parts.
    """
    if examples.texts is None or examples.labels is None or len(fresh) != len(old):
        return fresh
    usable = examples.usable()
    kept = np.where(old == UNUSED, fresh, old)
    units = _units(examples, recipe) if is_reworded or bool((usable & (old == UNUSED)).any()) else []
    for unit in units:
        kept = _together(kept, unit, weights=usable & (old != UNUSED))
    is_whole = all(_is_whole(kept[usable], unit[usable]) for unit in units)
    kept = np.where(usable, kept, UNUSED).astype(np.int8)
    return kept if is_whole and _is_sound(kept, fresh, codes(examples.labels)) else fresh


def _units(examples: Examples, recipe: SplitRecipe) -> list[_Numbers]:
    """Numbers of rows that belong together: by their text, and by their group."""
    assert examples.texts is not None
    texts = codes(examples.texts)
    if recipe.keeps_near_duplicates_together and not examples.is_large:
        texts = examples.text_groups[texts]
    if examples.roles.group is None:
        return [texts]
    column = pc.utf8_trim_whitespace(examples.table.column(examples.roles.group))
    groups = pa.chunked_array(column.chunks, pa.string()).dictionary_encode().combine_chunks()
    named = codes(groups.combine_chunks() if isinstance(groups, pa.ChunkedArray) else groups)
    is_named = pc.not_equal(column, "").to_numpy().astype(np.bool_)
    return [texts, np.where(is_named, named, len(named) + texts)]


def _together(parts: SplitCodes, units: _Numbers, *, weights: npt.NDArray[np.bool_]) -> SplitCodes:
    """Puts the rows of each unit where most of its weighed rows are; a tie goes to the earlier part."""
    _, own = np.unique(units, return_inverse=True)
    votes = np.zeros((int(own.max(initial=-1)) + 1, len(SPLIT_NAMES)), np.int64)
    voting = weights & (parts != UNUSED)
    np.add.at(votes, (own[voting], parts[voting]), 1)
    has_votes = np.asarray(votes.sum(axis=1) > 0)[own]
    return np.where(has_votes, votes.argmax(axis=1)[own], parts).astype(np.int8)


def _is_whole(parts: SplitCodes, units: _Numbers) -> bool:
    """Whether the rows of each unit are in one part."""
    return len(np.unique(units)) == len(np.unique(np.stack([units, parts]), axis=1).T)


def _is_sound(kept: SplitCodes, fresh: SplitCodes, labels: _Numbers) -> bool:
    parts = len(SPLIT_NAMES) - 1
    have = np.bincount(kept[kept != UNUSED], minlength=parts)
    want = np.bincount(fresh[fresh != UNUSED], minlength=parts)
    is_learned = np.isin(labels[fresh == TRAIN], labels[kept == TRAIN]).all()
    return bool((have >= want * _LEAST_SHARE).all() and is_learned)
