"""A field in which things are looked for."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme

_ICON, _ICON_LEFT, _TEXT_LEFT = 16, 10, 20


class FindField(QLineEdit):
    """A field with a magnifying glass; Esc empties it.

    The icon is painted here because a style sheet puts that of a QAction in the wrong place.
    """

    def __init__(self, theme: Theme, *, width: int = 250, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedWidth(width)
        self.setTextMargins(_TEXT_LEFT, 0, 0, 0)
        theme.changed.connect(self.update)

    def set_placeholder(self, text: str) -> None:
        """Sets what stands in the empty field, which is its name for screen readers too."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt
        super().paintEvent(event)
        icon = pixmap("search", _ICON, self._theme.tokens.text_3)
        QPainter(self).drawPixmap(QPointF(_ICON_LEFT, (self.height() - _ICON) // 2), icon)
