"""The field in which a run is renamed, over its name in the table."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.i18n import tr

LONGEST_NAME = 80


class NameEditor(QLineEdit):
    """Takes a name; Return and a click elsewhere keep it, Esc does not.

    Signals:
        named: (key, name) The user has given another name.
        closed: The field is gone, whatever came of it.
    """

    named = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = ""
        self._before = ""
        self.setMaxLength(LONGEST_NAME)
        self.hide()

    def begin(self, key: str, name: str, place: QRect) -> None:
        """Opens over a place with the present name selected."""
        self.key, self._before = key, name
        self.setAccessibleName(tr("Name of the run"))
        self.setText(name)
        self.move_to(place)
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_to(self, place: QRect) -> None:
        """Follows the name, such as when the table scrolls."""
        height = self.sizeHint().height()
        self.setGeometry(place.left(), place.center().y() - height // 2, place.width(), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        if event.key() == Qt.Key.Key_Escape:
            self._end(is_kept=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(is_kept=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._end(is_kept=True)

    def _end(self, *, is_kept: bool) -> None:
        if not self.key:  # hiding takes the focus away, which ends it a second time
            return
        key, self.key = self.key, ""
        self.hide()
        if is_kept and self.text().strip() and self.text().strip() != self._before:
            self.named.emit(key, self.text().strip())
        self.closed.emit()
