"""The window's title names what is open."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from workbench.gui.commands import Commands
from workbench.gui.language import Language
from workbench.gui.main_window import MainWindow
from workbench.gui.theme import Theme

pytestmark = pytest.mark.gui


def test_that_the_title_names_the_file_and_the_program(qtbot: QtBot) -> None:
    window = MainWindow(Theme("light"), Language("en"), Commands(), specs=[], copy_diagnostics=lambda _error: None)
    qtbot.addWidget(window)
    assert window.windowTitle() == "Workbench"
    window.set_subject("messages.csv")
    assert window.windowTitle() == "messages.csv \u2013 Workbench"
    window.set_subject("")
    assert window.windowTitle() == "Workbench"
