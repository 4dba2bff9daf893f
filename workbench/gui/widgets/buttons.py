"""Buttons: primary, plain, quiet, link and danger, each large or small, with an icon, a shortcut cap or a chevron."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QFont, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme, font, mark, mix
from workbench.gui.widgets.painting import (
    Ink,
    draw_chevron,
    draw_panel,
    draw_text,
    hover_fill,
    pressed_fill,
    set_tooltip,
    text_width,
)

ButtonKind = Literal["primary", "plain", "quiet", "link", "danger", "danger_filled"]

_ICON, _GAP, _CHEVRON = 16, 8, 18
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
_CAPS = {"Return": "↵", "Enter": "↵", "Shift": "⇧", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def shortcut_text(shortcut: str) -> str:
    """A shortcut as it stands on a cap: `Ctrl+Return` becomes `Ctrl ↵`."""
    native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return " ".join(_CAPS.get(part, part) for part in native.split("+") if part)


class Button(QPushButton):
    """A push button in the look of the program.

    Set the text with `setText`, react to `clicked`; `setMenu` gives it a chevron.

    Signals:
        clicked: Inherited.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        kind: ButtonKind = "plain",
        is_small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind: ButtonKind = kind
        self._is_small = is_small
        self._icon_name = ""
        self._shortcut = ""
        self._has_ring = False
        mark(self, kind=kind, small=is_small)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAutoDefault(False)
        theme.changed.connect(self._restyle)

    @property
    def kind(self) -> ButtonKind:
        """Which kind it is."""
        return self._kind

    def set_kind(self, kind: ButtonKind) -> None:
        """Makes it another kind, such as primary when it has become the next step."""
        self._kind = kind
        mark(self, kind=kind)
        self._restyle()

    def set_icon(self, name: str) -> None:
        """Puts an icon before the text; empty for none."""
        self._icon_name = name
        self._restyle()

    def set_shortcut_cap(self, shortcut: str) -> None:
        """Shows a shortcut such as `Ctrl+Return` on the button; a command binds it, not the button."""
        self._shortcut = shortcut_text(shortcut) if shortcut else ""
        self._restyle()

    def set_tooltip(self, text: str) -> None:
        """Sets a plain tooltip, which is the accessible description too."""
        set_tooltip(self, text)
        if not self.text():
            self.setAccessibleName(text)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(round(self._content_width()) + 2 * self._padding(), self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        self._has_ring = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        self._has_ring = False
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: D102 - Qt
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, border, color = self._colors()
        radius = 6.0 if self._is_small else 7.0
        whole = QRectF(self.rect())
        if fill or border:
            draw_panel(painter, whole, fill=fill, border=border or fill, radius=radius)
        if self._has_ring and self.hasFocus():
            self._draw_ring(painter, whole, radius)
        self._draw_content(painter, color)

    def _height(self) -> int:
        if self._is_small:
            return 26
        return 34 if self._kind == "primary" else 30

    def _padding(self) -> int:
        if not self.text():
            return 7 if self._height() >= 30 else 5
        if self._kind == "link":
            return 6
        if self._is_small:
            return 10
        return 18 if self._kind == "primary" else 13

    def _font(self) -> QFont:
        return font("primary" if self._kind in ("primary", "danger_filled") else "button")

    def _content_width(self) -> float:
        width = text_width(self.text(), self._font()) if self.text() else 0.0
        if self._icon_name:
            width += _ICON + (_GAP if self.text() else 0)
        if self._shortcut:
            width += _GAP + self._cap_width()
        return width + (_CHEVRON if self.menu() is not None else 0)

    def _cap_width(self) -> float:
        return text_width(self._shortcut, font("chip")) + 12

    def _colors(self) -> tuple[str, str, str]:
        t = self._theme.tokens
        is_bare = self._kind in ("quiet", "link")
        if not self.isEnabled():
            return ("", "", t.text_3) if is_bare else (t.sunken, t.border, t.text_3)
        if self._kind == "primary":
            return self._filled(t.accent), "", t.on_accent
        if self._kind == "danger_filled":
            return self._filled(t.error), "", t.on_accent if t.name == "light" else t.window
        if is_bare:
            color = t.accent_text if self._kind == "link" else t.text_2
            return self._bare_fill(), "", color
        return self._shaded(t.surface), t.border_strong, t.error if self._kind == "danger" else t.text

    def _bare_fill(self) -> str:
        if self.isDown() or self.underMouse():
            return self._shaded(self._theme.tokens.surface)
        return ""

    def _filled(self, ground: str) -> str:
        share = 0.16 if self.isDown() else 0.1 if self.underMouse() else 0.0
        return mix(self._theme.tokens.text if self._theme.tokens.name == "light" else "#000000", ground, share)

    def _shaded(self, ground: str) -> str:
        if self.isDown():
            return pressed_fill(self._theme, ground)
        return hover_fill(self._theme, ground) if self.underMouse() else ground

    def _draw_ring(self, painter: QPainter, whole: QRectF, radius: float) -> None:
        t = self._theme.tokens
        painter.setBrush(Qt.BrushStyle.NoBrush)
        is_filled = self._kind in ("primary", "danger_filled")
        if is_filled:
            painter.setPen(QPen(QColor(t.surface), 1.5))
            painter.drawRoundedRect(whole.adjusted(2, 2, -2, -2), radius - 2, radius - 2)
            return
        painter.setPen(QPen(QColor(t.accent_soft), 2))
        painter.drawRoundedRect(whole.adjusted(2, 2, -2, -2), radius - 2, radius - 2)
        painter.setPen(QPen(QColor(t.accent), 1))
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)

    def _draw_content(self, painter: QPainter, color: str) -> None:
        room = QRectF(self.rect())
        x = max((room.width() - self._content_width()) / 2, 4.0)
        if self._icon_name:
            y = (room.height() - _ICON) / 2
            painter.drawPixmap(QPointF(round(x), round(y)), pixmap(self._icon_name, _ICON, color))
            x += _ICON + _GAP
        extra = (_GAP + self._cap_width() if self._shortcut else 0) + (_CHEVRON if self.menu() is not None else 0)
        if self.text():
            width = min(text_width(self.text(), self._font()) + 1, room.width() - x - extra - 3)
            draw_text(painter, QRectF(x, 0, width, room.height()), self.text(), Ink(self._font(), color))
            x += width - 1
        if self._shortcut:
            self._draw_cap(painter, QRectF(x + _GAP, (room.height() - 18) / 2, self._cap_width(), 18), color)
        if self.menu() is not None:
            draw_chevron(painter, QPointF(x + _CHEVRON - 5, room.height() / 2), color)

    def _draw_cap(self, painter: QPainter, rect: QRectF, color: str) -> None:
        t = self._theme.tokens
        line = QColor(color if self._kind == "primary" else t.border_strong)
        if self._kind == "primary" and self.isEnabled():
            line.setAlphaF(0.45)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(line, 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        draw_text(painter, rect, self._shortcut, Ink(font("chip"), color, Qt.AlignmentFlag.AlignHCenter))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def primary_button(theme: Theme, text: str, *, icon: str = "", shortcut: str = "") -> Button:
    """The one filled button of a window: the next step."""
    return _made(Button(theme, text, kind="primary"), icon, shortcut)


def plain_button(theme: Theme, text: str, *, icon: str = "", shortcut: str = "") -> Button:
    """An ordinary button with an outline."""
    return _made(Button(theme, text), icon, shortcut)


def quiet_button(theme: Theme, text: str, *, icon: str = "", shortcut: str = "") -> Button:
    """A button without an outline, in text-2."""
    return _made(Button(theme, text, kind="quiet"), icon, shortcut)


def danger_button(theme: Theme, text: str, *, icon: str = "", is_filled: bool = False) -> Button:
    """A button that ends or deletes something; filled only inside its own dialog."""
    return _made(Button(theme, text, kind="danger_filled" if is_filled else "danger"), icon, "")


def small_button(theme: Theme, text: str, *, icon: str = "", kind: ButtonKind = "plain") -> Button:
    """A button of 26 pixels, for rows and cards."""
    return _made(Button(theme, text, kind=kind, is_small=True), icon, "")


def link_button(theme: Theme, text: str, *, icon: str = "") -> Button:
    """The quiet action of a card title, in accent-text."""
    return _made(Button(theme, text, kind="link", is_small=True), icon, "")


def icon_button(theme: Theme, icon: str, tooltip: str) -> Button:
    """A quiet button that is only an icon; its tooltip is its name."""
    button = _made(Button(theme, kind="quiet", is_small=True), icon, "")
    button.set_tooltip(tooltip)
    return button


def _made(button: Button, icon: str, shortcut: str) -> Button:
    button.set_icon(icon)
    button.set_shortcut_cap(shortcut)
    return button
