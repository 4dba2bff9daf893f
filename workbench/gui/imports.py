"""Opens files and pasted tables for the window: one at a time; what was opened becomes the session's version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.i18n import tr
from workbench.protocol import (
    AnyEvent,
    ImportFile,
    ImportText,
    Progressed,
    RequestFailed,
    RowsPreviewed,
    VersionReady,
    is_terminal,
)
from workbench.settings import mask_on_open
from workbench.values import MaskEntities

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.values import Version


class Imports(QObject):
    """The import that is under way, and what it has told so far.

    Args:
        session: Is given what was opened.

    Attributes:
        path: The file that is being opened, empty for a table that was pasted; None if nothing is.
        request: What was asked for last.
        progress: How far it is.
        preview: Where its first rows are.

    Signals:
        changed: `path`, `progress` or `preview` changed.
        failed(object): ErrorInfo of a file that could not be opened.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.path: str | None = None
        self.request = ImportFile(path="")
        self.progress: Progressed | None = None
        self.preview: str | None = None
        self._request_id: int | None = None

    def open_file(self, path: str | Path, *more: str | Path, mask: MaskEntities | None = None) -> None:
        """Imports a file, and others appended to it, and makes it current; how they are written is detected.

        Args:
            path: The file.
            more: The others.
            mask: What is masked before anything is kept; as the preferences say if None.
        """
        first, *others = (str(Path(file).absolute()) for file in (path, *more))
        self.start(ImportFile(path=first, more=tuple(others), mask=mask or self.mask()))

    def open_again(self, version: Version) -> None:
        """Imports the files of a version as they are now; what can be detected is detected anew."""
        dialect, sheet = version.dialect, version.dialect.sheet or None
        request = ImportFile(path=version.source, more=dialect.more, sheet=sheet, mask=self.mask(version))
        self.start(request)

    def paste_table(self, text: str) -> None:
        """Imports a table that was copied elsewhere and makes it current."""
        self.start(ImportText(text=text, name=tr("Pasted table"), mask=self.mask()))

    def mask(self, version: Version | None = None) -> MaskEntities | None:
        """What is masked before anything of a file is kept.

        Args:
            version: That the file was read into before, or is to be used with: if it began with masking, so it is.

        Returns:
            As the preferences say where there is no such version; None for nothing.
        """
        first = version.recipe[0] if version is not None and version.recipe else None
        return first if isinstance(first, MaskEntities) else mask_on_open(self._session.library.folder)

    def start(self, request: ImportFile | ImportText) -> None:
        """Imports what the request says and makes it current."""
        self.cancel()
        self.request = request if isinstance(request, ImportFile) else ImportFile(path="")
        self._session.withdraw_baseline()  # that of the earlier file would hold up this one
        self.path = self.request.path
        self.progress = None
        self._request_id = self._session.engines.ask("interactive", request, self._on_event)
        self.changed.emit()

    def cancel(self) -> None:
        """Ends an import that is under way; nothing of it stays."""
        if self._request_id is not None:
            self._session.engines.cancel(self._request_id)
            self._end()

    def _on_event(self, event: AnyEvent) -> None:
        if event.request_id != self._request_id:
            return
        if isinstance(event, Progressed):
            self.progress = event
            self.changed.emit()
        elif isinstance(event, RowsPreviewed):
            self.preview = event.path
            self.changed.emit()
        elif is_terminal(event):
            self._end()
            if isinstance(event, VersionReady):
                self._session.show_version(event.version_id)
            elif isinstance(event, RequestFailed):
                self.failed.emit(event.error)

    def _end(self) -> None:
        self._request_id = self.path = self.progress = self.preview = None
        self.changed.emit()
