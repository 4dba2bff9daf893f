"""A table model over Arrow: reads the rows that are looked at, a page at a time, and never copies the table."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from workbench.gui.widgets.table_view import Index
from workbench.i18n import tr
from workbench.values import RoleName, Roles

Rows = npt.NDArray[np.int64]

_PAGE, _PAGES = 128, 64
_ROOT = QModelIndex()


class ArrowModel(QAbstractTableModel):
    """The rows of an Arrow table, all or a selection; column 0 is the number of the row, counted from 1."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = pa.table({})
        self._rows: Rows | None = None
        self._roles: Roles | None = None
        self._read_page = functools.lru_cache(maxsize=_PAGES)(self._page)

    def set_table(self, table: pa.Table, *, roles: Roles | None) -> None:
        """Shows another table, all its rows."""
        self.beginResetModel()
        self._table, self._roles, self._rows = table, roles, None
        self._read_page.cache_clear()
        self.endResetModel()

    def set_rows(self, rows: Rows | None) -> None:
        """Shows only these rows, in this order; None shows all."""
        self.beginResetModel()
        self._rows = rows
        self._read_page.cache_clear()
        self.endResetModel()

    def set_roles(self, roles: Roles | None) -> None:
        """Says which column plays which part; None for a table without roles."""
        self._roles = roles
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.columnCount() - 1, 0))

    @property
    def roles(self) -> Roles | None:
        """Which column plays which part."""
        return self._roles

    def column_names(self) -> list[str]:
        """The columns of the table, without the one of the numbers."""
        return list(self._table.column_names)

    def role_of(self, column: int) -> RoleName | None:
        """The role of a column of the model; None for the numbers, or if there are no roles."""
        if self._roles is None or column == 0:
            return None
        name = self._table.column_names[column - 1]
        found: Sequence[tuple[RoleName, str | None]] = (
            ("text", self._roles.text),
            ("label", self._roles.label),
            ("group", self._roles.group),
        )
        return next((role for role, of in found if of == name), "unused")

    def table_row(self, row: int) -> int:
        """The row in the table that stands in this row of the view."""
        return row if self._rows is None else int(self._rows[row])

    def cell(self, row: int, column: int) -> str:
        """The text of a cell of the view; empty where there is none."""
        values = self._read_page(row // _PAGE)[column - 1]
        return values[row % _PAGE] or ""

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: D102 - Qt
        if parent.isValid():
            return 0
        return self._table.num_rows if self._rows is None else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: D102 - Qt
        return 0 if parent.isValid() or not self._table.num_columns else self._table.num_columns + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks for: the text of a cell."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        if index.column() == 0:
            return f"{self.table_row(index.row()) + 1:,}"
        return self.cell(index.row(), index.column())

    def headerData(  # noqa: D102 - Qt
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._table.column_names[section - 1] if section else ""
        if role == Qt.ItemDataRole.AccessibleTextRole and section == 0:
            return tr("Row")
        return None

    def _page(self, page: int) -> list[list[str | None]]:
        start = page * _PAGE
        if self._rows is None:
            part = self._table.slice(start, _PAGE)
            return [column.to_pylist() for column in part.columns]
        wanted = self._rows[start : start + _PAGE].tolist()
        return [[column[row].as_py() for row in wanted] for column in self._table.columns]
