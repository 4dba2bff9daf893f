"""The first rows of a file, shown while the others are read."""

from __future__ import annotations

import pyarrow as pa

from workbench.gui.theme import Theme
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.paged_table import PagedTable
from workbench.i18n import tr

LEAST_HEIGHT = 180


class ImportPreview(Card):
    """A table of the first rows; hidden while there are none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.table = PagedTable(theme)
        self.add_flush(self.table, stretch=1)
        self.setMinimumHeight(LEAST_HEIGHT)
        self._shown: pa.Table | None = None
        self.retranslate()
        self.hide()

    def show_rows(self, rows: pa.Table | None) -> None:
        """Shows rows, or nothing."""
        if rows is not None and rows is not self._shown:
            self.table.set_table(rows)
        self._shown = rows
        self.setVisible(rows is not None)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.set_title(tr("First rows"), hint=tr("the others are being read"))
        self.table.setAccessibleName(tr("First rows"))
        self.table.retranslate()
