"""The language of the window, switchable at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench import i18n


class Language(QObject):
    """The language in use.

    Signals:
        changed: Every text is set anew; the catalogue already speaks the new language.
    """

    changed = Signal()

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        i18n.set_language(_resolved(choice))

    @property
    def choice(self) -> str:
        """What the user chose: `system` or a key of LANGUAGES."""
        return self._choice

    def set(self, choice: str) -> None:
        """Switches the language; `system` takes the desktop's.

        Raises:
            KeyError: If there is no such language.
        """
        self._choice = choice
        if _resolved(choice) != i18n.current_language():
            i18n.set_language(_resolved(choice))
            self.changed.emit()


def _resolved(choice: str) -> str:
    return i18n.system_language() if choice == "system" else choice
