"""The dialog of augmentation: real texts before and after, and what it sets for the next run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from data_pane_examples import Desk, write_rows
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.panes.data import PANE
from workbench.gui.panes.data.augmentation_dialog import AugmentationDialog
from workbench.gui.panes.data.view import DataPane
from workbench.protocol import PreviewAugmentation

pytestmark = pytest.mark.gui

TEXTS = [f"the parcel number {i} came late and was quite wet inside" for i in range(30)]


@pytest.fixture
def dialog(at_desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[AugmentationDialog]:
    pane = PANE.build(at_desk.context)
    assert isinstance(pane, DataPane)
    window = QWidget()
    qtbot.addWidget(window)
    pane.setParent(window)
    window.show()
    rows = "".join(f"{text},{'good' if i % 2 else 'bad'}\n" for i, text in enumerate(TEXTS))
    at_desk.open(write_rows(tmp_path, "text,label\n" + rows))
    at_desk.context.commands.run("augmentation")
    (made,) = pane.findChildren(AugmentationDialog)
    yield made  # noqa: PT022 - the frame of the fixture keeps the window


def test_that_training_texts_are_shown_before_and_after(at_desk: Desk, dialog: AugmentationDialog) -> None:
    at_desk.engines.answer()
    lines = dialog.view.toPlainText().splitlines()
    before, after = lines[0::2], lines[1::2]
    assert before
    assert set(before) <= set(TEXTS)
    for old, new in zip(before, after, strict=True):
        assert len(new.split()) == len(old.split()) - 1  # a tenth of eleven words is left out


def test_that_another_method_is_asked_for(at_desk: Desk, dialog: AugmentationDialog, qtbot: QtBot) -> None:
    at_desk.engines.answer()
    dialog.methods.set_current("swap")
    dialog.methods.chosen.emit("swap")
    qtbot.waitUntil(lambda: bool(at_desk.engines.waiting()))
    (request,) = at_desk.engines.waiting()
    assert isinstance(request, PreviewAugmentation)
    assert request.settings == {"augmentation": "swap", "augmentation_share": 0.1}
    at_desk.engines.answer()
    lines = dialog.view.toPlainText().splitlines()
    assert all(sorted(new.split()) == sorted(old.split()) for old, new in zip(lines[0::2], lines[1::2], strict=True))


def test_that_what_is_chosen_holds_for_the_next_run(at_desk: Desk, dialog: AugmentationDialog) -> None:
    at_desk.session.set_settings({"epochs": 2})
    at_desk.engines.answer()
    dialog.share.set_number(0.3)
    dialog.use_button.click()
    assert at_desk.session.settings == {"epochs": 2, "augmentation": "delete", "augmentation_share": 0.3}


def test_that_what_is_not_installed_is_said_and_not_chosen(
    at_desk: Desk, dialog: AugmentationDialog, qtbot: QtBot
) -> None:
    at_desk.engines.answer()
    dialog.methods.set_current("translate")
    dialog.methods.chosen.emit("translate")
    qtbot.waitUntil(lambda: bool(at_desk.engines.waiting()))
    at_desk.engines.answer()
    assert "No translation models" in dialog.view.toPlainText()
    assert not dialog.use_button.isEnabled()
