"""The rows of a small table of figures, sorted by any column; pinned rows stay at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from workbench.gui.widgets.painting import ChipTone
from workbench.gui.widgets.table_view import Index
from workbench.i18n import tr

CellKind = Literal["text", "number", "bar", "label", "chip", "star", "check"]

CELL_ROLE = int(Qt.ItemDataRole.UserRole)
_ROOT = QModelIndex()


@dataclass(frozen=True)
class FigureColumn:
    """One column.

    Attributes:
        key: The name of the cells in a row.
        title: In the header; empty for stars and check boxes.
        kind: How its cells are drawn.
        width: In pixels; 0 takes what the cells need.
        is_stretched: Whether it takes the left over width; one column at most.
        can_sort: Whether a click on the header sorts.
        tooltip: The exact term.
    """

    key: str
    title: str = ""
    kind: CellKind = "text"
    width: int = 0
    is_stretched: bool = False
    can_sort: bool = True
    tooltip: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        text: What stands in it.
        value: What it is sorted by; None sorts by the text, and after all values.
        share: Length of the bar, 0 to 1; None draws no bar.
        color: Of dot, bar or check box, `#RRGGBB`.
        tone: Of a chip.
        is_on: Whether star or check box is set.
        is_strong: Whether the text is drawn in weight 600.
        is_dim: Whether the text is drawn in text-2.
        tooltip: Instead of the text that was cut.
    """

    text: str = ""
    value: float | str | None = None
    share: float | None = None
    color: str = ""
    tone: ChipTone = "neutral"
    is_on: bool = False
    is_strong: bool = False
    is_dim: bool = False
    tooltip: str = ""


@dataclass(frozen=True)
class FigureRow:
    """One row: its key, a cell for each column (those left out are empty), and whether it stays at the end."""

    key: str
    cells: Mapping[str, Cell] = field(default_factory=dict)
    is_pinned: bool = False


class FigureModel(QAbstractTableModel):
    """Columns and rows; the view and the delegate read cells by CELL_ROLE."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: list[FigureColumn] = []
        self.rows: list[FigureRow] = []
        self.sorted_by = ""
        self.is_descending = False
        self._given: list[FigureRow] = []

    def set_columns(self, columns: Sequence[FigureColumn]) -> None:
        """Sets the columns, such as after a change of language; the rows stay."""
        self.beginResetModel()
        self.columns = list(columns)
        self.endResetModel()

    def set_rows(self, rows: Sequence[FigureRow]) -> None:
        """Sets the rows and sorts them as before."""
        self.beginResetModel()
        self._given = list(rows)
        self._arrange()
        self.endResetModel()

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Sorts by a column; an empty key takes the order in which the rows were given."""
        self.layoutAboutToBeChanged.emit()
        self.sorted_by, self.is_descending = key, descending
        self._arrange()
        self.layoutChanged.emit()

    def cell(self, row: int, column: int) -> Cell:
        """The cell in that place."""
        return self.rows[row].cells.get(self.columns[column].key, Cell())

    def row_of(self, key: str) -> int:
        """Where the row of that key is now; -1 if there is none."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), -1)

    def _arrange(self) -> None:
        free = [row for row in self._given if not row.is_pinned]
        if self.sorted_by:
            filled = [row for row in free if _sort_value(row, self.sorted_by) is not None]
            empty = [row for row in free if _sort_value(row, self.sorted_by) is None]
            filled.sort(key=lambda row: _sort_key(row, self.sorted_by), reverse=self.is_descending)
            free = filled + empty
        self.rows = free + [row for row in self._given if row.is_pinned]

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: D102 - Qt
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: D102 - Qt
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks for: the cell, its text, its words for screen readers, its tooltip."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tooltip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(cell, self.columns[index.column()])
        return None

    def headerData(  # noqa: D102 - Qt
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    @staticmethod
    def _spoken(cell: Cell, column: FigureColumn) -> str:
        if column.kind == "star":
            return tr("Starred") if cell.is_on else tr("Not starred")
        if column.kind == "check":
            return tr("Ticked") if cell.is_on else tr("Not ticked")
        return f"{column.title} {cell.text}".strip()


def _sort_value(row: FigureRow, key: str) -> float | str | None:
    cell = row.cells.get(key, Cell())
    return cell.value if cell.value is not None else (cell.text or None)


def _sort_key(row: FigureRow, key: str) -> tuple[int, float, str]:
    value = _sort_value(row, key)
    if isinstance(value, str):
        return 1, 0.0, value.casefold()
    cell = row.cells.get(key, Cell())
    return 0, float(cell.is_on) if value is None else float(value), ""
