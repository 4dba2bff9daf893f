"""The page of all shortcuts, made from the commands."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from workbench.gui.commands import Commands
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import shortcut_text
from workbench.gui.widgets.label import Label
from workbench.i18n import tr


class ShortcutsDialog(QDialog):
    """Lists the commands that have a shortcut."""

    def __init__(self, theme: Theme, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shortcuts"))
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 18, 18, 18)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(8)
        for row, command in enumerate(c for c in commands.all() if c.shortcut):
            title = Label(theme)
            title.set_text(tr(command.title))
            keys = Label(theme, tone="text_2")
            keys.set_text(shortcut_text(command.shortcut))
            grid.addWidget(title, row, 0)
            grid.addWidget(keys, row, 1)
