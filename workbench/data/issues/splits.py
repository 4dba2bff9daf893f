"""Checks of how the rows are divided."""

from __future__ import annotations

import numpy as np

from workbench.data.issues.check import Finding, quick, thorough
from workbench.data.issues.examples import Examples, codes, is_empty, rows_where
from workbench.i18n import N_, say
from workbench.values import SPLIT_NAMES

TRAIN, UNUSED = SPLIT_NAMES.index("train"), SPLIT_NAMES.index("unused")

LEAST_DIFFERENCE = 0.1
"""Shares of a label that differ by so much between two parts of a split are worth a word."""

_LEAST_ROWS = 30  # of a part, so that chance does not make the difference
_LEAST_DEVIATIONS = 4.0  # standard deviations of the difference of two shares, for the same reason


@quick
def label_mix(examples: Examples) -> Finding | None:
    """A label whose share in validation or test is quite another than in training."""
    if examples.split is None or examples.labels is None:
        return None
    labels = codes(examples.labels)
    sizes = np.bincount(examples.split, minlength=len(SPLIT_NAMES))
    found = []
    for part in (SPLIT_NAMES.index("test"), SPLIT_NAMES.index("validation")):
        if min(sizes[TRAIN], sizes[part]) < _LEAST_ROWS:
            continue
        shares = [
            np.bincount(labels[examples.split == which], minlength=len(examples.labels.dictionary)) / sizes[which]
            for which in (TRAIN, part)
        ]
        apart = np.abs(shares[1] - shares[0])
        mean = (shares[0] * sizes[TRAIN] + shares[1] * sizes[part]) / (sizes[TRAIN] + sizes[part])
        deviation = np.sqrt(mean * (1 - mean) * (1 / sizes[TRAIN] + 1 / sizes[part]))
        apart[apart < _LEAST_DEVIATIONS * deviation] = 0
        worst = int(apart.argmax())
        found.append((float(apart[worst]), part, worst, [round(100 * float(share[worst])) for share in shares]))
    if not found or max(found)[0] < LEAST_DIFFERENCE:
        return None
    _, part, label, (before, after) = max(found)
    sentences = {
        "validation": N_("“{label}” is {before} in 100 training rows, but {after} in 100 validation rows."),
        "test": N_("“{label}” is {before} in 100 training rows, but {after} in 100 test rows."),
    }
    name = examples.labels.dictionary[label].as_py()
    sentence = say(sentences[SPLIT_NAMES[part]], label=name, before=before, after=after)
    return Finding(sentence, rows_where((examples.split == part) & (labels == label)), action="split")


@thorough
def leakage(examples: Examples) -> Finding | None:
    """Validation and test rows whose text, or nearly the same, stands in another part that is learned from."""
    if examples.split is None or examples.texts is None:
        return None
    groups = examples.text_groups[codes(examples.texts)]
    used = (examples.split != UNUSED) & ~is_empty(examples.texts)
    learned = np.isin(groups, groups[used & (examples.split == TRAIN)])
    rows = rows_where(used & (examples.split != TRAIN) & learned)
    if not len(rows):
        return None
    one = N_("{n:,} validation or test row has nearly the text of a training row: results would look too good.")
    many = N_("{n:,} validation or test rows have nearly the text of a training row: results would look too good.")
    return Finding(say(one, many, n=len(rows)), rows, action="split")
