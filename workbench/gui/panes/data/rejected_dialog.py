"""The records of a file that could not be read, or not as they stand: line, reason and text; nothing is silent."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.data.tables import RejectedRow
from workbench.gui.theme import Theme
from workbench.gui.widgets.arrow_strings import strings
from workbench.gui.widgets.buttons import plain_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.paged_table import PagedTable
from workbench.i18n import render, tr

_SIZE = (760, 440)


class RejectedDialog(QDialog):
    """A table of line, reason and text, and what can be done: read the file otherwise, export, copy.

    Signals:
        dialect_wanted: The file is to be read in another way; the dialog has closed.
        export_wanted: The records are to be written to a file.
    """

    dialect_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, theme: Theme, rejected: Sequence[RejectedRow], parent: QWidget) -> None:
        super().__init__(parent)
        self._rejected = list(rejected)
        title, what = _words(len(self._rejected), are_loaded=any(row.is_loaded for row in rejected))
        self.setWindowTitle(title)
        self.resize(*_SIZE)
        heading = Label(theme, "card_title")
        heading.set_text(title)
        explanation = Label(theme, tone="text_2", wraps=True)
        explanation.set_text(what)
        self.table = PagedTable(theme)
        self.table.set_table(self._as_table())
        card = Card(theme)
        card.add_flush(self.table, stretch=1)
        self.dialect_button = plain_button(theme, tr("Read in another way…"), icon="file-text")
        self.export_button = plain_button(theme, tr("Export…"), icon="file-down")
        self.copy_button = plain_button(theme, tr("Copy"), icon="copy")
        self.close_button = plain_button(theme, tr("Close"))
        foot = QHBoxLayout()
        foot.addWidget(self.dialect_button)
        foot.addStretch(1)
        for button in (self.copy_button, self.export_button, self.close_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(8)
        for widget in (heading, explanation):
            column.addWidget(widget)
        column.addWidget(card, 1)
        column.addLayout(foot)
        self._connect()

    def _connect(self) -> None:
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.close)
        self.export_button.clicked.connect(self.export_wanted)
        self.dialect_button.clicked.connect(self._read_otherwise)

    def _as_table(self) -> pa.Table:
        rows = self._rejected
        columns = {
            tr("Line"): [f"{row.line:,}" for row in rows],
            tr("Reason"): [render(row.reason) for row in rows],
            tr("What stands there"): [row.raw for row in rows],
        }
        if any(row.file for row in rows):
            columns = {tr("File"): [row.file for row in rows], **columns}
        return pa.Table.from_arrays([strings(values) for values in columns.values()], names=list(columns))

    def _read_otherwise(self) -> None:
        self.close()
        self.dialect_wanted.emit()

    def _copy(self) -> None:
        lines = (
            "\t".join(part for part in (row.file, str(row.line), render(row.reason), row.raw) if part)
            for row in self._rejected
        )
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copy_button.setText(tr("Copied"))
        self.copy_button.updateGeometry()


def _words(count: int, *, are_loaded: bool) -> tuple[str, str]:
    """What happened to the records, and what can be done."""
    if are_loaded:
        return (
            tr("{n:,} row was mended while it was read.", "{n:,} rows were mended while they were read.", n=count),
            tr(
                "Cells that were missing are empty; broken quotes are part of the text. If that is wrong, read the "
                "file in another way, or mend it and open it again."
            ),
        )
    return (
        tr("{n:,} line could not be read.", "{n:,} lines could not be read.", n=count),
        tr(
            "It is not part of the table. Read the file in another way, or mend it and open it again.",
            "They are not part of the table. Read the file in another way, or mend it and open it again.",
            n=count,
        ),
    )
