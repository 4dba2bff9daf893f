"""Rows of dot, name, bar and figures: counts of labels, or how sure a model is of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from workbench.gui.theme import Theme, font
from workbench.gui.widgets.painting import Ink, draw_bar, draw_dot, draw_panel, draw_text, one_line, text_width
from workbench.gui.widgets.row_area import RowArea

_RIGHT = Qt.AlignmentFlag.AlignRight
_NAME_LEAST, _NAME_MOST, _GAP = 60, 220, 14


@dataclass(frozen=True)
class BarRow:
    """One row.

    Attributes:
        name: The label, shown as plain text.
        share: Length of the bar, 0 to 1.
        value: The figure right of the bar, such as `5,214`.
        note: A second figure in grey, such as `49%`; empty for none.
        color: Of dot and bar, `#RRGGBB`; empty takes the accent and no dot.
        is_winner: Whether it is drawn bold.
        tooltip: More words; empty takes the row itself.
    """

    name: str
    share: float
    value: str = ""
    note: str = ""
    color: str = ""
    is_winner: bool = False
    tooltip: str = ""


class BarRows(RowArea):
    """Rows with bars; scrolls when there are many.

    Signals:
        row_clicked: (name) A row was clicked or chosen by key; call `set_can_choose(True)` first.
    """

    row_clicked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        *,
        row_height: int = 28,
        bar_height: int = 8,
        has_dots: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, row_height=row_height, parent=parent)
        self._bar_height = bar_height
        self._has_dots = has_dots
        self._rows: list[BarRow] = []
        self._threshold: float | None = None
        self._dims_others = False
        self._widths = (0.0, 0.0, 0.0)
        self.row_chosen.connect(lambda row: self.row_clicked.emit(self._rows[row].name))
        theme.changed.connect(self._remeasure)

    def set_rows(self, rows: Sequence[BarRow], *, threshold: float | None = None) -> None:
        """Sets the rows and, as a share, where the dashed line of the threshold stands."""
        self._rows = list(rows)
        self._threshold = threshold
        self._dims_others = any(row.is_winner for row in rows)
        self._remeasure()

    def rows(self) -> list[BarRow]:
        """The rows, in their order."""
        return list(self._rows)

    def count(self) -> int:  # noqa: D102 - as in the base
        return len(self._rows)

    def row_text(self, row: int) -> str:  # noqa: D102 - as in the base
        entry = self._rows[row]
        return " ".join(part for part in (entry.name, entry.value, entry.note) if part)

    def row_tooltip(self, row: int) -> str:  # noqa: D102 - as in the base
        return self._rows[row].tooltip or self.row_text(row)

    def draw_row(self, painter: QPainter, row: int, rect: QRectF) -> None:  # noqa: D102 - as in the base
        t = self._theme.tokens
        entry = self._rows[row]
        if row == self.hovered_row:
            draw_panel(painter, rect.adjusted(-4, 1, 4, -1), fill=t.sunken, border="", radius=4)
        name_font = font("card_title" if entry.is_winner else "body")
        is_dim = self._dims_others and not entry.is_winner
        x = 0.0
        if self._has_dots and entry.color:
            draw_dot(painter, QPointF(4, rect.center().y()), entry.color)
            x = 16.0
        name_rect = QRectF(x, rect.top(), self._name_width(rect.width()) - x, rect.height())
        draw_text(painter, name_rect, entry.name, Ink(name_font, t.text_2 if is_dim else t.text))
        draw_bar(painter, self._bar_rect(rect), entry.share, fill=entry.color or t.accent, track=t.track)
        self._draw_figures(painter, entry, rect, is_dim=is_dim)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt
        super().paintEvent(event)
        if self._threshold is None or not self._rows:
            return
        bar = self._bar_rect(self.row_rect(0))
        x = round(bar.left() + bar.width() * self._threshold) + 0.5
        painter = QPainter(self.viewport())
        pen = QPen(QColor(self._theme.tokens.text_2), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        bottom = min(self.row_rect(len(self._rows) - 1).bottom(), float(self.viewport().height()))
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom))

    def _draw_figures(self, painter: QPainter, entry: BarRow, rect: QRectF, *, is_dim: bool) -> None:
        t = self._theme.tokens
        _, value_width, note_width = self._widths
        right = rect.right()
        if note_width:
            note_rect = QRectF(right - note_width, rect.top(), note_width, rect.height())
            draw_text(painter, note_rect, entry.note, Ink(font("body"), t.text_3, _RIGHT))
            right -= note_width + _GAP
        value_rect = QRectF(right - value_width, rect.top(), value_width, rect.height())
        value_font = font("card_title" if entry.is_winner else "body")
        draw_text(painter, value_rect, entry.value, Ink(value_font, t.text_2 if is_dim else t.text, _RIGHT))

    def _name_width(self, width: float) -> float:
        return min(self._widths[0], max(width * 0.42, _NAME_LEAST))

    def _bar_rect(self, rect: QRectF) -> QRectF:
        left = self._name_width(rect.width()) + _GAP
        _, value_width, note_width = self._widths
        figures = value_width + _GAP + (note_width + _GAP if note_width else 0)
        width = max(rect.width() - left - figures, 20.0)
        return QRectF(left, round(rect.center().y() - self._bar_height / 2), width, self._bar_height)

    def _remeasure(self) -> None:
        name_font, body = font("card_title"), font("body")
        names = [text_width(one_line(row.name), name_font) for row in self._rows]
        dot = 16 if self._has_dots and any(row.color for row in self._rows) else 0
        self._widths = (
            min(max([*names, _NAME_LEAST - dot]) + dot, _NAME_MOST),
            max([text_width(row.value, name_font) for row in self._rows if row.value] or [0]) + 2,
            max([text_width(row.note, body) + 2 for row in self._rows if row.note] or [0]),
        )
        self.rows_changed()
