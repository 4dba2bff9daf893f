"""What the Data pane decides: which page is shown, which rows the table shows, and what follows a change of the data.

The rows come from the engine as a file of row numbers; only the answer to the newest question counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
from PySide6.QtCore import QObject, QTimer, Signal

from workbench.data import tables
from workbench.errors import WorkbenchError
from workbench.gui.panes.data.mending_presenter import Mending
from workbench.i18n import tr
from workbench.protocol import AnyEvent, RequestFailed, RowsSelected, SelectRows, is_terminal
from workbench.values import ErrorInfo, IssueFound, RoleName, Roles, RowQuery, SplitRecipe, Version

if TYPE_CHECKING:
    from workbench.gui.engines import Engines
    from workbench.gui.messages import Messages
    from workbench.gui.session import Session

Page = Literal["empty", "importing", "filled"]

TYPING_DELAY_MS = 150
SLOW_IMPORT_MS = 300
"""An import that takes longer takes the page; a shorter one would only make it flicker."""
SLOW_ANSWER_MS = 300


@dataclass(frozen=True)
class RowFilter:
    """Which rows the table shows, and in which order; see SelectRows. Picked rows were chosen on the map."""

    query: str = ""
    label: str | None = None
    issue: str | None = None
    sort_by: str | None = None
    descending: bool = False
    is_picked: bool = False

    @property
    def finds_all(self) -> bool:
        """Whether no row is left out."""
        return not self.query and self.label is None and self.issue is None and not self.is_picked


@dataclass(frozen=True)
class Failure:
    """A file that could not be opened."""

    path: str
    error: ErrorInfo
    more: tuple[str, ...] = ()

    @property
    def may_be_read_otherwise(self) -> bool:
        """Whether another encoding, delimiter or header may help: the file is there, its content is not understood."""
        return bool(self.path) and self.error.code in ("data", "setting")


class DataPresenter(QObject):
    """The state of the Data pane.

    Signals:
        page_changed: Another page is to be shown, or the progress or failure of an import is another.
        version_changed: Another version is current, or its profile is another.
        filter_changed: `filter` is another; `rows` follow when the engine has answered.
        rows_changed: `rows` are others.
        busy_changed: `is_busy` changed.
    """

    page_changed = Signal()
    version_changed = Signal()
    filter_changed = Signal()
    rows_changed = Signal()
    busy_changed = Signal()

    def __init__(self, session: Session, engines: Engines, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._engines = engines
        self._messages = messages
        self.mending = Mending(session, engines, messages, self)
        self.table: pa.Table | None = None
        self.first_rows: pa.Table | None = None
        self.filter = RowFilter()
        self.rows: tables.RowNumbers | None = None
        self.failure: Failure | None = None
        self.is_busy = False
        self._version_id: int | None = None
        self._dataset_id: int | None = None
        self._roles: Roles | None = None
        self._last_path = ""
        self._is_slow_import = False
        self._request_id = 0
        self._typed = ""
        self._typing = QTimer(self, singleShot=True, interval=TYPING_DELAY_MS)
        self._typing.timeout.connect(lambda: self._filter_by(replace(self.filter, query=self._typed)))
        self._import_timer = QTimer(self, singleShot=True, interval=SLOW_IMPORT_MS)
        self._import_timer.timeout.connect(self._on_slow_import)
        self._answer_timer = QTimer(self, singleShot=True, interval=SLOW_ANSWER_MS)
        self._answer_timer.timeout.connect(lambda: self._set_busy(True))
        self.mending.busy_changed.connect(lambda: self._set_busy(self.mending.is_busy))
        session.version_changed.connect(self._on_version_changed)
        session.imports.changed.connect(self._on_import_changed)
        session.imports.failed.connect(self._on_import_failed)
        session.failed.connect(self._on_failed)

    # What is shown

    @property
    def version(self) -> Version | None:
        """The current version."""
        return self._session.version

    @property
    def test_file(self) -> str:
        """The name of the file that the test rows come from, or empty."""
        test_version_id = self.version.profile.split_recipe.test_version_id if self.version is not None else None
        if test_version_id is None:
            return ""
        try:
            return self._session.library.version(test_version_id).name
        except WorkbenchError:
            return tr("a file that is gone")

    @property
    def page(self) -> Page:
        """Which page is shown; while a table is open, only a slow import takes it away."""
        is_importing = self._session.imports.path is not None
        if is_importing and (self.version is None or self._is_slow_import):
            return "importing"
        return "empty" if self.version is None else "filled"

    @property
    def import_path(self) -> str:
        """The file that is being opened, or was last."""
        return self._last_path

    @property
    def shown_rows(self) -> int:
        """How many rows the table shows."""
        if self.rows is not None:
            return len(self.rows)
        return self.table.num_rows if self.table is not None else 0

    def all_found(self) -> RowQuery | None:
        """What finds all rows that are shown; None if these are all rows, or others are on their way.

        The rows of an issue are named one by one: some issues cannot be looked for anew in another file.
        """
        wanted = self.filter
        if wanted.finds_all or wanted.is_picked or wanted.issue is not None or self._request_id:
            return None
        return RowQuery(query=wanted.query, label=wanted.label)

    def shown_issue(self) -> IssueFound | None:
        """The issue whose rows are shown, if any."""
        return self.issue(self.filter.issue or "")

    def issue(self, kind: str) -> IssueFound | None:
        """An issue of the current version, if it has it."""
        issues = self.version.profile.issues if self.version is not None else ()
        return next((issue for issue in issues if issue.kind == kind), None)

    def versions(self) -> list[Version]:
        """Every version of the dataset, newest first."""
        if self.version is None:
            return []
        return self._session.library.versions(dataset_id=self.version.dataset_id)

    def recent(self, most: int) -> list[Version]:
        """The newest version of each dataset."""
        newest: dict[int, Version] = {}
        for version in self._session.library.versions():
            newest.setdefault(version.dataset_id, version)
        return list(newest.values())[:most]

    def odd_records(self, *, are_loaded: bool = False) -> list[tables.RejectedRow]:
        """The records of the file that could not be read, or that were read otherwise than they stand there."""
        version = self.version
        if version is None:
            return []
        read = tables.read_repaired if are_loaded else tables.read_rejected
        return read(self._session.library.folder / version.folder)

    def is_changed_on_disk(self) -> bool:
        """Whether the file is no longer the one that was read; a file that is gone does not count."""
        version = self.version
        if version is None:
            return False
        files = [Path(name) for name in (version.source, *version.dialect.more)]
        try:
            return not any(file.is_dir() for file in files) and sum(f.stat().st_size for f in files) != version.bytes
        except OSError:
            return False

    # What the user does

    def type_query(self, text: str) -> None:
        """Finds the rows that contain a text, once the typing rests."""
        self._typed = text.strip()
        self._typing.start()

    def show_label(self, label: str | None) -> None:
        """Shows only the rows with a label, or all."""
        self._filter_by(replace(self.filter, label=label, issue=None))

    def show_issue(self, kind: str) -> None:
        """Shows only the rows of an issue."""
        self._typed = ""
        self._filter_by(replace(self.filter, query="", label=None, issue=kind))

    def pick(self, rows: tables.RowNumbers) -> None:
        """Shows only these rows, which were chosen on the map."""
        self._typing.stop()
        self._forget_question()
        self._typed = ""
        self.filter, self.rows = RowFilter(is_picked=True), rows
        self.filter_changed.emit()
        self.rows_changed.emit()

    def show_all(self) -> None:
        """Shows every row; the order stays."""
        self._typed = ""
        self._filter_by(replace(self.filter, query="", label=None, issue=None))

    def sort(self, column: str) -> None:
        """Sorts by a column: first ascending, then descending, then as in the file."""
        if self.filter.sort_by != column:
            wanted = replace(self.filter, sort_by=column, descending=False)
        elif not self.filter.descending:
            wanted = replace(self.filter, descending=True)
        else:
            wanted = replace(self.filter, sort_by=None, descending=False)
        self._filter_by(wanted)

    def set_role(self, column: str, role: RoleName) -> None:
        """Gives a column another role."""
        self._set_busy(True)
        self._session.set_role(column, role)

    def set_split(self, recipe: SplitRecipe) -> None:
        """Divides the rows in another way."""
        self._set_busy(True)
        self._session.set_split(recipe)

    def mend(self, kind: str) -> None:
        """Takes the step that mends an issue; the toast that tells it can undo it."""
        issue = self.issue(kind)
        if issue is not None and issue.remedy is not None:
            self.mending.take(issue.remedy)

    def dismiss_failure(self) -> None:
        """Takes the report of a file that could not be opened away."""
        self.failure = None
        self.page_changed.emit()

    # What the session tells

    def _on_version_changed(self) -> None:
        version = self.version
        assert version is not None
        is_other = version.id != self._version_id
        self._version_id = version.id
        self.failure = None
        if is_other:
            self._show_table(version)
        else:
            self._look_again(version)
        self._roles = version.profile.roles
        self._set_busy(self.mending.is_busy)
        self.page_changed.emit()
        self.version_changed.emit()
        if is_other and self.filter != RowFilter():
            self._ask_rows()

    def _look_again(self, version: Version) -> None:
        """Keeps what is looked for under another profile of the same table, as far as it is still there."""
        kept = replace(_still_possible(self.filter, version), is_picked=self.filter.is_picked)
        is_about_labels = kept.label is not None or kept.issue is not None
        if kept != self.filter:
            self._filter_by(kept)
        elif is_about_labels and version.profile.roles != self._roles:
            self._ask_rows()

    def _show_table(self, version: Version) -> None:
        """Shows the table of another version; what is looked for stays if it is one of the same data."""
        self.table = tables.read_table(self._session.library.folder / version.folder)
        self._forget_question()
        is_same_data, self._dataset_id = version.dataset_id == self._dataset_id, version.dataset_id
        kept = _still_possible(self.filter, version) if is_same_data else RowFilter()
        if kept == RowFilter():
            self.rows, self._typed = None, ""
        elif self.rows is not None:  # until the engine has found the rows anew
            self.rows = self.rows[self.rows < self.table.num_rows]
        self.filter = kept

    def _on_import_changed(self) -> None:
        preview = self._session.imports.preview
        if preview is None:
            self.first_rows = None
        elif self.first_rows is None:
            self.first_rows = tables.read_preview(Path(preview))
        if self._session.imports.path is None:
            self._import_timer.stop()
            self._is_slow_import = False
        elif self._session.imports.progress is None:
            self._last_path = self._session.imports.path
            self.failure = None
            self._is_slow_import = False
            self._import_timer.start()
        self.page_changed.emit()

    def _on_slow_import(self) -> None:
        self._is_slow_import = self._session.imports.path is not None
        self.page_changed.emit()

    def _on_import_failed(self, error: ErrorInfo) -> None:
        if error.code == "bug":
            self._messages.show_error(error)
            return
        self.failure = Failure(path=self._last_path, error=error, more=self._session.imports.request.more)
        self.page_changed.emit()

    def _on_failed(self, _error: ErrorInfo) -> None:
        self._set_busy(False)

    # Rows

    def _filter_by(self, wanted: RowFilter) -> None:
        self._typing.stop()
        wanted = replace(wanted, is_picked=False)
        if wanted == self.filter or self.version is None:
            return
        self.filter = wanted
        self.filter_changed.emit()
        self._forget_question()
        if wanted == RowFilter():
            self.rows = None
            self.rows_changed.emit()
            return
        self._ask_rows()

    def _ask_rows(self) -> None:
        if self.version is None:
            return
        wanted = self.filter
        request = SelectRows(
            version_id=self.version.id, query=wanted.query, label=wanted.label, issue=wanted.issue,
            sort_by=wanted.sort_by, descending=wanted.descending,
        )  # fmt: skip
        self._answer_timer.start()
        self._request_id = self._engines.ask("interactive", request, self._on_answer)

    def _on_answer(self, event: AnyEvent) -> None:
        if not is_terminal(event) or event.request_id != self._request_id:
            return
        self._forget_question()
        if isinstance(event, RowsSelected):
            self.rows = tables.read_rows(Path(event.path))
            self.rows_changed.emit()
        elif isinstance(event, RequestFailed):
            self._messages.show_error(event.error)

    def _forget_question(self) -> None:
        self._request_id = 0
        self._answer_timer.stop()
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        if is_busy != self.is_busy:
            self.is_busy = is_busy
            self.busy_changed.emit()


def _still_possible(wanted: RowFilter, version: Version) -> RowFilter:
    """What is looked for, without a label, an issue or a column that a version does not have."""
    profile = version.profile
    has_label = any(item.label == wanted.label for item in profile.labels)
    has_issue = any(issue.kind == wanted.issue for issue in profile.issues)
    return replace(
        wanted,
        is_picked=False,  # these rows are known by their numbers, which are others now
        label=wanted.label if has_label else None,
        issue=wanted.issue if has_issue else None,
        sort_by=wanted.sort_by if wanted.sort_by in version.columns else None,
    )
