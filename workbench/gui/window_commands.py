"""The commands of the window itself; panes add their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from workbench.gui.commands import Command, MenuName
from workbench.gui.pane import PaneSpec
from workbench.gui.undoing import Undoing
from workbench.i18n import LANGUAGES, N_
from workbench.settings import SettingValue

if TYPE_CHECKING:
    from workbench.gui.history import History


@dataclass(frozen=True)
class WindowDoings:
    """What the window's commands do.

    Attributes:
        paste: Takes what is on the clipboard where no field has the focus.
        history: Undo and redo of the data; None before the library is open.
        set_preference: Changes one preference, at once.
        preference: What one preference is now.
    """

    open_file: Callable[[], None]
    open_folder: Callable[[], None]
    paste: Callable[[], None]
    open_library: Callable[[], None]
    open_settings: Callable[[], None]
    open_pane: Callable[[str], None]
    open_palette: Callable[[], None]
    show_shortcuts: Callable[[], None]
    copy_diagnostics: Callable[[], None]
    toggle_full_screen: Callable[[], None]
    close: Callable[[], None]
    history: Callable[[], History | None]
    set_preference: Callable[[str, SettingValue], None]
    preference: Callable[[str], SettingValue]


def window_commands(doings: WindowDoings, specs: Sequence[PaneSpec]) -> list[Command]:
    """Every command that exists before the panes do."""
    return [*_file(doings), *_edit(doings), *_panes(doings, specs), *_view(doings), *_help(doings)]


def _file(doings: WindowDoings) -> list[Command]:
    return [
        Command(
            "open_file", N_("Open a file…"), doings.open_file, shortcut="Ctrl+O", icon="folder-open", menu="file"
        ),
        Command("open_folder", N_("Open a folder of texts…"), doings.open_folder, icon="folder", menu="file"),
        Command(
            "open_library", N_("Open the library folder"), doings.open_library, icon="folder", menu="file", group=2
        ),
        Command(
            "settings", N_("Settings…"), doings.open_settings, shortcut="Ctrl+,", icon="sliders-horizontal",
            menu="file", group=2,
        ),
        Command("quit", N_("Quit"), doings.close, shortcut="Ctrl+Q", icon="log-out", menu="file", group=9),
    ]  # fmt: skip


def _edit(doings: WindowDoings) -> list[Command]:
    table = (
        ("cut", N_("Cut"), "Ctrl+X", 1),
        ("copy", N_("Copy"), "Ctrl+C", 1),
        ("selectAll", N_("Select all"), "Ctrl+A", 2),
    )
    return [
        *_undo(doings),
        *(
            Command(
                f"edit_{method.lower()}", title, _on_focus(method), shortcut=shortcut, menu="edit", group=group,
                enabled_when=_focus_has(method), is_in_palette=False,
            )
            for method, title, shortcut, group in table
        ),
        Command(
            "edit_paste", N_("Paste"), _on_focus_or("paste", doings.paste), shortcut="Ctrl+V", menu="edit", group=1,
            is_in_palette=False,
        ),
    ]  # fmt: skip


def _undo(doings: WindowDoings) -> list[Command]:
    """Undo and redo: of the field that has the focus, else of the last step that mended the data."""
    undo, redo = Undoing(doings.history, "undo"), Undoing(doings.history, "redo")
    return [
        Command(
            "edit_undo", N_("Undo"), undo.run, shortcut="Ctrl+Z", menu="edit", enabled_when=undo.is_possible,
            is_in_palette=False, title_now=undo.title,
        ),
        Command(
            "edit_redo", N_("Redo"), redo.run, shortcut="Ctrl+Shift+Z", menu="edit", enabled_when=redo.is_possible,
            is_in_palette=False, title_now=redo.title,
        ),
        Command(
            "edit_redo_too", N_("Redo"), redo.run, shortcut="Ctrl+Y", enabled_when=redo.is_possible,
            is_in_palette=False,
        ),
    ]  # fmt: skip


def _panes(doings: WindowDoings, specs: Sequence[PaneSpec]) -> list[Command]:
    return [
        Command(
            f"open_{spec.name}", spec.title, _opener(doings, spec.name), shortcut=f"Ctrl+{number}", icon=spec.icon,
            menu="view",
        )
        for number, spec in enumerate(specs, start=1)
    ]  # fmt: skip


def _view(doings: WindowDoings) -> list[Command]:
    themes = (
        ("system", N_("Theme as the system"), "monitor"),
        ("light", N_("Light theme"), "sun"),
        ("dark", N_("Dark theme"), "moon"),
    )
    return [
        *(_chooser(doings, "theme", choice, title, icon=icon) for choice, title, icon in themes),
        *(
            _chooser(doings, "language", choice, title, icon="languages")
            for choice, title in (("system", N_("Language as the system")), *LANGUAGES.items())
        ),
        Command(
            "full_screen", N_("Full screen"), doings.toggle_full_screen, shortcut="F11", icon="monitor", menu="view",
            group=3,
        ),
    ]  # fmt: skip


def _help(doings: WindowDoings) -> list[Command]:
    menu: MenuName = "help"
    return [
        Command("palette", N_("Search commands"), doings.open_palette, shortcut="Ctrl+K", icon="search", menu=menu),
        Command("shortcuts", N_("Shortcuts"), doings.show_shortcuts, shortcut="F1", icon="keyboard", menu=menu),
        Command("diagnostics", N_("Copy diagnostics"), doings.copy_diagnostics, icon="copy", menu=menu, group=1),
    ]


def _chooser(doings: WindowDoings, key: str, choice: str, title: str, *, icon: str) -> Command:
    return Command(
        f"{key}_{choice}",
        title,
        lambda: doings.set_preference(key, choice),
        icon=icon,
        menu="view",
        group=1 if key == "theme" else 2,
        is_checked=lambda: doings.preference(key) == choice,
    )


def _opener(doings: WindowDoings, name: str) -> Callable[[], None]:
    return lambda: doings.open_pane(name)


def _focus_has(method: str) -> Callable[[], bool]:
    return lambda: hasattr(QApplication.focusWidget(), method)


def _on_focus_or(method: str, otherwise: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        getattr(QApplication.focusWidget(), method, otherwise)()

    return run


def _on_focus(method: str) -> Callable[[], None]:
    def run() -> None:
        getattr(QApplication.focusWidget(), method)()

    return run
