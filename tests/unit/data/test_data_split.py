"""The split is stratified, seeded and complete, whatever the labels are; groups and moments stay whole."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.data.split import Codes, numbered, split_by_time, split_given, split_groups, split_rows, split_sizes
from workbench.values import SplitRecipe, SplitSizes

LABELS = st.lists(st.integers(-1, 3), max_size=80).map(lambda numbers: np.array(numbers, np.int64))
GROUPS = st.lists(st.integers(0, 9), min_size=80, max_size=80).map(lambda numbers: np.array(numbers, np.int64))
RECIPES = st.builds(
    SplitRecipe,
    validation=st.sampled_from([0.0, 0.1, 0.25]),
    test=st.sampled_from([0.0, 0.1, 0.3]),
    seed=st.integers(0, 5),
)


def straddling(codes: np.ndarray, groups: Codes) -> int:
    """How many groups lie in more than one part."""
    used = {(group, code) for group, code in zip(groups.tolist(), codes.tolist(), strict=True) if code != 3}
    return len(used) - len({group for group, _ in used})


@settings(max_examples=150, deadline=None)
@given(labels=LABELS, recipe=RECIPES, groups=GROUPS)
def test_that_every_labeled_row_has_a_part_and_groups_stay_together(
    labels: Codes, recipe: SplitRecipe, groups: Codes
) -> None:
    groups = groups[: len(labels)]
    for codes in (split_rows(labels, recipe, groups=groups), split_groups(labels, recipe, groups=groups)):
        assert np.array_equal(codes == 3, labels < 0)
        assert straddling(codes, groups) == 0


@settings(max_examples=150, deadline=None)
@given(labels=LABELS, recipe=RECIPES, groups=GROUPS)
def test_that_no_part_is_too_large_by_more_than_half_a_group(labels: Codes, recipe: SplitRecipe, groups: Codes) -> None:
    groups = groups[: len(labels)]
    codes = split_rows(labels, recipe, groups=groups)
    largest = max((int(np.sum((groups == group) & (labels >= 0))) for group in set(groups.tolist())), default=0)
    used = int((labels >= 0).sum())
    sizes = split_sizes(codes)
    assert sizes.test <= recipe.test * used + largest / 2 + 1e-6
    assert sizes.validation <= recipe.validation * used + largest / 2 + 1e-6


@settings(max_examples=100, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 6), min_size=40, max_size=60),
    labels=st.integers(1, 3),
    recipe=RECIPES,
)
def test_that_parts_of_small_groups_are_within_one_group_of_the_recipe(
    sizes: list[int], labels: int, recipe: SplitRecipe
) -> None:
    groups = np.repeat(np.arange(len(sizes)), sizes)
    own = groups % labels
    found = split_sizes(split_rows(own, recipe, groups=groups))
    assert abs(found.test - recipe.test * len(own)) <= max(sizes)
    assert abs(found.validation - recipe.validation * len(own)) <= max(sizes)


@settings(max_examples=100, deadline=None)
@given(labels=LABELS, seed=st.integers(0, 5))
def test_that_every_label_can_be_learned(labels: Codes, seed: int) -> None:
    codes = split_rows(labels, SplitRecipe(seed=seed))
    assert set(labels[codes == 0].tolist()) == set(labels.tolist()) - {-1}


def test_that_a_label_with_one_example_is_learned() -> None:
    codes = split_rows(np.array([0] * 50 + [1]), SplitRecipe())
    assert codes[-1] == 0


def test_that_the_parts_have_the_sizes_of_the_recipe() -> None:
    labels = np.repeat(np.arange(45), np.arange(45) + 1)  # 1,035 rows in 45 uneven labels
    assert split_sizes(split_rows(labels, SplitRecipe())) == SplitSizes(train=827, validation=104, test=104, unused=0)


def test_that_labels_keep_their_shares() -> None:
    labels = np.repeat([0, 1, 2], [600, 300, 100])
    codes = split_rows(labels, SplitRecipe())
    assert np.bincount(labels[codes == 2]).tolist() == [60, 30, 10]


def test_that_the_seed_decides() -> None:
    labels = np.array([0, 1] * 100)
    first, again = (split_rows(labels, SplitRecipe(seed=1)) for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, split_rows(labels, SplitRecipe(seed=2)))


def test_that_tying_two_rows_together_moves_hardly_any_other() -> None:
    labels = np.array([0, 1] * 500)
    loose = split_rows(labels, SplitRecipe(), groups=np.arange(1000))
    groups = np.arange(1000)
    groups[998] = 0
    assert int((loose != split_rows(labels, SplitRecipe(), groups=groups)).sum()) <= 6


def test_that_a_test_share_of_nothing_gives_no_test_rows() -> None:
    sizes = split_sizes(split_rows(np.array([0, 1] * 50), SplitRecipe(validation=0.1, test=0.0)))
    assert sizes == SplitSizes(train=90, validation=10, test=0, unused=0)


def test_that_a_group_too_large_for_the_test_leaves_room_for_smaller_ones() -> None:
    groups = np.array([0] * 60 + list(range(1, 41)))
    assert split_sizes(split_rows(np.zeros(100, np.int64), SplitRecipe(), groups=groups)).test == 10


@pytest.mark.parametrize("seed", range(5))
def test_that_few_groups_with_mixed_labels_keep_the_shares_of_the_labels(seed: int) -> None:
    random = np.random.default_rng(seed)
    groups = np.sort(random.integers(0, 60, 1200))
    labels = (random.random(1200) < np.linspace(0.05, 0.6, 60)[groups]).astype(np.int64)  # customers differ
    codes = split_groups(labels, SplitRecipe(seed=seed), groups=groups)
    assert straddling(codes, groups) == 0
    for part, share in ((1, 0.1), (2, 0.1)):
        assert abs((codes == part).mean() - share) < 0.02
        assert abs(labels[codes == part].mean() - labels.mean()) < 0.08


def test_that_the_newest_rows_are_tested() -> None:
    times = np.array([5, 1, 9, 3, 7, 2, 8, 4, 6, 0])
    codes = split_by_time(np.zeros(10, np.int64), SplitRecipe(), times=times, has_time=np.ones(10, np.bool_))
    assert codes.tolist() == [2 if t == 9 else 1 if t == 8 else 0 for t in times.tolist()]


@settings(max_examples=100, deadline=None)
@given(times=st.lists(st.integers(0, 8), min_size=1, max_size=60), recipe=RECIPES)
def test_that_a_moment_is_never_divided_and_time_runs_forward(times: list[int], recipe: SplitRecipe) -> None:
    stamps = np.array(times, np.int64)
    codes = split_by_time(np.zeros(len(times), np.int64), recipe, times=stamps, has_time=np.ones(len(times), np.bool_))
    parts = [set(stamps[codes == part].tolist()) for part in (0, 1, 2)]
    assert parts[0]
    ordered = [part for part in parts if part]
    assert all(max(early) < min(late) for early, late in itertools.pairwise(ordered))


def test_that_rows_without_a_date_are_training_rows() -> None:
    has_time = np.arange(20) >= 10
    codes = split_by_time(np.zeros(20, np.int64), SplitRecipe(), times=np.arange(20), has_time=has_time)
    assert codes.tolist() == [0] * 16 + [1, 1, 2, 2]


def test_that_a_given_split_is_kept_and_a_missing_part_is_cut_from_training() -> None:
    given_parts = np.array([0] * 80 + [2] * 20, np.int8)
    labels = np.arange(100) % 2
    codes = split_given(labels, given_parts, SplitRecipe(validation=0.25))
    assert np.array_equal(codes == 2, given_parts == 2)
    assert np.bincount(labels[codes == 1]).tolist() == [10, 10]
    whole = np.array([0] * 70 + [1] * 10 + [2] * 20, np.int8)
    assert np.array_equal(split_given(labels, whole, SplitRecipe()), whole)


def test_that_a_million_rows_are_divided_within_a_second() -> None:
    random = np.random.default_rng(0)
    labels, groups = random.integers(0, 20, 1_000_000), random.integers(0, 900_000, 1_000_000)
    started = time.perf_counter()
    codes = split_rows(labels, SplitRecipe(), groups=groups)
    assert time.perf_counter() - started < 3.0  # 0.7 s alone; the machine that tests may be busy
    assert split_sizes(codes).test == pytest.approx(100_000, abs=2)


@given(values=st.lists(st.integers(-2, 40), max_size=30))
def test_that_values_are_numbered_in_the_order_in_which_they_appear(values: list[int]) -> None:
    order = list(dict.fromkeys(values))
    assert numbered(np.array(values, np.int64)).tolist() == [order.index(value) for value in values]
