"""A label that shows plain text only, in a role of the type table, and ends in an ellipsis where it is too long."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workbench.gui.fonts import FontRole
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.painting import one_line, plain_tooltip

LabelTone = Literal["text", "text_2", "text_3", "ok", "warn", "error", "accent_text"]


class Label(QLabel):
    """Plain text in one role and one tone; wraps if asked, else elides and shows the whole text as its tooltip."""

    def __init__(
        self,
        theme: Theme,
        role: FontRole = "body",
        *,
        tone: LabelTone = "text",
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role: FontRole = role
        self._tone: LabelTone = tone
        self._tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        if not wraps:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str, *, tooltip: str = "") -> None:
        """Sets the text, and a tooltip that stands even if the text is not cut."""
        if text == self.text() and tooltip == self._tip:
            return
        self._tip = tooltip
        self.setText(text)
        self.setAccessibleDescription(tooltip)
        self._update_tooltip()

    def set_tone(self, tone: LabelTone) -> None:
        """Sets the color by the name of its token."""
        self._tone = tone
        self._restyle()

    def set_role(self, role: FontRole) -> None:
        """Sets the font by its role."""
        self._role = role
        self._restyle()

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        hint = super().minimumSizeHint()
        return hint if self.wordWrap() else QSize(min(hint.width(), 24) if self.text() else 0, hint.height())

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        if self.wordWrap():
            return super().sizeHint()
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(one_line(self.text())) + 1, metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(QColor(getattr(self._theme.tokens, self._tone if self.isEnabled() else "text_3")))
        if self.wordWrap():
            flags = int(self.alignment()) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.contentsRect(), flags, self.text())
            return
        flags = int(self.alignment() | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        painter.drawText(self.contentsRect(), flags, self._shown())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self._update_tooltip()

    def _shown(self) -> str:
        metrics = QFontMetrics(self.font())
        return metrics.elidedText(one_line(self.text()), Qt.TextElideMode.ElideRight, self.width() + 1)

    def _update_tooltip(self) -> None:
        is_cut = not self.wordWrap() and self._shown() != self.text()
        self.setToolTip(plain_tooltip(self._tip or (self.text() if is_cut else "")))

    def _restyle(self) -> None:
        self.setFont(font(self._role))
        self.updateGeometry()
        self.update()
