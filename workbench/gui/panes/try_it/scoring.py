"""Scores a file: asks where to write, shows how far it is, and says where the copy lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.gui.messages import MessageAction
from workbench.gui.pane import PaneContext
from workbench.gui.panes.try_it import words
from workbench.i18n import render, tr
from workbench.protocol import AnyEvent, FileScored, Progressed, RequestCancelled, RequestFailed, ScoreFile, is_terminal


class Scoring(QObject):
    """One file at a time.

    Signals:
        changed: `words` or `share` changed; `words` is empty when nothing is under way.
    """

    changed = Signal()

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._request_id: int | None = None
        self.words = ""
        self.share = 0.0

    @property
    def is_running(self) -> bool:
        """Whether a file is being scored."""
        return self._request_id is not None

    def ask_for_file(self, run_id: int, parent: QWidget) -> None:
        """Lets the user choose a file and a name for the copy, then scores it."""
        dialog = QFileDialog(parent, tr("Score a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._ask_for_copy(run_id, Path(path), parent))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def start(self, run_id: int, path: Path, out: Path) -> None:
        """Scores a file."""
        if self.is_running:
            return
        request = ScoreFile(run_id=run_id, path=str(path), out=str(out))
        self.words, self.share = tr("Scoring {name}", name=path.name), 0.0
        self._request_id = self._context.engines.ask("background", request, self._on_event)
        self.changed.emit()

    def cancel(self) -> None:
        """Ends the scoring; no copy is left."""
        if self._request_id is not None:
            self._context.engines.cancel(self._request_id)

    def _ask_for_copy(self, run_id: int, path: Path, parent: QWidget) -> None:
        dialog = QFileDialog(parent, tr("Save the scored copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setDirectory(str(path.parent))
        dialog.selectFile(f"{path.stem}_scored.csv")
        dialog.fileSelected.connect(lambda out: self.start(run_id, path, Path(out)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_event(self, event: AnyEvent) -> None:
        messages = self._context.messages
        if isinstance(event, Progressed):
            self.words = render(event.what)
            self.share = event.done / event.total if event.total else 0.0
        elif is_terminal(event):
            self._request_id, self.words, self.share = None, "", 0.0
            if isinstance(event, FileScored):
                folder = QUrl.fromLocalFile(str(Path(event.out).parent))
                show = MessageAction(tr("Open folder"), lambda: _open(folder))
                messages.tell(words.scored(event.rows, event.rejected, Path(event.out).name), show)
            elif isinstance(event, RequestFailed):
                messages.show_error(event.error)
            elif isinstance(event, RequestCancelled):
                messages.tell(tr("Scoring cancelled; no copy was written."), tone="info")
        self.changed.emit()


def _open(folder: QUrl) -> None:
    QDesktopServices.openUrl(folder)
