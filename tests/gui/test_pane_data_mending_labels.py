"""What is done with labels in the Data pane: renamed, merged, removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_pane_examples import Desk, write_rows
from mending_desk import choose, finish, label_menu, menu_texts, taken, told, trigger, undo_by_toast
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from workbench.gui.panes.data.labels_dialog import LabelsDialog
from workbench.gui.panes.data.view import DataPane
from workbench.values import RemoveRows, RenameLabels, RowQuery

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(at_desk: Desk, pane: DataPane, tmp_path: Path) -> DataPane:
    at_desk.open(write_rows(tmp_path))
    return pane


def test_that_a_label_is_renamed_from_its_menu(at_desk: Desk, opened: DataPane) -> None:
    menu = label_menu(opened, 0)
    assert menu_texts(menu) == ["Show", "Rename…", "Merge into…", "Edit labels…", "Remove its rows"]
    trigger(menu, "Rename…")
    choose(opened, "great")
    finish(at_desk)
    assert taken(at_desk) == RenameLabels(names={"good": "great"})
    assert told(at_desk) == "“good” is now “great”."
    assert opened.filled_page.labels.rows()[0].name == "great"
    undo_by_toast(at_desk)
    assert opened.filled_page.labels.rows()[0].name == "good"


def test_that_a_label_joins_another(at_desk: Desk, opened: DataPane) -> None:
    trigger(label_menu(opened, 2), "Merge into…")
    choose(opened, "good")
    finish(at_desk)
    assert [row.name for row in opened.filled_page.labels.rows()] == ["good", "bad"]
    assert at_desk.session.history.undo_what() == "labels merged"
    assert opened.filled_page.version_menu.actions()[0].text() == "Version 2 · labels merged · 7 rows"


def test_that_the_rows_of_a_label_are_removed(at_desk: Desk, opened: DataPane) -> None:
    trigger(label_menu(opened, 1), "Remove its rows")
    finish(at_desk)
    assert taken(at_desk) == RemoveRows(found=RowQuery(label="bad"))
    assert told(at_desk) == "2 rows removed."


def test_that_the_menu_of_a_label_opens_by_key(opened: DataPane) -> None:
    labels = opened.filled_page.labels
    labels.setFocus()
    labels.current_row = 1
    place = QPoint(1, 1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, labels.mapToGlobal(place))
    QApplication.sendEvent(labels.viewport(), event)
    trigger(opened.mending.label_menu, "Show")
    assert opened._presenter.filter.label == "bad"


def test_that_several_labels_are_merged_in_the_dialog(at_desk: Desk, opened: DataPane) -> None:
    opened.filled_page.labels_button.click()
    dialog = opened.mending.dialog
    assert isinstance(dialog, LabelsDialog)
    assert not dialog.merge_button.isEnabled()
    for label in ("good", "fair"):
        dialog.table.toggled.emit(label, "check", True)
    assert dialog.checked() == ["good", "fair"]
    assert not dialog.rename_button.isEnabled()
    dialog.merge_button.click()
    assert dialog.chooser is not None
    QTest.keyClicks(dialog.chooser.field, "fine")
    QTest.keyClick(dialog.chooser.field, Qt.Key.Key_Return)
    finish(at_desk)
    assert [(row.name, row.value) for row in opened.filled_page.labels.rows()] == [("fine", "5"), ("bad", "2")]
    assert dialog.checked() == []
    dialog.close()


def test_that_the_labels_dialog_finds_renames_and_removes(at_desk: Desk, opened: DataPane) -> None:
    opened.mending.open_labels()
    dialog = opened.mending.dialog
    assert isinstance(dialog, LabelsDialog)
    QTest.keyClicks(dialog.find_field, "BA")
    assert [row.key for row in dialog.table.figures.rows] == ["bad"]
    dialog.table.toggled.emit("bad", "check", True)
    dialog.rename_button.click()
    assert dialog.chooser is not None
    QTest.keyClicks(dialog.chooser.field, "poor")
    QTest.keyClick(dialog.chooser.field, Qt.Key.Key_Return)
    finish(at_desk)
    dialog.find_field.clear()
    dialog.table.toggled.emit("poor", "check", True)
    dialog.remove_button.click()
    finish(at_desk)
    assert [row.name for row in opened.filled_page.labels.rows()] == ["good", "fair"]
    dialog.close()
