"""The card "Each label": precision, recall and F1 of every label, and what a threshold would bring."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.gui.panes.results import words
from workbench.gui.panes.results.presenter import (
    DEFAULT_THRESHOLD,
    ResultsPresenter,
    threshold_index,
    threshold_point,
)
from workbench.gui.theme import Theme
from workbench.gui.widgets.card import TITLE_HEIGHT, Card
from workbench.gui.widgets.figure_table import FigureTable
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.slider import Slider
from workbench.i18n import tr

_FOOT_HEIGHT, _SLIDER_WIDTH = 34, 130


class LabelsCard(Card):
    """The labels, weakest first, above the threshold.

    Signals:
        label_chosen: (position in the report) A row of the table was chosen.
        average_chosen: The last row was chosen, which is about all labels.
    """

    label_chosen = Signal(int)
    average_chosen = Signal()

    def __init__(self, theme: Theme, presenter: ResultsPresenter) -> None:
        super().__init__(theme)
        self._presenter = presenter
        self.table = FigureTable(theme)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.table.row_activated.connect(self._on_row_chosen)
        self.add_flush(self.table, stretch=1)
        self._question = Label(theme, tone="text_2")
        self.slider = Slider(theme)
        self._sureness = Label(theme, "card_title")
        self._consequence = Label(theme, tone="text_2")
        self.slider.value_changed.connect(lambda _index: self._show_threshold())
        self._foot_line = self.add_hairline()
        self._foot_line.hide()
        self.table.verticalScrollBar().rangeChanged.connect(lambda _low, high: self._foot_line.setVisible(high > 0))
        self.add_flush(self._make_foot())
        theme.changed.connect(self.show_report)

    def wanted_height(self) -> int:
        """The height that shows every label."""
        return TITLE_HEIGHT + self.table.content_height() + _FOOT_HEIGHT + 3  # its border and a line

    def reset(self) -> None:
        """Another run is shown: weakest first again, and the usual threshold."""
        report = self._presenter.report
        self.table.sort_by("f1")
        self.table.verticalScrollBar().setValue(0)
        if report is not None and report.thresholds:
            self.slider.set_range(0, len(report.thresholds) - 1, step=1)
            self.slider.set_number(threshold_index(report, DEFAULT_THRESHOLD))

    def show_report(self) -> None:
        """Sets every text and colour anew."""
        report = self._presenter.report
        if report is None:
            return
        self.set_title(tr("Each label"), hint=tr("weakest first; click a row to read its examples"))
        self.table.set_columns(words.label_columns())
        self.table.set_rows(words.label_rows(self._presenter, report, self._theme))
        self.table.setAccessibleName(tr("Each label"))
        self._question.set_text(tr("Answer only if at least"))
        self._show_threshold()

    def show_choice(self) -> None:
        """Marks the row of the label that is asked for."""
        choice = self._presenter.choice
        is_label = choice.true is not None and choice.predicted is None
        self.table.set_current(str(choice.true) if is_label else "")

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(_FOOT_HEIGHT)
        row = QHBoxLayout(foot)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(10)
        self.slider.setFixedWidth(_SLIDER_WIDTH)
        row.addWidget(self._question)
        row.addWidget(self.slider)
        row.addWidget(self._sureness)
        row.addStretch(1)
        row.addWidget(self._consequence)
        return foot

    def _show_threshold(self) -> None:
        report = self._presenter.report
        point = threshold_point(report, round(self.slider.number())) if report is not None else None
        if report is None or point is None:
            return
        said = words.consequence(point)
        self._sureness.set_text(words.sureness(point))
        self._consequence.set_text(said, tooltip=words.consequence_exact(report, point))
        self.slider.setAccessibleName(f"{tr('Answer only if at least')} {words.sureness(point)}: {said}")

    def _on_row_chosen(self, key: str) -> None:
        if key == words.AVERAGE:
            self.average_chosen.emit()
        else:
            self.label_chosen.emit(int(key))
