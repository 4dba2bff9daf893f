"""Deals rows out to training, validation and test: by label, by group, by time, or as they are given, with a seed.

Works on arrays of codes throughout, so that a million rows take less than a second. What a table's columns mean for it
is decided in `division.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.data.tables import SplitCodes
from workbench.values import SPLIT_NAMES, SplitRecipe, SplitSizes

TRAIN, VALIDATION, TEST, UNUSED = range(4)

_TRIALS = 50
_MOST_TRIED_GROUPS = 2_000
_MOST_TRIED_CELLS = 1_000_000
_ROUNDING = 1e-9
_DENSE = 4  # numbers up to so many times their count may be places in an array

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Units:
    """What is dealt out whole: single rows, or groups of them.

    Attributes:
        of_row: The unit of each row that is used.
        first: The first row of each unit.
        sizes: The rows of each unit.
        strata: The label under which each unit is dealt out.
    """

    of_row: Codes
    first: Codes
    sizes: Codes
    strata: Codes


def split_rows(labels: Codes, recipe: SplitRecipe, *, groups: Codes | None = None) -> SplitCodes:
    """Divides rows so that each label has the same share in every part, as far as whole groups allow.

    Each label's rows are shuffled and dealt out; what rounding leaves over is carried to the next label, so that the
    parts have the sizes of the recipe. At least one row (or group) of every label stays in training. A group takes the
    place of its first row, so that a split hardly changes when a few rows are tied together.

    Args:
        labels: The label of each row as a number, below 0 for a row that is not used.
        recipe: Shares and seed.
        groups: Rows with the same number go into the same part, under the commonest label among them.

    Returns:
        One code of SPLIT_NAMES a row.
    """
    used = np.flatnonzero(labels >= 0)
    units = _units(labels[used], None if groups is None else groups[used])
    parts = _deal(labels[used], units, recipe, np.random.default_rng(recipe.seed))
    return _spread(parts, units, used, rows=len(labels))


def split_groups(labels: Codes, recipe: SplitRecipe, *, groups: Codes) -> SplitCodes:
    """Divides rows by groups that hold several labels each, such as the messages of a customer.

    As `split_rows`. Where there are so few groups that chance matters, they are dealt out 50 times, and the division
    whose parts have most nearly the sizes of the recipe, label by label, is taken.

    Args:
        labels: The label of each row as a number, below 0 for a row that is not used.
        recipe: Shares and seed.
        groups: Rows with the same number go into the same part.

    Returns:
        One code of SPLIT_NAMES a row.
    """
    used = np.flatnonzero(labels >= 0)
    own = labels[used]
    units = _units(own, groups[used])
    dealt = _deal(own, units, recipe, np.random.default_rng(recipe.seed))
    if len(own) and 1 < len(units.sizes) <= _MOST_TRIED_GROUPS and not _is_pure(own, units):
        width = int(own.max()) + 1
        if len(units.sizes) * width <= _MOST_TRIED_CELLS:
            cells = np.bincount(units.of_row * width + own, minlength=len(units.sizes) * width)
            held = cells.reshape(len(units.sizes), width).astype(np.float64)
            trials = [dealt]
            for trial in range(1, _TRIALS):
                trials.append(_deal(own, units, recipe, np.random.default_rng((recipe.seed, trial))))
            dealt = min(trials, key=lambda parts: _distance(parts, held, recipe))
    return _spread(dealt, units, used, rows=len(labels))


def split_by_time(labels: Codes, recipe: SplitRecipe, *, times: Codes, has_time: npt.NDArray[np.bool_]) -> SplitCodes:
    """The newest rows are the test rows, those before them validation; rows of one moment stay together.

    Args:
        labels: Below 0 for a row that is not used.
        recipe: Shares, of all rows that are used.
        times: When each row was written.
        has_time: Which rows have a time; the others are training rows.

    Returns:
        One code of SPLIT_NAMES a row.
    """
    codes = np.where(labels >= 0, TRAIN, UNUSED).astype(np.int8)
    dated = np.flatnonzero((labels >= 0) & has_time)
    order = dated[np.argsort(times[dated], kind="stable")]
    ordered = times[order]
    # Where one moment ends and the next begins; the first one always stays in training.
    borders = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    end, used, owed = len(order), int((labels >= 0).sum()), 0.0
    for part, share in ((TEST, recipe.test), (VALIDATION, recipe.validation)):
        owed += share * used
        fits = borders[borders < end]
        if not len(fits) or not share:
            continue
        cut = int(fits[np.argmin(np.abs(end - fits - owed))])
        if abs(end - cut - owed) < owed or part == TEST:
            codes[order[cut:end]] = part
            owed -= end - cut
            end = cut
    return codes


def split_given(labels: Codes, given: SplitCodes, recipe: SplitRecipe, *, groups: Codes | None = None) -> SplitCodes:
    """As the rows say; a validation or test part that no row is in is cut from the training rows.

    Args:
        labels: The label of each row as a number, below 0 for a row that is not used.
        given: The part that each row says it is in.
        recipe: Shares (of the training rows) and seed, for what is cut.
        groups: Rows that are cut from training together.

    Returns:
        One code of SPLIT_NAMES a row.
    """
    codes = np.where(labels >= 0, given, UNUSED).astype(np.int8)
    test, validation = (0.0 if (codes == part).any() else share for part, share in _shares(recipe))
    training = codes == TRAIN
    if test or validation:
        cut = SplitRecipe(test=test, validation=validation, seed=recipe.seed)
        codes[training] = split_rows(np.where(training, labels, -1), cut, groups=groups)[training]
    return codes


def split_sizes(codes: SplitCodes) -> SplitSizes:
    """How many rows are in each part."""
    counts = np.bincount(codes, minlength=len(SPLIT_NAMES))
    return SplitSizes(**{name: int(counts[code]) for code, name in enumerate(SPLIT_NAMES)})


def numbered(values: pa.Array | Codes) -> Codes:
    """Numbers for values, equal ones alike, counted from 0 in the order in which they appear."""
    if not isinstance(values, pa.Array) and len(values) and values.min() >= 0 and values.max() <= _DENSE * len(values):
        return _dense_numbers(values)
    column = values if isinstance(values, pa.Array) else pa.array(values)
    indices = column.dictionary_encode().indices
    return np.asarray(indices.to_numpy(zero_copy_only=False)).astype(np.int64, copy=False)


def _dense_numbers(values: Codes) -> Codes:
    """The same for small numbers, without a hash of each of them."""
    rows = np.arange(len(values))
    first = np.full(int(values.max()) + 1, -1)
    first[values[::-1]] = rows[::-1]  # of equal indices the last one counts
    found = np.flatnonzero(first >= 0)
    number = np.empty(len(first), np.int64)
    number[found[np.argsort(first[found], kind="stable")]] = rows[: len(found)]
    return number[values]


def _shares(recipe: SplitRecipe) -> tuple[tuple[int, float], tuple[int, float]]:
    return ((TEST, recipe.test), (VALIDATION, recipe.validation))


def _units(labels: Codes, groups: Codes | None) -> _Units:
    rows = np.arange(len(labels))
    if groups is None:
        return _Units(rows, rows, np.ones(len(labels), np.int64), labels)
    of_row = numbered(groups)
    sizes = np.bincount(of_row) if len(of_row) else np.zeros(0, np.int64)
    first = np.zeros(len(sizes), np.int64)
    first[of_row[::-1]] = rows[::-1]  # of equal indices the last one counts
    return _Units(of_row, first, sizes, _commonest_labels(labels, of_row, first))


def _commonest_labels(labels: Codes, of_row: Codes, first: Codes) -> Codes:
    """The commonest label of each unit; of several the one with the lowest number."""
    strata = labels[first]
    differs = labels != strata[of_row]
    if not differs.any():
        return strata
    is_mixed = np.zeros(len(first), np.bool_)
    is_mixed[of_row[differs]] = True
    mixed = is_mixed[of_row]
    width = int(labels.max()) + 1
    pairs, counts = np.unique(of_row[mixed] * width + labels[mixed], return_counts=True)
    order = np.lexsort((-pairs, counts))  # of equal indices the last one counts
    strata[pairs[order] // width] = pairs[order] % width
    return strata


def _deal(labels: Codes, units: _Units, recipe: SplitRecipe, random: np.random.Generator) -> SplitCodes:
    """The part of each unit."""
    parts = np.full(len(units.sizes), TRAIN, np.int8)
    counts = np.bincount(labels) if len(labels) else np.zeros(0, np.int64)
    # What rounding owes ends with the commonest label, which can always pay.
    turns = np.argsort(counts, kind="stable")
    places = _places(labels, counts, turns, random)[units.first]
    order = np.lexsort((-places, units.strata))
    borders = np.searchsorted(units.strata[order], np.arange(len(counts) + 1))
    owed = {TEST: 0.0, VALIDATION: 0.0}
    for label in turns.tolist():
        members = order[borders[label] : borders[label + 1]]
        rows = int(units.sizes[members].sum())
        for part, share in _shares(recipe):
            owed[part] += share * rows
            taken = _taken(units.sizes[members], owed[part])
            parts[members[taken]] = part
            owed[part] -= int(units.sizes[members[taken]].sum())
            members = members[~taken]
    return parts


def _places(labels: Codes, counts: Codes, turns: Codes, random: np.random.Generator) -> Codes:
    """The place of each row among the shuffled rows of its label."""
    places = np.zeros(len(labels), np.int64)
    by_label = np.argsort(labels, kind="stable")
    ends = np.cumsum(counts)
    for label in turns.tolist():
        rows = by_label[ends[label] - counts[label] : ends[label]]
        places[rows[random.permutation(len(rows))]] = np.arange(len(rows))
    return places


def _taken(sizes: Codes, owed: float) -> npt.NDArray[np.bool_]:
    """Which units, in their order, are taken until nothing is owed; one that is too large is passed over.

    A unit is too large if more than half of it is not owed. One unit is always left.
    """
    taken = np.zeros(len(sizes), np.bool_)
    left = np.arange(len(sizes))
    room = len(sizes) - 1
    while owed + _ROUNDING >= 0.5 and room > 0:
        left = left[sizes[left] <= 2 * (owed + _ROUNDING)]
        if not len(left):
            break
        ahead = sizes[left]
        still_owed = owed - (np.cumsum(ahead) - ahead)
        fits = still_owed + _ROUNDING >= np.maximum(ahead / 2, 0.5)
        count = min(room, len(fits) if fits.all() else int(np.argmin(fits)))
        taken[left[:count]] = True
        owed -= int(ahead[:count].sum())
        room -= count
        left = left[count + 1 :]
    return taken


def _is_pure(labels: Codes, units: _Units) -> bool:
    return bool((labels == units.strata[units.of_row]).all())


def _distance(parts: SplitCodes, held: npt.NDArray[np.float64], recipe: SplitRecipe) -> float:
    """How far the parts are from the recipe: rows too many or too few, over labels (of parts) and over parts."""
    total = held.sum(axis=0)
    distance = 0.0
    for part, share in _shares(recipe):
        rows = held[parts == part].sum(axis=0)
        distance += float(np.abs(rows - share * total).sum()) + abs(float(rows.sum() - share * total.sum()))
    lost = (held[parts == TRAIN].sum(axis=0) == 0) & (total > 0)
    return distance + float(total[lost].sum())  # a label that cannot be learned weighs as much as its rows


def _spread(parts: SplitCodes, units: _Units, used: Codes, *, rows: int) -> SplitCodes:
    codes = np.full(rows, UNUSED, np.int8)
    codes[used] = parts[units.of_row]
    return codes
