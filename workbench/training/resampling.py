"""Draws training rows anew, so that labels have nearer numbers of them; validation and test rows are never touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.training.task_model import Part

LEAST_KEPT = 10
"""Under-sampling leaves a label at least so many rows, if it has them."""


def resampled(part: Part, kind: str, *, seed: int) -> Part:
    """The training rows with every label drawn to the same number of them.

    `over`: every label gets as many rows as the commonest one has. Each of its rows stands floor(most / own) times,
    and what is missing is drawn from them without putting back, so that no row stands more than once more often than
    another. `under`: every label keeps as many rows as the rarest one has, but at least 10, drawn without putting
    back. As `RandomOverSampler` and `RandomUnderSampler` of imbalanced-learn do, but for the even copies and the ten.

    Args:
        part: The training rows.
        kind: `none`, `over` or `under`.
        seed: Of the run.

    Returns:
        Rows in the order of the file; the copies of a row are together.
    """
    if kind == "none":
        return part
    chosen = drawn_rows(part.columns["label"], kind, seed=seed)
    return Part(
        part.rows[chosen],
        {role: [values[at] for at in chosen.tolist()] for role, values in part.columns.items()},
    )


def drawn_rows(labels: Sequence[str], kind: str, *, seed: int) -> NDArray[np.int64]:
    """The positions of the rows that are drawn, ascending; see `resampled`."""
    names, codes, counts = np.unique(
        np.asarray(labels, dtype=object).astype(str), return_inverse=True, return_counts=True
    )
    random = np.random.default_rng((seed, 1))
    wanted = targets(dict(zip(names.tolist(), counts.tolist(), strict=True)), kind)
    drawn = []
    for code, name in enumerate(names.tolist()):
        own = np.flatnonzero(codes == code)
        copies, rest = divmod(wanted[name], len(own))
        drawn += [np.repeat(own, copies), random.permutation(own)[:rest]]
    return np.sort(np.concatenate(drawn)) if drawn else np.zeros(0, np.int64)


def targets(counts: Mapping[str, int], kind: str) -> dict[str, int]:
    """The number of rows that each label is drawn to."""
    if kind == "none" or not counts:
        return dict(counts)
    if kind == "over":
        return dict.fromkeys(counts, max(counts.values()))
    least = max(min(counts.values()), LEAST_KEPT)
    return {label: min(count, least) for label, count in counts.items()}
