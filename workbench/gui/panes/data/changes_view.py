"""Cells before and after a step, one below the other, with the changed places on a soft ground."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from workbench.gui.panes.data import changes
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.i18n import tr
from workbench.values import RowChange


class ChangesView(QTextEdit):
    """The changes that a preview gave. The text is put together piece by piece, never as HTML.

    Args:
        theme: The colours.
        has_places: Whether row and column stand above each change.
    """

    def __init__(self, theme: Theme, *, has_places: bool = True) -> None:
        super().__init__()
        self._has_places = has_places
        self._theme = theme
        self._changes: list[RowChange] = []
        self._message = ""
        self.setReadOnly(True)
        self.setCursorWidth(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QTextEdit { background: transparent; border: none; }")
        self.setAccessibleName(tr("Before and after"))
        self._bar = OverlayScroll(theme, self)
        theme.changed.connect(self._rebuild)

    def show_changes(self, changes_found: Sequence[RowChange], *, message: str = "") -> None:
        """Shows changes, or a message if there are none."""
        self._changes, self._message = list(changes_found), message
        self._rebuild()

    def _rebuild(self) -> None:
        t = self._theme.tokens
        self.clear()
        self.document().setDocumentMargin(13)
        cursor = self.textCursor()
        if not self._changes:
            cursor.insertText(self._message, _format("body", t.text_2))
        for number, change in enumerate(self._changes):
            self._start_block(cursor, above=12 if number else 0, is_first=not number)
            if self._has_places:
                where = tr("Row {n:,} · {column}", n=change.row + 1, column=change.column)
                cursor.insertText(where, _format("small", t.text_3))
                self._start_block(cursor, above=3)
            self._insert(cursor, changes.before(change), color=t.text_2, ground=t.warn_soft)
            self._start_block(cursor, above=3)
            shown = changes.after(change)
            if shown:
                self._insert(cursor, shown, color=t.text, ground=t.ok_soft)
            else:
                cursor.insertText(tr("(empty)"), _format("body", t.text_3))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _start_block(self, cursor: QTextCursor, *, above: int, is_first: bool = False) -> None:
        block = QTextBlockFormat()
        block.setTopMargin(above)
        if is_first:
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)

    def _insert(self, cursor: QTextCursor, pieces: Sequence[changes.Piece], *, color: str, ground: str) -> None:
        for text, is_marked in pieces:
            form = _format("body", color)
            if is_marked:
                form.setBackground(QColor(ground))
                form.setForeground(QColor(self._theme.tokens.text))
            cursor.insertText(text, form)


def _format(role: str, color: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(font("small" if role == "small" else "body"))
    form.setForeground(QColor(color))
    return form
