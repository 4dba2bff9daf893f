"""A question with its answers, each with its consequence; the safe one is first and has the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QVBoxLayout, QWidget

from workbench.gui.theme import Theme, font, mix
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.painting import Ink, draw_panel, draw_text
from workbench.gui.widgets.popover import RADIUS, round_corners

WIDTH = 460
ROW_HEIGHT = 58


@dataclass(frozen=True)
class Choice:
    """One answer.

    Attributes:
        title: A verb, translated.
        consequence: What it does, in one sentence, translated.
        run: Does it; None for an answer that changes nothing.
        is_danger: Whether something is lost.
        is_off: Whether it cannot be chosen now; the consequence says why.
    """

    title: str
    consequence: str
    run: Callable[[], None] | None = None
    is_danger: bool = False
    is_off: bool = False


class ChoiceDialog(QDialog):
    """Shows the question; `open()` returns at once, Esc means that nothing happens.

    Args:
        theme: The colours.
        title: The question.
        facts: A sentence below it, or empty.
        choices: The answers, the safe one first.
        parent: The window that it belongs to.
    """

    def __init__(
        self, theme: Theme, title: str, facts: str, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleDescription(facts)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(8)
        heading = Label(theme, "typed", wraps=True)
        bold = font("typed")
        bold.setWeight(font("title").weight())
        heading.setFont(bold)
        heading.set_text(title)
        column.addWidget(heading)
        if facts:
            explanation = Label(theme, tone="text_2", wraps=True)
            explanation.set_text(facts)
            column.addWidget(explanation)
        self.rows = [ChoiceRow(theme, choice) for choice in choices]
        for row in self.rows:
            row.clicked.connect(lambda _checked=False, r=row: self._choose(r.choice))
            column.addWidget(row)
        self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        round_corners(self, RADIUS)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_panel(painter, QRectF(self.rect()), fill=t.surface, border=t.border_strong, radius=9)

    def _choose(self, choice: Choice) -> None:
        self.accept()
        if choice.run is not None:
            choice.run()


class ChoiceRow(QAbstractButton):
    """One answer as a row: its name, and below it its consequence."""

    def __init__(self, theme: Theme, choice: Choice) -> None:
        super().__init__()
        self._theme = theme
        self.choice = choice
        self.setText(choice.title)
        self.setAccessibleName(choice.title)
        self.setAccessibleDescription(choice.consequence)
        self.setEnabled(not choice.is_off)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(ROW_HEIGHT)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(WIDTH - 36, ROW_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        is_hot = self.isEnabled() and (self.underMouse() or self.isDown())
        fill = mix(t.text, t.surface, 0.04) if is_hot else t.surface
        if self.hasFocus():
            draw_panel(painter, whole, fill=t.accent_soft, border=t.accent_soft, radius=8)
            draw_panel(painter, whole.adjusted(1, 1, -1, -1), fill=fill, border=t.accent, radius=7)
        else:
            draw_panel(painter, whole.adjusted(1, 1, -1, -1), fill=fill, border=t.border, radius=7)
        left, width = 15.0, whole.width() - 30
        color = t.error if self.choice.is_danger else t.text if self.isEnabled() else t.text_3
        draw_text(painter, QRectF(left, 11, width, 18), self.choice.title, Ink(font("card_title"), color))
        dim = t.text_2 if self.isEnabled() else t.text_3
        draw_text(painter, QRectF(left, 30, width, 18), self.choice.consequence, Ink(font("body"), dim))
