"""Mending in the Data pane, by its buttons, menus and keys, over the real handlers; and each undo."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import data_pane_examples
import pyarrow.parquet as pq
import pytest
from data_pane_examples import ABOUT_DATA, ROWS, Desk, desk, write_rows
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.commands import Command
from workbench.gui.panes.data import PANE
from workbench.gui.panes.data.clean_dialog import CleanDialog
from workbench.gui.panes.data.difference_dialog import DifferenceDialog
from workbench.gui.panes.data.labels_dialog import LabelsDialog
from workbench.gui.panes.data.mask_dialog import MaskDialog
from workbench.gui.panes.data.step_dialog import ASK_DELAY_MS
from workbench.gui.panes.data.view import DataPane
from workbench.gui.session import Session
from workbench.gui.widgets.paged_table import PagedTable
from workbench.protocol import CleanVersion, RowKeys, TrainBaseline
from workbench.values import EditCells, KeepRows, NormalizeText, RemoveRows, RenameLabels, RowQuery

pytestmark = pytest.mark.gui

COFFEE = "keeps coffee hot until noon and looks good"
FIRST_ROWS = [
    "the strap broke after two weeks", COFFEE, COFFEE, "arrived a day early and well packed",
    "the left earbud went silent after a month", "it does what it says and nothing more",
    "best chair that I have ever owned",
]  # fmt: skip


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path) -> Iterator[Desk]:  # noqa: ARG001 - qtbot makes the application
    with desk(library) as made:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        made.context.theme.apply(app)
        yield made


@pytest.fixture
def pane(at_desk: Desk, qtbot: QtBot) -> Iterator[DataPane]:
    at_desk.context.commands.add(Command("open_file", "Open", lambda: None, shortcut="Ctrl+O"))
    made = PANE.build(at_desk.context)
    assert isinstance(made, DataPane)
    window = QWidget()
    qtbot.addWidget(window)
    made.setParent(window)
    window.resize(1096, 708)
    made.resize(1096, 708)
    window.show()
    made.on_opened()
    yield made  # noqa: PT022 - the frame of the fixture keeps the window


@pytest.fixture
def opened(at_desk: Desk, pane: DataPane, tmp_path: Path) -> DataPane:
    at_desk.open(write_rows(tmp_path))
    return pane


def table_of(pane: DataPane) -> PagedTable:
    return pane.filled_page.table_card.table


def column(pane: DataPane, number: int = 1) -> list[str]:
    model = table_of(pane).table_model
    return [model.cell(row, number) for row in range(model.rowCount())]


def select(pane: DataPane, first: int, last: int) -> None:
    """As a click and a click with Shift."""
    table = table_of(pane)
    for row, modifier in ((first, Qt.KeyboardModifier.NoModifier), (last, Qt.KeyboardModifier.ShiftModifier)):
        place = table.visualRect(table.table_model.index(row, 1)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def finish(at_desk: Desk) -> None:
    """Answers until nothing waits: the keys of rows, then the step, then the rows that are looked for."""
    while at_desk.engines.waiting():
        at_desk.engines.answer()


def taken(at_desk: Desk) -> object:
    """The step that made the current version."""
    assert at_desk.session.version is not None
    return at_desk.session.version.recipe[-1]


def told(at_desk: Desk) -> str:
    return at_desk.notices[-1].text


def undo_by_toast(at_desk: Desk) -> None:
    action = at_desk.notices[-1].action
    assert action is not None
    assert action.text == "Undo"
    action.run()


def menu_texts(menu: QMenu | None) -> list[str]:
    assert menu is not None
    return [action.text() for action in menu.actions() if action.text()]


def trigger(menu: QMenu | None, text: str) -> None:
    assert menu is not None
    next(action for action in menu.actions() if action.text() == text).trigger()


# Rows


def test_that_selected_rows_bring_the_bar_and_escape_takes_it_away(opened: DataPane) -> None:
    card = opened.filled_page.table_card
    assert card.selection_bar.isHidden()
    select(opened, 1, 3)
    assert card.selection_bar.isVisible()
    assert card.selection_bar.count.text() == "3 rows selected"
    assert card.segments.isHidden()
    card._leave()
    assert card.selection_bar.isHidden()
    assert card.segments.isVisible()


def test_that_the_delete_key_removes_the_selected_rows_and_undo_brings_them_back(
    at_desk: Desk, opened: DataPane
) -> None:
    select(opened, 1, 2)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    finish(at_desk)
    assert column(opened) == [FIRST_ROWS[0], *FIRST_ROWS[3:]]
    assert told(at_desk) == "2 rows removed."
    undo_by_toast(at_desk)
    assert column(opened) == FIRST_ROWS


def test_that_one_of_two_equal_rows_is_removed_not_both(at_desk: Desk, opened: DataPane) -> None:
    select(opened, 2, 2)
    opened.filled_page.table_card.selection_bar.remove_button.click()
    finish(at_desk)
    assert column(opened, 3) == ["A17", "A18", "A20", "A21", "A22", "A23"]


def test_that_only_the_selected_rows_are_kept(at_desk: Desk, opened: DataPane) -> None:
    select(opened, 0, 1)
    opened.filled_page.table_card.selection_bar.keep_button.click()
    finish(at_desk)
    assert column(opened) == FIRST_ROWS[:2]
    assert told(at_desk) == "2 rows kept, the others removed."
    assert isinstance(taken(at_desk), KeepRows)
    undo_by_toast(at_desk)
    assert column(opened) == FIRST_ROWS


def test_that_rows_too_few_for_a_baseline_do_not_take_undo_away(
    at_desk: Desk, opened: DataPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_pane_examples, "ABOUT_DATA", (*ABOUT_DATA, TrainBaseline))
    at_desk.session.failed.connect(at_desk.context.messages.show_error)  # as the window does
    select(opened, 0, 1)
    opened.filled_page.table_card.selection_bar.keep_button.click()
    finish(at_desk)
    assert not at_desk.session.is_baseline_training
    assert at_desk.session.baseline is None
    undo_by_toast(at_desk)
    assert column(opened) == FIRST_ROWS


def test_that_all_rows_that_a_search_found_are_named_by_the_search(at_desk: Desk, opened: DataPane) -> None:
    opened._presenter.show_label("good")
    finish(at_desk)
    QTest.keyClick(table_of(opened), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    finish(at_desk)
    assert taken(at_desk) == RemoveRows(found=RowQuery(label="good"))
    assert column(opened, 2) == ["bad", "bad", "fair"]


def test_that_rows_of_an_issue_are_named_one_by_one(at_desk: Desk, opened: DataPane) -> None:
    opened._presenter.show_issue("exact_duplicates")
    finish(at_desk)
    table_of(opened).selectAll()
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    assert isinstance(at_desk.engines.waiting()[0], RowKeys)
    finish(at_desk)
    assert told(at_desk) == "1 row removed."


def test_that_the_whole_table_cannot_be_removed(at_desk: Desk, opened: DataPane) -> None:
    table_of(opened).selectAll()
    bar = opened.filled_page.table_card.selection_bar
    assert not bar.remove_button.isEnabled()
    assert not bar.keep_button.isEnabled()
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    assert at_desk.engines.waiting() == []


def test_that_a_second_delete_waits_for_the_first(at_desk: Desk, opened: DataPane) -> None:
    select(opened, 0, 0)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    assert len(at_desk.engines.waiting()) == 1
    finish(at_desk)
    assert len(column(opened)) == 6


def test_that_selected_rows_get_another_label(at_desk: Desk, opened: DataPane) -> None:
    select(opened, 0, 1)
    actions = opened.filled_page.table_card.row_actions
    opened.filled_page.table_card.selection_bar.label_button.click()
    assert actions.chooser is not None
    QTest.keyClicks(actions.chooser.field, "fai")
    QTest.keyClick(actions.chooser.field, Qt.Key.Key_Return)
    finish(at_desk)
    assert column(opened, 2)[:3] == ["fair", "fair", "good"]
    assert told(at_desk) == "2 rows are now “fair”."
    undo_by_toast(at_desk)
    assert column(opened, 2)[:3] == ["bad", "good", "good"]


def test_that_a_label_that_does_not_exist_yet_can_be_written(at_desk: Desk, opened: DataPane) -> None:
    table = table_of(opened)
    table.edit_wanted.emit(table.table_model.index(0, 2))
    chooser = opened.filled_page.table_card.row_actions.chooser
    assert chooser is not None
    QTest.keyClicks(chooser.field, "broken")
    assert chooser.rows.row_text(0) == "New label “broken”"
    QTest.keyClick(chooser.field, Qt.Key.Key_Return)
    finish(at_desk)
    assert column(opened, 2)[0] == "broken"


def test_that_f2_edits_a_text_in_its_place_and_undo_restores_it(at_desk: Desk, opened: DataPane) -> None:
    table = table_of(opened)
    table.select_row(0)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = opened.filled_page.table_card.row_actions.editor
    assert editor is not None
    assert editor.text() == FIRST_ROWS[0]
    editor.edit.setPlainText("the strap held")
    QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    finish(at_desk)
    assert column(opened)[0] == "the strap held"
    assert isinstance(taken(at_desk), EditCells)
    assert told(at_desk) == "1 cell changed."
    undo_by_toast(at_desk)
    assert column(opened)[0] == FIRST_ROWS[0]


def test_that_escape_leaves_a_cell_as_it_was(at_desk: Desk, opened: DataPane) -> None:
    table = table_of(opened)
    place = table.visualRect(table.table_model.index(3, 1)).center()
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    editor = opened.filled_page.table_card.row_actions.editor
    assert editor is not None
    editor.edit.setPlainText("something else")
    QTest.keyClick(editor.edit, Qt.Key.Key_Escape)
    assert opened.filled_page.table_card.row_actions.editor is None
    assert at_desk.engines.waiting() == []


@pytest.mark.parametrize("text", ["two\nlines", "two\r\nlines", "hard\u00a0space", "  ends  ", "<b>&amp;</b>"])
def test_that_an_untouched_cell_is_not_changed_by_looking_at_it(
    at_desk: Desk, pane: DataPane, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "cells.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text", "label"], [text, "a"], ["another text", "b"]])
    at_desk.open(path)
    table = table_of(pane)
    table.edit_wanted.emit(table.table_model.index(0, 1))
    editor = pane.filled_page.table_card.row_actions.editor
    assert editor is not None
    assert editor.text() == column(pane)[0]
    QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    assert at_desk.engines.waiting() == []


def test_that_the_menu_of_a_row_has_what_the_keys_do(at_desk: Desk, opened: DataPane) -> None:
    table = table_of(opened)
    place = table.visualRect(table.table_model.index(4, 1)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    menu = opened.filled_page.table_card.row_actions.menu
    assert menu_texts(menu) == [
        "Edit the cell", "Change label…", "Copy the row", "Copy the cell", "Remove the row", "Keep only these",
    ]  # fmt: skip
    trigger(menu, "Copy the cell")
    assert QGuiApplication.clipboard().text() == FIRST_ROWS[4]
    trigger(menu, "Remove the row")
    finish(at_desk)
    assert column(opened) == [*FIRST_ROWS[:4], *FIRST_ROWS[5:]]


def test_that_several_rows_are_copied_as_a_table(opened: DataPane) -> None:
    select(opened, 0, 1)
    opened.filled_page.table_card.selection_bar.copy_button.click()
    assert QGuiApplication.clipboard().text() == f"{FIRST_ROWS[0]}\tbad\tA17\n{COFFEE}\tgood\tA18"


def test_that_the_table_stays_where_it_is_after_a_step(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    rows = "\n".join(f"a text about number {i} and more,{'a' if i % 2 else 'b'}" for i in range(500))
    at_desk.open(write_rows(tmp_path, f"text,label\n{rows}\n"))
    table = table_of(pane)
    table.verticalScrollBar().setValue(6000)
    table.select_row(210)
    where = table.verticalScrollBar().value()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    finish(at_desk)
    assert len(column(pane)) == 499
    assert table.verticalScrollBar().value() == where
    assert table.currentIndex().row() == 210


def test_that_what_is_looked_for_stays_after_a_step(at_desk: Desk, opened: DataPane) -> None:
    opened._presenter.show_label("good")
    finish(at_desk)
    select(opened, 0, 0)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    finish(at_desk)
    assert opened._presenter.filter.label == "good"
    assert column(opened, 2) == ["good"] * 3


# Labels


def label_menu(pane: DataPane, row: int) -> QMenu | None:
    labels = pane.filled_page.labels
    place = labels.row_rect(row).center().toPoint()
    QApplication.sendEvent(
        labels.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, labels.viewport().mapToGlobal(place)),
    )
    return pane.mending.label_menu


def choose(pane: DataPane, text: str) -> None:
    chooser = pane.mending.chooser
    assert chooser is not None
    chooser.field.setText(text)
    QTest.keyClick(chooser.field, Qt.Key.Key_Return)


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


# Texts


UGLY = (
    "text,label\n"
    "  spaces   everywhere  ,a\n"
    "<b>bold</b> &amp; proud,a\n"
    "see https://example.org/x now,b\n"
    "write to ann.lee@example.org or bob@example.org,b\n"
    "write to ann.lee@example.org again,a\n"
    "nothing to see here,b\n"
)


def settle(at_desk: Desk, qtbot: QtBot) -> None:
    """The choices rest, then the engine answers."""
    qtbot.wait(ASK_DELAY_MS + 60)
    finish(at_desk)


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


# Undo, redo and versions


def test_that_undo_and_redo_go_back_and_forth_and_survive_a_restart(at_desk: Desk, opened: DataPane) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    trigger(label_menu(opened, 2), "Merge into…")
    choose(opened, "good")
    finish(at_desk)
    history = at_desk.session.history
    assert (history.undo_what(), history.redo_what()) == ("labels merged", "")
    history.undo()
    history.undo()
    assert column(opened) == FIRST_ROWS
    assert (history.undo_what(), history.redo_what()) == ("", "duplicates removed")
    at_desk.session.end()
    again = Session(at_desk.library, at_desk.engines, at_desk.context.training)
    again.begin()
    assert again.history.redo_what() == "duplicates removed"
    again.history.redo()
    again.history.redo()
    assert again.version is not None
    assert [item.label for item in again.version.profile.labels] == ["good", "bad"]
    assert again.history.redo_what() == ""


def test_that_redo_goes_to_the_version_that_was_left_last(at_desk: Desk, opened: DataPane) -> None:
    for row in (0, 1):
        select(opened, row, row)
        QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
        finish(at_desk)
        at_desk.session.history.undo()
    at_desk.session.history.redo()
    assert column(opened) == [FIRST_ROWS[0], *FIRST_ROWS[2:]]


def test_that_going_back_by_the_version_menu_can_be_redone(at_desk: Desk, opened: DataPane) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    opened.filled_page.version_menu.actions()[1].trigger()
    assert at_desk.session.history.redo_what() == "duplicates removed"
    at_desk.context.commands.run("redo_mending")
    assert len(column(opened)) == 6
    at_desk.context.commands.run("undo_mending")
    assert len(column(opened)) == 7


def test_that_a_toast_undoes_only_what_it_tells_of(at_desk: Desk, opened: DataPane) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    first = at_desk.notices[-1].action
    select(opened, 0, 0)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    finish(at_desk)
    assert first is not None
    first.run()
    assert len(column(opened)) == 5


def test_that_what_changed_between_versions_is_shown(at_desk: Desk, opened: DataPane) -> None:
    trigger(label_menu(opened, 2), "Rename…")
    choose(opened, "so so")
    finish(at_desk)
    at_desk.context.commands.run("compare_versions")
    dialog = opened.mending.dialog
    assert isinstance(dialog, DifferenceDialog)
    finish(at_desk)
    assert [option.text for option in dialog.kinds.options()] == ["1 row relabeled"]
    assert dialog.table.table_model.cell(0, 1) == FIRST_ROWS[5]
    dialog.new_box.setCurrentIndex(1)
    finish(at_desk)
    assert dialog.sentence.text() == "No row was added, removed or relabeled."
    dialog.close()


def test_that_a_file_that_has_changed_says_what_is_new(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    changed = ROWS.replace("after two weeks,bad", "after two weeks,fair").replace(
        "best chair that I have ever", "worst"
    )
    write_rows(tmp_path, changed + "one more row about nothing,bad,A24\n")
    opened.filled_page.reopen_wanted.emit()
    finish(at_desk)
    assert told(at_desk) == "Version 2: 2 rows added, 1 row removed, 1 row relabeled."
    action = at_desk.notices[-1].action
    assert action is not None
    action.run()
    finish(at_desk)
    dialog = opened.mending.dialog
    assert isinstance(dialog, DifferenceDialog)
    assert [option.key for option in dialog.kinds.options()] == ["added", "removed", "relabeled"]
    dialog.close()


def test_that_the_same_file_again_is_no_news(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    at_desk.open(tmp_path / "reviews.csv")
    finish(at_desk)
    assert opened.filled_page.isVisible()
    assert at_desk.notices == []


def test_that_a_recipe_is_replayed_on_another_file(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    trigger(label_menu(opened, 2), "Merge into…")
    choose(opened, "bad")
    finish(at_desk)
    other = write_rows(tmp_path, ROWS + "a last row of the other file,fair,A30\n", "other.csv")
    opened.mending.versions.replay_on(other)
    finish(at_desk)
    assert at_desk.session.version is not None
    assert at_desk.session.version.name == "other.csv"
    assert column(opened, 2) == ["bad", "good", "good", "bad", "bad", "good", "bad"]
    assert told(at_desk) == "1 row removed. 2 cells changed."
    assert at_desk.session.history.undo_what() == "2 steps of a recipe"


def test_that_a_recipe_is_not_replayed_on_a_file_that_could_not_be_opened(
    at_desk: Desk, opened: DataPane, tmp_path: Path
) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    opened.mending.versions.replay_on(tmp_path / "gone.csv")
    finish(at_desk)
    at_desk.open(write_rows(tmp_path, ROWS, "gone.csv"))
    finish(at_desk)
    assert at_desk.session.version is not None
    assert at_desk.session.version.recipe == ()


def test_that_a_recipe_is_kept_and_taken_again(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    trigger(label_menu(opened, 0), "Rename…")
    choose(opened, "great")
    finish(at_desk)
    opened.mending.versions.save_recipe(tmp_path / "mine.json")
    assert told(at_desk) == "Recipe saved as “mine.json”."
    at_desk.session.history.undo()
    opened.mending.versions.take_saved_recipe(tmp_path / "mine.json")
    finish(at_desk)
    assert opened.filled_page.labels.rows()[0].name == "great"
    (tmp_path / "bad.json").write_text("nonsense")
    opened.mending.versions.take_saved_recipe(tmp_path / "bad.json")
    assert at_desk.notices[-1].tone == "error"
    assert "bad.json" in told(at_desk)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_that_cleaned_data_is_exported(at_desk: Desk, opened: DataPane, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out{ending}"
    opened.mending.versions.export(out)
    finish(at_desk)
    assert told(at_desk).startswith(f"7 rows written to “out{ending}”.")
    action = at_desk.notices[-1].action
    assert action is not None
    assert action.text == "Open folder"
    assert out.stat().st_size > 0
    if ending == ".parquet":
        assert pq.read_table(out).column("review").to_pylist() == FIRST_ROWS


def test_that_an_export_that_fails_says_why(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    opened.mending.versions.export(tmp_path / "no such folder" / "out.csv")
    finish(at_desk)
    assert at_desk.notices[-1].tone == "error"


@pytest.mark.parametrize(
    ("open_dialog", "accepts"),
    [
        (lambda view: view.export(), QFileDialog.AcceptMode.AcceptSave),
        (lambda view: view.save_recipe(), QFileDialog.AcceptMode.AcceptSave),
        (lambda view: view.take_recipe(), QFileDialog.AcceptMode.AcceptOpen),
        (lambda view: view.replay(), QFileDialog.AcceptMode.AcceptOpen),
    ],
)
def test_that_files_are_asked_for_without_blocking(
    at_desk: Desk, opened: DataPane, open_dialog: Callable[[object], None], accepts: QFileDialog.AcceptMode
) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    open_dialog(opened.mending)
    dialog = opened.mending.dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.acceptMode() == accepts
    if accepts == QFileDialog.AcceptMode.AcceptSave:
        assert Path(dialog.selectedFiles()[0]).name.startswith("reviews v2")
    dialog.close()


# Issues


def test_that_a_click_on_the_sentence_shows_the_rows(at_desk: Desk, opened: DataPane) -> None:
    opened.filled_page.issues.sentence_clicked.emit("exact_duplicates")
    finish(at_desk)
    assert column(opened, 3) == ["A19"]


def test_that_a_step_that_cannot_be_taken_says_why(at_desk: Desk, opened: DataPane) -> None:
    opened._presenter.mending.take(RenameLabels(names={"no such label": "x"}))
    finish(at_desk)
    assert at_desk.notices[-1].tone == "error"
    assert "no such label" in told(at_desk)
    assert not opened._presenter.mending.is_busy


def test_that_the_pane_is_busy_until_a_step_is_taken(at_desk: Desk, opened: DataPane) -> None:
    busy: list[bool] = []
    mending = opened._presenter.mending
    mending.busy_changed.connect(lambda: busy.append(mending.is_busy))
    opened._presenter.mend("exact_duplicates")
    (request,) = at_desk.engines.waiting()
    assert isinstance(request, CleanVersion)
    finish(at_desk)
    assert busy == [True, False]


def test_that_every_control_of_the_bar_has_a_name(opened: DataPane) -> None:
    select(opened, 0, 1)
    bar = opened.filled_page.table_card.selection_bar
    buttons = (bar.remove_button, bar.keep_button, bar.label_button, bar.copy_button)
    assert all(button.text() for button in buttons)
    assert bar.leave_button.accessibleName() == "Select nothing (Esc)"
    assert opened.filled_page.labels_button.accessibleName() == "Edit labels…"
