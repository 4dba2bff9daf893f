"""The empty state: a dashed area that takes a file, with a picture of what is wanted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.painting import draw_dot, draw_panel

_PICTURE = QSize(104, 84)
_ROW_TOPS = (22, 43, 64)
_LINE_WIDTHS = (50, 42, 47)


class _Picture(QWidget):
    """A little table of texts and labels."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(_PICTURE)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.border_strong), 1.5))
        painter.setBrush(QColor(t.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
        painter.setPen(QPen(QColor(t.border), 1.5))
        for top in _ROW_TOPS:
            painter.drawLine(QPointF(1.5, top - 0.5), QPointF(102.5, top - 0.5))
        painter.drawLine(QPointF(70, 1.5), QPointF(70, 82.5))
        self._draw_words(painter)

    def _draw_words(self, painter: QPainter) -> None:
        t = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        for rect, color in [
            (QRectF(10, 9, 26, 5), t.text_3),
            (QRectF(78, 9, 16, 5), t.text_3),
            *((QRectF(10, top + 7.5, width, 5), t.border) for top, width in zip(_ROW_TOPS, _LINE_WIDTHS, strict=True)),
        ]:
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(rect, 2.5, 2.5)
        for top, color in zip(_ROW_TOPS, t.chart, strict=False):
            draw_dot(painter, QPointF(86, top + 10), color)


class DropArea(QWidget):
    """A dashed area with a picture, a title, a hint and buttons.

    Signals:
        files_dropped: (list of Path) Local files were dropped on it.
    """

    files_dropped = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_hot = False
        self.setAcceptDrops(True)
        self._title = Label(theme, "title")
        self._hint = Label(theme, "body", tone="text_2")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        center = Qt.AlignmentFlag.AlignHCenter
        for label in (self._title, self._hint):
            label.setAlignment(center)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(_Picture(theme), 0, center)
        column.addSpacing(18)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addWidget(self._hint)
        column.addSpacing(18)
        column.addLayout(self._buttons)
        column.setAlignment(self._buttons, center)
        column.addStretch(1)
        theme.changed.connect(self.update)

    def set_texts(self, title: str, hint: str) -> None:
        """Sets title and hint."""
        self._title.set_text(title)
        self._hint.set_text(hint)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)

    def add_button(self, button: QWidget) -> None:
        """Adds a button below the hint."""
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_hot(self, is_hot: bool) -> None:
        """Shows that a drop would be taken, such as while a file is dragged over the window."""
        self._is_hot = is_hot
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(800, 318)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.set_hot(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: D102 - Qt
        self.set_hot(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt
        self.set_hot(False)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def changeEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        draw_panel(painter, whole, fill=t.accent_soft if self._is_hot else t.surface, border="", radius=10)
        pen = QPen(QColor(t.accent if self._is_hot else t.border_strong), 2)
        pen.setDashPattern([3.5, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 10, 10)
