"""Texts that were tried, the newest first: the dot of the answer, the text, and how long ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.theme import Theme, font
from workbench.gui.widgets.painting import Ink, draw_dot, draw_text, hover_fill, text_width
from workbench.gui.widgets.row_area import RowArea

_ROW, _MARGIN = 32, 13


@dataclass(frozen=True)
class HistoryRow:
    """One text: what it is, what was answered (with its color), and how long ago, such as `2 min`."""

    text: str
    answer: str
    color: str
    age: str


class HistoryList(RowArea):
    """Rows of texts; meant for `Card.add_flush`.

    Signals:
        row_chosen: (row) Inherited; the owner puts the text back into the box.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, row_height=_ROW, parent=parent)
        self._rows: list[HistoryRow] = []
        self.set_can_choose(True)

    def set_rows(self, rows: Sequence[HistoryRow], *, current: int = -1) -> None:
        """Sets the rows, and which of them is in the box now."""
        self._rows = list(rows)
        self.current_row = current
        self.rows_changed()

    def count(self) -> int:  # noqa: D102 - as in the base
        return len(self._rows)

    def row_text(self, row: int) -> str:  # noqa: D102 - as in the base
        entry = self._rows[row]
        return f"{entry.answer}: {entry.text} ({entry.age})"

    def draw_row(self, painter: QPainter, row: int, rect: QRectF) -> None:  # noqa: D102 - as in the base
        t = self._theme.tokens
        entry = self._rows[row]
        if row == self.current_row:
            painter.fillRect(rect, QColor(t.accent_soft))
        elif row == self.hovered_row:
            painter.fillRect(rect, QColor(hover_fill(self._theme, t.surface)))
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        draw_dot(painter, QPointF(inner.left() + 4, inner.center().y()), entry.color)
        age = text_width(entry.age, font("small")) + 1
        place = QRectF(inner.right() - age, inner.top(), age, inner.height())
        draw_text(painter, place, entry.age, Ink(font("small"), t.text_3, Qt.AlignmentFlag.AlignRight))
        draw_text(painter, inner.adjusted(17, 0, -age - 10, 0), entry.text, Ink(font("body"), t.text))
