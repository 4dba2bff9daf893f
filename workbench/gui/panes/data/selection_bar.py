"""What can be done with the selected rows; it stands in place of the filter while rows are selected."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import icon_button, shortcut_text, small_button
from workbench.gui.widgets.label import Label
from workbench.i18n import tr

_COPY_FROM = 470
"""In a narrower bar Copy gives way: Ctrl+C and the menu of the rows have it too."""


class SelectionBar(QWidget):
    """How many rows are selected, and a button for each thing to do with them.

    Signals:
        removal_wanted: Remove the rows.
        keeping_wanted: Remove all others.
        label_wanted: Give the rows another label; the panel stands below `label_button`.
        copy_wanted: Copy them.
        left: Select nothing.
    """

    removal_wanted = Signal()
    keeping_wanted = Signal()
    label_wanted = Signal()
    copy_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.count = Label(theme, "card_title")
        self.remove_button = small_button(theme, "")
        self.keep_button = small_button(theme, "")
        self.label_button = small_button(theme, "")
        self.copy_button = small_button(theme, "")
        self.leave_button = icon_button(theme, "x", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.count)
        row.addSpacing(6)
        for button, wanted in (
            (self.remove_button, self.removal_wanted),
            (self.keep_button, self.keeping_wanted),
            (self.label_button, self.label_wanted),
            (self.copy_button, self.copy_wanted),
            (self.leave_button, self.left),
        ):
            row.addWidget(button)
            button.clicked.connect(wanted)
        row.addStretch(1)

    def show_selection(self, rows: int, *, is_all: bool, can_mend: bool, has_labels: bool) -> None:
        """Says how many rows are selected.

        Args:
            rows: How many.
            is_all: Whether these are all rows of the table, which cannot all be removed.
            can_mend: Whether nothing else is being done to the table.
            has_labels: Whether a column has the role of the label.
        """
        self.count.set_text(tr("{n:,} row selected", "{n:,} rows selected", n=rows))
        self.remove_button.setEnabled(can_mend and not is_all)
        self.keep_button.setEnabled(can_mend and not is_all)
        self.label_button.setEnabled(can_mend)
        self.label_button.setVisible(has_labels)
        all_rows = tr("These are all rows of the table.") if is_all else ""
        self.remove_button.set_tooltip(all_rows or shortcut_text("Del"))
        self.keep_button.set_tooltip(all_rows or tr("Removes all other rows; Undo brings them back."))

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.remove_button.setText(tr("Remove"))
        self.keep_button.setText(tr("Keep only these"))
        self.label_button.setText(tr("Change label…"))
        self.copy_button.setText(tr("Copy"))
        self.copy_button.set_tooltip(shortcut_text("Ctrl+C"))
        self.leave_button.set_tooltip(tr("Select nothing (Esc)"))
        self.setAccessibleName(tr("Selected rows"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self.copy_button.setVisible(self.width() >= _COPY_FROM)
