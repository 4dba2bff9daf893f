"""The table of runs: ticks in the colors of the comparison, stars, names that can be changed in place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from workbench.gui import wording
from workbench.gui.panes.runs import words
from workbench.gui.panes.runs.name_editor import NameEditor
from workbench.gui.panes.runs.presenter import RunsPresenter
from workbench.gui.theme import Theme
from workbench.gui.widgets.figure_model import Cell, FigureColumn, FigureRow
from workbench.gui.widgets.figure_table import FigureTable
from workbench.gui.widgets.legend import series_color
from workbench.i18n import tr
from workbench.values import Run

_NAME_WIDEST = 220


class RunsTable(FigureTable):
    """Every run in one row.

    Signals:
        renamed: (run id, name) The user has given a run another name.
        delete_wanted: Delete was pressed.
        menu_wanted: (place on the screen) The menu of the current run is wanted.
    """

    renamed = Signal(int, str)
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, presenter: RunsPresenter) -> None:
        super().__init__(theme)
        self._presenter = presenter
        self._given: list[FigureRow] = []
        self._editor = NameEditor(self.viewport())
        self._editor.named.connect(lambda key, name: self.renamed.emit(int(key), name))
        self._editor.closed.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.doubleClicked.connect(self._on_double_click)
        self.verticalScrollBar().valueChanged.connect(self._follow)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete_wanted)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.setAccessibleName(tr("Runs"))
        self.set_columns(
            [
                FigureColumn("tick", kind="check", can_sort=False),
                FigureColumn("star", kind="star"),
                FigureColumn("name", tr("Name")),
                FigureColumn("model", tr("Base model")),
                FigureColumn("method", tr("Method")),
                FigureColumn("started", tr("Started")),
                FigureColumn("took", tr("Took"), kind="number"),
                FigureColumn(
                    "right", tr("Right in 100"), kind="bar", tooltip=tr("Right answers on the test rows (accuracy)")
                ),
                FigureColumn("macro_f1", tr("Macro-F1"), kind="number", tooltip=tr("The mean of the F1 of all labels")),
                FigureColumn("state", tr("State"), kind="chip"),
            ]
        )

    def show_runs(self) -> None:
        """Shows the runs as the presenter has them now."""
        rows = [self._row(run) for run in self._presenter.shown]
        if rows != self._given:  # rows that are set anew scroll back to the current one
            self._given = rows
            self.set_rows(rows)
        self.set_message(tr("No run matches.") if self._presenter.runs else "")
        current = str(self._presenter.current_id or "")
        if current != self.current_key():
            self.set_current(current)
        self._follow()

    def edit_name(self) -> None:
        """Opens the field over the name of the current run."""
        run = self._presenter.current
        if run is None or self.figures.row_of(str(run.id)) < 0:
            return
        self.scrollTo(self.currentIndex())
        self._editor.begin(str(run.id), wording.run_name(run), self._name_place(str(run.id)))

    def _row(self, run: Run) -> FigureRow:
        presenter = self._presenter
        rank = presenter.ranks.get(run.id)
        color = series_color(self.theme, rank) if rank is not None else ""
        state = presenter.state(run)
        figures = run.report.figures if run.report is not None else None
        text, tone, tooltip = words.chip(presenter, run)
        data = words.version_name(presenter.versions.get(run.version_id))
        return FigureRow(
            str(run.id),
            {
                "tick": Cell(is_on=rank is not None, color=color, tooltip=tr("Compare this run")),
                "star": Cell(is_on=run.starred, value=float(not run.starred), tooltip=tr("Star this run")),
                "name": Cell(wording.run_name(run), tooltip=f"{wording.run_name(run)}\n{data}"),
                "model": Cell(wording.model_title(run.model), is_dim=True),
                "method": Cell(words.method(run), is_dim=True),
                "started": Cell(
                    wording.when(run.started_at), value=run.started_at, is_dim=True,
                    tooltip=words.moment(run.started_at),
                ),
                "took": Cell(words.took(run, state), value=run.seconds or None, is_dim=True),
                "right": Cell(
                    words.right(run), value=figures.accuracy if figures else None, color=color,
                    share=figures.accuracy if figures else None, is_strong=figures is not None,
                    is_dim=figures is None, tooltip=words.right_tooltip(run),
                ),
                "macro_f1": Cell(words.macro_f1(run), value=figures.macro_f1 if figures else None),
                "state": Cell(text, tone=tone, tooltip=tooltip),
            },
        )  # fmt: skip

    def _name_place(self, key: str) -> QRect:
        column = next(at for at, each in enumerate(self.figures.columns) if each.key == "name")
        place = self.visualRect(self.figures.index(self.figures.row_of(key), column))
        place.setWidth(max(place.width(), _NAME_WIDEST))
        return place

    def _follow(self) -> None:
        if self._editor.key and self.figures.row_of(self._editor.key) >= 0:
            self._editor.move_to(self._name_place(self._editor.key))

    def _on_double_click(self, index: QModelIndex) -> None:
        if self.figures.columns[index.column()].key == "name":
            self.edit_name()

    def _ask_for_menu(self, place: QPoint) -> None:
        if self.indexAt(place).isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))
