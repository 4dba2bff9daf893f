"""Everything the window can do, by name; menus, palette, shortcuts and the shortcuts page are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from workbench.i18n import N_

MenuName = Literal["file", "edit", "view", "run", "help"]

MENU_TITLES: dict[MenuName, str] = {
    "file": N_("File"),
    "edit": N_("Edit"),
    "view": N_("View"),
    "run": N_("menu::Run"),
    "help": N_("Help"),
}


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """One thing that can be done.

    Attributes:
        id: Its name, such as `open_file`.
        title: A verb with its object, marked for translation.
        run: Does it.
        shortcut: Such as `Ctrl+O`, or empty; bound while the window is active.
        icon: A name of `resources/icons`, or empty.
        enabled_when: Whether it can be done now.
        menu: Where it stands; empty for the palette only.
        group: Commands of one menu with different groups are split by a line.
        is_in_palette: Whether the palette lists it; editing commands are about the field that the palette takes over.
        is_checked: Whether it is the one chosen, for a choice in a menu; None if it is no choice.
        title_now: Gives the title in the menu where it tells more than the verb, translated.
    """

    id: str
    title: str
    run: Callable[[], None]
    shortcut: str = ""
    icon: str = ""
    enabled_when: Callable[[], bool] = _always
    menu: MenuName | Literal[""] = ""
    group: int = 0
    is_in_palette: bool = True
    is_checked: Callable[[], bool] | None = None
    title_now: Callable[[], str] | None = None


class Commands(QObject):
    """The commands that exist now.

    Signals:
        changed: One was added or removed.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}

    def add(self, *commands: Command) -> None:
        """Adds commands.

        Raises:
            ValueError: If the id or the shortcut of one is taken: a bug.
        """
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"command {command.id!r} exists")
            if command.shortcut and self.with_shortcut(command.shortcut) is not None:
                raise ValueError(f"shortcut {command.shortcut!r} of {command.id!r} is taken")
            self._commands[command.id] = command
        self.changed.emit()

    def remove(self, command_id: str) -> None:
        """Removes a command, such as that of a recent file."""
        del self._commands[command_id]
        self.changed.emit()

    def all(self) -> list[Command]:
        """The commands in the order in which they were added."""
        return list(self._commands.values())

    def in_menu(self, menu: MenuName) -> list[Command]:
        """The commands of one menu, by group."""
        return sorted((c for c in self._commands.values() if c.menu == menu), key=lambda c: c.group)

    def with_shortcut(self, shortcut: str) -> Command | None:
        """The command that has a shortcut, if any."""
        return next((c for c in self._commands.values() if c.shortcut == shortcut), None)

    def run(self, command_id: str) -> None:
        """Does what the command says, if it can be done now.

        Raises:
            KeyError: If there is no such command: a bug.
        """
        command = self._commands[command_id]
        if command.enabled_when():
            command.run()
