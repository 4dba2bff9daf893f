"""How a file gets into the window other than by a drop: the dialog, and the commands of the recent files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.gui.commands import Command
from workbench.i18n import tr
from workbench.values import Version

RECENT_FILES = 8
PACKED = (".gz", ".bz2", ".xz", ".zip")

_Open = Callable[..., None]
"""Takes one Path, or several that make one table."""


def choose_files(parent: QWidget, open_paths: _Open) -> None:
    """Asks for a table, or for several files that make one; returns at once."""
    dialog = QFileDialog(parent, tr("Open a file"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(name_filters())
    dialog.filesSelected.connect(lambda names: open_paths(*map(Path, names)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def choose_folder(parent: QWidget, open_path: _Open) -> None:
    """Asks for a folder of texts; returns at once."""
    dialog = QFileDialog(parent, tr("Open a folder of texts"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda name: open_path(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def name_filters() -> list[str]:
    """All tables together, then each format, then everything."""
    from workbench.data.formats import formats  # needs pyarrow, which must not delay the first paint

    kinds = [(tr(kind.title), kind.suffixes) for kind in formats().values() if kind.suffixes]
    every = [suffix for _, suffixes in kinds for suffix in suffixes]
    named = [(tr("Tables"), [*every, *PACKED]), *sorted(kinds)]
    return [f"{title} ({' '.join('*' + suffix for suffix in suffixes)})" for title, suffixes in named] + [
        tr("All files (*)")
    ]


def recent_commands(versions: Iterable[Version], open_path: _Open) -> list[Command]:
    """Commands that open the files of the newest versions, as far as they are still there."""
    sources = [Path(source) for source in dict.fromkeys(version.source for version in versions)]
    present = [path for path in sources if path.exists()][:RECENT_FILES]
    return [_recent_command(number, path, open_path) for number, path in enumerate(present)]


def _recent_command(number: int, path: Path, open_path: _Open) -> Command:
    return Command(f"recent_{number}", path.name, lambda: open_path(path), icon="file-text", menu="file", group=1)
