"""The editor that stands over a cell of the table: as wide and high as its text needs, however long it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from workbench.gui.theme import Theme, font, mix
from workbench.gui.widgets.painting import draw_panel, one_line, text_width

MOST_LINES, WIDEST = 9, 620
_LINE, _FRAME, _LEAST_WIDTH = 18, 12, 160
_ESCAPE = Qt.Key.Key_Escape
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BREAKING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier
_NOT_LEAVING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class CellEditor(QFrame):
    """Edits one cell; Enter or a click elsewhere keeps the text, Shift+Enter breaks the line, Esc leaves it as it was.

    Args:
        theme: The colours.
        text: What the cell holds.
        cell: Where it is in the parent.
        parent: The viewport of the table.

    Signals:
        kept(str): The text is another now.
        left: The editor is going; it follows `kept`.
    """

    kept = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, text: str, cell: QRect, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cell = cell
        self._room = parent
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self._is_over = False
        self.edit = _Edit(self)
        self.edit.setPlainText(text)
        self._before = self.text()
        column = QVBoxLayout(self)
        column.setContentsMargins(_FRAME // 2, _FRAME // 2 - 1, 2, _FRAME // 2 - 1)
        column.addWidget(self.edit)
        t = theme.tokens
        self.edit.setStyleSheet(
            "QPlainTextEdit { background: transparent; border: none; padding: 0; "
            f"color: {t.text}; selection-background-color: {mix(t.accent, t.surface, 0.3)}; }}"
        )
        self.edit.setFont(font("body"))
        self.edit.document().setDocumentMargin(2)
        self.edit.textChanged.connect(self._fit)
        self._fit()
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def text(self) -> str:
        """What stands there now, with the line ends that the cell had; `toPlainText` would change its spaces."""
        raw = self.edit.document().toRawText()
        return raw.replace("\u2029", self._line_end).replace("\u2028", self._line_end)

    def keep(self) -> None:
        """Keeps the text and goes."""
        text = self.text()
        if not self._is_over and text != self._before:
            self._is_over = True
            self.kept.emit(text)
        self.leave()

    def leave(self) -> None:
        """Goes; the cell stays as it was unless its text was kept."""
        self._is_over = True
        self.hide()
        self.left.emit()
        self.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_panel(painter, self.rect().toRectF(), fill=t.surface, border=t.accent, radius=6)

    def _fit(self) -> None:
        """Takes the size that the text needs, inside the table."""
        room = self._room.rect()
        lines = self.text().split("\n")
        longest = max(text_width(one_line(line), font("body")) for line in lines) + 3 * _FRAME
        wanted = min(max(longest, self._cell.width(), _LEAST_WIDTH), max(WIDEST, self._cell.width()))
        width = min(round(wanted), room.width() - 4)
        shown = sum(self._wrapped(line, width - 2 * _FRAME) for line in lines[: MOST_LINES + 1])
        height = min(min(shown, MOST_LINES) * _LINE + _FRAME + 4, room.height() - 4)
        left = min(self._cell.left(), room.width() - width - 2)
        top = min(self._cell.top(), room.height() - height - 2)
        self.setGeometry(max(left, 2), max(top, 2), width, max(height, self._cell.height()))

    @staticmethod
    def _wrapped(line: str, width: int) -> int:
        """How many lines of the editor a line of the text takes."""
        metrics = QFontMetricsF(font("body"))
        shown = metrics.boundingRect(QRectF(0, 0, width, 10_000), int(Qt.TextFlag.TextWordWrap), line[:4000])
        return max(round(float(shown.height()) / metrics.height()), 1)


class _Edit(QPlainTextEdit):
    """The field in it."""

    def __init__(self, editor: CellEditor) -> None:
        super().__init__()
        self._editor = editor
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)  # a dropped file is for the window

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == _ESCAPE:
            event.accept()  # else it would leave what the table shows
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == _ESCAPE:
            self._editor.leave()
        elif event.key() == Qt.Key.Key_Tab or (event.key() in _ENTER and not event.modifiers() & _BREAKING):
            self._editor.keep()
        elif event.key() in _ENTER:
            self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _NOT_LEAVING:
            self._editor.keep()
