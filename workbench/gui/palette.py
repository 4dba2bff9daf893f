"""The command palette: type a part of a name, press Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.commands import Command, Commands
from workbench.gui.icons import pixmap
from workbench.gui.popup import drop_shadow
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.buttons import shortcut_text
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.gui.widgets.painting import Ink, draw_line, draw_panel, draw_text, text_width
from workbench.i18n import tr

WIDTH, FIELD_HEIGHT, ROW_HEIGHT, MOST_ROWS = 364, 44, 34, 9
_COMMAND = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_PASSED_ON = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def matches(words: str, title: str) -> bool:
    """Whether every word typed is in the title, without regard to case or order."""
    low = title.casefold()
    return all(word in low for word in words.casefold().split())


def rank(words: str, title: str) -> int:
    """How well a title fits: 0 if it begins with what is typed, 1 if a word of it does, else 2."""
    low, typed = title.casefold(), words.casefold().strip()
    if low.startswith(typed):
        return 0
    return 1 if f" {typed}" in low else 2


class Palette(QFrame):
    """A field and the commands that fit what is typed; only those that can be done now."""

    def __init__(self, theme: Theme, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._commands = commands
        self._before: QWidget | None = None
        self._field = QLineEdit()
        self._field.setFrame(False)
        self._field.setStyleSheet("QLineEdit { border: none; background: transparent; padding: 0; }")
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_CommandDelegate(theme, self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.viewport().setAutoFillBackground(False)
        self._list.clicked.connect(self._run_at)
        OverlayScroll(theme, self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 6)
        layout.setSpacing(0)
        self._field.setFixedHeight(FIELD_HEIGHT - 1)
        self._field.setTextMargins(39, 0, 12, 0)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self.setFixedWidth(WIDTH)
        drop_shadow(self, theme)
        self.hide()

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._field.setPlaceholderText(tr("Search commands"))
        self._field.setAccessibleName(tr("Search commands"))
        self._list.setAccessibleName(tr("Commands"))

    def open(self, top_right: QPointF) -> None:
        """Shows the palette with its right top corner there, in the parent's pixels."""
        self._before = QApplication.focusWidget()
        self._field.clear()
        self._filter("")
        self.move(round(top_right.x()) - WIDTH, round(top_right.y()))
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Hides the palette and gives the focus back."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def titles(self) -> list[str]:
        """The names that are listed now."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close_palette()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run_at(self._list.currentIndex())
                return True
            if event.key() in _PASSED_ON:
                QApplication.sendEvent(self._list, event)
                return True
        if watched is self._field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._before = None
            self.hide()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_panel(painter, QRectF(self.rect()), fill=t.surface, border=t.border, radius=9)
        painter.drawPixmap(QPointF(15, (FIELD_HEIGHT - 16) / 2), pixmap("search", 16, t.text_2))
        draw_line(painter, QPointF(1, FIELD_HEIGHT - 1), QPointF(self.width() - 2, FIELD_HEIGHT - 1), t.border)

    def _filter(self, words: str) -> None:
        self._model.clear()
        fitting = [c for c in self._commands.all() if c.is_in_palette and matches(words, tr(c.title))]
        for command in sorted(fitting, key=lambda c: rank(words, tr(c.title))):
            if command.enabled_when():
                item = QStandardItem(tr(command.title))
                item.setData(command, _COMMAND)
                item.setData(shortcut_text(command.shortcut), Qt.ItemDataRole.AccessibleDescriptionRole)
                item.setEditable(False)
                self._model.appendRow(item)
        self._list.setCurrentIndex(self._model.index(0, 0))
        rows = min(max(self._model.rowCount(), 1), MOST_ROWS)
        self._list.setFixedHeight(rows * ROW_HEIGHT)
        self.setFixedHeight(FIELD_HEIGHT + rows * ROW_HEIGHT + 7)

    def _run_at(self, index: QModelIndex) -> None:
        command: Command | None = index.data(_COMMAND)
        if command is not None:
            self.close_palette()
            self._commands.run(command.id)


class _CommandDelegate(QStyledItemDelegate):
    """Paints a command: icon, name and, as a cap, its shortcut."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(10, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        t = self._theme.tokens
        rect = QRectF(option.rect)
        state = option.state
        command: Command = index.data(_COMMAND)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        if is_current or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(t.accent_soft if is_current else t.sunken))
        if command.icon:
            color = t.accent_text if is_current else t.text_2
            painter.drawPixmap(QPointF(rect.left() + 14, rect.top() + 9), pixmap(command.icon, 16, color))
        right = rect.right() - 14
        if command.shortcut:
            cap = shortcut_text(command.shortcut)
            width = text_width(cap, font("axis")) + 10
            box = QRectF(right - width, rect.top() + 8, width, 18)
            draw_panel(painter, box, fill=t.sunken, border=t.border, radius=4)
            draw_text(painter, box, cap, Ink(font("axis"), t.text_2, Qt.AlignmentFlag.AlignHCenter))
            right -= width + 10
        name = QRectF(rect.left() + 40, rect.top(), right - rect.left() - 40, rect.height())
        draw_text(painter, name, index.data() or "", Ink(font("body"), t.text))
        painter.restore()
