"""The box in which a text is typed for a model: large, plain, and quiet until the typing has settled."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPalette, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from workbench.gui.fonts import FontRole
from workbench.gui.theme import Theme, font, mix
from workbench.gui.widgets.hairline import Hairline
from workbench.gui.widgets.painting import draw_focus, draw_panel

SETTLED_MS = 60
_LINE_HEIGHT = {"typed": 27, "body": 18}


class _PlainEdit(QTextEdit):
    """A text edit that takes plain text only."""

    focus_changed = Signal()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt
        if source.hasText():
            self.insertPlainText(source.text())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt
        return source.hasText()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


class TextBox(QWidget):
    """A card-like box with a text edit (`edit`) and, if asked, a foot under a hairline.

    Tab leaves the box. Undo, caret and selection are the text edit's own.

    Signals:
        text_settled: (text) No key has been pressed for 60 ms since the text changed.
        text_edited: The text has changed just now.
    """

    text_settled = Signal(str)
    text_edited = Signal()

    def __init__(self, theme: Theme, *, role: FontRole = "typed", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role: FontRole = role
        self._settled = ""
        self.edit = _PlainEdit()
        self.edit.setAcceptRichText(False)
        self.edit.setAcceptDrops(False)  # a dropped file is for the window
        self.edit.setTabChangesFocus(True)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.focus_changed.connect(self.update)
        self.setFocusProxy(self.edit)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._settle)
        self.edit.textChanged.connect(self._on_changed)
        self._line = Hairline(theme)
        self._line.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(0)
        self._column.addWidget(self.edit, 1)
        self._column.addWidget(self._line)
        self._is_dressing = False
        theme.changed.connect(self._dress)
        self._dress()

    def text(self) -> str:
        """What is typed."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Sets the text, as one step that undo takes back; `text_settled` follows at once."""
        cursor = self.edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.edit.setTextCursor(cursor)
        self._dress_lines()
        self._timer.stop()
        self._settle()

    def set_placeholder(self, text: str, *, name: str = "") -> None:
        """Sets the words in the empty box, and its name for screen readers."""
        self.edit.setPlaceholderText(text)
        self.edit.setAccessibleName(name or text)
        self.setAccessibleName(name or text)

    def set_foot(self, widget: QWidget) -> None:
        """Puts a widget below a hairline, such as the legend of the colors."""
        self._line.show()
        self._column.addWidget(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        radius = 9.0 if self._role == "typed" else 6.0
        draw_panel(painter, whole, fill=t.surface, border=t.border, radius=radius)
        if self.edit.hasFocus():
            painter.translate(-1.5, -1.5)
            draw_focus(painter, whole.adjusted(-0.5, -0.5, 3.5, 3.5), self._theme, radius=radius + 1)

    def _on_changed(self) -> None:
        if self._is_dressing:
            return
        if self.text() != self._settled:
            self.text_edited.emit()
        self._timer.start()

    def _settle(self) -> None:
        if self.text() != self._settled:
            self._settled = self.text()
            self.text_settled.emit(self._settled)

    def _dress(self) -> None:
        t = self._theme.tokens
        self._is_dressing = True
        self.edit.setFont(font(self._role))
        self.edit.setStyleSheet(
            "QTextEdit { background: transparent; border: none; "
            f"color: {t.text}; selection-background-color: {mix(t.accent, t.surface, 0.3)}; }}"
        )
        palette = self.edit.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(t.text_3))
        self.edit.setPalette(palette)
        self.edit.document().setDocumentMargin(14 if self._role == "typed" else 8)
        self._is_dressing = False
        self._dress_lines()
        self.update()

    def _dress_lines(self) -> None:
        """Sets the height of the lines; new lines take it over from the one before."""
        self._is_dressing = True
        lines = QTextBlockFormat()
        kind = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
        lines.setLineHeight(_LINE_HEIGHT.get(self._role, 18), kind)
        cursor = QTextCursor(self.edit.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.joinPreviousEditBlock()
        cursor.mergeBlockFormat(lines)
        cursor.endEditBlock()
        self._is_dressing = False
