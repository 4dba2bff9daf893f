"""Training rows are drawn so that labels are even: which ones, how many, and that only the seed decides."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.training.resampling import drawn_rows, resampled, targets
from workbench.training.task_model import Part

LABELS = st.lists(st.sampled_from("aaaaaaabbbc"), min_size=1, max_size=80)


def part(labels: list[str]) -> Part:
    return Part(np.arange(len(labels)) + 100, {"text": [f"t{at}" for at in range(len(labels))], "label": labels})


def test_that_the_formula_is_what_it_says() -> None:
    counts = {"a": 100, "b": 30, "c": 4}
    assert targets(counts, "none") == counts
    assert targets(counts, "over") == {"a": 100, "b": 100, "c": 100}
    assert targets(counts, "under") == {"a": 10, "b": 10, "c": 4}
    assert targets({"a": 100, "b": 30}, "under") == {"a": 30, "b": 30}
    assert targets({}, "over") == {}


@settings(max_examples=80, deadline=None)
@given(labels=LABELS, seed=st.integers(0, 3))
def test_that_over_sampling_repeats_rows_evenly_and_loses_none(labels: list[str], seed: int) -> None:
    drawn = drawn_rows(labels, "over", seed=seed)
    most = max(Counter(labels).values())
    assert Counter(labels[at] for at in drawn) == dict.fromkeys(labels, most)
    for label in set(labels):
        copies = Counter(drawn.tolist())
        found = [copies[at] for at, own in enumerate(labels) if own == label]
        assert min(found) >= 1
        assert max(found) - min(found) <= 1


@settings(max_examples=80, deadline=None)
@given(labels=LABELS, seed=st.integers(0, 3))
def test_that_under_sampling_takes_no_row_twice(labels: list[str], seed: int) -> None:
    drawn = drawn_rows(labels, "under", seed=seed).tolist()
    assert len(set(drawn)) == len(drawn)
    assert dict(Counter(labels[at] for at in drawn)) == targets(Counter(labels), "under")


@pytest.mark.parametrize("kind", ["over", "under"])
def test_that_the_seed_decides(kind: str) -> None:
    labels = ["a"] * 90 + ["b"] * 37
    first, again, other = (drawn_rows(labels, kind, seed=seed).tolist() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_that_rows_texts_and_labels_stay_together() -> None:
    drawn = resampled(part(["a"] * 5 + ["b"] * 2), "over", seed=0)
    assert len(drawn) == 10
    assert all(text == f"t{row - 100}" for row, text in zip(drawn.rows, drawn.columns["text"], strict=True))
    assert all((row < 105) == (label == "a") for row, label in zip(drawn.rows, drawn.columns["label"], strict=True))
    whole = part(["a", "b"])
    assert resampled(whole, "none", seed=0) is whole
