"""The head of the Results pane: one sentence in words, what it is compared with, and the same as bars."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.panes.results import words
from workbench.gui.panes.results.presenter import ResultsPresenter
from workbench.gui.theme import Theme
from workbench.gui.widgets.headline_bars import HeadlineBars
from workbench.gui.widgets.label import Label

WIDE, NARROW = 470, 340


class Headline(QWidget):
    """How often the model is right, and how that compares."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.subject = Label(theme, "small", tone="text_2")
        self.sentence = Label(theme, "headline")
        self.comparison = Label(theme, tone="text_2")
        self.interval = Label(theme, tone="text_3")
        self.bars = HeadlineBars(theme)
        left = QVBoxLayout()
        left.setSpacing(0)
        for label, height in ((self.subject, 18), (self.sentence, 38), (self.comparison, 24), (self.interval, 18)):
            label.setFixedHeight(height)
            left.addWidget(label)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 5, 0, 0)
        right.addWidget(self.bars, 0, Qt.AlignmentFlag.AlignTop)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 20, 24, 18)
        self._row.setSpacing(18)
        self._row.addLayout(left, 1)
        self._row.addLayout(right)

    def set_narrow(self, is_narrow: bool) -> None:
        """Saves room in a narrow window."""
        edge = 16 if is_narrow else 24
        self._row.setContentsMargins(edge, 20, edge, 16 if is_narrow else 18)
        self.bars.setFixedWidth(NARROW if is_narrow else WIDE)

    def show_report(self, presenter: ResultsPresenter) -> None:
        """Sets every text anew."""
        report = presenter.report
        if report is None:
            return
        self.subject.set_text(words.subject(presenter))
        self.sentence.set_text(words.headline(report), tooltip=words.exact(report))
        self.comparison.set_text(words.comparison(presenter, report))
        self.interval.set_text(words.interval(report), tooltip=words.exact(report))
        self.bars.set_bars(words.bars(presenter, report))
