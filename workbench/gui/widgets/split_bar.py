"""A bar in three parts with a caption under each: what is learned from, checked with, and tested on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.theme import Theme, font, mix
from workbench.gui.widgets.painting import Ink, draw_panel, draw_text, plain_tooltip, text_width

_BAR, _GAP = 8, 2


@dataclass(frozen=True)
class SplitPart:
    """One part: how many rows, and the words below it."""

    count: int
    caption: str


class SplitBar(QWidget):
    """Parts of a whole in three greys; the captions share the width below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: list[SplitPart] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_parts(self, parts: Sequence[SplitPart]) -> None:
        """Sets the parts, the largest first."""
        self._parts = list(parts)
        captions = [part.caption for part in parts]
        self.setAccessibleName(", ".join(captions))
        self.setToolTip(plain_tooltip("\n".join(captions)))
        self.update()

    def parts(self) -> list[SplitPart]:
        """The parts."""
        return list(self._parts)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(240, 32)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(120, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        total = sum(part.count for part in self._parts) or 1
        room = self.width() - _GAP * max(len(self._parts) - 1, 0)
        x = 0.0
        for part, color in zip(self._parts, self._greys(), strict=False):
            width = max(room * part.count / total, 2.0)
            draw_panel(painter, QRectF(x, 0, width, _BAR), fill=color, border="", radius=2)
            x += width + _GAP
        self._draw_captions(painter, Ink(font("small"), t.text_2))

    def _greys(self) -> tuple[str, str, str]:
        t = self._theme.tokens
        return t.text_3, mix(t.text_3, t.surface, 0.55), mix(t.text_3, t.surface, 0.32)

    def _draw_captions(self, painter: QPainter, ink: Ink) -> None:
        widths = [text_width(part.caption, ink.font) + 1 for part in self._parts]
        if sum(widths) + 12 * len(widths) > self.width():
            text = ", ".join(part.caption for part in self._parts)
            draw_text(painter, QRectF(0, 14, self.width(), 18), text, ink)
            return
        free = (self.width() - sum(widths)) / max(len(widths) - 1, 1)
        x = 0.0
        for part, width in zip(self._parts, widths, strict=True):
            draw_text(
                painter, QRectF(x, 14, width, 18), part.caption, Ink(ink.font, ink.color, Qt.AlignmentFlag.AlignLeft)
            )
            x += width + free
