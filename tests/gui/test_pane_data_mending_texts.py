"""Cleaning and masking texts in the Data pane, as the preview says."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_pane_examples import Desk, write_rows
from mending_desk import column, finish, settle, told, undo_by_toast
from pytestqt.qtbot import QtBot

from workbench.gui.panes.data.clean_dialog import CleanDialog
from workbench.gui.panes.data.mask_dialog import MaskDialog
from workbench.gui.panes.data.view import DataPane
from workbench.values import NormalizeText

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(at_desk: Desk, pane: DataPane, tmp_path: Path) -> DataPane:
    at_desk.open(write_rows(tmp_path))
    return pane


UGLY = (
    "text,label\n"
    "  spaces   everywhere  ,a\n"
    "<b>bold</b> &amp; proud,a\n"
    "see https://example.org/x now,b\n"
    "write to ann.lee@example.org or bob@example.org,b\n"
    "write to ann.lee@example.org again,a\n"
    "nothing to see here,b\n"
)


@pytest.fixture
def ugly(at_desk: Desk, pane: DataPane, tmp_path: Path) -> DataPane:
    at_desk.open(write_rows(tmp_path, UGLY, "ugly.csv"))
    return pane


def test_that_texts_are_cleaned_as_the_preview_says(at_desk: Desk, ugly: DataPane, qtbot: QtBot) -> None:
    at_desk.context.commands.run("clean_text")
    dialog = ugly.mending.dialog
    assert isinstance(dialog, CleanDialog)
    settle(at_desk, qtbot)
    counts = {name: row.count.text() for name, row in dialog.rows.items()}
    assert counts == {
        "trim": "1", "spaces": "1", "width": "0", "unicode": "0", "html": "1", "urls": "1", "controls": "0",
    }  # fmt: skip
    assert dialog.sentence.text() == "1 cell changes."
    dialog.rows["html"].box.setChecked(True)
    assert not dialog.take_button.isEnabled()
    settle(at_desk, qtbot)
    assert dialog.sentence.text() == "2 cells change."
    assert "<b>bold</b>" in dialog.preview.toPlainText()
    dialog.take_button.click()
    finish(at_desk)
    assert column(ugly)[:2] == ["spaces everywhere", "bold & proud"]
    assert told(at_desk) == "2 cells changed."
    undo_by_toast(at_desk)
    assert column(ugly)[1] == "<b>bold</b> &amp; proud"


def test_that_cleaning_can_be_about_one_column(at_desk: Desk, ugly: DataPane, qtbot: QtBot) -> None:
    ugly.mending.open_clean(NormalizeText(operations=("trim",)))
    dialog = ugly.mending.dialog
    assert isinstance(dialog, CleanDialog)
    dialog.columns.menu.actions()[1].setChecked(True)
    settle(at_desk, qtbot)
    assert dialog.step() == NormalizeText(operations=("trim",), columns=("label",))
    assert dialog.sentence.text() == "No cell changes."
    assert not dialog.take_button.isEnabled()
    dialog.rows["trim"].box.setChecked(False)
    settle(at_desk, qtbot)
    assert dialog.sentence.text() == "Nothing is chosen."
    dialog.reject()


def test_that_personal_data_is_masked_with_one_name_for_one_address(
    at_desk: Desk, ugly: DataPane, qtbot: QtBot
) -> None:
    at_desk.context.commands.run("mask_data")
    dialog = ugly.mending.dialog
    assert isinstance(dialog, MaskDialog)
    settle(at_desk, qtbot)
    assert dialog.rows["email"].count.text() == "3"
    assert "Postal addresses" in dialog.limits.text()
    dialog.rows["url"].box.setChecked(False)
    settle(at_desk, qtbot)
    assert "[EMAIL-1]" in dialog.preview.toPlainText()
    dialog.take_button.click()
    finish(at_desk)
    assert column(ugly)[2:5] == [
        "see https://example.org/x now", "write to [EMAIL-1] or [EMAIL-2]", "write to [EMAIL-1] again",
    ]  # fmt: skip
    undo_by_toast(at_desk)
    assert column(ugly)[4] == "write to ann.lee@example.org again"


def test_that_the_style_of_the_masks_is_chosen(at_desk: Desk, ugly: DataPane, qtbot: QtBot) -> None:
    ugly.mending.open_mask()
    dialog = ugly.mending.dialog
    assert isinstance(dialog, MaskDialog)
    dialog.style_choice.chosen.emit("stars")
    dialog.style_choice.set_current("stars")
    settle(at_desk, qtbot)
    step = dialog.step()
    assert step is not None
    assert step.style == "stars"
    assert "***" in dialog.preview.toPlainText()
    dialog.reject()
