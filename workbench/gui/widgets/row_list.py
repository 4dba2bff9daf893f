"""Rows of a card that open something: recent files, samples, waiting runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.buttons import Button, icon_button, small_button
from workbench.gui.widgets.hairline import Hairline
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.gui.widgets.painting import Ink, draw_focus, draw_text, hover_fill, one_line, plain_tooltip, text_width

_ICON = 16


@dataclass(frozen=True)
class ListRow:
    """One row.

    Attributes:
        key: What the signals emit.
        title: In weight 500.
        detail: In grey, beside the title, or below it if the list has two lines.
        trailing: In grey at the right, such as `yesterday`.
        icon: Before the title, or empty.
        action: The text of a small button at the right, or empty.
        action_icon: Instead of a text, an icon with `action` as its tooltip.
        tooltip: Such as the whole path.
    """

    key: str
    title: str
    detail: str = ""
    trailing: str = ""
    icon: str = ""
    action: str = ""
    action_icon: str = ""
    tooltip: str = ""


class _Row(QWidget):
    """One row, which reacts to click, Return and Space."""

    activated = Signal(str)
    action_pressed = Signal(str)

    def __init__(self, theme: Theme, row: ListRow, *, has_two_lines: bool, can_open: bool) -> None:
        super().__init__()
        self._theme = theme
        self._row = row
        self._has_two_lines = has_two_lines
        self._can_open = can_open
        self._button = self._make_button()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.addStretch(1)
        if self._button is not None:
            layout.addWidget(self._button)
        self.setFixedHeight(50 if has_two_lines else 40)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can_open else Qt.FocusPolicy.NoFocus)
        self.setToolTip(plain_tooltip(row.tooltip or f"{row.title}\n{row.detail}".strip()))
        self.setAccessibleName(", ".join(part for part in (row.title, row.detail, row.trailing) if part))
        self.setAccessibleDescription(row.tooltip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit(self._row.key)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (
            self._can_open
            and event.button() == Qt.MouseButton.LeftButton
            and self.rect().contains(event.position().toPoint())
        ):
            self.activated.emit(self._row.key)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._can_open and self.underMouse():
            painter.fillRect(self.rect(), QColor(hover_fill(self._theme, t.surface)))
        x = 13.0
        if self._row.icon:
            painter.drawPixmap(QPointF(x, (self.height() - _ICON) // 2), pixmap(self._row.icon, _ICON, t.text_3))
            x += _ICON + 12
        right = self._right_edge()
        if self._row.trailing:
            width = text_width(self._row.trailing, font("small")) + 1
            trailing = QRectF(right - width, 0, width, self.height())
            draw_text(painter, trailing, self._row.trailing, Ink(font("small"), t.text_3))
            right -= width + 12
        self._draw_texts(painter, x, right - x)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()).adjusted(2, 1, -2, -1), self._theme, radius=6)

    def _draw_texts(self, painter: QPainter, x: float, room: float) -> None:
        t = self._theme.tokens
        title, detail = Ink(font("button"), t.text), Ink(font("small"), t.text_3)
        if self._has_two_lines:
            draw_text(painter, QRectF(x, 8, room, 18), self._row.title, title)
            draw_text(painter, QRectF(x, 25, room, 16), self._row.detail, detail)
            return
        detail_width = text_width(one_line(self._row.detail), font("small")) + 1
        least = min(detail_width, room * 0.3)
        width = min(text_width(one_line(self._row.title), font("button")) + 1, room - least - 12)
        draw_text(painter, QRectF(x, 0, width, self.height()), self._row.title, title)
        draw_text(painter, QRectF(x + width + 12, 0, room - width - 12, self.height()), self._row.detail, detail)

    def _right_edge(self) -> float:
        return self._button.x() - 12.0 if self._button is not None else self.width() - 14.0

    def _make_button(self) -> Button | None:
        if self._row.action_icon:
            button = icon_button(self._theme, self._row.action_icon, self._row.action)
        elif self._row.action:
            button = small_button(self._theme, self._row.action)
        else:
            return None
        button.setAccessibleName(f"{self._row.action}: {self._row.title}")
        button.clicked.connect(lambda: self.action_pressed.emit(self._row.key))
        return button


class RowList(QScrollArea):
    """Rows split by hairlines; meant for `Card.add_flush`.

    Signals:
        row_activated: (key) A row was clicked, or Return or Space was pressed on it.
        action_triggered: (key) The small button of a row was pressed.
    """

    row_activated = Signal(str)
    action_triggered = Signal(str)

    def __init__(self, theme: Theme, *, has_two_lines: bool = False, can_open: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._has_two_lines = has_two_lines
        self._can_open = can_open
        self._rows: list[ListRow] = []
        self._content = QWidget()
        self._content.setAutoFillBackground(False)
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._overlay = OverlayScroll(theme, self)
        theme.changed.connect(self._rebuild)

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Sets the rows anew."""
        self._rows = list(rows)
        self._rebuild()

    def rows(self) -> list[ListRow]:
        """The rows, in their order."""
        return list(self._rows)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(260, len(self._rows) * (51 if self._has_two_lines else 41))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(120, min(self.sizeHint().height(), 51))

    def _rebuild(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for entry in self._rows:
            self._column.addWidget(Hairline(self._theme))
            row = _Row(self._theme, entry, has_two_lines=self._has_two_lines, can_open=self._can_open)
            row.activated.connect(self.row_activated)
            row.action_pressed.connect(self.action_triggered)
            self._column.addWidget(row)
        self._column.addStretch(1)
        self.updateGeometry()
