"""The list of test texts with their true label, the model's answer and how sure it was; rows are read when seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from workbench.gui import wording
from workbench.gui.panes.results.answers import Answers, Positions
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.painting import Ink, draw_dot, draw_text, one_line, text_width
from workbench.gui.widgets.table_view import HEADER_HEIGHT, PADDING, ROW_HEIGHT, Index, RowDelegate, TableView
from workbench.i18n import tr

TEXT, TRUE, SAID, SURE = range(4)
_ROOT = QModelIndex()
_NONE: Positions = np.empty(0, dtype=np.int64)
_LABEL_LEAST, _LABEL_MOST, _SURE_WIDTH = 84, 150, 72
_TOOLTIP_MOST = 600


class ExamplesModel(QAbstractTableModel):
    """Answers in an order; a text is taken from the table only where Qt asks for it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.answers: Answers | None = None
        self.positions: Positions = _NONE
        self.labels: tuple[str, ...] = ()

    def set_answers(self, answers: Answers | None, positions: Positions, *, labels: tuple[str, ...]) -> None:
        """Shows these answers in this order."""
        self.beginResetModel()
        self.answers, self.positions, self.labels = answers, positions, labels
        self.endResetModel()

    def label(self, index: Index) -> int:
        """The label in a cell of the columns TRUE and SAID."""
        assert self.answers is not None
        position = int(self.positions[index.row()])
        return self.answers.true(position) if index.column() == TRUE else self.answers.predicted(position)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: D102 - Qt
        return 0 if parent.isValid() or self.answers is None else len(self.positions)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: D102 - Qt
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, and the beginning of the text as its tooltip."""
        if not index.isValid() or self.answers is None:
            return None
        position = int(self.positions[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TEXT:
            text = self.answers.text(position)
            return text if len(text) <= _TOOLTIP_MOST else text[:_TOOLTIP_MOST] + "…"
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(index, position)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(index.column(), Qt.Orientation.Horizontal)} {self._shown(index, position)}"
        return None

    def headerData(  # noqa: D102 - Qt
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Text"), tr("True"), tr("Said"), tr("Sure"))[section]

    def _shown(self, index: Index, position: int) -> str:
        assert self.answers is not None
        if index.column() == TEXT:
            return f"“{one_line(self.answers.text(position))}”"
        if index.column() == SURE:
            return wording.percent(self.answers.confidence(position))
        return self.labels[self.label(index)]


class ExamplesTable(TableView):
    """The answers; a click or Return on a row opens its text.

    Signals:
        example_opened: (position, where on the screen) A row was clicked, or Return was pressed on it.
        resized: The table shows another number of rows.
    """

    example_opened = Signal(int, QPoint)
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.examples = ExamplesModel(self)
        self._colors: tuple[str, ...] = ()
        self.setHorizontalHeader(_Titles(theme, self))
        self.setModel(self.examples)
        self.setItemDelegate(_ExampleDelegate(self))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def set_answers(self, answers: Answers | None, positions: Positions, *, labels: tuple[str, ...]) -> None:
        """Shows these answers in this order, from the top."""
        self.examples.set_answers(answers, positions, labels=labels)
        self.arrange()
        self.scrollToTop()
        self.viewport().update()

    def set_colors(self, colors: tuple[str, ...]) -> None:
        """Sets the colour of each label."""
        self._colors = colors
        self.viewport().update()

    def label_color(self, label: int) -> str:
        """The colour of a label."""
        return self._colors[label] if label < len(self._colors) else self.theme.tokens.text_3

    def rows_in_view(self) -> int:
        """How many whole rows have room."""
        return min(max(self.viewport().height() // ROW_HEIGHT, 0), self.examples.rowCount())

    def arrange(self) -> None:
        """Gives the labels what they need, and the text the rest."""
        widths = [text_width(one_line(label), font("body")) for label in self.examples.labels]
        label = round(min(max([*widths, 0.0]) + 16 + 2 * PADDING, _LABEL_MOST))
        label = max(label, _LABEL_LEAST)
        for column, width in ((TRUE, label), (SAID, label), (SURE, _SURE_WIDTH)):
            self.setColumnWidth(column, width)
        self.setColumnWidth(TEXT, max(self.viewport().width() - 2 * label - _SURE_WIDTH, 120))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(200, HEADER_HEIGHT + 2 * ROW_HEIGHT)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        had_current = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not had_current:
            self.selectionModel().clearSelection()  # Qt makes the first row current; nobody has chosen it

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self.arrange()
        self.resized.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._open(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.is_by_keyboard = True
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        corner = self.viewport().mapToGlobal(self.visualRect(index.siblingAtColumn(TEXT)).bottomLeft())
        self.example_opened.emit(int(self.examples.positions[index.row()]), corner)


class _Titles(QHeaderView):
    """The column titles."""

    def __init__(self, theme: Theme, view: ExamplesTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._theme = theme
        self._view = view
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.setFixedHeight(HEADER_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        t = self._theme.tokens
        painter.save()
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(t.border))
        align = Qt.AlignmentFlag.AlignRight if section == SURE else Qt.AlignmentFlag.AlignLeft
        place = QRectF(rect).adjusted(PADDING + (4 if section == TEXT else 0), 0, -PADDING - (4 * (section == SURE)), 0)
        title = self._view.examples.headerData(section, Qt.Orientation.Horizontal)
        draw_text(painter, place, title, Ink(font("body"), t.text_2, align))
        painter.restore()


class _ExampleDelegate(RowDelegate):
    """Paints text, dots with labels, and the share."""

    def __init__(self, table: ExamplesTable) -> None:
        super().__init__(table)
        self._table = table

    def paint_cell(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        t = self._table.theme.tokens
        text = str(index.data())
        if index.column() == TEXT:
            draw_text(painter, rect.adjusted(4, 0, 0, 0), text, Ink(font("body"), t.text))
        elif index.column() == SURE:
            draw_text(painter, rect.adjusted(0, 0, -4, 0), text, Ink(font("body"), t.text, Qt.AlignmentFlag.AlignRight))
        else:
            color = self._table.label_color(self._table.examples.label(index))
            draw_dot(painter, QPointF(rect.left() + 4, rect.center().y()), color)
            draw_text(painter, rect.adjusted(16, 0, 0, 0), text, Ink(font("body"), t.text))
