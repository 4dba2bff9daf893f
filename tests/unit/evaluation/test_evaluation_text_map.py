"""A map keeps what is alike together, whatever the number of texts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from workbench.evaluation.text_map import lay_out, word_vectors

WEATHER = [f"rain and wind over the coast on day {day}" for day in range(20)]
FOOTBALL = [f"the keeper saved a penalty in match {match}" for match in range(20)]


def share_of_like_neighbors(places: NDArray[np.float32], groups: NDArray[np.int64]) -> float:
    _, neighbors = NearestNeighbors(n_neighbors=4).fit(places).kneighbors(places)
    return float((groups[neighbors[:, 1:]] == groups[:, None]).mean())


@pytest.mark.slow
def test_that_texts_about_one_thing_lie_together() -> None:
    places = lay_out(word_vectors([*WEATHER, *FOOTBALL], unspaced=False))
    assert places.shape == (40, 2)
    assert share_of_like_neighbors(places, np.repeat([0, 1], 20)) > 0.95
    assert np.abs(places).max() == pytest.approx(1)


@pytest.mark.slow
def test_that_chinese_texts_about_one_thing_lie_together() -> None:
    food = [f"这家餐厅的菜很好吃，第{i}次来了" for i in range(20)]
    phones = [f"手机电池续航太差，用了{i}天就想退货" for i in range(20)]
    places = lay_out(word_vectors([*food, *phones], unspaced=True))
    assert share_of_like_neighbors(places, np.repeat([0, 1], 20)) > 0.95


@pytest.mark.slow
def test_that_a_map_is_the_same_every_time() -> None:
    vectors = np.random.default_rng(0).normal(size=(30, 8)).astype(np.float32)
    np.testing.assert_array_equal(lay_out(vectors), lay_out(vectors))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 15])
def test_that_a_few_texts_have_places(count: int) -> None:
    vectors = np.random.default_rng(0).normal(size=(count, 4)).astype(np.float32)
    places = lay_out(vectors)
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()


def test_that_texts_without_words_lie_in_one_place() -> None:
    vectors = word_vectors(["...", "!!!", "?"], unspaced=False)
    assert vectors.shape == (3, 0)
    assert not lay_out(vectors).any()


def test_that_equal_texts_have_finite_places() -> None:
    assert np.isfinite(lay_out(np.ones((20, 4), np.float32))).all()
