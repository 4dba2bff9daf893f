"""The row at the top: the menus, made from the commands, and at the right the field that opens the palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QMenuBar, QWidget

from workbench.gui.commands import MENU_TITLES, Command, Commands
from workbench.gui.icons import icon, pixmap
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.buttons import shortcut_text
from workbench.gui.widgets.painting import Ink, draw_line, draw_panel, draw_text, text_width
from workbench.i18n import tr

HEIGHT = 36


class TopBar(QWidget):
    """Menus and palette field.

    Signals:
        palette_wanted: The user pressed the palette field.
    """

    palette_wanted = Signal()

    def __init__(self, theme: Theme, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._commands = commands
        self._actions: dict[str, QAction] = {}
        self.setFixedHeight(HEIGHT)
        self._menus = QMenuBar()
        self._menus.setNativeMenuBar(False)
        self.field = PaletteField(theme)
        self.field.clicked.connect(self.palette_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 1, 12, 0)
        row.addWidget(self._menus, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.field)
        commands.changed.connect(self._rebuild)
        theme.changed.connect(self._rebuild)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._rebuild()
        self.field.retranslate()

    def action(self, command_id: str) -> QAction:
        """The action of a command.

        Raises:
            KeyError: If there is none.
        """
        return self._actions[command_id]

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.rail))
        bottom = self.height() - 1
        draw_line(painter, QPointF(0, bottom), QPointF(self.width(), bottom), self._theme.tokens.border)

    def _rebuild(self) -> None:
        window = self.window()
        for action in self._actions.values():
            window.removeAction(action)
            action.deleteLater()
        self._actions = {}
        for old in self._menus.findChildren(QMenu):
            old.deleteLater()
        self._menus.clear()
        for command in self._commands.all():
            action = self._make_action(command)
            window.addAction(action)
            self._actions[command.id] = action
        for name, title in MENU_TITLES.items():
            listed = self._commands.in_menu(name)
            if listed:
                self._fill(self._menus.addMenu(tr(title)), listed)

    def _make_action(self, command: Command) -> QAction:
        action = QAction(tr(command.title), self)
        if command.icon:
            action.setIcon(icon(command.icon, self._theme.tokens.text_2))
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.setCheckable(command.is_checked is not None)
        action.triggered.connect(_runner(self._commands, command.id))
        return action

    def _fill(self, menu: QMenu, listed: list[Command]) -> None:
        group = listed[0].group
        for command in listed:
            if command.group != group:
                menu.addSeparator()
                group = command.group
            menu.addAction(self._actions[command.id])
        menu.aboutToShow.connect(lambda: self._update_states(listed))
        # a disabled action would also swallow its shortcut, whose command decides by itself when the key is pressed
        menu.aboutToHide.connect(lambda: self._enable(listed))

    def _update_states(self, listed: list[Command]) -> None:
        for command in listed:
            action = self._actions[command.id]
            action.setEnabled(command.enabled_when())
            if command.title_now is not None:
                action.setText(command.title_now().replace("&", "&&"))
            if command.is_checked is not None:
                action.setChecked(command.is_checked())

    def _enable(self, listed: list[Command]) -> None:
        for command in listed:
            if command.id in self._actions:
                self._actions[command.id].setEnabled(True)


def _runner(commands: Commands, command_id: str) -> Callable[[], None]:
    return lambda: commands.run(command_id)


class PaletteField(QAbstractButton):
    """Looks like a search field; a press opens the palette."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cap = shortcut_text("Ctrl+K")
        self.setFixedSize(230, 24)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+K is its keyboard; else it would have the first focus
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def retranslate(self) -> None:
        """Sets the text anew."""
        self.setText(tr("Search commands"))
        self.setAccessibleName(tr("Search commands"))
        self.setAccessibleDescription(self._cap)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(230, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = t.accent if self.hasFocus() else t.border_strong if self.underMouse() else t.border
        draw_panel(painter, QRectF(self.rect()), fill=t.surface, border=border, radius=6)
        painter.drawPixmap(QPointF(9, 5), pixmap("search", 14, t.text_3))
        width = text_width(self._cap, font("axis")) + 11
        cap = QRectF(self.width() - width - 5, 3, width, 18)
        draw_text(painter, QRectF(30, 0, cap.left() - 34, self.height()), self.text(), Ink(font("small"), t.text_3))
        draw_panel(painter, cap, fill=t.sunken, border=t.border, radius=4)
        draw_text(painter, cap, self._cap, Ink(font("axis"), t.text_2, Qt.AlignmentFlag.AlignHCenter))
