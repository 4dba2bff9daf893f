"""The first rows of a large file are on the screen while the others are read."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from data_pane_examples import Desk, write_rows
from pytestqt.qtbot import QtBot

from workbench.gui.panes.data.view import DataPane

pytestmark = pytest.mark.gui

ROWS = 60_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "large.csv"
    path.write_text("review,stars\n" + "".join(f"The room was clean {number},{number % 5}\n" for number in range(ROWS)))
    return path


def test_that_the_first_rows_stand_in_place_of_the_recent_files(at_desk: Desk, file: Path, qtbot: QtBot) -> None:
    pane = DataPane(at_desk.context)
    qtbot.addWidget(pane)
    pane.resize(1180, 700)
    pane.show()
    page = pane.empty_page
    seen: list[tuple[bool, bool, str]] = []

    def look() -> None:
        cell = page.preview.table.table_model.cell(199, 1) if page.preview.isVisible() else ""
        seen.append((page.preview.isVisible(), page.samples_card.isVisible(), cell))

    at_desk.session.imports.changed.connect(look)
    at_desk.session.imports.open_file(file)
    at_desk.engines.answer()
    with_rows = (True, False, "The room was clean 199")
    assert [state for state, _ in itertools.groupby(seen)] == [(False, True, ""), with_rows, (False, True, "")]
    assert page.preview.table.table_model.rowCount() == 200
    assert at_desk.session.version is not None
    assert at_desk.session.version.rows == ROWS


def test_that_a_small_file_is_shown_only_when_it_is_complete(at_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    pane = DataPane(at_desk.context)
    qtbot.addWidget(pane)
    previews: list[str | None] = []
    at_desk.session.imports.changed.connect(lambda: previews.append(at_desk.session.imports.preview))
    at_desk.open(write_rows(tmp_path))
    assert set(previews) == {None}
