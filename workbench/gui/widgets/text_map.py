"""A map of texts: one dot a text in the color of its label; a loop drawn around dots chooses their rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QPainterPath,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGraphicsPathItem, QWidget

from workbench.gui.theme import Theme, mix
from workbench.gui.widgets.label import Label
from workbench.i18n import tr

Places = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

_DOT, _BIG_DOT, _MANY = 7.0, 13.0, 1_000
_REACH = 12.0
_EDGE = 0.08


class TextMap(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Dots that can be hovered, clicked and lassoed. The wheel zooms, the right button drags, a double click shows all.

    By keyboard: the arrow keys go to the next dot in that direction, Return clicks it, Escape lets the chosen ones go.

    Signals:
        dot_hovered: (dot) The mouse or the arrow keys are at this dot; -1 if at none.
        dot_chosen: (dot) It was clicked.
        dots_chosen: (int64 array) The dots inside the loop that was drawn, ascending.
        cleared: Nothing is chosen any more.
    """

    dot_hovered = Signal(int)
    dot_chosen = Signal(int)
    dots_chosen = Signal(object)
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._places: Places = np.zeros((0, 2), np.float32)
        self._ranks: Indices = np.zeros(0, np.int64)
        self._chosen: Indices | None = None
        self._current = -1
        self._is_whole = True
        self._loop: list[QPointF] = []
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        item = self.getPlotItem()
        item.hideAxis("left")
        item.hideAxis("bottom")
        box = self.getViewBox()
        box.setMouseEnabled(x=True, y=True)
        box.setLimits(xMin=-9, xMax=9, yMin=-9, yMax=9, minXRange=0.02, minYRange=0.02)
        self._dots = pg.ScatterPlotItem(pxMode=True, antialias=True)
        self._ring = pg.ScatterPlotItem(pxMode=True, antialias=True)
        self._lasso = QGraphicsPathItem()
        for drawn, height in ((self._dots, 0), (self._ring, 1), (self._lasso, 2)):
            drawn.setZValue(height)
            self.addItem(drawn, ignoreBounds=True)
        self._waiting = Label(theme, "body", tone="text_2", wraps=True, parent=self)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.dress)
        self.dress()
        self.show_all()

    # What it shows

    def set_dots(self, places: Places, ranks: Indices) -> None:
        """Draws other dots.

        Args:
            places: (n, 2), in the square from -1 to 1.
            ranks: The rank of each dot's label, for its color; -1 for none: (n,).
        """
        self._places, self._ranks = places, ranks
        self._chosen, self._current = None, -1
        self.set_waiting("")
        self._draw()
        self.show_all()
        self.setAccessibleDescription(self.summary())

    def set_waiting(self, text: str) -> None:
        """Sets what stands in the middle while there are no dots."""
        self._waiting.set_text(text)
        self._waiting.setVisible(bool(text))
        if text:
            self._places, self._ranks = np.zeros((0, 2), np.float32), np.zeros(0, np.int64)
            self._chosen, self._current = None, -1
            self._draw()

    def set_chosen(self, dots: Indices | None) -> None:
        """Dims all dots but these; None dims none."""
        self._chosen = dots
        self._draw()

    def show_all(self) -> None:
        """Shows the whole map."""
        self._is_whole = True
        self.getViewBox().setRange(xRange=(-1, 1), yRange=(-1, 1), padding=_EDGE)

    def summary(self) -> str:
        """The map in words, for screen readers."""
        if not len(self._places):
            return ""
        labels = len(np.unique(self._ranks[self._ranks >= 0]))
        return tr("A map of {n:,} texts in {labels} labels.", n=len(self._places), labels=labels)

    def dress(self) -> None:
        """Takes the colors of the theme."""
        tokens = self._theme.tokens
        self.setBackground(QColor(tokens.surface))
        pen = QPen(QColor(tokens.accent), 1.5)
        pen.setCosmetic(True)
        fill = QColor(tokens.accent)
        fill.setAlpha(28)
        self._lasso.setPen(pen)
        self._lasso.setBrush(fill)
        self._draw()

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        if event.button() == Qt.MouseButton.LeftButton and len(self._places):
            self._loop = [self._in_map(event.position())]
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        if self._loop and event.buttons() & Qt.MouseButton.LeftButton:
            self._loop.append(self._in_map(event.position()))
            self._draw_loop()
            event.accept()
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._set_current(self._dot_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        if event.button() != Qt.MouseButton.LeftButton or not self._loop:
            super().mouseReleaseEvent(event)
            return
        loop, self._loop = self._loop, []
        self._draw_loop()
        if self._is_click(loop):
            self._click(self._dot_at(event.position()))
        else:
            self._choose(self._inside(loop))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        self._loop = []
        self.show_all()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt
        super().leaveEvent(event)
        self._set_current(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        steps = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
        }  # fmt: skip
        if event.key() in steps and len(self._places):
            self._set_current(self._next_dot(*steps[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.dot_chosen.emit(self._current)
        elif event.key() == Qt.Key.Key_Escape and self._chosen is not None:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        if "_waiting" in self.__dict__ and self.plotItem is not None:  # Qt calls this while it is built and closed
            self._waiting.setGeometry(self.rect().adjusted(24, 0, -24, 0))
            if self._is_whole:
                self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102 - Qt
        self._is_whole = False
        super().wheelEvent(event)

    # Dots

    def _draw(self) -> None:
        tokens = self._theme.tokens
        if not len(self._places):
            self._dots.setData([], [])
            self._ring.setData([], [])
            return
        is_dim = np.zeros(len(self._places), np.bool_)
        if self._chosen is not None:
            is_dim[:] = True
            is_dim[self._chosen] = False
        brushes = {
            (rank, dim): pg.mkBrush(mix(self._theme.label_color(rank), tokens.surface, 0.16 if dim else 0.85))
            for rank in np.unique(self._ranks).tolist()
            for dim in (True, False)
        }
        keys = zip(self._ranks.tolist(), is_dim.tolist(), strict=True)
        order = np.argsort(~is_dim, kind="stable")  # the dim ones lie below
        brush = np.array([brushes[key] for key in keys], dtype=object)[order]
        size = _DOT if len(self._places) <= _MANY else _DOT - 2
        self._dots.setData(x=self._places[order, 0], y=self._places[order, 1], brush=brush, pen=None, size=size)
        self._draw_ring()

    def _draw_ring(self) -> None:
        if self._current < 0:
            self._ring.setData([], [])
            return
        x, y = self._places[self._current]
        pen = pg.mkPen(self._theme.tokens.text, width=2)
        self._ring.setData(x=[x], y=[y], brush=None, pen=pen, size=_BIG_DOT)

    def _draw_loop(self) -> None:
        path = QPainterPath()
        if len(self._loop) > 1:
            path.addPolygon(QPolygonF(self._loop))
            path.closeSubpath()
        self._lasso.setPath(path)

    def _set_current(self, dot: int) -> None:
        if dot == self._current:
            return
        self._current = dot
        shape = Qt.CursorShape.PointingHandCursor if dot >= 0 else Qt.CursorShape.CrossCursor
        self.viewport().setCursor(QCursor(shape))
        self._draw_ring()
        self.dot_hovered.emit(dot)

    def _click(self, dot: int) -> None:
        if dot >= 0:
            self.dot_chosen.emit(dot)
        elif self._chosen is not None:
            self._let_go()

    def _choose(self, dots: Indices) -> None:
        if not len(dots):
            if self._chosen is not None:
                self._let_go()
            return
        self.set_chosen(dots)
        self.dots_chosen.emit(dots)

    def _let_go(self) -> None:
        self.set_chosen(None)
        self.cleared.emit()

    # Places

    def _in_map(self, position: QPointF) -> QPointF:
        point: QPointF = self.getViewBox().mapSceneToView(self.mapToScene(position.toPoint()))
        return point

    def _pixels(self) -> npt.NDArray[np.float64]:
        """Where each dot is drawn, in pixels of the widget: (n, 2)."""
        box = self.getViewBox()
        zero, one = (self.mapFromScene(box.mapViewToScene(QPointF(at, at))) for at in (0.0, 1.0))
        scale = np.array([one.x() - zero.x(), one.y() - zero.y()], dtype=float)
        return np.asarray(self._places * scale + np.array([zero.x(), zero.y()]), dtype=float)

    def _dot_at(self, position: QPointF) -> int:
        if not len(self._places):
            return -1
        distances = np.hypot(*(self._pixels() - np.array([position.x(), position.y()])).T)
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= _REACH else -1

    def _next_dot(self, right: int, up: int) -> int:
        """The nearest dot that lies in that direction rather than to its sides."""
        if self._current < 0:
            return int(np.hypot(*self._places.T).argmin())
        away = self._places - self._places[self._current]
        along, across = away @ np.array([right, up]), np.abs(away @ np.array([up, right]))
        costs = np.where((along > 0) & (along >= across), along + 2 * across, np.inf)
        return int(costs.argmin()) if np.isfinite(costs).any() else self._current

    def _inside(self, loop: Sequence[QPointF]) -> Indices:
        polygon = np.array([(point.x(), point.y()) for point in loop])
        return np.flatnonzero(inside_of(polygon, self._places)).astype(np.int64)

    def _is_click(self, loop: Sequence[QPointF]) -> bool:
        points = [self.mapFromScene(self.getViewBox().mapViewToScene(point)) for point in loop]
        first = points[0]
        far = max(abs(point.x() - first.x()) + abs(point.y() - first.y()) for point in points)
        return bool(far < QApplication.startDragDistance())


def inside_of(polygon: npt.NDArray[np.float64], places: Places) -> npt.NDArray[np.bool_]:
    """Which places lie inside a polygon, by the even-odd rule.

    A ray to the right crosses the border an odd number of times (Shimrat 1962, Algorithm 112).

    Args:
        polygon: Its corners in order, the last joined to the first: (m, 2).
        places: (n, 2).
    """
    x, y = places[:, 0].astype(float), places[:, 1].astype(float)
    inside = np.zeros(len(places), np.bool_)
    for (x1, y1), (x2, y2) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > y) != (y2 > y)
        inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside
