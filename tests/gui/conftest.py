"""A Data pane over a real library, for the tests that do not want another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from data_pane_examples import Desk, shown_desk, shown_pane
from pytestqt.qtbot import QtBot

from workbench.gui.panes.data.view import DataPane


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path) -> Iterator[Desk]:  # noqa: ARG001 - qtbot makes the application
    with shown_desk(library) as made:
        yield made


@pytest.fixture
def pane(at_desk: Desk, qtbot: QtBot) -> Iterator[DataPane]:
    with shown_pane(at_desk, qtbot) as made:
        yield made
