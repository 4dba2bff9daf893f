"""The card with the test texts: the most confident mistakes, or those that a click elsewhere asks for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.panes.results import words
from workbench.gui.panes.results.answers import ALL_MISTAKES
from workbench.gui.panes.results.example_popup import ExamplePopup
from workbench.gui.panes.results.examples_table import ExamplesTable
from workbench.gui.panes.results.presenter import ResultsPresenter
from workbench.gui.theme import Theme
from workbench.gui.widgets.banner import Banner
from workbench.gui.widgets.buttons import small_button
from workbench.gui.widgets.card import Card
from workbench.i18n import render, tr


class ExamplesCard(Card):
    """The list of texts.

    Signals:
        expansion_wanted: (is wanted) The list wants the whole pane, or gives it back.
    """

    expansion_wanted = Signal(bool)

    def __init__(self, theme: Theme, presenter: ResultsPresenter) -> None:
        super().__init__(theme)
        self._presenter = presenter
        self.is_expanded = False
        self.table = ExamplesTable(theme)
        self.banner = Banner(theme, has_panel=False)
        self.clear_button = small_button(theme, "", icon="x", kind="quiet")
        self.clear_button.clicked.connect(presenter.choose_all)
        self.add_to_title(self.clear_button)
        self._trouble = QWidget()
        column = QVBoxLayout(self._trouble)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        column.addStretch(1)
        self.add_flush(self._trouble, stretch=1)
        self.add_flush(self.table, stretch=1)
        self.table.example_opened.connect(self._open_example)
        self.table.resized.connect(self._show_title)
        self.action_triggered.connect(lambda: self.expand(not self.is_expanded))
        theme.changed.connect(self._show_colors)

    def expand(self, is_expanded: bool) -> None:
        """Gives the list the whole pane, or takes it back."""
        self.is_expanded = is_expanded
        self.expansion_wanted.emit(is_expanded)
        self._show_title()

    def show_choice(self) -> None:
        """Shows the texts that are asked for."""
        report = self._presenter.report
        if report is None:
            return
        positions = self._presenter.chosen()
        self._show_colors()
        self.table.set_answers(self._presenter.answers(), positions, labels=report.labels)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets every text anew."""
        report, error = self._presenter.report, self._presenter.error
        if report is None:
            return
        self.clear_button.setText(tr("All mistakes"))
        self.table.set_message("" if error else words.list_empty(self._presenter.choice, report))
        self.table.setAccessibleName(words.list_title(self._presenter.choice, report))
        self.table.horizontalHeader().viewport().update()
        self.table.setVisible(error is None)
        self._trouble.setVisible(error is not None)
        if error is None:
            self.banner.clear()
        else:
            fix = render(error.fix) if error.fix else ""
            self.banner.show_error(render(error.what), fix=fix, details=error.details)
        self._show_title()

    def _show_title(self) -> None:
        report = self._presenter.report
        if report is None:
            return
        shown, total = self.table.rows_in_view(), self.table.examples.rowCount()
        hint = words.list_hint(self._presenter.choice, shown=shown, total=total)
        hint = hint if self._presenter.error is None else ""
        self.set_title(words.list_title(self._presenter.choice, report), hint=hint)
        self.clear_button.setVisible(self._presenter.choice != ALL_MISTAKES)
        if self.is_expanded:
            self.set_action(tr("Show less"))
        else:
            self.set_action(tr("Show all") if shown < total else "")

    def _show_colors(self) -> None:
        report = self._presenter.report
        if report is not None:
            ranks = (self._presenter.rank(at) for at in range(len(report.labels)))
            self.table.set_colors(tuple(self._theme.label_color(rank) for rank in ranks))

    def _open_example(self, position: int, corner: QPoint) -> None:
        report, answers = self._presenter.report, self._presenter.answers()
        if report is None or answers is None:
            return
        colors = tuple(self.table.label_color(at) for at in range(len(report.labels)))
        popup = ExamplePopup(
            self._theme, answers.example(position), labels=report.labels, colors=colors, parent=self.window()
        )
        popup.open_at(corner, window=self.window())
