"""How a file gets into the window other than by a drop: the dialog, and the commands of the recent files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.gui.commands import Command
from workbench.i18n import tr
from workbench.values import Version

RECENT_FILES = 8

_Open = Callable[[Path], None]


def choose_file(parent: QWidget, open_path: _Open) -> None:
    """Asks for a table; returns at once."""
    dialog = QFileDialog(parent, tr("Open a file"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([tr("Tables (*.csv *.tsv *.tab *.txt)"), tr("All files (*)")])
    dialog.fileSelected.connect(lambda name: open_path(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def recent_commands(versions: Iterable[Version], open_path: _Open) -> list[Command]:
    """Commands that open the files of the newest versions, as far as they are still there."""
    sources = [Path(source) for source in dict.fromkeys(version.source for version in versions)]
    present = [path for path in sources if path.is_file()][:RECENT_FILES]
    return [_recent_command(number, path, open_path) for number, path in enumerate(present)]


def _recent_command(number: int, path: Path, open_path: _Open) -> Command:
    return Command(f"recent_{number}", path.name, lambda: open_path(path), icon="file-text", menu="file", group=1)
