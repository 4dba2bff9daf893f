"""The bottom bar: facts at the left, each a way to the setting behind it; the one next step at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.pane import BarAction, BottomBar, Fact
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.buttons import Button, ButtonKind
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.painting import Ink, draw_line, draw_text, plain_tooltip, text_width
from workbench.i18n import tr

HEIGHT = 56
_ICON, _ICON_GAP, _DOT_ROOM = 16, 8, 23


class BottomBarView(QWidget):
    """Shows the BottomBar of the open pane; always of the same shape."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bar: BottomBar | None = None
        self._buttons: list[Button] = []
        self.setFixedHeight(HEIGHT)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(10)
        self._facts = FactsRow(theme)
        self._hint = Label(theme, tone="text_3")
        self._layout.addWidget(self._facts, 1)
        self._layout.addWidget(self._hint)
        self.set_edge(24)
        theme.changed.connect(self.update)

    @property
    def primary(self) -> Button | None:
        """The filled button, if there is one."""
        return next((b for b in self._buttons if b.kind == "primary"), None)

    def set_edge(self, pixels: int) -> None:
        """Sets the room left and right, that of the panes."""
        self._layout.setContentsMargins(pixels, 2, pixels, 0)

    def set_bar(self, bar: BottomBar) -> None:
        """Shows other facts and buttons."""
        if bar == self._bar:
            return
        self._facts.set_facts(bar.facts)
        self._hint.set_text(bar.hint)
        self._hint.setVisible(bool(bar.hint))
        if self._bar is None or _shape(bar) != _shape(self._bar):
            self._make_buttons(bar)
        self._bar = bar
        for button, action in zip(self._buttons, _actions(bar), strict=True):
            button.setText(action.text)
            button.setEnabled(action.enabled)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.surface))
        draw_line(painter, QPointF(0, 0), QPointF(self.width(), 0), self._theme.tokens.border)

    def _make_buttons(self, bar: BottomBar) -> None:
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for number, action in enumerate(_actions(bar)):
            is_primary = bar.primary is not None and number == len(bar.actions)
            button = Button(self._theme, action.text, kind="primary" if is_primary else _kind(action))
            button.set_icon(action.icon)
            button.set_shortcut_cap(action.shortcut)
            button.clicked.connect(lambda _checked=False, n=number: self._run(n))
            self._layout.addWidget(button)
            self._buttons.append(button)

    def _run(self, number: int) -> None:
        """Runs the action that stands there now: the bar may have changed since the button was made."""
        if self._bar is not None:
            _actions(self._bar)[number].run()


def _actions(bar: BottomBar) -> list[BarAction]:
    return [*bar.actions, *([bar.primary] if bar.primary else [])]


def _kind(action: BarAction) -> ButtonKind:
    return "quiet" if action.quiet else "plain"


def _shape(bar: BottomBar) -> tuple[object, ...]:
    """What decides whether the buttons can stay: a button under the mouse must not be replaced at every percent."""
    return bar.primary is None, tuple((a.icon, a.shortcut, a.quiet) for a in _actions(bar))


def _look(fact: Fact) -> tuple[object, ...]:
    """What is to be seen of a fact: a pane makes its facts anew at each news, mostly with the same words."""
    return fact.text, fact.tone, fact.icon, fact.tooltip, fact.on_click is None


class FactsRow(QWidget):
    """Facts in one line, split by dots; those that do not fit drop from the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: list[_FactButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._place)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Shows other facts."""
        while len(self._buttons) > len(facts):
            self._buttons.pop().deleteLater()
        while len(self._buttons) < len(facts):
            self._buttons.append(_FactButton(self._theme, self))
        shown = [_look(button.fact) for button in self._buttons]
        for button, fact in zip(self._buttons, facts, strict=True):
            button.set_fact(fact)
        if shown == [_look(fact) for fact in facts]:
            return
        names = [fact.text for fact in facts]
        self.setAccessibleName(tr("Facts"))
        self.setAccessibleDescription(" · ".join(names))
        self._place()

    def shown(self) -> list[str]:
        """The texts that fit."""
        return [button.text() for button in self._buttons if not button.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        ink = Ink(font("body"), self._theme.tokens.text_3, Qt.AlignmentFlag.AlignHCenter)
        for button in self._buttons[1:]:
            if not button.isHidden():
                room = QRectF(button.x() - _DOT_ROOM, 0, _DOT_ROOM, self.height())
                draw_text(painter, room, "·", ink)

    def _place(self) -> None:
        x = 0
        is_room = True
        for number, button in enumerate(self._buttons):
            width = button.sizeHint().width()
            left = x + (_DOT_ROOM if number else 0)
            is_room = is_room and (left + width <= self.width() or number == 0)
            button.setVisible(is_room)
            if is_room:
                button.setGeometry(left, (self.height() - 24) // 2, min(width, self.width() - left), 24)
                x = left + width
        self.update()


class _FactButton(QAbstractButton):
    """One fact; a link to its setting where it has one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fact = Fact("")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._run)

    @property
    def fact(self) -> Fact:
        return self._fact

    def set_fact(self, fact: Fact) -> None:
        shown, self._fact = self._fact, fact
        if _look(fact) == _look(shown):
            return
        self.setText(fact.text)
        self.setToolTip(plain_tooltip(fact.tooltip))
        self.setAccessibleName(fact.text)
        self.setAccessibleDescription(fact.tooltip)
        is_link = fact.on_click is not None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_link else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        icon = _ICON + _ICON_GAP if self._fact.icon else 0
        return QSize(round(text_width(self.text(), font("body")) + 0.5) + icon, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = getattr(self._theme.tokens, self._fact.tone)
        x = 0
        if self._fact.icon:
            painter.drawPixmap(QPointF(0, (self.height() - _ICON) / 2), pixmap(self._fact.icon, _ICON, color))
            x = _ICON + _ICON_GAP
        shown = font("body")
        shown.setUnderline(self._fact.on_click is not None and (self.underMouse() or self.hasFocus()))
        draw_text(painter, QRectF(x, 0, self.width() - x, self.height()), self.text(), Ink(shown, color))

    def _run(self) -> None:
        if self._fact.on_click is not None:
            self._fact.on_click()
