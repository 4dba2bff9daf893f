"""A scroll bar of six pixels that lies over the content and takes no room from it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from workbench.gui.theme import Theme

WIDTH = 6
_HIT, _MARGIN, _SHORTEST = 12, 3, 28


class OverlayScroll(QWidget):
    """The handle that stands for one scroll bar of a scroll area, whose own bar is hidden.

    Keyboard and wheel work as ever; this one shows the place and can be dragged.
    """

    def __init__(self, theme: Theme, area: QAbstractScrollArea, *, is_vertical: bool = True) -> None:
        super().__init__(area)
        self._theme = theme
        self._area = area
        self._is_vertical = is_vertical
        self._grip = 0.0
        self._top = 0
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if is_vertical:
            area.setVerticalScrollBarPolicy(off)
        else:
            area.setHorizontalScrollBarPolicy(off)
        self._bar = area.verticalScrollBar() if is_vertical else area.horizontalScrollBar()
        self._bar.valueChanged.connect(self.update)
        self._bar.rangeChanged.connect(self._place)
        area.installEventFilter(self)
        theme.changed.connect(self.update)
        self._place()

    def set_top(self, pixels: int) -> None:
        """Keeps clear of a header of that height."""
        self._top = pixels
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt
        if watched is self._area and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        handle = self._handle()
        at = self._along(event)
        start = handle.top() if self._is_vertical else handle.left()
        length = handle.height() if self._is_vertical else handle.width()
        self._grip = at - start if start <= at <= start + length else length / 2
        self._drag_to(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(self._along(event))

    def enterEvent(self, _event: QEvent) -> None:  # noqa: D102 - Qt
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:  # noqa: D102 - Qt
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        t = self._theme.tokens
        painter.setBrush(QColor(t.text_3 if self.underMouse() else t.border_strong))
        painter.drawRoundedRect(self._handle(), WIDTH / 2, WIDTH / 2)

    def _place(self) -> None:
        width, height = self._area.width(), self._area.height()
        if self._is_vertical:
            self.setGeometry(width - _HIT - 1, self._top, _HIT, max(height - self._top, 0))
        else:
            self.setGeometry(0, height - _HIT - 1, width, _HIT)
        self.setVisible(self._bar.maximum() > self._bar.minimum())
        self.raise_()
        self.update()

    def _length(self) -> float:
        return (self.height() if self._is_vertical else self.width()) - 2 * _MARGIN

    def _handle(self) -> QRectF:
        span = self._bar.maximum() - self._bar.minimum()
        share = self._bar.pageStep() / max(span + self._bar.pageStep(), 1)
        length = min(max(self._length() * share, _SHORTEST), self._length())
        offset = (self._bar.value() - self._bar.minimum()) / max(span, 1) * (self._length() - length) + _MARGIN
        if self._is_vertical:
            return QRectF(_HIT - WIDTH - _MARGIN, offset, WIDTH, length)
        return QRectF(offset, _HIT - WIDTH - _MARGIN, length, WIDTH)

    def _along(self, event: QMouseEvent) -> float:
        return event.position().y() if self._is_vertical else event.position().x()

    def _drag_to(self, at: float) -> None:
        handle = self._handle()
        length = handle.height() if self._is_vertical else handle.width()
        share = (at - self._grip - _MARGIN) / max(self._length() - length, 1)
        span = self._bar.maximum() - self._bar.minimum()
        self._bar.setValue(round(self._bar.minimum() + min(max(share, 0.0), 1.0) * span))
