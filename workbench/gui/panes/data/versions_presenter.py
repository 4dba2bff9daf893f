"""What the Data pane decides about versions: what changed, recipes that are kept or replayed, and files written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.data import recipes
from workbench.errors import WorkbenchError
from workbench.gui.panes.data.mending_presenter import Mending
from workbench.i18n import tr
from workbench.protocol import (
    AnyEvent,
    CompareVersions,
    ExportVersion,
    FileExported,
    Progressed,
    RequestFailed,
    VersionsCompared,
)
from workbench.values import AnyStep, ErrorInfo, MaskEntities, Version, VersionDifference

if TYPE_CHECKING:
    from workbench.gui.engines import Engines
    from workbench.gui.messages import Messages
    from workbench.gui.session import Session

EXPORT_ENDINGS = (".csv", ".xlsx", ".parquet", ".tsv", ".jsonl")


class VersionsPresenter(QObject):
    """Recipes, differences and exports of the versions of the open data.

    Signals:
        exported(object): FileExported: a file is written whole.
        news_found(object, object, object): The version before, the version that was opened now, and their difference:
            the file has changed since it was last read.
    """

    exported = Signal(object)
    news_found = Signal(object, object, object)

    def __init__(
        self, session: Session, engines: Engines, messages: Messages, mending: Mending, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._engines = engines
        self._messages = messages
        self._mending = mending
        self._replayed: tuple[str, tuple[AnyStep, ...]] | None = None
        self._newest_known = 0
        session.imports.changed.connect(self._on_import_changed)
        session.imports.failed.connect(self._forget_replay)
        session.version_changed.connect(self._on_version_changed)

    # Versions

    def versions(self) -> list[Version]:
        """Every version of the open data, newest first."""
        version = self._session.version
        return self._session.library.versions(dataset_id=version.dataset_id) if version is not None else []

    def before(self, version: Version) -> Version | None:
        """The version that another is compared with at first: its parent, else the one of the file before."""
        earlier = [other for other in self.versions() if other.id < version.id]
        parents = [other for other in earlier if other.id == version.parent_id]
        imports = [other for other in earlier if other.parent_id is None]
        return next(iter([*parents, *imports, *earlier]), None)

    def compare(
        self,
        old: Version,
        new: Version,
        then: Callable[[VersionDifference], None],
        failed: Callable[[ErrorInfo], None],
    ) -> None:
        """Asks what changed from one version to another."""

        def listener(event: AnyEvent) -> None:
            if isinstance(event, VersionsCompared):
                then(event.difference)
            elif isinstance(event, RequestFailed):
                failed(event.error)

        self._engines.ask("interactive", CompareVersions(old_version_id=old.id, new_version_id=new.id), listener)

    # Recipes

    def recipe(self) -> tuple[AnyStep, ...]:
        """The steps that made the current version from its file."""
        return self._session.version.recipe if self._session.version is not None else ()

    def save_recipe(self, path: Path) -> None:
        """Keeps the recipe of the current version as a file."""
        try:
            recipes.write_recipe(path, self.recipe())
        except WorkbenchError as error:
            self._messages.show_error(error.info())
            return
        self._messages.tell(tr("Recipe saved as “{name}”.", name=path.name))

    def take_saved_recipe(self, path: Path) -> None:
        """Takes the steps of a recipe that was kept as a file."""
        try:
            steps = recipes.read_recipe(path)
        except WorkbenchError as error:
            self._messages.show_error(error.info())
            return
        self._mending.take(*steps)

    def replay_on(self, path: Path) -> None:
        """Opens a file and takes the steps of the current version on it; a first one that masks, before it is kept."""
        steps, mask = self.recipe(), None
        if steps and isinstance(steps[0], MaskEntities) and not steps[0].columns:
            mask, steps = steps[0], steps[1:]
        self._session.imports.open_file(path, mask=mask)
        self._replayed = (str(path.absolute()), steps)

    # Files

    def suggested_name(self, ending: str) -> str:
        """What a file with the current version is called: the name of its source, and the number of the version."""
        version = self._session.version
        if version is None:
            return ""
        stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", Path(version.name).stem).strip()
        return f"{stem} v{version.number}{ending}"

    def export(self, path: Path, *, with_split: bool = False) -> None:
        """Writes the rows of the current version to a file, as its ending says."""
        version = self._session.version
        if version is None:
            return

        def listener(event: AnyEvent) -> None:
            if isinstance(event, FileExported):
                self.exported.emit(event)
            elif isinstance(event, RequestFailed):
                self._messages.show_error(event.error)
            elif isinstance(event, Progressed) and not event.done:
                self._messages.tell(event.what, tone="info")

        request = ExportVersion(version_id=version.id, out=str(path.absolute()), with_split=with_split)
        self._engines.ask("interactive", request, listener)

    # What the session tells

    def _on_import_changed(self) -> None:
        importing = self._session.imports.path
        if importing is None:
            return
        if self._session.imports.progress is None:
            self._newest_known = max((version.id for version in self._session.library.versions()), default=0)
        if self._replayed is not None and self._replayed[0] != importing:
            self._forget_replay()

    def _on_version_changed(self) -> None:
        version = self._session.version
        replayed, self._replayed = self._replayed, None
        if version is None:
            return
        if replayed is not None and replayed[1] and version.source == replayed[0] and version.parent_id is None:
            self._mending.take(*replayed[1])
        elif version.parent_id is None and self._newest_known and version.id > self._newest_known:
            self._newest_known = version.id
            self._look_for_news(version)

    def _look_for_news(self, version: Version) -> None:
        """Compares a file that was opened with what was read from it before, if its bytes are others."""
        earlier = [other for other in self.versions() if other.parent_id is None and other.id < version.id]
        if not earlier or earlier[0].sha256 == version.sha256:
            return
        old = earlier[0]

        def on_compared(difference: VersionDifference) -> None:
            if self._session.version is not None and self._session.version.id == version.id:
                self.news_found.emit(old, version, difference)

        self.compare(old, version, on_compared, self._messages.show_error)

    def _forget_replay(self) -> None:
        self._replayed = None
