"""Divides rows into training, validation and test rows: by label, with a seed, and never one text into two parts."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from workbench.data.tables import SplitCodes
from workbench.values import SPLIT_NAMES, SplitRecipe, SplitSizes

TRAIN, VALIDATION, TEST, UNUSED = range(4)


def split_rows(
    labels: Sequence[str | None], recipe: SplitRecipe, *, groups: Sequence[Hashable] | None = None
) -> SplitCodes:
    """Divides rows so that each label has the same share in every part, as far as whole rows allow.

    Each label's rows are shuffled and dealt out; what rounding leaves over is carried to the next label, so that the
    parts have the sizes of the recipe. At least one row (or group) of every label stays in training.

    Args:
        labels: The label of each row; None for a row that is not used.
        recipe: Shares and seed.
        groups: Rows with the same group go into the same part, under the label of the group's first row.

    Returns:
        One code of SPLIT_NAMES a row.
    """
    codes = np.full(len(labels), UNUSED, np.int8)
    random = np.random.default_rng(recipe.seed)
    owed = {TEST: 0.0, VALIDATION: 0.0}
    for members in _strata(labels, groups):
        order = [members[i] for i in random.permutation(len(members))]
        for part, share in ((TEST, recipe.test), (VALIDATION, recipe.validation)):
            owed[part] += share * sum(map(len, members))
            while len(order) > 1 and owed[part] + 1e-9 >= max(len(order[-1]) / 2, 0.5):
                group = order.pop()
                codes[group] = part
                owed[part] -= len(group)
        for group in order:
            codes[group] = TRAIN
    return codes


def split_sizes(codes: SplitCodes) -> SplitSizes:
    """How many rows are in each part."""
    counts = np.bincount(codes, minlength=len(SPLIT_NAMES))
    return SplitSizes(**{name: int(counts[code]) for code, name in enumerate(SPLIT_NAMES)})


def _strata(labels: Sequence[str | None], groups: Sequence[Hashable] | None) -> list[list[list[int]]]:
    """For each label, the commonest last, its groups of rows."""
    by_group: dict[Hashable, list[int]] = {}
    by_label: dict[str, list[list[int]]] = {}
    for row, label in enumerate(labels):
        if label is None:
            continue
        key: Hashable = row if groups is None else groups[row]
        members = by_group.get(key)
        if members is None:
            by_group[key] = members = []
            by_label.setdefault(label, []).append(members)
        members.append(row)
    # What rounding owes ends with the commonest label, which can always pay.
    return [by_label[label] for label in sorted(by_label, key=lambda label: (len(by_label[label]), label))]
