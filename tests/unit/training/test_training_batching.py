"""The order of training: complete, repeatable, with little padding."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.training import batching

lengths_lists = st.lists(st.integers(1, 300), min_size=1, max_size=200)


@given(lengths_lists, st.integers(1, 32), st.integers(0, 2**31), st.integers(0, 50))
def test_that_every_example_is_learned_from_once_an_epoch(
    lengths: list[int], batch_size: int, seed: int, epoch: int
) -> None:
    batches = batching.epoch_batches(np.array(lengths), batch_size, seed=seed, epoch=epoch)

    assert sorted(np.concatenate(batches).tolist()) == list(range(len(lengths)))
    assert len(batches) == batching.steps_per_epoch(len(lengths), batch_size)
    assert all(len(batch) <= batch_size for batch in batches)


def test_that_the_order_depends_on_seed_and_epoch_only() -> None:
    lengths = np.arange(1, 101)

    def order(seed: int, epoch: int) -> list[int]:
        return [int(i) for batch in batching.epoch_batches(lengths, 8, seed=seed, epoch=epoch) for i in batch]

    assert order(1, 2) == order(1, 2)
    assert order(1, 2) != order(1, 3)
    assert order(1, 2) != order(2, 2)


def test_that_grouping_by_length_saves_most_of_the_padding() -> None:
    lengths = np.random.default_rng(0).integers(1, 200, 2000)

    def padded(batches: list[np.ndarray[tuple[int], np.dtype[np.int64]]]) -> int:
        return sum(len(batch) * int(lengths[batch].max()) for batch in batches)

    grouped = padded(batching.epoch_batches(lengths, 16, seed=0, epoch=0))
    in_file_order = padded([np.arange(at, at + 16) for at in range(0, 2000, 16)])

    assert grouped < 1.1 * lengths.sum()
    assert in_file_order > 1.6 * lengths.sum()


@given(lengths_lists, st.integers(1, 1000))
def test_that_a_batch_is_cut_to_the_token_budget(lengths: list[int], tokens: int) -> None:
    sizes = np.array(lengths)
    order = np.argsort(-sizes, kind="stable")

    parts = list(batching.within_budget(order, sizes, tokens=tokens))

    assert np.concatenate(parts).tolist() == order.tolist()
    assert all(len(part) == 1 or len(part) * sizes[part].max() <= tokens for part in parts)


@given(st.integers(1, 500), st.integers(1, 50))
def test_that_the_last_step_of_an_epoch_is_always_checked(steps: int, evaluations: int) -> None:
    checks = batching.evaluation_steps(steps, evaluations)

    assert steps in checks
    assert checks <= set(range(1, steps + 1))
    assert len(checks) == min(steps, evaluations) or len(checks) <= evaluations
