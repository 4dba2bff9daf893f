"""Has the current version checked for what takes more than a moment, once nobody waits for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.protocol import AnyEvent, CheckVersion, RequestFailed, VersionReady, is_terminal

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.values import Roles, Version

    _Question = tuple[int, Roles, str, int]


class Checking(QObject):
    """The late checks of the session's version; they wait for its baseline.

    Args:
        session: Whose version is checked. When the checks are made it is given the version with what they found, but
            does not tell that the version has changed: only its issues have.

    Signals:
        changed: `is_looking` changed, or the version has issues that it did not have.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._request_id = 0
        self._asked: _Question | None = None
        self._failed: _Question | None = None
        session.version_changed.connect(self._on_version_changed)
        session.baseline_changed.connect(self._look)
        session.model_changed.connect(self._look)
        session.settings_changed.connect(self._look)

    @property
    def is_looking(self) -> bool:
        """Whether the version's issues may not be all yet."""
        version = self._session.version
        return version is not None and not version.profile.checked_with and self._failed != self._question(version)

    def _question(self, version: Version) -> _Question:
        """What is checked: the version under its roles, with a model that is here and texts as long as it will read."""
        model = self._session.model
        is_usable = bool(model.folder) and model.problem is None
        name = model.name if is_usable else "starter"
        return version.id, version.profile.roles, name, self._session.max_tokens

    def _on_version_changed(self) -> None:
        version = self._session.version
        if version is None or self._asked != self._question(version):
            self._forget()

    def _look(self) -> None:
        version = self._session.version
        if version is None or self._session.is_baseline_training:
            return
        question = self._question(version)
        profile = version.profile
        if question in (self._asked, self._failed) or (profile.checked_with, profile.checked_tokens) == question[2:]:
            return
        self._forget()
        self._asked = question
        request = CheckVersion(version_id=version.id, model=question[2], max_tokens=question[3])
        self._request_id = self._session.engines.ask("background", request, self._on_event)
        self.changed.emit()

    def _forget(self) -> None:
        if self._request_id:
            self._session.engines.withdraw(self._request_id)
        self._request_id, self._asked = 0, None

    def _on_event(self, event: AnyEvent) -> None:
        if event.request_id != self._request_id or not is_terminal(event):
            return
        self._request_id = 0
        version = self._session.version
        if isinstance(event, VersionReady) and version is not None and version.id == event.version_id:
            self._session.version = self._session.library.version(version.id)
        elif isinstance(event, RequestFailed):
            self._failed = self._asked
            self._session.failed.emit(event.error)
        self._asked = None
        self.changed.emit()
