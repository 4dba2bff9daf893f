"""Undo and redo of what mended the data: from a version to its parent, and back to the child that was last left.

No version is ever removed, so nothing that can be undone is lost by it, nor what was undone by another step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.errors import DataError
from workbench.gui import step_words
from workbench.values import AnyStep, Version

if TYPE_CHECKING:
    from workbench.gui.session import Session

MOST_KEPT = 200
"""So many places to go forward from are kept for the next start."""


class History(QObject):
    """What Undo and Redo of the window's data do.

    Args:
        session: Whose version is current.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._left: dict[int, int] = {}

    @property
    def left(self) -> dict[int, int]:
        """The child that each version was last left for by going back, newest last."""
        return dict(self._left)

    def restore(self, left: dict[int, int]) -> None:
        """Takes in what an earlier start of the window kept."""
        self._left = dict(list(left.items())[-MOST_KEPT:])

    def note_move(self, old: Version | None, new: Version) -> None:
        """Remembers the way back when an earlier version of the same data becomes current."""
        way = []
        while old is not None and old.id != new.id:
            way.append(old)
            old = self._version(old.parent_id)
        if old is None:
            return
        for version in way:
            if version.parent_id is not None:
                self._left.pop(version.parent_id, None)
                self._left[version.parent_id] = version.id

    def undo_what(self) -> str:
        """What would be undone, such as `labels merged`; empty if nothing can be."""
        version = self._session.version
        parent = self._version(version.parent_id) if version is not None else None
        return step_words.all_done(steps_between(parent, version)) if version is not None and parent is not None else ""

    def redo_what(self) -> str:
        """What would be done again; empty if nothing was undone here."""
        child = self._next()
        return step_words.all_done(steps_between(self._session.version, child)) if child is not None else ""

    def undo(self) -> None:
        """Goes to the version before the last step."""
        version = self._session.version
        if version is not None and version.parent_id is not None:
            self._session.show_version(version.parent_id)

    def redo(self) -> None:
        """Goes to the version that was last left by an undo."""
        child = self._next()
        if child is not None:
            self._session.show_version(child.id)

    def _next(self) -> Version | None:
        version = self._session.version
        return self._version(self._left.get(version.id)) if version is not None else None

    def _version(self, version_id: int | None) -> Version | None:
        if version_id is None:
            return None
        try:
            return self._session.library.version(version_id)
        except DataError:  # it has gone with its folder: there is no way there
            return None


def steps_between(parent: Version | None, version: Version) -> tuple[AnyStep, ...]:
    """The steps that made a version from another, or all of its recipe."""
    taken = version.recipe[len(parent.recipe) :] if parent is not None else version.recipe
    return taken or version.recipe
