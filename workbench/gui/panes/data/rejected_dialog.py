"""The records of a file that could not be read: line, reason and text; nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.data.tables import RejectedRow
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import plain_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.paged_table import PagedTable
from workbench.i18n import render, tr

_SIZE = (760, 440)


class RejectedDialog(QDialog):
    """A table of line, reason and text, and a button that copies it."""

    def __init__(self, theme: Theme, rejected: Sequence[RejectedRow], parent: QWidget) -> None:
        super().__init__(parent)
        self._rejected = list(rejected)
        title = tr("{n:,} line could not be read.", "{n:,} lines could not be read.", n=len(self._rejected))
        self.setWindowTitle(title)
        self.resize(*_SIZE)
        heading = Label(theme, "card_title")
        heading.set_text(title)
        explanation = Label(theme, tone="text_2", wraps=True)
        explanation.set_text(tr("They are not part of the table. Mend them in the file and open it again."))
        self.table = PagedTable(theme)
        self.table.set_table(self._as_table())
        card = Card(theme)
        card.add_flush(self.table, stretch=1)
        self.copy_button = plain_button(theme, tr("Copy"), icon="copy")
        self.copy_button.clicked.connect(self._copy)
        close = plain_button(theme, tr("Close"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.copy_button)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(8)
        for widget in (heading, explanation):
            column.addWidget(widget)
        column.addWidget(card, 1)
        column.addLayout(foot)

    def _as_table(self) -> pa.Table:
        rows = self._rejected
        columns = {
            tr("Line"): [f"{row.line:,}" for row in rows],
            tr("Reason"): [render(row.reason) for row in rows],
            tr("What stands there"): [row.raw for row in rows],
        }
        return pa.Table.from_arrays([_strings(values) for values in columns.values()], names=list(columns))

    def _copy(self) -> None:
        lines = (f"{row.line}\t{render(row.reason)}\t{row.raw}" for row in self._rejected)
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copy_button.setText(tr("Copied"))
        self.copy_button.updateGeometry()


def _strings(values: Sequence[str]) -> pa.StringArray:
    """An Arrow column of strings; `pa.array` would import pandas, which takes most of a second."""
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))
