"""Asking for a map gives a file with a place for every sampled row, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from workbench.data import tables
from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.protocol import (
    Event,
    ImportFile,
    MapVersion,
    Progressed,
    Request,
    RequestFailed,
    VersionMapped,
    VersionReady,
)
from workbench.store import Library
from workbench.values import Roles, Version

pytestmark = pytest.mark.engine

ENGLISH = {
    "weather": "the storm brought rain and wind to the coast",
    "sport": "the striker scored two goals in the match",
}
CHINESE = {"食物": "这家餐厅的菜很好吃，服务也热情", "手机": "手机电池续航太差，屏幕还碎了"}


@pytest.fixture
def context(library: Path) -> Iterator[Context]:
    with Library.open(library) as opened:
        yield Context(library=opened, predictors=Predictors(opened), stop_requested=lambda: False)


def last(request: Request, context: Context) -> Event:
    return list(run_request(request, context))[-1]


def imported(context: Context, path: Path, sentences: dict[str, str]) -> Version:
    rows = [f"{text} {number},{label}" for number in range(20) for label, text in sentences.items()]
    path.write_text("\n".join(["text,label", *rows, ",weather"]) + "\n", encoding="utf-8")
    ready = last(ImportFile(path=str(path), roles=Roles(text="text", label="label")), context)
    assert isinstance(ready, VersionReady)
    return context.library.version(ready.version_id)


def like_neighbors(places: NDArray[np.float32], groups: NDArray[np.int64]) -> float:
    _, near = NearestNeighbors(n_neighbors=4).fit(places).kneighbors(places)
    return float((groups[near[:, 1:]] == groups[:, None]).mean())


@pytest.mark.slow
@pytest.mark.parametrize("sentences", [ENGLISH, CHINESE], ids=["model", "words"])
def test_that_like_texts_lie_together(context: Context, tmp_path: Path, sentences: dict[str, str]) -> None:
    version = imported(context, tmp_path / "a.csv", sentences)
    mapped = last(MapVersion(version_id=version.id), context)
    assert isinstance(mapped, VersionMapped)
    rows, places = tables.read_map(Path(mapped.path))
    assert rows.tolist() == list(range(40))  # the row without a text has no place
    assert mapped.rows == 40
    assert like_neighbors(places, rows % 2) > 0.9


@pytest.mark.slow
def test_that_a_map_is_made_once_and_a_sample_is_spread(context: Context, tmp_path: Path) -> None:
    version = imported(context, tmp_path / "a.csv", ENGLISH)
    first = last(MapVersion(version_id=version.id, most=10), context)
    again = list(run_request(MapVersion(version_id=version.id, most=10), context))
    assert isinstance(first, VersionMapped)
    assert again[-1] == first
    assert not any(isinstance(event, Progressed) for event in again)
    rows, _ = tables.read_map(Path(first.path))
    assert (len(rows), rows[0], rows[-1]) == (10, 0, 39)


def test_that_a_map_without_texts_is_refused_in_words(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\none thing,a\n,b\n,a\n")
    ready = last(ImportFile(path=str(path), roles=Roles(text="text", label="label")), context)
    assert isinstance(ready, VersionReady)
    failed = last(MapVersion(version_id=ready.version_id), context)
    assert isinstance(failed, RequestFailed)
    assert "too few texts" in failed.error.what.one
