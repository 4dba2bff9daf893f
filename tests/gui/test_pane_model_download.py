"""The Model pane's downloads from end to end: the real background engine, and a hub on loopback that misbehaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_server import Hub, serve
from pytestqt.qtbot import QtBot
from tiny_models import save_tiny_model
from training_desk import Desk, desk

from workbench.gui.engines import Engines
from workbench.gui.panes.model import PANE
from workbench.gui.panes.model.view import ModelPane

pytestmark = [pytest.mark.gui, pytest.mark.engine]

NAME = "test-org/tiny-model"
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("hub") / "tiny-model")


@pytest.fixture
def hub(original: Path) -> Iterator[Hub]:
    with serve({NAME: original}) as running:
        yield running


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path, hub: Hub) -> Iterator[Desk]:
    engines = Engines(library)
    with desk(library, engines=engines) as made:
        made.preferences["hub_endpoint"] = hub.endpoint
        yield made
        with qtbot.waitSignal(engines.shut_down, timeout=PATIENCE_MS):
            engines.shutdown()


@pytest.fixture
def pane(at_desk: Desk, qtbot: QtBot) -> ModelPane:
    made = PANE.build(at_desk.context)
    assert isinstance(made, ModelPane)
    qtbot.addWidget(made)
    made.resize(1096, 708)
    made.show()
    made.on_opened()
    return made


def begin(pane: ModelPane, name: str = NAME) -> None:
    """Asks for a model as a user does."""
    pane._id_field.setText(name)
    pane._download_button.click()


def finish(pane: ModelPane, at_desk: Desk, qtbot: QtBot) -> None:
    """Waits until the model is here, chosen and known."""
    qtbot.waitUntil(lambda: bool(at_desk.session.model.folder), timeout=PATIENCE_MS)
    assert at_desk.session.model.name == NAME
    assert pane._presenter.download is None
    assert not pane._progress.isVisible()
    qtbot.waitUntil(lambda: NAME in [row.key for row in pane._list.rows()], timeout=PATIENCE_MS)
    row = next(row for row in pane._list.rows() if row.key == NAME)
    assert (row.icon, row.trailing, row.action) == ("check", "on this computer", "")


def error_of(pane: ModelPane, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: pane._presenter.error is not None, timeout=PATIENCE_MS)
    assert pane._banner.isVisible()
    return pane._banner.accessibleName()


def test_that_a_model_is_downloaded_chosen_and_listed(
    pane: ModelPane, at_desk: Desk, qtbot: QtBot, original: Path
) -> None:
    begin(pane)
    assert pane._progress.isVisible()
    finish(pane, at_desk, qtbot)
    weights = Path(at_desk.session.model.folder) / "model.safetensors"
    assert weights.read_bytes() == (original / "model.safetensors").read_bytes()
    assert pane._banner.isHidden()


def test_that_a_cancelled_download_resumes_where_it_ended(
    pane: ModelPane, at_desk: Desk, hub: Hub, qtbot: QtBot
) -> None:
    hub.behaviour.break_after = [8_000, *[0] * 10]  # then nothing more comes, for as long as the engine is patient
    begin(pane)
    qtbot.waitUntil(lambda: len(hub.behaviour.break_after) < 10, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "test-org/tiny-model: " in pane._progress_words.text(), timeout=PATIENCE_MS)
    pane._progress_button.click()
    qtbot.waitUntil(lambda: pane._progress_button.text() == "Resume", timeout=PATIENCE_MS)
    assert "What has arrived is kept." in pane._progress_words.text()
    hub.behaviour.break_after.clear()
    hub.behaviour.requests.clear()
    pane._progress_button.click()
    finish(pane, at_desk, qtbot)
    weights = [asked for path, asked in hub.behaviour.requests if path.endswith("model.safetensors")]
    assert set(weights) == {"bytes=8000-"}


def test_that_wrong_bytes_are_refused_in_words(pane: ModelPane, at_desk: Desk, hub: Hub, qtbot: QtBot) -> None:
    hub.behaviour.corrupt = {"model.safetensors"}
    begin(pane)
    assert "model.safetensors" in error_of(pane, qtbot)
    assert at_desk.session.model.name == "starter"
    hub.behaviour.corrupt = set()
    begin(pane)
    finish(pane, at_desk, qtbot)
    assert pane._banner.isHidden(), "what is mended is no longer told"


def test_that_a_model_that_is_not_there_is_named(pane: ModelPane, at_desk: Desk, qtbot: QtBot) -> None:
    begin(pane, "test-org/no-such-model")
    assert "test-org/no-such-model" in error_of(pane, qtbot)
    assert pane._presenter.download is None
    assert pane._download_button.isEnabled()
    assert at_desk.session.model.name == "starter"


def test_that_a_hub_that_cannot_be_reached_is_told_with_its_address(
    pane: ModelPane, at_desk: Desk, qtbot: QtBot
) -> None:
    at_desk.preferences["hub_endpoint"] = "http://127.0.0.1:9"
    begin(pane)
    assert "127.0.0.1" in error_of(pane, qtbot)
