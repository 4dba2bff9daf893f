"""The facts line: short texts split by dots, each of which may open the setting behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from workbench.gui.fonts import FontRole
from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme, font, mark
from workbench.gui.widgets.painting import Ink, draw_dot, draw_focus, draw_text, one_line, plain_tooltip, text_width

_SEPARATOR = 19
_ICON, _ICON_GAP = 15, 6


class FactLike(Protocol):
    """What a fact must tell; `gui.pane.Fact` does."""

    @property
    def text(self) -> str:
        """In the user's language."""

    @property
    def tone(self) -> str:
        """The token of its color."""

    @property
    def icon(self) -> str:
        """An icon before it, or empty."""

    @property
    def tooltip(self) -> str:
        """The exact terms, or empty."""

    @property
    def on_click(self) -> Callable[[], None] | None:
        """Opens the setting behind it."""


@dataclass(frozen=True)
class TextFact:
    """A fact that is only a text."""

    text: str
    tone: str = "text_2"
    icon: str = ""
    tooltip: str = ""
    on_click: Callable[[], None] | None = None


class _Part(QPushButton):
    """One fact; a button only where there is something to open."""

    def __init__(self, theme: Theme, fact: FactLike, role: FontRole, parent: QWidget) -> None:
        super().__init__(fact.text, parent)
        self._theme = theme
        self._fact = fact
        self._role: FontRole = role
        mark(self, kind="quiet", small=True)
        self.setMinimumSize(0, 0)
        self.setToolTip(plain_tooltip(fact.tooltip))
        self.setAccessibleName(fact.text)
        self.setAccessibleDescription(fact.tooltip)
        is_link = fact.on_click is not None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_link else Qt.FocusPolicy.NoFocus)
        if is_link:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def natural_width(self) -> int:
        icon = _ICON + _ICON_GAP if self._fact.icon else 0
        return round(text_width(one_line(self._fact.text), font(self._role)) + 1.5) + icon

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self._fact.on_click is not None and self.underMouse()
        color = t.accent_text if is_hot else getattr(t, self._fact.tone)
        x = 0
        if self._fact.icon:
            painter.drawPixmap(QPointF(0, (self.height() - _ICON) // 2), pixmap(self._fact.icon, _ICON, color))
            x = _ICON + _ICON_GAP
        rect = QRectF(x, 0, self.width() - x, self.height())
        if draw_text(painter, rect, self._fact.text, Ink(font(self._role), color)) and not self._fact.tooltip:
            self.setToolTip(plain_tooltip(self._fact.text))
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), self._theme, radius=4)


class Facts(QWidget):
    """Short texts split by " · "; where there is no room they drop from the right.

    Signals:
        fact_clicked: (index) A fact with `on_click` was pressed; its `on_click` has been called.
    """

    fact_clicked = Signal(int)

    def __init__(self, theme: Theme, *, role: FontRole = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role: FontRole = role
        self._facts: list[FactLike] = []
        self._parts: list[_Part] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._rebuild)

    def set_facts(self, facts: Sequence[FactLike | str]) -> None:
        """Sets the facts, the most important first; a string is a fact in text-2."""
        wanted = [TextFact(fact) if isinstance(fact, str) else fact for fact in facts]
        if wanted != self._facts:
            self._facts = wanted
            self._rebuild()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        widths = sum(part.natural_width() for part in self._parts)
        return QSize(widths + _SEPARATOR * max(len(self._parts) - 1, 0), 24)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(40, 24)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2 + 1
        for before, part in zip(self._parts, self._parts[1:], strict=False):
            if not part.isHidden():
                x = before.geometry().right() + 1 + _SEPARATOR / 2
                draw_dot(painter, QPointF(x, middle), self._theme.tokens.text_3, size=2.4)

    def _rebuild(self) -> None:
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = [_Part(self._theme, fact, self._role, self) for fact in self._facts]
        for index, part in enumerate(self._parts):
            part.clicked.connect(lambda _checked=False, index=index: self._on_clicked(index))
        self.setAccessibleName(" · ".join(fact.text for fact in self._facts))
        self.updateGeometry()
        self._arrange()
        self.update()

    def _arrange(self) -> None:
        x = 0
        fits = True
        for index, part in enumerate(self._parts):
            width = part.natural_width()
            fits = fits and (index == 0 or x + width <= self.width())
            part.setVisible(fits)
            part.setGeometry(x, 0, min(width, max(self.width() - x, 0)), self.height())
            x += width + _SEPARATOR

    def _on_clicked(self, index: int) -> None:
        action = self._facts[index].on_click
        if action is not None:
            action()
            self.fact_clicked.emit(index)
