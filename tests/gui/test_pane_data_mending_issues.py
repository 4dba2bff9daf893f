"""The buttons of issues in the Data pane, over the real handlers."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_pane_examples import Desk, write_rows
from mending_desk import column, finish, select, told

from workbench.gui.panes.data.view import DataPane
from workbench.protocol import CleanVersion
from workbench.values import RenameLabels

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(at_desk: Desk, pane: DataPane, tmp_path: Path) -> DataPane:
    at_desk.open(write_rows(tmp_path))
    return pane


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
