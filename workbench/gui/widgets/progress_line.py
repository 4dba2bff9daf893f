"""A thin bar that fills from left to right: how far something is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.painting import draw_bar

_HEIGHT = 6


class ProgressLine(QWidget):
    """A bar of 6 px; its share is also its accessible description."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_share(self, share: float) -> None:
        """Sets how much is done, 0 to 1."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleDescription(f"{self._share:.0%}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_bar(painter, QRectF(self.rect()), self._share, fill=t.accent, track=t.track)
