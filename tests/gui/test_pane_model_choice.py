"""The Model pane: what is offered, what is chosen, what is wrong with a model, and how it suits the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from results_examples import LABELS, add_version
from tiny_models import save_tiny_model
from training_desk import Desk, desk

from workbench.gui.panes.model import PANE
from workbench.gui.panes.model.presenter import Download, download_words, languages, parameters
from workbench.gui.panes.model.view import ModelPane
from workbench.gui.widgets.row_list import ListRow
from workbench.i18n import say, set_language
from workbench.protocol import (
    DownloadModel,
    EstimateRun,
    InspectModel,
    ListModels,
    ModelInspected,
    ModelsListed,
    Progressed,
    RequestCancelled,
    RequestFailed,
    RunEstimated,
    StartRun,
)
from workbench.values import ErrorInfo, Estimate, ModelCard, Version

pytestmark = pytest.mark.gui

STARTER = ModelCard(
    name="starter", kind="starter", title="starter model", folder="/s", bytes=91_000_000, languages=("en",),
    parameters=22_700_000, max_tokens=512, licence="apache-2.0", architecture="bert",
)  # fmt: skip
AWAY = ModelCard(
    name="org/far-away", kind="hub", title="far-away", bytes=470_000_000, languages=("en", "zh", "de"), licence="mit"
)
ESTIMATE = Estimate(
    seconds=170, memory_bytes=3 * 2**30, memory_total_bytes=16 * 2**30, disk_bytes=91_000_000, fit="tight",
    device="CPU, 8 cores", mean_tokens=20, truncated_share=0.03, unknown_share=0.0,
    warning=say("This model reads English; the texts are Chinese."),
)  # fmt: skip


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path) -> Iterator[Desk]:  # noqa: ARG001 - qtbot makes the application
    with desk(library) as made:
        yield made


@pytest.fixture
def pane(at_desk: Desk, qtbot: QtBot) -> ModelPane:
    made = PANE.build(at_desk.context)
    assert isinstance(made, ModelPane)
    qtbot.addWidget(made)
    made.resize(1096, 708)
    made.show()
    made.on_opened()
    at_desk.engines.tell(at_desk.engines.newest(ListModels), ModelsListed(models=(STARTER, AWAY)))
    return made


@pytest.fixture
def version(at_desk: Desk) -> Version:
    made = add_version(at_desk.library, ["one", "two"] * 20, ["negative", "positive"] * 20, labels=LABELS[:2])
    at_desk.show(made.id)
    return made


def row(pane: ModelPane, name: str) -> ListRow:
    return next(row for row in pane._list.rows() if row.key == name)


def told(pane: ModelPane) -> str:
    """The banner's words, empty if there is none."""
    return pane._banner.accessibleName() if pane._banner.isVisible() else ""


def test_that_models_here_and_on_the_hub_are_listed(pane: ModelPane) -> None:
    assert [row.key for row in pane._list.rows()] == ["starter", "org/far-away"]
    assert (row(pane, "starter").trailing, row(pane, "starter").action) == ("on this computer", "")
    assert row(pane, "starter").icon == "check"
    assert (row(pane, "org/far-away").detail, row(pane, "org/far-away").action) == (
        "3 languages, 470 MB, MIT", "Download",
    )  # fmt: skip


def test_that_a_model_here_is_chosen_and_looked_at(at_desk: Desk, pane: ModelPane) -> None:
    here = ModelCard(name="org/here", kind="hub", title="here", folder="/h", parameters=118_000_000, max_tokens=256)
    at_desk.engines.tell(at_desk.engines.all_of(ListModels)[0], ModelsListed(models=(STARTER, here)))
    pane._list.row_activated.emit("org/here")
    asked = at_desk.engines.newest(InspectModel)
    assert asked.request == InspectModel(request_id=asked.number, name="org/here")
    at_desk.engines.tell(asked, ModelInspected(model=here))
    assert row(pane, "org/here").icon == "check"
    assert {row.name: row.value for row in pane._model_rows.rows()} == {
        "Size": "118 million", "Reads at most": "256 tokens", "Folder": "h",
    }  # fmt: skip
    assert pane.status().state == "here"


def test_that_a_chosen_model_with_a_problem_says_it_and_cannot_train(
    at_desk: Desk,
    pane: ModelPane,
    version: Version,  # noqa: ARG001 - opens the data
) -> None:
    problem = say("“far-away” has its weights as a pickle only.")
    at_desk.session.choose_model("org/far-away")
    broken = ModelCard(name="org/far-away", kind="hub", title="far-away", problem=problem)
    at_desk.engines.tell(at_desk.engines.newest(InspectModel), ModelInspected(model=broken))
    assert told(pane) == "“far-away” has its weights as a pickle only."
    assert pane._data_words.text() == "“far-away” has its weights as a pickle only."
    assert pane.status().bar.facts[0].text == "“far-away” has its weights as a pickle only."
    at_desk.session.start_run()
    assert at_desk.engines.all_of(StartRun) == []
    pane._list.row_activated.emit("starter")
    at_desk.engines.tell(at_desk.engines.newest(InspectModel), ModelInspected(model=STARTER))
    assert told(pane) == ""


def test_that_a_folder_with_a_pickle_only_is_refused_in_words(at_desk: Desk, pane: ModelPane, tmp_path: Path) -> None:
    folder = save_tiny_model(tmp_path / "pickled")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    pane._presenter.choose_folder(str(folder))
    at_desk.engines.answer(InspectModel)
    assert "pytorch_model.bin, a format that can run code" in told(pane)
    assert at_desk.session.model.name == "starter"


def test_that_a_folder_with_a_model_is_chosen(at_desk: Desk, pane: ModelPane, tmp_path: Path) -> None:
    folder = save_tiny_model(tmp_path / "my model")
    pane._presenter.choose_folder(str(folder))
    at_desk.engines.answer(InspectModel)
    at_desk.engines.answer(InspectModel)
    at_desk.engines.answer(ListModels)
    assert told(pane) == ""
    assert at_desk.session.model.name == str(folder)
    assert row(pane, str(folder)).icon == "check"
    assert pane.status().state == "my model"


def test_that_a_download_tells_how_far_it_is_and_no_other_begins(at_desk: Desk, pane: ModelPane) -> None:
    pane._list.action_triggered.emit("org/far-away")
    asked = at_desk.engines.newest(DownloadModel)
    assert asked.role == "background"
    assert asked.request == DownloadModel(
        request_id=asked.number, name="org/far-away", endpoint="https://huggingface.co"
    )
    assert (row(pane, "org/far-away").trailing, row(pane, "org/far-away").action) == ("downloading", "")
    assert pane._progress_words.text() == "Asking the hub for org/far-away."
    assert not pane._download_button.isEnabled()
    at_desk.engines.tell(asked, Progressed(what=say("Downloading"), done=100e6, total=470e6))
    assert pane._progress_words.text().startswith("org/far-away: 100 MB of 470 MB")
    pane._id_field.setText("org/another")
    pane._id_field.returnPressed.emit()
    assert len(at_desk.engines.all_of(DownloadModel)) == 1
    pane._progress_button.click()
    assert at_desk.engines.cancelled == [asked.number]
    at_desk.engines.tell(asked, RequestCancelled())
    assert pane._progress_words.text() == "org/far-away: stopped at 100 MB of 470 MB. What has arrived is kept."
    assert pane._progress_button.text() == "Resume"
    pane._progress_button.click()
    assert len(at_desk.engines.all_of(DownloadModel)) == 2


def test_that_a_link_to_the_hub_is_taken_as_its_id(at_desk: Desk, pane: ModelPane) -> None:
    pane._id_field.setText(" https://huggingface.co/org/name/ ")
    pane._id_field.returnPressed.emit()
    request = at_desk.engines.newest(DownloadModel).request
    assert isinstance(request, DownloadModel)
    assert request.name == "org/name"


def test_that_the_address_of_the_hub_is_a_setting(at_desk: Desk, pane: ModelPane) -> None:
    pane._hub_card.action_button().click()
    assert at_desk.settings_opened == ["hub_endpoint"]


def test_that_a_changed_address_is_shown_when_the_window_is_back(at_desk: Desk, pane: ModelPane) -> None:
    at_desk.preferences["hub_endpoint"] = "https://hub.example"
    QApplication.sendEvent(pane, QEvent(QEvent.Type.WindowActivate))
    assert pane._hub_card.action_button().text() == "https://hub.example"


def test_that_nothing_is_cut_off_beside_an_error_in_a_low_window(
    at_desk: Desk,
    pane: ModelPane,
    qtbot: QtBot,
    version: Version,
) -> None:
    qtbot.waitUntil(lambda: bool(at_desk.engines.all_of(EstimateRun)), timeout=2000)
    told_now = RunEstimated(version_id=version.id, model="starter", estimate=ESTIMATE)
    at_desk.engines.tell(at_desk.engines.newest(EstimateRun), told_now)
    pane._presenter._set_error(ErrorInfo(code="model", what=say("What. " * 30), fix=say("Do. " * 30)))
    pane.resize(968, 588)
    QTest.qWait(50)
    for rows in (pane._model_rows, pane._data_rows):
        assert rows.height() >= rows.sizeHint().height()
    assert pane._side.verticalScrollBar().maximum() > 0


def test_that_a_failed_list_is_told(at_desk: Desk, pane: ModelPane) -> None:
    pane._presenter.refresh()
    error = ErrorInfo(code="library", what=say("The library cannot be read."), fix=say("Close the other window."))
    at_desk.engines.tell(at_desk.engines.newest(ListModels), RequestFailed(error=error))
    assert told(pane) == "The library cannot be read."
    assert pane._banner.accessibleDescription() == "Close the other window."


def test_that_the_card_tells_how_the_model_suits_the_data(
    at_desk: Desk, pane: ModelPane, qtbot: QtBot, version: Version
) -> None:
    assert pane._data_words.text() == "Estimating time and memory."
    assert [fact.text for fact in pane.status().bar.facts][2] == "estimating the time"
    qtbot.waitUntil(lambda: bool(at_desk.engines.all_of(EstimateRun)), timeout=2000)
    told_now = RunEstimated(version_id=version.id, model="starter", estimate=ESTIMATE)
    at_desk.engines.tell(at_desk.engines.newest(EstimateRun), told_now)
    assert pane._fit_chip.text() == "is tight"
    assert pane._warning.text() == "This model reads English; the texts are Chinese."
    rows = {row.name: row.value for row in pane._data_rows.rows()}
    assert rows["Training time"] == "about 3 min"
    assert rows["Memory"] == "3.0 of 16 GB"
    assert rows["Texts that are cut"] == "3%"
    assert not pane._data_words.isVisible()
    set_language("zh_CN")
    pane.retranslate()
    assert {row.name: row.value for row in pane._data_rows.rows()}["设备"] == "CPU，8 核"


def test_that_an_estimate_that_fails_does_not_estimate_for_ever(
    at_desk: Desk,
    pane: ModelPane,
    qtbot: QtBot,
    version: Version,  # noqa: ARG001 - opens the data
) -> None:
    qtbot.waitUntil(lambda: bool(at_desk.engines.all_of(EstimateRun)), timeout=2000)
    error = ErrorInfo(code="model", what=say("The model cannot be read."))
    at_desk.engines.tell(at_desk.engines.newest(EstimateRun), RequestFailed(error=error))
    facts = [fact.text for fact in pane.status().bar.facts]
    assert "estimating the time" not in facts
    assert pane._data_words.text() == "The time could not be estimated."


@pytest.mark.parametrize(
    ("codes", "words"),
    [((), ""), (("en",), "English"), (("en", "xx"), "English, xx"), (("en", "zh", "de"), "3 languages")],
)
def test_that_languages_are_named_or_counted(codes: tuple[str, ...], words: str) -> None:
    assert languages(ModelCard(name="m", kind="hub", title="m", languages=codes)) == words


@pytest.mark.parametrize(("count", "words"), [(0, ""), (22_700_000, "22.7 million"), (278_000_000, "278 million")])
def test_that_weights_are_counted_in_millions(count: int, words: str) -> None:
    assert parameters(ModelCard(name="m", kind="hub", title="m", parameters=count)) == words


def test_that_time_left_is_told_once_it_is_known() -> None:
    assert download_words(Download("m", 1e6, 4e6, 30.0)) == "m: 1.0 MB of 4.0 MB, about 30 s left"
