"""Requests to base models, answered by the real handlers over a real library and a hub on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_server import Hub, serve
from tiny_models import save_tiny_model

from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.models import catalog, download
from workbench.protocol import (
    DownloadModel,
    EstimateRun,
    ImportFile,
    InspectModel,
    ListModels,
    ModelDownloaded,
    ModelInspected,
    ModelsListed,
    Progressed,
    Request,
    RequestFailed,
    RunEstimated,
    TerminalEvent,
    VersionReady,
)
from workbench.store import Library

NAME = "test-org/tiny-model"


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Library.open(tmp_path / "library") as library:
        yield Context(library, Predictors(library), lambda: False)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with serve({NAME: save_tiny_model(tmp_path / "served")}) as running:
        yield running


def last(request: Request, context: Context) -> TerminalEvent:
    event = list(run_request(request, context))[-1]
    assert isinstance(event, TerminalEvent)
    return event


def import_texts(texts: list[str], context: Context, tmp_path: Path) -> int:
    path = tmp_path / "texts.csv"
    rows = [f'"{text}",{("good", "bad")[i % 2]}' for i, text in enumerate(texts)]
    path.write_text("\n".join(["text,label", *rows]) + "\n", encoding="utf-8")
    event = last(ImportFile(path=str(path)), context)
    assert isinstance(event, VersionReady)
    return event.version_id


def estimate(version_id: int, context: Context, *, method: str = "full") -> RunEstimated:
    event = last(EstimateRun(version_id=version_id, model="starter", method=method), context)
    assert isinstance(event, RunEstimated)
    return event


def test_that_a_model_is_looked_up_downloaded_listed_and_found_again(context: Context, hub: Hub) -> None:
    looked_up = last(InspectModel(name=NAME, endpoint=hub.endpoint), context)
    assert isinstance(looked_up, ModelInspected)
    assert looked_up.model.folder == ""
    assert looked_up.model.bytes > 20_000

    events = list(run_request(DownloadModel(request_id=7, name=NAME, endpoint=hub.endpoint), context))

    assert isinstance(events[-1], ModelDownloaded)
    assert {event.request_id for event in events} == {7}
    progress = [event for event in events if isinstance(event, Progressed) and event.total]
    assert progress[-1].done == progress[-1].total
    listed = last(ListModels(), context)
    assert isinstance(listed, ModelsListed)
    assert events[-1].model in listed.models
    found = last(InspectModel(name=NAME), context)
    assert isinstance(found, ModelInspected)
    assert found.model == events[-1].model


def test_that_a_cancelled_download_keeps_what_arrived(context: Context, hub: Hub) -> None:
    hub.behaviour.break_after = [5_000]
    events = run_request(DownloadModel(name=NAME, endpoint=hub.endpoint), context)
    partial = download.model_folder(context.library.folder, NAME)
    while not any(path.stat().st_size == 5_000 for path in partial.rglob("*.safetensors.partial")):
        next(events)

    events.close()

    assert len(list(partial.rglob("*.safetensors.partial"))) == 1
    hub.behaviour.requests.clear()
    assert isinstance(last(DownloadModel(name=NAME, endpoint=hub.endpoint), context), ModelDownloaded)
    assert next(r for path, r in hub.behaviour.requests if path.startswith("/storage/")) == "bytes=5000-"


def test_that_a_failed_download_says_what_to_do(context: Context, hub: Hub) -> None:
    event = last(DownloadModel(name="test-org/other", endpoint=hub.endpoint), context)

    assert isinstance(event, RequestFailed)
    assert event.error.code == "model"
    assert event.error.fix is not None


def test_that_a_folder_that_can_be_used_is_remembered_and_another_is_not(context: Context, tmp_path: Path) -> None:
    folder = save_tiny_model(tmp_path / "mine")
    good = last(InspectModel(name=str(folder)), context)
    bad = last(InspectModel(name=str(tmp_path)), context)

    assert isinstance(good, ModelInspected)
    assert good.model.problem is None
    assert isinstance(bad, ModelInspected)
    assert bad.model.problem is not None
    assert catalog.remembered_folders(context.library.folder) == [folder]


def test_that_an_estimate_has_numbers_and_no_warning_for_english(context: Context, tmp_path: Path) -> None:
    texts = [f"The room was nice and clean, number {i} was the best of all" for i in range(60)]

    event = estimate(import_texts(texts, context, tmp_path), context)

    found = event.estimate
    assert found.warning is None
    assert found.seconds > 0
    assert 10 < found.mean_tokens < 20
    assert found.memory_bytes > 400_000_000
    assert found.fit == "fits"
    head = estimate(event.version_id, context, method="head").estimate
    assert head.seconds < found.seconds


def test_that_the_starter_is_warned_of_for_chinese(context: Context, tmp_path: Path) -> None:
    texts = [f"酒店的房间太小，服务态度也很差，第{i}次来了。" for i in range(60)]

    found = estimate(import_texts(texts, context, tmp_path), context).estimate

    assert found.unknown_share > 0.2
    assert found.warning is not None
    assert "characters in your texts" in found.warning.one


@pytest.mark.parametrize(
    "request_changes", [{"model": "org/not-here"}, {"method": "magic"}, {"settings": {"epochs": 0}}]
)
def test_that_what_cannot_be_estimated_is_told(
    request_changes: dict[str, object], context: Context, tmp_path: Path
) -> None:
    version_id = import_texts(["good day", "bad day"] * 10, context, tmp_path)
    values = {"version_id": version_id, "model": "starter", "method": "full"} | request_changes

    event = last(EstimateRun(**values), context)  # type: ignore[arg-type] # one of them is wrong on purpose

    assert isinstance(event, RequestFailed)
    assert event.error.code in ("model", "setting")
