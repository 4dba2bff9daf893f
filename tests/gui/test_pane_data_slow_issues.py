"""The buttons of what the late checks find, with the checks really made on real messages of which 5 are mislabeled."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import data_pane_examples
import pytest
from data_pane_examples import ABOUT_DATA, Desk, shown_desk, shown_pane
from mending_desk import column, finish, settle, undo_by_toast
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from widget_examples import click

from workbench.gui.panes.data.mask_dialog import MaskDialog
from workbench.gui.panes.data.view import DataPane
from workbench.protocol import CheckVersion, TrainBaseline
from workbench.values import MaskEntities

pytestmark = [pytest.mark.gui, pytest.mark.slow]

FLIPPED = (13, 25, 243, 288, 604)
ADDRESS = "mail anna.schmidt@example.org about the prize that you have won"
LONG = "you have won a prize so call now and claim it free " * 12
ODD = "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich"


@pytest.fixture
def messages(samples: Path, tmp_path: Path) -> Path:
    """1,000 messages, a fifth of them spam, then one row of each thing that is to be found."""
    with (samples / "sms_spam.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    written = [list(row) for row in rows[:1000]]
    for at in FLIPPED:
        written[at][1] = "ham" if written[at][1] == "spam" else "spam"
    written += [[ADDRESS, "spam"], [LONG, "spam"], [ODD, "ham"]]
    path = tmp_path / "messages.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *written])
    return path


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:  # noqa: ARG001 - qtbot makes the application
    monkeypatch.setattr(data_pane_examples, "ABOUT_DATA", (*ABOUT_DATA, CheckVersion, TrainBaseline))
    with shown_desk(library) as made:
        yield made


@pytest.fixture
def checked(at_desk: Desk, qtbot: QtBot, messages: Path) -> Iterator[DataPane]:
    with shown_pane(at_desk, qtbot) as made:
        at_desk.open(messages)
        finish(at_desk)
        yield made


def press(pane: DataPane, kind: str, text: str) -> None:
    """Clicks the button in the row of an issue."""
    issues = pane.filled_page.issues
    row = next(row for row in issues.issues() if row.kind == kind)
    name = f"{text}: {row.sentence}"
    click(next(button for button in issues.findChildren(QPushButton) if button.accessibleName() == name))


def shown_rows(pane: DataPane) -> list[int]:
    """The rows of the file that the table shows."""
    model = pane.filled_page.table_card.table.table_model
    return [model.table_row(row) for row in range(model.rowCount())]


def test_that_show_leads_to_the_rows_of_each_late_issue(at_desk: Desk, checked: DataPane) -> None:
    press(checked, "label_errors", "Show")
    finish(at_desk)
    suspects = shown_rows(checked)
    assert len(set(suspects) & set(FLIPPED)) >= 3
    assert len(suspects) <= 2 * len(FLIPPED)
    assert f"{len(suspects)} rows probably have a wrong label." in checked.filled_page.table_card.showing.text()
    press(checked, "long_text", "Show")
    finish(at_desk)
    assert 1001 in shown_rows(checked)
    assert all(len(text) > 300 for text in column(checked))
    press(checked, "outliers", "Show")
    finish(at_desk)
    assert ODD in column(checked)
    assert len(shown_rows(checked)) < 10
    checked._presenter.show_all()
    finish(at_desk)
    assert len(shown_rows(checked)) == 1003


def test_that_mask_masks_what_was_found_and_undo_brings_it_back(at_desk: Desk, checked: DataPane, qtbot: QtBot) -> None:
    press(checked, "personal_data", "Mask…")
    dialog = checked.mending.dialog
    assert isinstance(dialog, MaskDialog)
    settle(at_desk, qtbot)
    qtbot.waitUntil(dialog.take_button.isEnabled)
    click(dialog.take_button)
    finish(at_desk)
    version = at_desk.session.version
    assert version is not None
    (step,) = version.recipe
    assert isinstance(step, MaskEntities)
    assert "email" in step.entities
    assert re.fullmatch(re.sub(r"\S+@\S+", r"\\[EMAIL-\\d\\]", ADDRESS), column(checked)[1000])
    assert "personal_data" not in {issue.kind for issue in version.profile.issues}
    undo_by_toast(at_desk)
    finish(at_desk)
    assert column(checked)[1000] == ADDRESS
    assert "personal_data" in {row.kind for row in checked.filled_page.issues.issues()}
