"""The field in which rows are looked for."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme

_WIDTH, _ICON, _ICON_LEFT, _TEXT_LEFT = 250, 16, 10, 20


class FindField(QLineEdit):
    """A field with a magnifying glass.

    The icon is painted here because a style sheet puts that of a QAction in the wrong place.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedWidth(_WIDTH)
        self.setTextMargins(_TEXT_LEFT, 0, 0, 0)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt
        super().paintEvent(event)
        icon = pixmap("search", _ICON, self._theme.tokens.text_3)
        QPainter(self).drawPixmap(QPointF(_ICON_LEFT, (self.height() - _ICON) // 2), icon)
