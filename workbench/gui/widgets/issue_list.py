"""Issues: an icon, a sentence with its numbers in weight 600, and one small button each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.buttons import small_button
from workbench.gui.widgets.hairline import Hairline
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.gui.widgets.painting import Ink, draw_focus, draw_text, one_line, plain_tooltip, text_width

Severity = Literal["warn", "info", "ok"]

_ROW, _ICON = 36, 16
_ICONS = {"warn": ("triangle-alert", "warn"), "info": ("info", "text_2"), "ok": ("circle-check", "ok")}
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」")
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,.]*(?<=\d)(?![\w-])|(?<=[^\W\da-zA-Z_])\d[\d,.]*(?<=\d)")


@dataclass(frozen=True)
class IssueRow:
    """One issue.

    Attributes:
        kind: What the signal emits first.
        sentence: With its numbers.
        severity: Which icon stands before it.
        action: What the signal emits second; empty for no button.
        action_text: On the button, a verb.
        tooltip: More words.
        has_rows: Whether a click on the sentence shows rows.
    """

    kind: str
    sentence: str
    severity: Severity = "warn"
    action: str = ""
    action_text: str = ""
    tooltip: str = ""
    has_rows: bool = False


def number_runs(sentence: str) -> list[tuple[str, bool]]:
    """The sentence in pieces, each with whether it is a number; what stands in quotes is a name, not a number."""
    quoted = [match.span() for match in _QUOTED.finditer(sentence)]
    runs, at = [], 0
    for match in _NUMBER.finditer(sentence):
        start, end = match.span()
        if any(low <= start < high for low, high in quoted):
            continue
        runs += [(sentence[at:start], False), (match.group(), True)]
        at = end
    return [run for run in [*runs, (sentence[at:], False)] if run[0]]


class NumberSentence(QWidget):
    """One line of text with its numbers in weight 600.

    Signals:
        clicked: By mouse or, with the focus, by Return or Space; call `set_can_click(True)` first.
    """

    clicked = Signal()

    def __init__(self, theme: Theme, sentence: str, *, tooltip: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._runs = number_runs(one_line(sentence))
        self._can_click = False
        self._tips = (tooltip, sentence)
        self.setAccessibleName(sentence)
        self.setAccessibleDescription(tooltip)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_can_click(self, can_click: bool) -> None:
        """Whether it reacts to mouse and keys."""
        self._can_click = can_click
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if can_click else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_click else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        is_inside = self.rect().contains(event.position().toPoint())
        if self._can_click and is_inside and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        if self._can_click and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(round(self._natural_width()) + 2, _ROW - 1)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(80, _ROW - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        tooltip, sentence = self._tips
        is_cut = self._natural_width() > self.width()
        self.setToolTip(plain_tooltip("\n".join(part for part in (sentence if is_cut else "", tooltip) if part)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus(painter, QRectF(self.rect()).adjusted(0, 4, 0, -4), self._theme, radius=6)
        x = 0.0
        for text, is_number in self._runs:
            role = font("card_title" if is_number else "body")
            rect = QRectF(x, 0, self.width() - x, self.height())
            if draw_text(painter, rect, text, Ink(role, self._theme.tokens.text)):
                return
            x += text_width(text, role)

    def _natural_width(self) -> float:
        return sum(text_width(text, font("card_title" if is_number else "body")) for text, is_number in self._runs)


class _Icon(QWidget):
    """The icon of a severity."""

    def __init__(self, theme: Theme, severity: Severity) -> None:
        super().__init__()
        self._theme = theme
        self._severity = severity
        self.setFixedSize(_ICON, _ICON)

    def paintEvent(self, _event: QPaintEvent) -> None:
        name, tone = _ICONS[self._severity]
        QPainter(self).drawPixmap(QPointF(0, 0), pixmap(name, _ICON, getattr(self._theme.tokens, tone)))


class IssueList(QScrollArea):
    """Rows of issues; meant for `Card.add_flush`. Without issues it shows one sentence that says so.

    Signals:
        action_triggered: (kind, action) The button of an issue was pressed.
        sentence_clicked: (kind) The sentence of an issue that has rows was clicked.
    """

    action_triggered = Signal(str, str)
    sentence_clicked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._issues: list[IssueRow] = []
        self._none_text = ""
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._overlay = OverlayScroll(theme, self)
        theme.changed.connect(self._rebuild)

    def set_issues(self, issues: Sequence[IssueRow], *, none_text: str = "") -> None:
        """Sets the issues, the costliest first, and what is said if there are none."""
        self._issues, self._none_text = list(issues), none_text
        self._rebuild()

    def issues(self) -> list[IssueRow]:
        """The issues, in their order."""
        return list(self._issues)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(320, max(len(self._issues), 1) * _ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(160, min(max(len(self._issues), 1), 2) * _ROW)

    def _rebuild(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for issue in self._issues:
            self._column.addWidget(Hairline(self._theme))
            self._column.addWidget(self._row(issue))
        if not self._issues and self._none_text:
            self._column.addWidget(Hairline(self._theme))
            self._column.addWidget(self._none_row())
        self._column.addStretch(1)
        self.setAccessibleDescription("; ".join(issue.sentence for issue in self._issues) or self._none_text)
        self.updateGeometry()

    def _row(self, issue: IssueRow) -> QWidget:
        row = QWidget()
        row.setFixedHeight(_ROW - 1)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(13, 0, 13, 0)
        layout.setSpacing(10)
        layout.addWidget(_Icon(self._theme, issue.severity))
        sentence = NumberSentence(self._theme, issue.sentence, tooltip=issue.tooltip)
        if issue.has_rows:
            sentence.set_can_click(True)
            sentence.clicked.connect(lambda: self.sentence_clicked.emit(issue.kind))
        layout.addWidget(sentence, 1)
        if issue.action:
            button = small_button(self._theme, issue.action_text)
            button.setAccessibleName(f"{issue.action_text}: {issue.sentence}")
            button.clicked.connect(lambda: self.action_triggered.emit(issue.kind, issue.action))
            layout.addWidget(button)
        return row

    def _none_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(13, 8, 13, 8)
        layout.setSpacing(10)
        label = Label(self._theme, "body", tone="text_2")
        label.set_text(self._none_text)
        layout.addWidget(_Icon(self._theme, "ok"))
        layout.addWidget(label, 1)
        return row
