"""The two cards of the comparison: the curves over each other, and what differs."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView

from workbench.gui import wording
from workbench.gui.pane import PaneContext
from workbench.gui.panes.runs import words
from workbench.gui.panes.runs.comparison import are_comparable, differences
from workbench.gui.panes.runs.presenter import RunsPresenter
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.compare_plot import ComparePlot, Series
from workbench.gui.widgets.figure_model import Cell, FigureColumn, FigureRow
from workbench.gui.widgets.figure_table import FigureTable
from workbench.gui.widgets.legend import series_color
from workbench.gui.widgets.segmented import Option, Segmented
from workbench.i18n import tr
from workbench.values import Run

TableText = list[tuple[str, list[str]]]

_NAME_WIDTH, _RUN_WIDTH = 112, 96
_MOST_SHRUNK = 3
"""Runs whose columns share the width; more of them keep theirs, and the table scrolls sideways."""


class CurvesCard(Card):
    """The validation metric, or loss, of the ticked runs."""

    def __init__(self, context: PaneContext, presenter: RunsPresenter) -> None:
        super().__init__(context.theme)
        self._presenter = presenter
        self._drawn: object = None
        self.plot = ComparePlot(context.theme)
        self.switch = Segmented(context.theme)
        self.plot.add_to_title(self.switch)
        self.add_flush(self.plot, stretch=1)
        self.switch.chosen.connect(lambda _key: self.show_runs())

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.switch.set_options([Option("metric", tr("metric")), Option("loss", tr("loss"))])
        self._drawn = None
        self.show_runs()

    def show_runs(self) -> None:
        """Draws the ticked runs."""
        presenter = self._presenter
        is_loss = self.switch.current() == "loss"
        series = [self._series(run, is_loss=is_loss) for run in presenter.ticked if run.model.kind != "baseline"]
        baseline = None if is_loss else self._baseline()
        if (series, baseline, is_loss) == self._drawn:
            return
        self._drawn = (series, baseline, is_loss)
        if is_loss:
            self.plot.set_title(tr("Validation loss"), hint=tr("lower is better"))
        else:
            self.plot.set_title(tr(presenter.metric_title), hint=tr("validation"))
        self.plot.set_series(series, lower_is_better=is_loss)
        value, text = baseline or (None, "")
        self.plot.set_baseline(value, text=text)
        self.plot.set_waiting(self._waiting())

    def _series(self, run: Run, *, is_loss: bool) -> Series:
        presenter = self._presenter
        looks = presenter.story(run).evaluations
        values = tuple(look.loss if is_loss else look.metrics.get(presenter.metric, 0.0) for look in looks)
        return Series(
            wording.run_name(run),
            presenter.ranks[run.id],
            tuple(look.epoch for look in looks),
            values,
            best_epoch=run.best_epoch,
        )

    def _baseline(self) -> tuple[float, str] | None:
        """The baseline that the ticked runs were measured against, if they all have the same."""
        tested = [run for run in self._presenter.ticked if run.report is not None]
        if not are_comparable(tested):
            return None
        ids = [run.id if run.model.kind == "baseline" else run.baseline_run_id for run in tested]
        known = {run.id: run for run in self._presenter.runs if run.report is not None}
        for run_id in ids:
            found = known.get(run_id) if run_id is not None else None
            if found is not None and found.report is not None:
                return found.report.figures.macro_f1, tr("simple baseline, {name}", name=wording.run_name(found))
        return None

    def _waiting(self) -> str:
        ticked = self._presenter.ticked
        if not ticked:
            return tr("Tick runs in the table to compare them")
        if all(run.model.kind == "baseline" for run in ticked):
            return tr("The simple baseline learns in one step and has no curve")
        return tr("No curve: the run has not looked at the validation rows")


class DiffersCard(Card):
    """The settings in which the ticked runs differ, and what came of them."""

    def __init__(self, context: PaneContext, presenter: RunsPresenter) -> None:
        super().__init__(context.theme)
        self._context = context
        self._presenter = presenter
        self._text: TableText = []
        self._shown: object = None
        self.table = FigureTable(context.theme)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.add_flush(self.table, stretch=1)
        self.action_triggered.connect(self._copy)
        context.theme.changed.connect(self.show_runs)

    def show_runs(self) -> None:
        """Shows the ticked runs side by side."""
        runs = self._presenter.ticked
        rows, hint = self._settings(runs)
        came_out = words.outcome(runs, [self._presenter.story(run) for run in runs])
        head = (tr("Settings"), [wording.run_name(run) for run in runs])
        self._text = [head, *rows, (tr("Outcome"), [""] * len(runs)), *came_out] if runs else []
        self.set_title(tr("What differs"), hint=hint)
        self.set_action(tr("Copy") if runs else "", icon="copy", tooltip=tr("Copy this table"))
        self.table.setAccessibleName(tr("What differs"))
        self.table.set_message(tr("Tick runs in the table to compare them"))
        width = _RUN_WIDTH if len(runs) > _MOST_SHRUNK else 0
        columns = [FigureColumn("name", width=_NAME_WIDTH, is_stretched=True)]
        columns += [FigureColumn(str(run.id), kind="label", width=width) for run in runs]
        cells = [self._row(place, runs, head_at=(0, len(rows) + 1)) for place in range(len(self._text))]
        if (columns, cells) != self._shown:  # a table that is set anew scrolls back
            self._shown = (columns, cells)
            self.table.set_columns(columns)
            self.table.set_rows(cells)

    def text(self) -> str:
        """The table as text, for a spreadsheet."""
        return "\n".join("\t".join([name, *values]) for name, values in self._text)

    def _settings(self, runs: list[Run]) -> tuple[TableText, str]:
        if not runs:
            return [], ""
        versions = self._presenter.versions
        if len(runs) == 1:
            run = runs[0]
            rows = [(words.setting_title(key), [words.setting_value(key, run.settings[key])]) for key in run.changed]
            return rows, tr("from the defaults")
        differing, equal = differences(runs, lambda version_id: words.version_name(versions.get(version_id)))
        return [words.difference(row) for row in differing], words.equal_settings(equal)

    def _row(self, place: int, runs: list[Run], *, head_at: tuple[int, int]) -> FigureRow:
        name, values = self._text[place]
        is_head = place in head_at
        cells = {"name": Cell(name, is_strong=is_head, is_dim=not is_head)}
        for run, value in zip(runs, values, strict=True):
            color = series_color(self._context.theme, self._presenter.ranks[run.id]) if place == 0 else ""
            cells[str(run.id)] = Cell(value, color=color, is_strong=is_head)
        return FigureRow(str(place), cells)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._context.messages.tell(tr("Table copied."))
