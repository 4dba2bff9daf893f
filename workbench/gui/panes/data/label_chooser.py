"""The panel in which a label is chosen by typing a part of it, or a new one is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.find_field import FindField
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.painting import Ink, draw_dot, draw_panel, draw_text, text_width
from workbench.gui.widgets.popover import Popover
from workbench.gui.widgets.row_area import RowArea
from workbench.i18n import tr
from workbench.values import LabelCount

WIDTH, ROW_HEIGHT, MOST_ROWS = 300, 28, 9
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_RIGHT = Qt.AlignmentFlag.AlignRight


class LabelChooser(Popover):
    """A field and the labels that contain what is typed in it.

    Args:
        theme: The colours.
        title: What the label is chosen for.
        labels: The labels with the numbers of their rows, the commonest first.
        parent: The pane.
        current: The label that holds; it has a tick.

    Signals:
        chosen(str): A label other than the current one was chosen.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        title: str,
        labels: Sequence[LabelCount],
        parent: QWidget,
        *,
        current: str = "",
    ) -> None:
        super().__init__(theme, parent)
        self._current = current
        heading = Label(theme, "card_title")
        heading.set_text(title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.field = FindField(theme, width=WIDTH - 28)
        self.field.set_placeholder(tr("Find a label, or write a new one"))
        self.rows = LabelRows(theme, labels, current)
        self.rows.setAccessibleName(tr("Labels"))
        for widget in (heading, self.field, self.rows):
            self.column.addWidget(widget)
        self.setFixedWidth(WIDTH)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.rows.row_activated.connect(lambda row: self._choose(self.rows.shown[row].label))
        self._filter("")
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if 0 <= self.rows.current_row < self.rows.count():
                    self._choose(self.rows.shown[self.rows.current_row].label)
                return True
            if event.key() in _LIST_KEYS:
                QApplication.sendEvent(self.rows, event)
                return True
        return super().eventFilter(watched, event)

    def _filter(self, typed: str) -> None:
        self.rows.show_matching(typed.strip())
        self.rows.setFixedHeight(ROW_HEIGHT * min(max(self.rows.count(), 1), MOST_ROWS))
        self.adjustSize()

    def _choose(self, label: str) -> None:
        self.close()
        if label != self._current:
            self.chosen.emit(label)


class LabelRows(RowArea):
    """Labels with their dots and counts; the last row may be one that does not exist yet."""

    def __init__(self, theme: Theme, labels: Sequence[LabelCount], current: str) -> None:
        super().__init__(theme, row_height=ROW_HEIGHT)
        self._labels = list(labels)
        self._ranks = {item.label: rank for rank, item in enumerate(labels)}
        self._current = current
        self.shown: list[LabelCount] = []
        self.set_can_choose(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_matching(self, typed: str) -> None:
        """Shows the labels that contain a text, those that begin with it first; last the text as a new label."""
        low = typed.casefold()
        found = [item for item in self._labels if low in item.label.casefold()]
        self.shown = sorted(found, key=lambda item: not item.label.casefold().startswith(low))
        if typed and typed not in self._ranks:
            self.shown.append(LabelCount(label=typed, count=0))
        self.current_row = 0
        self.rows_changed()

    def count(self) -> int:  # noqa: D102 - as in the base
        return len(self.shown)

    def row_text(self, row: int) -> str:  # noqa: D102 - as in the base
        item = self.shown[row]
        return item.label if item.label in self._ranks else tr("New label “{label}”", label=item.label)

    def draw_row(self, painter: QPainter, row: int, rect: QRectF) -> None:  # noqa: D102 - as in the base
        t, item = self._theme.tokens, self.shown[row]
        if row in (self.current_row, self.hovered_row):
            fill = t.accent_soft if row == self.current_row else t.sunken
            draw_panel(painter, rect, fill=fill, border="", radius=6)
        middle, left = rect.center().y(), rect.left() + 10
        rank = self._ranks.get(item.label)
        if rank is None:
            painter.drawPixmap(QPointF(left - 3, middle - 7), pixmap("plus", 14, t.text_2))
        else:
            draw_dot(painter, QPointF(left + 4, middle), self._theme.label_color(rank))
        right = rect.right() - 10
        if item.label == self._current:
            painter.drawPixmap(QPointF(right - 14, middle - 7), pixmap("check", 14, t.accent_text))
            right -= 22
        figure = f"{item.count:,}" if item.count else ""
        width = text_width(figure, font("small")) + 2
        place = QRectF(right - width, rect.top(), width, rect.height())
        draw_text(painter, place, figure, Ink(font("small"), t.text_3, _RIGHT))
        name = QRectF(left + 16, rect.top(), right - width - left - 22, rect.height())
        draw_text(painter, name, self.row_text(row), Ink(font("body"), t.text))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        row = self.row_at(event.position().toPoint())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.row_activated.emit(row)
