"""One plot over epochs: lines, evaluated points, a best epoch, a baseline, and a hover line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.theme import Theme, font, mix
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.plot_axes import EpochAxis, ValueAxis
from workbench.gui.widgets.plot_data import Numbers, thinned
from workbench.gui.widgets.plot_places import free_place

_POINT = 5.0
MOST_POINTS = 1000
"""More points than about one for each pixel cannot be told apart; thick lines get half as many."""


@dataclass(frozen=True)
class LineStyle:
    """How a line looks."""

    color: str
    width: float = 2.0
    opacity: float = 1.0
    is_dashed: bool = False
    has_points: bool = False


class _RoomyViewBox(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """A view whose edges cut no evaluated point in half."""

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self.boundingRect().adjusted(-_POINT, -_POINT, _POINT, _POINT))
        return path


def _scaled(values: Numbers, unit: float) -> Numbers:
    return np.asarray(values, dtype=float) / unit


class PlotPanel(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot in the look of the program. Wheel zooms the epochs, dragging moves, a double click shows all.

    Signals:
        hovered: (epoch) The mouse is over this epoch, or the arrow keys have moved there.
        left: The mouse or the focus has left the plot.
        resets: A double click; the owner shows all.
        rescaled: The screen has another scale; the owner draws the lines anew.
    """

    hovered = Signal(float)
    left = Signal()
    resets = Signal()
    rescaled = Signal()

    def __init__(self, theme: Theme, *, has_epoch_names: bool = True, parent: QWidget | None = None) -> None:
        self._axes = (ValueAxis(theme), EpochAxis(theme, has_numbers=has_epoch_names))
        super().__init__(parent, viewBox=_RoomyViewBox(), axisItems={"left": self._axes[0], "bottom": self._axes[1]})
        self._theme = theme
        self._lines: dict[str, pg.PlotCurveItem] = {}
        self._points: dict[str, pg.ScatterPlotItem] = {}
        self._drawn: dict[str, tuple[Numbers, Numbers]] = {}
        self._looks: dict[str, tuple[object, ...]] = {}  # of the lines that are drawn
        self._full = (0.0, 1.0)
        self._cursor = 0.0  # where keys and mouse are; the hover line stands at the nearest step
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for axis in self._axes:
            axis.setZValue(-1)  # the grid behind the lines
        self.getPlotItem().setContentsMargins(8, 6, 30, 2)
        self.getViewBox().setMouseEnabled(x=True, y=False)
        self.getViewBox().setDefaultPadding(0)
        self._best_at: tuple[float, float | None] = (0.0, None)
        self._best_line = pg.InfiniteLine(angle=90, movable=False)
        self._hover = pg.InfiniteLine(angle=90, movable=False)
        self._baseline = pg.InfiniteLine(angle=0, movable=False)
        self._rings = pg.ScatterPlotItem(antialias=True)
        self._best_text = pg.TextItem(anchor=(0, 0))
        self._caption = pg.TextItem(anchor=(0, 1))
        self._baseline_text = pg.TextItem(anchor=(1, 0))
        self._add_marks()
        self._waiting = Label(theme, "body", tone="text_2", parent=self)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._waiting.hide()
        self.getViewBox().sigRangeChanged.connect(self._place_texts)
        self.getViewBox().sigResized.connect(self._place_texts)
        theme.changed.connect(self.dress)
        self.dress()

    # What it shows

    def set_epochs(self, total: float) -> None:
        """Sets the length of the epoch axis."""
        self._full = (0.0, max(total, 1e-6))
        self.getViewBox().setLimits(xMin=0, xMax=self._full[1], minXRange=min(0.02, self._full[1]))
        self.show_all()

    def set_epoch_names(self, has_names: bool) -> None:
        """Names the epochs below the axis; of two plots, only the lower one does."""
        self._axes[1].set_numbers(has_names)

    def show_all(self) -> None:
        """Shows all epochs."""
        self.getViewBox().setXRange(*self._full, padding=0)

    def set_values(self, low: float, high: float) -> None:
        """Sets the range of the left axis."""
        if (low, high) != self.value_range():
            self.getViewBox().setYRange(low, high, padding=0)

    def set_line(self, key: str, x: Numbers, y: Numbers, style: LineStyle) -> None:
        """Draws or redraws the line of that key, if it has changed; lines drawn first lie behind."""
        shown = self._in_view(x, y, MOST_POINTS if style.width <= 1 else MOST_POINTS // 2)
        look = (style, len(x), self._theme.tokens.surface, self.devicePixelRatioF())
        if self._looks.get(key) == look and all(map(np.array_equal, self._drawn[key], shown)):
            return
        self._looks[key], self._drawn[key] = look, (shown[0].copy(), shown[1].copy())
        if key not in self._lines:
            self._lines[key] = pg.PlotCurveItem(antialias=True, connect="finite")
            self._points[key] = pg.ScatterPlotItem(antialias=True)
            for item in (self._lines[key], self._points[key]):
                item.setZValue(len(self._lines))
                self.addItem(item)
        # Mixed rather than transparent, so that the ends of segments do not show where they overlap.
        color = mix(style.color, self._theme.tokens.surface, style.opacity)
        pen = self._pen(QColor(color), style.width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if style.is_dashed:
            pen.setDashPattern([4, 3])
        # As one path, Qt's stroker needs seconds for a dense zigzag of two pixels' width; segments take milliseconds,
        # and the thin line of a fine screen needs no smoothing of its edges, which would take a tenth of a second.
        is_dense = len(shown[0]) > 200
        is_smooth = not (is_dense and style.width <= 1 and self.devicePixelRatioF() > 1)
        self._lines[key].setSegmentedLineMode("on" if is_dense else "off")
        self._lines[key].setData(*shown, pen=pen, antialias=is_smooth)
        ring = self._pen(QColor(self._theme.tokens.surface), 1.5)
        points = (x, y) if style.has_points else ([], [])
        self._points[key].setData(*points, size=7.5, pen=ring, brush=QColor(style.color))

    def clear_lines(self) -> None:
        """Takes all lines away."""
        for item in (*self._lines.values(), *self._points.values()):
            self.removeItem(item)
        self._lines.clear()
        self._points.clear()
        self._drawn.clear()
        self._looks.clear()

    def set_rings(self, places: list[tuple[float, float, str]]) -> None:
        """Rings points that matter: (epoch, value, color)."""
        surface = QColor(self._theme.tokens.surface)
        spots = [
            {"pos": (x, y), "size": 10, "pen": self._pen(QColor(color), 2), "brush": surface} for x, y, color in places
        ]
        self._rings.setData(spots)

    def set_best(self, epoch: float | None, *, text: str = "", value: float | None = None, caption: str = "") -> None:
        """Draws the dashed line of the best epoch.

        Args:
            epoch: Where; None takes it away.
            text: Beside the line, at the top.
            value: Where the caption stands, if there is one.
            caption: Beside the ringed point.
        """
        self._best_line.setVisible(epoch is not None)
        self._best_text.setVisible(epoch is not None and bool(text))
        self._caption.setVisible(epoch is not None and value is not None)
        if epoch is None:
            return
        self._best_line.setValue(epoch)
        self._best_text.setText(text)
        self._caption.setText(caption)
        self._best_at = (epoch, value)
        self._place_texts()

    def set_baseline(self, value: float | None, *, text: str = "") -> None:
        """Draws the dotted line of a baseline with its name; None takes it away."""
        self._baseline.setVisible(value is not None)
        self._baseline_text.setVisible(value is not None)
        if value is not None:
            self._baseline.setValue(value)
            self._baseline_text.setText(text)
            self._place_texts()

    def set_hover(self, epoch: float | None) -> None:
        """Draws the hover line; None takes it away."""
        self._hover.setVisible(epoch is not None)
        if epoch is not None:
            self._hover.setValue(epoch)

    def set_waiting(self, text: str) -> None:
        """Sets what stands in the middle before there is data; empty takes it away."""
        if text != self._waiting.text():
            self._waiting.set_text(text)
            self._waiting.setVisible(bool(text))
            self._place_waiting()

    def place_of(self, epoch: float, value: float) -> QPointF:
        """Where a point of the data is in the widget."""
        scene = self.getViewBox().mapViewToScene(QPointF(epoch, value))
        return QPointF(self.mapFromScene(scene))

    def x_range(self) -> tuple[float, float]:
        """The epochs in view."""
        low, high = self.getViewBox().viewRange()[0]
        return float(low), float(high)

    def value_range(self) -> tuple[float, float]:
        """The range of the left axis."""
        low, high = self.getViewBox().viewRange()[1]
        return float(low), float(high)

    # Qt

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        super().mouseMoveEvent(event)
        point = self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint()))
        low, high = self.x_range()
        if low <= point.x() <= high:
            self._cursor = point.x()
            self.hovered.emit(point.x())
        else:
            self.left.emit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt
        super().leaveEvent(event)
        self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        super().focusOutEvent(event)
        self.left.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: D102 - Qt
        self.show_all()
        self.resets.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        low, high = self.x_range()
        if step is not None:
            at = self._cursor if self._hover.isVisible() else low
            self._cursor = min(max(at + step * (high - low) / 40, low), high)
            self.hovered.emit(self._cursor)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_Escape):
            self.show_all()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        if hasattr(self, "_waiting"):  # pyqtgraph resizes while it is being made
            self._place_waiting()
            self._place_texts()

    def event(self, event: QEvent) -> bool:
        """Takes in a screen of another scale."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.dress()
            self.rescaled.emit()
        return bool(super().event(event))

    # Inside

    def _add_marks(self) -> None:
        for item in (self._hover, self._baseline, self._best_line):
            item.setVisible(False)
            item.setZValue(-1)
            self.addItem(item, ignoreBounds=True)
        for item in (self._rings, self._best_text, self._caption, self._baseline_text):
            item.setZValue(50)
            item.setVisible(item is self._rings)
            self.addItem(item, ignoreBounds=True)

    def dress(self) -> None:
        """Takes the colors of the theme."""
        t = self._theme.tokens
        self.setBackground(QColor(t.surface))
        for axis in self._axes:
            axis.dress()
        self._best_line.setPen(self._dashed(t.text_2, [4, 4]))
        self._baseline.setPen(self._dashed(t.text_2, [1, 3]))
        self._hover.setPen(self._pen(QColor(t.border_strong), 1))
        for item, role, color in (
            (self._best_text, font("axis"), t.text),
            (self._caption, font("card_title"), t.text),
            (self._baseline_text, font("axis"), t.text_3),
        ):
            item.setFont(role)
            item.setColor(QColor(color))
        self._waiting.setStyleSheet(f"background: {t.surface};")

    def _in_view(self, x: Numbers, y: Numbers, most: int) -> tuple[Numbers, Numbers]:
        low, high = self.x_range()
        if len(x) > most:
            first = max(int(np.searchsorted(x, low)) - 1, 0)
            last = int(np.searchsorted(x, high)) + 1
            x, y = x[first:last], y[first:last]
        return thinned(x, y, most)

    def _place_texts(self) -> None:
        low, high = self.x_range()
        top = self.value_range()[1]
        epoch, value = self._best_at
        is_right = epoch > low + (high - low) * 0.75
        self._best_text.setAnchor((1 if is_right else 0, 0))
        self._best_text.setPos(epoch, top)
        if value is not None:
            self._caption.setAnchor((1 if is_right else 0, 1))
            self._caption.setPos(epoch, value)
        self._place_baseline_text(low, high)

    def _place_baseline_text(self, low: float, high: float) -> None:
        """Below its line at the right, as long as it covers no other line there."""
        view, baseline = self.getViewBox().viewRect(), self._baseline.value()
        if not view.width() or not view.height():
            return
        pixel = self.getViewBox().viewPixelSize()
        size = self._baseline_text.boundingRect().size()
        width, height = size.width() * pixel[0], size.height() * pixel[1]
        anchors = [(1, 0), (1, 1), (0, 0), (0, 1)]
        places = [
            QRectF(high - width if at_right else low, baseline - height if not above else baseline, width, height)
            for at_right, above in anchors
        ]
        lines = [(_scaled(x, pixel[0]), _scaled(y, pixel[1])) for x, y in self._drawn.values()]
        scaled = [QRectF(p.x() / pixel[0], p.y() / pixel[1], size.width(), size.height()) for p in places]
        whole = QRectF(view.x() / pixel[0], view.y() / pixel[1], view.width() / pixel[0], view.height() / pixel[1])
        chosen = free_place(scaled, lines, whole.adjusted(-1, -1, 1, 1))
        self._baseline_text.setAnchor(anchors[chosen])
        self._baseline_text.setPos(high if anchors[chosen][0] else low, baseline)

    def _place_waiting(self) -> None:
        size = self._waiting.sizeHint()
        width = min(size.width() + 24, self.width())
        middle = self.rect().center()
        self._waiting.setGeometry(middle.x() - width // 2 + 12, middle.y() - 14, width, 28)

    def _pen(self, color: QColor, width: float) -> QPen:
        """A pen of so many logical pixels: cosmetic ones, which the zoom does not widen, count device pixels."""
        pen = QPen(color, width * self.devicePixelRatioF())
        pen.setCosmetic(True)
        return pen

    def _dashed(self, color: str, pattern: list[float]) -> QPen:
        pen = self._pen(QColor(color), 1)
        pen.setDashPattern(pattern)
        return pen
