"""The card "What was mistaken for what": the confusion matrix, as counts or as shares."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.gui.panes.results.presenter import ResultsPresenter
from workbench.gui.theme import Theme
from workbench.gui.widgets.card import TITLE_HEIGHT, Card
from workbench.gui.widgets.confusion_matrix import ConfusionMatrix
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.segmented import Option, Segmented
from workbench.i18n import tr

_FOOT_HEIGHT = 29
_EDGE, _NARROW_EDGE, _NARROW = 5, 2, 380  # room beside the switch: it ends where the cells do, if the title has room


class MatrixCard(Card):
    """The matrix; a click on a cell asks for its texts.

    Signals:
        cell_chosen: (true label, predicted label), as positions in the report.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, theme: Theme, presenter: ResultsPresenter) -> None:
        super().__init__(theme)
        self._presenter = presenter
        self.matrix = ConfusionMatrix(theme)
        self.shows = Segmented(theme)
        self._foot = Label(theme, "small", tone="text_3")
        switch = QWidget()
        self._switch_row = QHBoxLayout(switch)
        self._switch_row.addWidget(self.shows)
        self.add_to_title(switch)
        self.body.setContentsMargins(13, 0, 13, 6)
        self.body.setSpacing(6)
        self.body.addWidget(self.matrix, 1)
        self.body.addWidget(self._foot)
        self.set_body_stretch(1)
        self.matrix.cell_chosen.connect(self._on_cell_chosen)
        self.shows.chosen.connect(lambda key: self.matrix.set_shows("share" if key == "share" else "count"))

    def wanted_height(self) -> int:
        """The height that shows every cell well."""
        return TITLE_HEIGHT + self.matrix.sizeHint().height() + _FOOT_HEIGHT

    def reset(self) -> None:
        """Another run is shown."""
        report = self._presenter.report
        if report is not None:
            self.matrix.set_counts(report.labels, report.confusion)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.set_title(tr("What was mistaken for what"))
        current = self.shows.current() or "count"
        options = [
            Option("count", tr("count"), tooltip=tr("Numbers of texts first")),
            Option("share", tr("share"), tooltip=tr("Shares of the true label first")),
        ]
        self.shows.set_options(options)
        self.shows.set_current(current)
        self._foot.set_text(tr("Rows: the true label. Click a cell to read its texts."))
        self.matrix.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self._switch_row.setContentsMargins(0, 0, _NARROW_EDGE if self.width() < _NARROW else _EDGE, 0)

    def show_choice(self) -> None:
        """Marks the cell that is asked for."""
        choice, report = self._presenter.choice, self._presenter.report
        if report is None or choice.true is None or choice.predicted is None:
            self.matrix.set_current("", "")
        else:
            self.matrix.set_current(report.labels[choice.true], report.labels[choice.predicted])

    def _on_cell_chosen(self, true: str, predicted: str) -> None:
        report = self._presenter.report
        if report is not None:
            self.cell_chosen.emit(report.labels.index(true), report.labels.index(predicted))
