"""Which examples are learned from together: batches of about equal length, cut so that they fit a token budget.

The order of an epoch is a function of (seed, epoch) only, so that a resumed run needs nothing but its cursor.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

GROUP_BATCHES = 50
"""Batches that are sorted by length together: more waste less padding, fewer mix better."""

TOKEN_BUDGET = 16_384
"""Most padded tokens in one forward pass of training; a larger batch is learned from in parts."""

EVALUATION_TOKENS = 8_192
"""Most padded tokens in one forward pass without gradients."""


def epoch_batches(lengths: NDArray[np.int64], batch_size: int, *, seed: int, epoch: int) -> list[NDArray[np.int64]]:
    """The batches of one epoch: shuffled, grouped by length, shuffled again.

    Args:
        lengths: Tokens of each example: (n,).
        batch_size: Examples in a batch; the last one may have fewer.
        seed: Of the run.
        epoch: Counted from 0.

    Returns:
        Indices of the examples; each example is in exactly one batch, longest first.
    """
    generator = np.random.Generator(np.random.PCG64([seed, epoch]))
    order = generator.permutation(len(lengths))
    group = batch_size * GROUP_BATCHES
    batches: list[NDArray[np.int64]] = []
    for start in range(0, len(order), group):
        part = order[start : start + group]
        part = part[np.argsort(-lengths[part], kind="stable")]
        batches.extend(part[at : at + batch_size] for at in range(0, len(part), batch_size))
    return [batches[at] for at in generator.permutation(len(batches))]


def within_budget(
    indices: NDArray[np.int64], lengths: NDArray[np.int64], *, tokens: int
) -> Iterator[NDArray[np.int64]]:
    """Cuts indices that are sorted by length, longest first, into parts of at most so many padded tokens.

    Args:
        indices: Of the examples, longest first.
        lengths: Tokens of every example.
        tokens: The budget; a single example may exceed it.
    """
    at = 0
    while at < len(indices):
        longest = max(1, int(lengths[indices[at]]))
        size = max(1, tokens // longest)
        yield indices[at : at + size]
        at += size


def sorted_batches(lengths: NDArray[np.int64], *, tokens: int = EVALUATION_TOKENS) -> Iterator[NDArray[np.int64]]:
    """All examples, longest first, in batches within the budget: for evaluation, where the order does not matter."""
    yield from within_budget(np.argsort(-lengths, kind="stable"), lengths, tokens=tokens)


def steps_per_epoch(examples: int, batch_size: int) -> int:
    """Batches of one epoch."""
    return -(-examples // batch_size)


def evaluation_steps(steps: int, evaluations: int) -> set[int]:
    """The steps of an epoch, counted from 1, after which the validation rows are scored; the last is always one."""
    return {max(1, round(steps * (k + 1) / evaluations)) for k in range(evaluations)}
