"""Undo and Redo of the Edit menu: a text field that has the focus undoes its own typing, else the data's last step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QApplication

from workbench.i18n import tr

if TYPE_CHECKING:
    from workbench.gui.history import History


class Undoing:
    """One of the two.

    Args:
        history: Undo and redo of the data; None before the library is open.
        method: Which one: the name of the method of fields and of History.
    """

    def __init__(self, history: Callable[[], History | None], method: Literal["undo", "redo"]) -> None:
        self._history = history
        self._method = method

    def run(self) -> None:
        """Does it."""
        owner = QApplication.focusWidget() if self._is_for_focus() else self._history()
        if owner is not None:
            getattr(owner, self._method)()

    def is_possible(self) -> bool:
        """Whether there is something to do."""
        return self._is_for_focus() or bool(self._what())

    def title(self) -> str:
        """The verb and, for the data, what it is about: `Undo labels merged`."""
        what = "" if self._is_for_focus() else self._what()
        if self._method == "undo":
            return tr("Undo {what}", what=what) if what else tr("Undo")
        return tr("Redo {what}", what=what) if what else tr("Redo")

    def _is_for_focus(self) -> bool:
        return hasattr(QApplication.focusWidget(), self._method)

    def _what(self) -> str:
        history = self._history()
        if history is None:
            return ""
        return history.undo_what() if self._method == "undo" else history.redo_what()
