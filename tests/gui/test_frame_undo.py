"""Undo and Redo of the Edit menu: of the field that has the focus, else of the last step that mended the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from data_pane_examples import Desk, desk, write_rows
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from workbench import i18n
from workbench.gui.commands import Commands
from workbench.gui.language import Language
from workbench.gui.main_window import MainWindow
from workbench.gui.pane import Pane, PaneSpec
from workbench.gui.panes.data.mending_presenter import Mending
from workbench.gui.theme import Theme
from workbench.gui.window_commands import WindowDoings, window_commands
from workbench.values import RemoveDuplicates, RenameLabels

pytestmark = pytest.mark.gui

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class FieldPane(Pane):
    """A pane with a field."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit(self)


@dataclass
class Frame:
    """A window whose commands are about the data of a desk."""

    window: MainWindow
    pane: FieldPane
    at_desk: Desk

    def edit_action(self, number: int) -> QAction:
        """An action of the Edit menu, as it stands when the menu is opened."""
        menu = self.window.top_bar.action("edit_undo").associatedObjects()
        edit = next(owner for owner in menu if isinstance(owner, QMenu))
        edit.aboutToShow.emit()
        return edit.actions()[number]

    def mend(self, *steps: RemoveDuplicates | RenameLabels) -> None:
        """Takes steps one after the other."""
        mending = Mending(self.at_desk.session, self.at_desk.engines, self.at_desk.context.messages)
        for step in steps:
            mending.take(step)
            self.at_desk.engines.answer()


@pytest.fixture
def frame(qtbot: QtBot, library: Path, tmp_path: Path) -> Iterator[Frame]:
    commands = Commands()
    specs = [PaneSpec("data", "Data", "database", 1, build=lambda _context: FieldPane())]
    theme = Theme("light")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    window = MainWindow(theme, Language("en"), commands, specs=specs, copy_diagnostics=lambda _error: None)
    pane = FieldPane()
    window.fill(lambda _spec: pane)
    qtbot.addWidget(window)
    with desk(library) as at_desk, qtbot.waitExposed(window):
        commands.add(*window_commands(_doings(at_desk), specs))
        window.show()
        at_desk.open(write_rows(tmp_path))
        yield Frame(window, pane, at_desk)
        window.allow_close()


def _doings(at_desk: Desk) -> WindowDoings:
    def nothing() -> None:
        return

    return WindowDoings(
        open_file=nothing, open_folder=nothing, paste=nothing, open_library=nothing,
        open_settings=nothing, open_pane=lambda _name: None,
        open_palette=nothing, show_shortcuts=nothing, copy_diagnostics=nothing, toggle_full_screen=nothing,
        close=nothing, history=lambda: at_desk.session.history, set_preference=lambda _key, _value: None,
        preference=lambda _key: "",
    )  # fmt: skip


def rows(frame: Frame) -> int:
    version = frame.at_desk.session.version
    return version.rows if version is not None else 0


def test_that_keys_undo_and_redo_what_mended_the_data(frame: Frame) -> None:
    frame.mend(RemoveDuplicates())
    frame.window.rail.setFocus()
    QTest.keyClick(frame.window, Qt.Key.Key_Z, CTRL)
    assert rows(frame) == 7
    QTest.keyClick(frame.window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert rows(frame) == 6
    QTest.keyClick(frame.window, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(frame.window, Qt.Key.Key_Y, CTRL)
    assert rows(frame) == 6


def test_that_the_menu_names_what_it_undoes_in_the_language_of_the_window(frame: Frame) -> None:
    frame.mend(RemoveDuplicates(), RenameLabels(names={"fair": "good"}))
    frame.window.rail.setFocus()
    assert frame.edit_action(0).text() == "Undo labels merged"
    assert not frame.edit_action(1).isEnabled()
    frame.at_desk.session.history.undo()
    assert [frame.edit_action(number).text() for number in (0, 1)] == ["Undo duplicates removed", "Redo labels merged"]
    i18n.set_language("zh_CN")
    assert frame.edit_action(0).text() == "撤销：已删除重复行"


def test_that_a_field_with_the_focus_undoes_its_own_typing(frame: Frame) -> None:
    frame.mend(RemoveDuplicates())
    frame.pane.field.setFocus()
    QTest.keyClicks(frame.pane.field, "words")
    assert frame.edit_action(0).text() == "Undo"
    QTest.keyClick(frame.pane.field, Qt.Key.Key_Z, CTRL)
    assert frame.pane.field.text() == ""
    assert rows(frame) == 6


def test_that_nothing_is_undone_where_nothing_was_done(frame: Frame) -> None:
    frame.window.rail.setFocus()
    assert not frame.edit_action(0).isEnabled()
    QTest.keyClick(frame.window, Qt.Key.Key_Z, CTRL)
    assert rows(frame) == 7
