"""The split is stratified, seeded and complete, whatever the labels are."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.data.split import split_rows, split_sizes
from workbench.values import SplitRecipe, SplitSizes

LABELS = st.lists(st.sampled_from(["a", "b", "c", "rare", None]), max_size=80)


@settings(max_examples=100, deadline=None)
@given(labels=LABELS, seed=st.integers(0, 5), groups=st.lists(st.integers(0, 9), min_size=80, max_size=80))
def test_that_every_labeled_row_has_a_part_and_groups_stay_together(
    labels: list[str | None], seed: int, groups: list[int]
) -> None:
    codes = split_rows(labels, SplitRecipe(validation=0.2, test=0.2, seed=seed), groups=groups[: len(labels)])
    assert [code == 3 for code in codes] == [label is None for label in labels]
    used = {(group, code) for group, code in zip(groups, codes.tolist(), strict=False) if code != 3}
    assert len(used) == len({group for group, _ in used})


@settings(max_examples=100, deadline=None)
@given(labels=LABELS, seed=st.integers(0, 5))
def test_that_every_label_can_be_learned(labels: list[str | None], seed: int) -> None:
    codes = split_rows(labels, SplitRecipe(seed=seed))
    learned = {label for label, code in zip(labels, codes, strict=True) if code == 0}
    assert learned == set(labels) - {None}


def test_that_a_label_with_one_example_is_learned() -> None:
    codes = split_rows(["a"] * 50 + ["once"], SplitRecipe())
    assert codes[-1] == 0


def test_that_the_parts_have_the_sizes_of_the_recipe() -> None:
    labels = [label for i in range(45) for label in [f"label {i}"] * (i + 1)]  # 1,035 rows in 45 uneven labels
    assert split_sizes(split_rows(labels, SplitRecipe())) == SplitSizes(train=827, validation=104, test=104, unused=0)


def test_that_labels_keep_their_shares() -> None:
    labels = ["a"] * 600 + ["b"] * 300 + ["c"] * 100
    codes = split_rows(labels, SplitRecipe())
    test = Counter(label for label, code in zip(labels, codes, strict=True) if code == 2)
    assert test == {"a": 60, "b": 30, "c": 10}


def test_that_the_seed_decides() -> None:
    labels = ["a", "b"] * 100
    first, again = (split_rows(labels, SplitRecipe(seed=1)) for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, split_rows(labels, SplitRecipe(seed=2)))


def test_that_a_test_share_of_nothing_gives_no_test_rows() -> None:
    sizes = split_sizes(split_rows(["a", "b"] * 50, SplitRecipe(validation=0.1, test=0.0)))
    assert sizes == SplitSizes(train=90, validation=10, test=0, unused=0)
