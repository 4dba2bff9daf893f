"""A Data pane over a real library for the tests of mending, and the hands of its user."""

from __future__ import annotations

from data_pane_examples import Desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from workbench.gui.panes.data.step_dialog import ASK_DELAY_MS
from workbench.gui.panes.data.view import DataPane
from workbench.gui.widgets.paged_table import PagedTable

COFFEE = "keeps coffee hot until noon and looks good"
FIRST_ROWS = [
    "the strap broke after two weeks", COFFEE, COFFEE, "arrived a day early and well packed",
    "the left earbud went silent after a month", "it does what it says and nothing more",
    "best chair that I have ever owned",
]  # fmt: skip


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


def settle(at_desk: Desk, qtbot: QtBot) -> None:
    """The choices rest, then the engine answers."""
    qtbot.wait(ASK_DELAY_MS + 60)
    finish(at_desk)
