"""How the window starts without standing still: imports in a thread, and long work in parts, one per turn."""

from __future__ import annotations

import builtins
import importlib
import importlib.abc
import importlib.util
import sys
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QThread, QTimer


def use_plain_import() -> None:
    """Takes PySide's import function away.

    It reads and splits the source of every imported module, to find those that ask for `__feature__`; nothing here
    does. It makes pyqtgraph and sqlite_utils half as slow again to import.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


class WithoutPandas(importlib.abc.MetaPathFinder):
    """Tells libraries that pandas is not there, as each can do without.

    pyarrow imports it to see whether what it is given is one of its tables; that takes half a second, on the GUI
    thread, at the first selection of rows.
    """

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> None:
        """Part of the import system.

        Raises:
            ModuleNotFoundError: If it is pandas that is looked for.
        """
        if fullname == "pandas":
            raise ModuleNotFoundError("the window does without pandas", name=fullname)

    @classmethod
    def install(cls) -> None:
        """Begins, for the whole process."""
        if not any(isinstance(finder, cls) for finder in sys.meta_path):
            sys.meta_path.insert(0, cls())


class Importer(QThread):
    """Imports modules in a thread, so that the GUI thread finds them ready.

    A module that cannot be imported is a bug that the program's hooks show.

    Args:
        names: In the order in which they are imported; one that does not exist is passed over.
        parent: The Qt owner.
    """

    def __init__(self, names: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = list(names)

    def run(self) -> None:
        """Runs in the thread; `start` calls it."""
        for name in self._names:
            if importlib.util.find_spec(name) is not None:
                importlib.import_module(name)


class Steps(QObject):
    """Does a long piece of work in parts, one for each turn of the event loop: the window paints in between.

    Args:
        steps: The work; each `yield` ends a part.
        parent: The Qt owner; the rest of the work is left when it goes.
    """

    def __init__(self, steps: Iterator[object], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _go_on(self) -> None:
        self._timer.stop()  # an error ends the work, it does not repeat it
        try:
            next(self._steps)
        except StopIteration:
            self.deleteLater()
            return
        self._timer.start()
