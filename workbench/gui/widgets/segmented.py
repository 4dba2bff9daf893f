"""A segmented control: a few choices of which exactly one holds; those that find no room go into a menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QRadioButton, QSizePolicy, QWidget

from workbench.gui.theme import Theme, font
from workbench.gui.widgets.painting import (
    Ink,
    draw_dot,
    draw_focus,
    draw_panel,
    draw_text,
    one_line,
    plain_tooltip,
    text_width,
)
from workbench.i18n import tr

_HEIGHT, _INSET, _PADDING, _WIDEST = 28, 2, 11, 180
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True)
class Option:
    """One choice.

    Attributes:
        key: What `chosen` emits.
        text: What stands there.
        color: A dot before it, `#RRGGBB`, or empty.
        tooltip: More words, or empty.
    """

    key: str
    text: str
    color: str = ""
    tooltip: str = ""


class _Part(QRadioButton):
    """One part; a radio button, so that arrow keys and screen readers know what it is."""

    def __init__(self, theme: Theme, option: Option, parent: QWidget) -> None:
        super().__init__(option.text, parent)
        self._theme = theme
        self.option = option
        width = self._natural_width()
        is_cut = width > _WIDEST
        self.setFixedSize(min(width, _WIDEST), _HEIGHT - 2 * _INSET)
        self.setToolTip(plain_tooltip(option.tooltip or (option.text if is_cut else "")))
        self.setAccessibleName(option.text)
        self.setAccessibleDescription(option.tooltip)

    def _natural_width(self) -> int:
        dot = 16 if self.option.color else 0
        return round(text_width(one_line(self.option.text), font("button"))) + 2 * _PADDING + dot

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            event.ignore()  # the control moves the choice; a radio button would move the focus alone
        else:
            super().keyPressEvent(event)

    def hitButton(self, _pos: object) -> bool:  # noqa: N802 - Qt
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        if self.isChecked():
            draw_panel(painter, whole, fill=t.surface, border=t.border, radius=5)
            if self.hasFocus():
                draw_focus(painter, whole, self._theme, radius=5)
        x = float(_PADDING)
        if self.option.color:
            draw_dot(painter, QPointF(x + 4, whole.height() / 2), self.option.color)
            x += 16
        is_strong = self.isChecked() or self.underMouse()
        color = t.text if is_strong else t.text_2
        role = font("button") if self.isChecked() else font("body")
        draw_text(
            painter, QRectF(x, 0, whole.width() - x - _PADDING + 3, whole.height()), self.text(), Ink(role, color)
        )


class Segmented(QWidget):
    """A few choices of which exactly one holds.

    Arrow keys move the choice. Where there is no room for all, the last part opens a menu of the rest.

    Signals:
        chosen: (key) The user chose; not emitted by `set_current`.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: list[_Part] = []
        self._more = _Part(theme, Option("", "…"), self)
        self._more.setAutoExclusive(False)
        self._more.clicked.connect(self._open_menu)
        self._current = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        self._row.setSpacing(0)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._rebuild)

    def set_options(self, options: Sequence[Option]) -> None:
        """Sets the choices anew; the current one holds if it is still there, else the first."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = [_Part(self._theme, option, self) for option in options]
        for place, part in enumerate(self._parts):
            self._row.insertWidget(place, part)
            part.clicked.connect(self._on_part_clicked)
        keys = [option.key for option in options]
        self.set_current(self._current if self._current in keys else (keys[0] if keys else ""))
        self.updateGeometry()
        self._fold()

    def options(self) -> list[Option]:
        """The choices."""
        return [part.option for part in self._parts]

    def current(self) -> str:
        """The key of the choice that holds; empty while there is none."""
        return self._current

    def set_current(self, key: str) -> None:
        """Makes a choice without emitting `chosen`."""
        self._current = key
        for part in self._parts:
            part.setAutoExclusive(False)
            part.setChecked(part.option.key == key)
        for part in self._parts:
            part.setAutoExclusive(True)
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if part.isChecked() else Qt.FocusPolicy.ClickFocus)
        self._fold()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(sum(part.width() for part in self._parts) + 2 * _INSET, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        first = self._parts[0].width() if self._parts else 0
        return QSize(min(self.sizeHint().width(), first + 160), _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or not self._parts:
            super().keyPressEvent(event)
            return
        keys = [part.option.key for part in self._parts]
        self._choose(keys[(keys.index(self._current) + step) % len(keys)])

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, 0, self._used_width(), self.height())
        draw_panel(painter, whole, fill=t.sunken, border=t.border, radius=7)

    def _used_width(self) -> int:
        shown = [part for part in [*self._parts, self._more] if not part.isHidden()]
        return (max(part.geometry().right() for part in shown) + 1 + _INSET) if shown else 0

    def _fold(self) -> None:
        """Hides what finds no room; the chosen part always stays."""
        room = self.width() - 2 * _INSET
        fits_all = sum(part.width() for part in self._parts) <= room
        self._more.setVisible(not fits_all and bool(self._parts))
        left = room if fits_all else room - self._more.width()
        chosen = next((part for part in self._parts if part.option.key == self._current), None)
        left -= chosen.width() if chosen else 0
        for part in self._parts:
            if part is chosen:
                part.show()
                continue
            left -= part.width()
            part.setVisible(left >= 0)
        self._row.activate()
        self.update()
        if self.width() - 2 * _INSET != room:  # hiding a part has made the layout above give another width
            self._fold()

    def _on_part_clicked(self) -> None:
        part = self.sender()
        if isinstance(part, _Part):
            self._choose(part.option.key)

    def _choose(self, key: str) -> None:
        had_focus = any(part.hasFocus() for part in self._parts)
        is_new = key != self._current
        self.set_current(key)
        if had_focus:
            next(part for part in self._parts if part.option.key == key).setFocus()
        if is_new:
            self.chosen.emit(key)

    def _open_menu(self) -> None:
        self._more.setChecked(False)
        menu = QMenu(self)
        for part in self._parts:
            if part.isHidden():
                action = QAction(one_line(part.option.text).replace("&", "&&"), menu)
                action.setData(part.option.key)
                menu.addAction(action)
        menu.triggered.connect(self._on_menu_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _on_menu_chosen(self, action: QAction) -> None:
        self._choose(action.data())

    def _rebuild(self) -> None:
        self._more.setAccessibleName(tr("More"))
        self.set_options(self.options())
