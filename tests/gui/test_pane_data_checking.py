"""The late checks in the window: they wait for the baseline, and what they find changes the list of issues alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import data_pane_examples
import pytest
from data_pane_examples import ABOUT_DATA, Desk, shown_desk, write_rows
from pytestqt.qtbot import QtBot

from workbench.gui.panes.data.view import DataPane
from workbench.protocol import CheckVersion, EstimateRun, TrainBaseline

pytestmark = pytest.mark.gui

GOOD = "what a wonderful and lovely thing it was to get parcel {} on time"
BAD = "the awful broken box of parcel {} made all of us rather angry today"
FILE = "text,label\n" + "".join(
    f"{(GOOD if at % 2 else BAD).format(at)},{'good' if at % 2 else 'bad'}\n" for at in range(200)
)
WITH_ADDRESS = FILE + "write to ann@example.org about the wonderful and lovely parcel,good\n"


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:  # noqa: ARG001 - as above
    monkeypatch.setattr(data_pane_examples, "ABOUT_DATA", (*ABOUT_DATA, CheckVersion, TrainBaseline, EstimateRun))
    with shown_desk(library) as made:
        yield made


def asked(at_desk: Desk) -> list[type]:
    return [type(request) for request in at_desk.engines.waiting() if not isinstance(request, EstimateRun)]


def kinds(at_desk: Desk) -> set[str]:
    assert at_desk.session.version is not None
    return {issue.kind for issue in at_desk.session.version.profile.issues}


def hint(pane: DataPane) -> str:
    return pane.filled_page.issues_card._hint.text()


def test_that_the_checks_wait_for_the_baseline(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path, WITH_ADDRESS))
    assert asked(at_desk) == [TrainBaseline]
    assert "ooking" in hint(pane)
    at_desk.engines.answer()
    assert at_desk.session.baseline is not None
    assert asked(at_desk) == [CheckVersion]
    assert "ooking" in hint(pane)
    at_desk.engines.answer()
    assert "personal_data" in kinds(at_desk)
    assert "ooking" not in hint(pane)
    assert not at_desk.session.checking.is_looking
    assert asked(at_desk) == []


def test_that_what_is_found_moves_nothing_else(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path, WITH_ADDRESS))
    presenter, table = pane._presenter, pane.filled_page.table_card.table
    presenter.sort("text")
    presenter.show_label("good")
    at_desk.engines.answer()
    assert asked(at_desk) == [CheckVersion]
    assert presenter.shown_rows == 101
    table.selectRow(30)
    table.verticalScrollBar().setValue(20)
    before = (presenter.filter, presenter.shown_rows, table.verticalScrollBar().value())
    baseline, estimate = at_desk.session.baseline, at_desk.session.estimate
    changes: list[None] = []
    at_desk.session.version_changed.connect(lambda: changes.append(None))
    at_desk.engines.answer()
    assert "personal_data" in kinds(at_desk)
    assert (presenter.filter, presenter.shown_rows, table.verticalScrollBar().value()) == before
    assert [index.row() for index in table.selectionModel().selectedRows()] == [30]
    assert (at_desk.session.baseline, at_desk.session.estimate) == (baseline, estimate)
    assert changes == []
    assert asked(at_desk) == []


def test_that_checks_of_an_earlier_file_are_withdrawn(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path, WITH_ADDRESS))
    at_desk.engines.answer()
    first = at_desk.session.version
    assert first is not None
    assert asked(at_desk) == [CheckVersion]
    at_desk.session.imports.open_file(write_rows(tmp_path, FILE, "other.csv"))
    at_desk.engines.answer()
    assert CheckVersion not in asked(at_desk)
    assert at_desk.session.version is not None
    assert at_desk.session.version.id != first.id
    assert "ooking" in hint(pane)


def test_that_a_version_that_was_checked_is_not_checked_again(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    path = write_rows(tmp_path, WITH_ADDRESS)
    at_desk.open(path)
    at_desk.engines.answer()
    at_desk.engines.answer()
    at_desk.open(path)
    at_desk.engines.answer()
    assert asked(at_desk) == []
    assert "ooking" not in hint(pane)


def test_that_another_longest_text_is_checked_anew(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path, FILE))
    at_desk.engines.answer()
    at_desk.engines.answer()
    assert "long_text" not in kinds(at_desk)
    at_desk.session.set_settings({"epochs": 5})
    assert asked(at_desk) == []
    at_desk.session.set_settings({"max_tokens": 8})
    at_desk.engines.answer()
    assert "long_text" in kinds(at_desk)
    sentences = [row.sentence for row in pane.filled_page.issues.issues()]
    assert any("longer than 8 tokens" in sentence for sentence in sentences)


def test_that_a_check_that_fails_is_told_once(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    failures: list[object] = []
    at_desk.session.failed.connect(failures.append)
    at_desk.open(write_rows(tmp_path, WITH_ADDRESS))
    at_desk.engines.answer()
    assert at_desk.session.version is not None
    shutil.rmtree(at_desk.library.folder / at_desk.session.version.folder / "table")
    at_desk.engines.answer()
    at_desk.session.model_changed.emit()
    assert len(failures) == 1
    assert asked(at_desk) == []
    assert "ooking" not in hint(pane)
