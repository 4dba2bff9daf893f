"""Rows of a name at the left and a value at the right, such as the facts of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui.theme import Theme, font
from workbench.gui.widgets.painting import Ink, draw_text, plain_tooltip, text_width

_ROW = 23


@dataclass(frozen=True)
class KeyValue:
    """One row; the tooltip holds the exact term."""

    name: str
    value: str
    tooltip: str = ""


class KeyValues(QWidget):
    """Names in text-2, values in weight 500 at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[KeyValue] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_rows(self, rows: Sequence[KeyValue]) -> None:
        """Sets the rows."""
        if list(rows) == self._rows:
            return
        is_other_height = len(rows) != len(self._rows)
        self._rows = list(rows)
        self.setAccessibleDescription("; ".join(f"{row.name} {row.value}" for row in rows))
        if is_other_height:
            self.updateGeometry()
        self.update()

    def rows(self) -> list[KeyValue]:
        """The rows, in their order."""
        return list(self._rows)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(200, _ROW * len(self._rows))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(100, _ROW * len(self._rows))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        for at, row in enumerate(self._rows):
            rect = QRectF(0, at * _ROW, self.width(), _ROW)
            value_width = min(text_width(row.value, font("button")) + 1, rect.width() * 0.65)
            name = rect.adjusted(0, 0, -value_width - 10, 0)
            draw_text(painter, name, row.name, Ink(font("body"), t.text_2))
            value = QRectF(rect.right() - value_width, rect.top(), value_width, rect.height())
            draw_text(painter, value, row.value, Ink(font("button"), t.text, Qt.AlignmentFlag.AlignRight))

    def event(self, event: QEvent) -> bool:
        """Shows the exact term, or the whole of a row that was cut, as a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = event.pos().y() // _ROW
            if 0 <= at < len(self._rows):
                row = self._rows[at]
                text = row.tooltip or f"{row.name}: {row.value}"
                QToolTip.showText(event.globalPos(), plain_tooltip(text), self)
            return True
        return super().event(event)
