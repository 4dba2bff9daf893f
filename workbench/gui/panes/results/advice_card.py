"""The card "Advice": what the figures mean in words, each with the rows that it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.panes.results.presenter import ResultsPresenter
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import small_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.hairline import Hairline
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.i18n import render, tr
from workbench.values import Advice

_ROW_HEIGHT = 65


class AdviceCard(Card):
    """The advice of the report, the weightiest first.

    Signals:
        advice_chosen: (Advice) Its rows are asked for.
    """

    advice_chosen = Signal(object)

    def __init__(self, theme: Theme, presenter: ResultsPresenter) -> None:
        super().__init__(theme)
        self._presenter = presenter
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        OverlayScroll(theme, self._area)
        self.add_flush(self._area, stretch=1)

    def show_report(self) -> None:
        """Makes the rows anew."""
        self.set_title(tr("Advice"), icon="lightbulb")
        report = self._presenter.report
        content = QWidget()
        content.setAutoFillBackground(False)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        advice = report.advice if report is not None else ()
        for piece in advice:
            column.addWidget(Hairline(self._theme))
            column.addWidget(self._row(piece))
        if not advice:
            column.addWidget(Hairline(self._theme))
            column.addWidget(self._nothing())
        column.addStretch(1)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)

    def _row(self, advice: Advice) -> QWidget:
        row = QWidget()
        row.setMinimumHeight(_ROW_HEIGHT)
        title = Label(self._theme, "button", wraps=True)
        title.set_text(render(advice.title))
        text = Label(self._theme, "small", tone="text_2", wraps=True)
        text.set_text(render(advice.text))
        for label in (title, text):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(title)
        words.addWidget(text)
        words.addStretch(1)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(12)
        layout.addLayout(words, 1)
        if self._presenter.advised(advice) is not None:
            button = small_button(self._theme, tr("Show {n:,}", n=advice.rows))
            button.setAccessibleName(f"{button.text()}: {render(advice.title)}")
            button.clicked.connect(lambda: self.advice_chosen.emit(advice))
            layout.addWidget(button)
        return row

    def _nothing(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(14, 14, 14, 14)
        label = Label(self._theme, tone="text_2", wraps=True)
        label.set_text(tr("Nothing stands out on these examples."))
        layout.addWidget(label)
        return row
