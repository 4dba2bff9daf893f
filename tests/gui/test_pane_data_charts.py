"""Lengths and map in the Data pane: asked for when looked at, drawn from the real model, and one with the table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from data_pane_examples import Desk, write_rows
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from widget_examples import click, press

from workbench.gui.panes.data import PANE
from workbench.gui.panes.data.table_card import TableCard
from workbench.gui.panes.data.view import DataPane
from workbench.protocol import MapVersion, MeasureLengths

pytestmark = [pytest.mark.gui, pytest.mark.slow]


@pytest.fixture
def card(at_desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[TableCard]:
    pane = PANE.build(at_desk.context)
    assert isinstance(pane, DataPane)
    window = QWidget()
    qtbot.addWidget(window)
    pane.setParent(window)
    pane.resize(1096, 708)
    window.show()
    at_desk.open(write_rows(tmp_path))
    yield pane.filled_page.table_card  # noqa: PT022 - the frame of the fixture keeps the window


def asked(at_desk: Desk) -> list[type]:
    return [type(request) for request in at_desk.engines.waiting()]


def test_that_a_chart_is_asked_for_once_when_it_is_looked_at(at_desk: Desk, card: TableCard) -> None:
    assert asked(at_desk) == []
    card.show_view("lengths")
    assert asked(at_desk) == [MeasureLengths]
    assert card.lengths_view is not None
    at_desk.engines.answer()
    assert "no text is longer" in card.lengths_view.sentence.text()
    assert card.lengths_view.plot.summary().endswith("The model reads 128; 0 texts are longer.")
    card.show_view("rows")
    card.show_view("lengths")
    assert asked(at_desk) == []


def test_that_the_map_and_the_table_show_the_same_rows(at_desk: Desk, card: TableCard) -> None:
    card.show_view("map")
    assert asked(at_desk) == [MapVersion]
    at_desk.engines.answer()
    view = card.map_view
    assert view is not None
    assert view.map.summary() == "A map of 7 texts in 3 labels."
    view.map.dots_chosen.emit(np.array([1, 4]))
    assert card.showing.text() == "2 rows chosen on the map"
    assert view.rows_button.text() == "Show 2 rows"
    click(view.rows_button)
    assert card.views.current() == "rows"
    assert [card.table.table_model.table_row(row) for row in range(card.table.table_model.rowCount())] == [1, 4]
    click(card.all_button)
    assert card.table.table_model.rowCount() == 7
    assert view.rows_button.isHidden()


def test_that_a_dot_is_read_by_mouse_and_key(at_desk: Desk, card: TableCard) -> None:
    card.show_view("map")
    at_desk.engines.answer()
    view = card.map_view
    assert view is not None
    assert view.text.isHidden()
    view.map.setFocus()
    press(view.map, Qt.Key.Key_Right)
    assert view.text.text() in {row["review"] for row in _rows(at_desk)}
    assert view.label.text().startswith("Row ")


def test_that_another_version_asks_anew_only_for_what_is_seen(at_desk: Desk, card: TableCard, tmp_path: Path) -> None:
    card.show_view("lengths")
    at_desk.engines.answer()
    other = write_rows(tmp_path, "text,label\na good thing,pos\na bad thing,neg\nfine and well,pos\n", "other.csv")
    at_desk.session.imports.open_file(other)
    at_desk.engines.answer()
    assert asked(at_desk) == [MeasureLengths]
    card.show_view("rows")
    at_desk.engines.answer()
    at_desk.session.imports.open_file(write_rows(tmp_path, name="again.csv"))
    at_desk.engines.answer()
    assert asked(at_desk) == []


def test_that_the_limit_in_the_lengths_is_the_setting_of_the_next_run(at_desk: Desk, card: TableCard) -> None:
    card.show_view("lengths")
    at_desk.engines.answer()
    at_desk.session.set_settings({"max_tokens": 8})
    at_desk.engines.answer()
    assert card.lengths_view is not None
    assert "The model reads 8;" in card.lengths_view.plot.summary()
    card.show_view("map")
    at_desk.engines.answer()
    at_desk.session.set_settings({"max_tokens": 16})
    assert asked(at_desk) == [], "a map does not depend on it"


def test_that_what_a_chart_cannot_do_is_said_in_words(at_desk: Desk, card: TableCard, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path, "text,label\na good thing happened to us,pos\n,neg\n,neg\n,pos\n", "short.csv"))
    at_desk.session.set_role("text", "text")
    at_desk.engines.answer()
    card.show_view("map")
    at_desk.engines.answer()
    assert card.map_view is not None
    assert "too few texts" in card.map_view.map._waiting.text()


def _rows(at_desk: Desk) -> list[dict[str, str]]:
    from workbench.data import tables

    version = at_desk.session.version
    assert version is not None
    rows: list[dict[str, str]] = tables.read_table(at_desk.library.folder / version.folder).to_pylist()
    return rows
