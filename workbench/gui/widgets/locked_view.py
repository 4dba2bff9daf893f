"""What a pane shows before it can be used: a lock, what unlocks it, and the way there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import plain_button
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.painting import draw_panel

_ICON = 20


class _Lock(QWidget):
    """The icon above the sentence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(_ICON, _ICON)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(QPointF(0, 0), pixmap("lock", _ICON, self._theme.tokens.text_2))


class LockedView(QWidget):
    """A lock, a sentence, a smaller one, and a button.

    Signals:
        action_triggered: The button was pressed.
    """

    action_triggered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = Label(theme, "card_title")
        self._hint = Label(theme, "body", tone="text_2")
        self._button = plain_button(theme, "")
        self._button.clicked.connect(self.action_triggered)
        center = Qt.AlignmentFlag.AlignHCenter
        for label in (self._title, self._hint):
            label.setAlignment(center)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(4)
        column.addStretch(1)
        column.addWidget(_Lock(theme), 0, center)
        column.addSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addSpacing(8)
        column.addWidget(self._button, 0, center)
        column.addStretch(1)
        theme.changed.connect(self.update)

    def set_texts(self, title: str, *, hint: str = "", action: str = "") -> None:
        """Sets the sentence, a smaller one below it, and the button's text; empty ones are not shown."""
        self._title.set_text(title)
        self._hint.set_text(hint)
        self._hint.setVisible(bool(hint))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._button.updateGeometry()
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_panel(painter, QRectF(self.rect()), fill=t.surface, border=t.border, radius=9)
