"""The map of the texts, with the text that the mouse is at beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.data.tables import RowNumbers
from workbench.gui.panes.data.charts import ChartsPresenter
from workbench.gui.panes.data.presenter import DataPresenter
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import small_button
from workbench.gui.widgets.chip import Chip
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.text_map import TextMap
from workbench.i18n import tr

_SIDE = 250
_MOST_CHARACTERS = 1_500


class MapView(QWidget):
    """Draws the map; dots that the table does not show are dimmed.

    Signals:
        rows_wanted: The chosen rows are to be shown in the table.
    """

    rows_wanted = Signal()

    def __init__(self, theme: Theme, presenter: DataPresenter, charts: ChartsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._charts = charts
        self._kept = -1
        self.map = TextMap(theme)
        self.label = Chip(theme)
        self.text = Label(theme, "body", wraps=True)
        self.hint = Label(theme, "small", tone="text_3", wraps=True)
        self.rows_button = small_button(theme, "")
        self._arrange()
        self.map.dot_hovered.connect(self._on_hovered)
        self.map.dot_chosen.connect(self._on_dot_chosen)
        self.map.dots_chosen.connect(lambda dots: presenter.pick(self._rows(dots)))
        self.map.cleared.connect(presenter.show_all)
        self.rows_button.clicked.connect(self.rows_wanted)
        charts.map_changed.connect(self.show_map)
        presenter.rows_changed.connect(self.show_chosen)
        self.retranslate()

    def show_map(self) -> None:
        """Shows what is known."""
        found = self._charts.map
        self._kept = -1
        self._show_text(-1)
        if found is None:
            self.map.set_waiting(self._charts.map_note)
        else:
            self.map.set_dots(found.places, self._charts.label_ranks())
        self.show_chosen()

    def show_chosen(self) -> None:
        """Dims the dots of rows that the filter leaves out."""
        found, rows = self._charts.map, self._presenter.rows
        is_all = found is None or rows is None or self._presenter.filter.finds_all
        self.map.set_chosen(None if is_all or found is None or rows is None else found.dots_of(rows))
        self.rows_button.setVisible(not is_all)
        count = self._presenter.shown_rows
        self.rows_button.setText(tr("Show {n:,} row", "Show {n:,} rows", n=count))

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.map.setAccessibleName(tr("Map of the texts"))
        self.hint.set_text(
            tr("Texts that say similar things lie near each other. Draw a loop around some to choose their rows.")
        )
        self.show_map()

    def _arrange(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.label, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text)
        column.addWidget(self.rows_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        column.addWidget(self.hint)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(side)
        area.setFixedWidth(_SIDE)
        for widget in (area, side):  # else they are painted in the color of the window
            widget.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(0)
        row.addWidget(self.map, 1)
        row.addWidget(area)

    def _on_hovered(self, dot: int) -> None:
        self._show_text(dot if dot >= 0 else self._kept)

    def _on_dot_chosen(self, dot: int) -> None:
        self._kept = dot
        self._show_text(dot)

    def _show_text(self, dot: int) -> None:
        version, table, found = self._presenter.version, self._presenter.table, self._charts.map
        is_shown = dot >= 0 and version is not None and table is not None and found is not None
        self.label.setVisible(is_shown)
        self.text.setVisible(is_shown)
        if version is None or table is None or found is None or dot < 0:
            return
        row = int(found.rows[dot])
        roles = version.profile.roles
        label = table.column(roles.label)[row].as_py().strip() if roles.label is not None else ""
        text = table.column(roles.text)[row].as_py() if roles.text is not None else ""
        self.label.set_state(tr("Row {n:,}: {label}", n=row + 1, label=label) if label else tr("Row {n:,}", n=row + 1))
        self.text.set_text(text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…")

    def _rows(self, dots: RowNumbers) -> RowNumbers:
        assert self._charts.map is not None
        return self._charts.map.rows[dots]
