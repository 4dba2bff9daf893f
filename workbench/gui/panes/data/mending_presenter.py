"""What the Data pane decides about mending: which steps are taken, and what is told of them.

Rows are named by their keys, which the engine gives, so that the recipe means the same in a file that has grown; all
rows that a search found are named by the search. One mending at a time; each makes a new version, and Undo goes back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.gui import step_words
from workbench.gui.messages import MessageAction
from workbench.i18n import tr
from workbench.protocol import (
    AnyEvent,
    AnyRequest,
    CleanVersion,
    PreviewSteps,
    RequestFailed,
    RowKeys,
    RowKeysFound,
    StepsPreviewed,
    StepTaken,
    VersionReady,
    is_terminal,
)
from workbench.values import (
    AnyStep,
    CellEdit,
    EditCells,
    ErrorInfo,
    KeepRows,
    RemoveRows,
    RenameLabels,
    RowQuery,
    Version,
)

if TYPE_CHECKING:
    from workbench.gui.engines import Engines
    from workbench.gui.messages import Messages
    from workbench.gui.session import Session

Rows = Sequence[int] | RowQuery
"""Rows by their numbers in the table, or by what finds them."""

MOST_PREVIEWED = 50


class Mending(QObject):
    """Takes steps on the current version.

    Signals:
        busy_changed: `is_busy` changed.
    """

    busy_changed = Signal()

    def __init__(self, session: Session, engines: Engines, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._engines = engines
        self._messages = messages
        self._withdrawn: set[int] = set()
        self.is_busy = False

    # Steps

    def take(self, *steps: AnyStep) -> None:
        """Takes steps; the toast that tells of them can undo them."""
        version = self._session.version
        if version is None or self.is_busy or not steps:
            return
        steps = tuple(step_words.naming_what_is_joined(step, self.labels()) for step in steps)
        cells: list[int] = []

        def on_cleaned(event: AnyEvent) -> None:
            if isinstance(event, StepTaken):
                cells.append(event.changed)
            elif isinstance(event, VersionReady):
                self._show_mended(version, event.version_id, steps, cells=sum(cells))

        self._ask(CleanVersion(version_id=version.id, steps=steps), on_cleaned)

    def remove_rows(self, rows: Rows) -> None:
        """Removes rows."""
        if isinstance(rows, RowQuery):
            self.take(RemoveRows(found=rows))
        else:
            self._with_keys(rows, lambda keys: self.take(RemoveRows(rows=keys)))

    def keep_rows(self, rows: Rows) -> None:
        """Removes all other rows."""
        if isinstance(rows, RowQuery):
            self.take(KeepRows(found=rows))
        else:
            self._with_keys(rows, lambda keys: self.take(KeepRows(rows=keys)))

    def set_cells(self, rows: Sequence[int], column: str, value: str) -> None:
        """Gives the cells of a column another content, in each of these rows."""

        def edit(keys: tuple[str, ...]) -> None:
            self.take(EditCells(edits=tuple(CellEdit(row=key, column=column, value=value) for key in keys)))

        self._with_keys(rows, edit)

    def rename_label(self, label: str, new: str) -> None:
        """Gives a label another name; with the name of another label it joins that one."""
        self.merge_labels([label], new)

    def merge_labels(self, labels: Sequence[str], into: str) -> None:
        """Makes several labels one."""
        others = [label for label in labels if label != into]
        if others and into:
            self.take(RenameLabels(names=dict.fromkeys(others, into)))

    def remove_labels(self, labels: Sequence[str]) -> None:
        """Removes all rows with these labels."""
        self.take(*(RemoveRows(found=RowQuery(label=label)) for label in labels))

    def labels(self) -> list[str]:
        """The labels, the commonest first."""
        version = self._session.version
        return [item.label for item in version.profile.labels] if version is not None else []

    # Previews

    def preview(
        self, steps: Sequence[AnyStep], then: Callable[[StepsPreviewed], None], failed: Callable[[ErrorInfo], None]
    ) -> int:
        """Asks what steps would do.

        Args:
            steps: In their order.
            then: Gets the answer.
            failed: Gets the error if there is none.

        Returns:
            The number of the question, for `withdraw`; 0 if there is nothing to ask about.
        """
        version = self._session.version
        if version is None:
            return 0

        def listener(event: AnyEvent) -> None:
            if event.request_id in self._withdrawn:
                self._withdrawn.discard(event.request_id)
            elif isinstance(event, StepsPreviewed):
                then(event)
            elif isinstance(event, RequestFailed):
                failed(event.error)

        request = PreviewSteps(version_id=version.id, steps=tuple(steps), most=MOST_PREVIEWED)
        return self._engines.ask("interactive", request, listener)

    def withdraw(self, question: int) -> None:
        """The answer to a question is no longer wanted."""
        if self._engines.is_open(question):
            self._withdrawn.add(question)
            self._engines.withdraw(question)

    # Answers

    def _with_keys(self, rows: Sequence[int], then: Callable[[tuple[str, ...]], None]) -> None:
        version = self._session.version
        if version is None or self.is_busy or not rows:
            return

        def on_keys(event: AnyEvent) -> None:
            is_current = self._session.version is not None and self._session.version.id == version.id
            if isinstance(event, RowKeysFound) and is_current:
                then(event.keys)

        self._ask(RowKeys(version_id=version.id, rows=tuple(rows)), on_keys)

    def _ask(self, request: AnyRequest, then: Callable[[AnyEvent], None]) -> None:
        def listener(event: AnyEvent) -> None:
            if is_terminal(event):
                self._set_busy(False)
            if isinstance(event, RequestFailed):
                self._messages.show_error(event.error)
            else:
                then(event)

        self._set_busy(True)
        self._engines.ask("interactive", request, listener)

    def _show_mended(self, before: Version, version_id: int, steps: Sequence[AnyStep], *, cells: int) -> None:
        self._session.show_version(version_id)
        after = self._session.version
        if after is None or after.id != version_id:
            return
        undo = MessageAction(tr("Undo"), lambda: self._undo(version_id))
        self._messages.tell(step_words.told(steps, before, after, cells=cells), undo)

    def _undo(self, version_id: int) -> None:
        """Undoes the step that a toast told of, unless the user has gone elsewhere since."""
        version = self._session.version
        if version is not None and version.id == version_id:
            self._session.history.undo()

    def _set_busy(self, is_busy: bool) -> None:
        if is_busy != self.is_busy:
            self.is_busy = is_busy
            self.busy_changed.emit()
