"""The header of a table of examples: each column's name with the chip of its role, by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView, QToolTip

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.arrow_model import ArrowModel
from workbench.gui.widgets.chip import HEIGHT, draw_role_chip, role_hints, role_menu, role_texts
from workbench.gui.widgets.painting import Ink, chip_width, draw_focus, draw_text, one_line, plain_tooltip, text_width
from workbench.gui.widgets.table_view import HEADER_HEIGHT, PADDING
from workbench.i18n import tr

_GAP = 8
_ARROW, _ARROW_ROOM = 13, 18


class RoleHeader(QHeaderView):
    """Column names with role chips.

    Tab puts the focus on the header; Left and Right move it, Return, Space or Alt+Down opens the menu of roles,
    S sorts by the column.

    Signals:
        role_chosen: (column name, role) The user chose another role for a column.
        sort_chosen: (column name) The user wants the rows in the order of a column; clicked beside its chip.
    """

    role_chosen = Signal(str, str)
    sort_chosen = Signal(str)

    def __init__(self, theme: Theme, model: ArrowModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._theme = theme
        self._columns = model
        self._focused = 1
        self._opened = 1
        self._sorted_by = ""
        self._is_descending = False
        self.sectionClicked.connect(self._sort)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(HEADER_HEIGHT)
        self.setMinimumSectionSize(44)
        self.setMouseTracking(True)

    def set_sort(self, column: str, *, is_descending: bool) -> None:
        """Shows an arrow beside the column that the rows are sorted by; an empty name for none."""
        self._sorted_by, self._is_descending = column, is_descending
        self.viewport().update()

    def wanted_width(self, section: int) -> int:
        """The width that shows name and chip whole."""
        name = str(self._columns.headerData(section, Qt.Orientation.Horizontal) or "")
        role = self._columns.role_of(section)
        chip = chip_width(role_texts()[role], has_chevron=True) + _GAP if role else 0
        return round(text_width(one_line(name), font("card_title")) + chip) + 2 * PADDING

    def chip_rect(self, section: int) -> QRect:
        """Where the chip of a column stands, in the viewport; empty if it has none."""
        role = self._columns.role_of(section)
        if role is None:
            return QRect()
        left = self.sectionViewportPosition(section)
        name = str(self._columns.headerData(section, Qt.Orientation.Horizontal))
        width = round(chip_width(role_texts()[role], has_chevron=True))
        arrow = _ARROW_ROOM if name == self._sorted_by else 0
        room = self.sectionSize(section) - 2 * PADDING - width - _GAP - arrow
        name_width = min(round(text_width(one_line(name), font("card_title"))) + 1, max(room, 16))
        return QRect(left + PADDING + name_width + arrow + _GAP, (self.height() - HEIGHT) // 2, width, HEIGHT)

    def open_menu(self, section: int) -> None:
        """Opens the menu of roles of a column."""
        role = self._columns.role_of(section)
        if role is None:
            return
        name = self._columns.column_names()[section - 1]
        self._opened = section
        menu = role_menu(self, role)
        menu.setAccessibleName(tr("Role of the column {column}: {role}", column=name, role=role_texts()[role]))
        menu.triggered.connect(self._on_role_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(self.chip_rect(section).bottomLeft() + QPoint(0, 4)))

    # Qt

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(super().sizeHint().width(), HEADER_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(t.border))
        role = self._columns.role_of(section)
        chip = QRectF(self.chip_rect(section))
        name = str(self._columns.headerData(section, Qt.Orientation.Horizontal) or "")
        room = chip.left() - _GAP - rect.left() - PADDING if role else rect.width() - 2 * PADDING
        if name and name == self._sorted_by:
            room -= _ARROW_ROOM
            arrow = pixmap("arrow-down" if self._is_descending else "arrow-up", _ARROW, t.text)
            painter.drawPixmap(QPointF(rect.left() + PADDING + room + 4, (rect.height() - _ARROW) // 2), arrow)
        place = QRectF(rect.left() + PADDING, rect.top(), room + 1, rect.height())
        draw_text(painter, place, name, Ink(font("card_title"), t.text))
        if role:
            draw_role_chip(painter, chip, self._theme, role)
            if self.hasFocus() and section == self._focused:
                draw_focus(painter, chip.adjusted(-2, -2, 2, 2), self._theme, radius=7)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        section = self._chip_at(event.position().toPoint())
        if section < 0:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        section = self._chip_at(event.position().toPoint())
        if section >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._focused = section
            self.open_menu(section)
        else:
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        super().mouseMoveEvent(event)
        if self._chip_at(event.position().toPoint()) >= 0:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        opens = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down)
        if step is not None:
            self._focused = min(max(self._focused + step, 1), max(self.count() - 1, 1))
            self.setAccessibleName(self._spoken(self._focused))
            self.viewport().update()
        elif opens:
            self.open_menu(self._focused)
        elif event.key() == Qt.Key.Key_S:
            self._sort(self._focused)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: D102 - Qt
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tooltip(self._tooltip(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def _tooltip(self, pos: QPoint) -> str:
        section = self.logicalIndexAt(pos)
        role = self._columns.role_of(section) if section >= 0 else None
        if role is not None and self._chip_at(pos) == section:
            return role_hints()[role]
        return str(self._columns.headerData(section, Qt.Orientation.Horizontal) or "") if section > 0 else ""

    def _sort(self, section: int) -> None:
        if 1 <= section <= len(self._columns.column_names()):
            self.sort_chosen.emit(self._columns.column_names()[section - 1])

    def _spoken(self, section: int) -> str:
        names = self._columns.column_names()
        role = self._columns.role_of(section)
        if not 1 <= section <= len(names):
            return ""
        if role is None:
            return names[section - 1]
        return tr("Role of the column {column}: {role}", column=names[section - 1], role=role_texts()[role])

    def _chip_at(self, pos: QPoint) -> int:
        section = self.logicalIndexAt(pos)
        is_hit = section > 0 and self.chip_rect(section).adjusted(-2, -2, 2, 2).contains(pos)
        return section if is_hit else -1

    def _on_role_chosen(self, action: QAction) -> None:
        if action.data() != self._columns.role_of(self._opened):
            self.role_chosen.emit(self._columns.column_names()[self._opened - 1], action.data())
