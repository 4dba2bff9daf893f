"""Whether anything can be learned from the rows of a run, said in words before anything starts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench.errors import DataError
from workbench.i18n import N_, say

if TYPE_CHECKING:
    from workbench.training.task_model import Parts

MOST_LABELS = 2_000
FEW_LABELS = 50
"""Up to so many labels, each may be rare; beyond, a column with hardly two rows a value is no label column."""


def check_parts(parts: Parts) -> None:
    """Raises what stands in the way of training.

    Raises:
        DataError: If there are no training or test rows, fewer than two labels with two examples, or so many labels
            that the column is probably not one of labels.
    """
    if not len(parts.train):
        raise DataError(
            say(N_("No row has both a text and a label, so there is nothing to learn from.")),
            say(N_("Choose other columns for the text and the label.")),
        )
    counts = Counter(parts.train.columns["label"])
    _check_label_count(len(counts), rows=len(parts.train))
    usable = [label for label, count in counts.items() if count >= 2]
    if len(usable) < 2:
        raise DataError(
            say(
                N_("Only {n} label has at least two training examples; two such labels are needed."),
                N_("Only {n} labels have at least two training examples; two such labels are needed."),
                n=len(usable),
            ),
            say(N_("Add examples, or choose another label column.")),
        )
    if not len(parts.test):
        raise DataError(
            say(N_("There are no test rows, so the model could not be measured.")),
            say(N_("Add examples, give the test rows a larger share, or choose a test file.")),
        )


def _check_label_count(labels: int, *, rows: int) -> None:
    if labels > MOST_LABELS or (labels > FEW_LABELS and rows < 2 * labels):
        raise DataError(
            say(N_("The label column has {labels:,} different values in {rows:,} rows."), labels=labels, rows=rows),
            say(N_("Choose the column that holds the categories, not a number or a free text.")),
        )
