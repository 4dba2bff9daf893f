"""A slider: a thin track with a knob; what its value means stands beside it in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.painting import draw_bar

_KNOB, _TRACK, _HEIGHT = 14, 4, 24


class Slider(QSlider):
    """A horizontal slider over a range of real numbers.

    Arrow keys move by one step, Page keys by ten. A click on the track moves the knob there.

    Signals:
        value_changed: (value) The value is another, by the user or by `set_number`.
    """

    value_changed = Signal(float)

    def __init__(self, theme: Theme, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._low, self._step = 0.0, 0.01
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_range(0.0, 1.0, step=0.01)
        self.valueChanged.connect(lambda _value: self.value_changed.emit(self.number()))
        theme.changed.connect(self.update)

    def set_range(self, low: float, high: float, *, step: float) -> None:
        """Sets the range and the step of the arrow keys."""
        self._low, self._step = low, step
        self.setRange(0, round((high - low) / step))
        self.setSingleStep(1)
        self.setPageStep(max(round((high - low) / step / 10), 1))

    def number(self) -> float:
        """The value."""
        return self._low + self.value() * self._step

    def set_number(self, number: float) -> None:
        """Sets the value to the nearest step."""
        self.setValue(round((number - self._low) / self._step))

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(130, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(60, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: D102 - Qt
        self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        share = self._share()
        track = QRectF(0, middle - _TRACK / 2, self.width(), _TRACK)
        fill = t.accent if self.isEnabled() else t.border_strong
        draw_bar(painter, track, share, fill=fill, track=t.track)
        center = QPointF(_KNOB / 2 + share * (self.width() - _KNOB), middle)
        if self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.accent_soft))
            painter.drawEllipse(center, _KNOB / 2 + 3, _KNOB / 2 + 3)
        painter.setPen(QPen(QColor(fill), 1.5))
        painter.setBrush(QColor(t.surface))
        painter.drawEllipse(center, _KNOB / 2 - 0.75, _KNOB / 2 - 0.75)

    def _share(self) -> float:
        return self.value() / self.maximum() if self.maximum() else 0.0

    def _follow(self, event: QMouseEvent) -> None:
        room = max(self.width() - _KNOB, 1)
        self.setValue(round((event.position().x() - _KNOB / 2) / room * self.maximum()))
