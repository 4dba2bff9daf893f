"""The lengths of the texts, with what they mean for the model in one sentence."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.panes.data.charts import ChartsPresenter
from workbench.gui.theme import Theme
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.length_plot import LengthPlot
from workbench.i18n import tr
from workbench.values import LengthHistogram


class LengthsView(QWidget):
    """Draws the lengths of the current version."""

    def __init__(self, theme: Theme, charts: ChartsPresenter) -> None:
        super().__init__()
        self._charts = charts
        self.sentence = Label(theme, "body", tone="text_2", wraps=True)
        self.plot = LengthPlot(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(6)
        column.addWidget(self.sentence)
        column.addWidget(self.plot, 1)
        charts.lengths_changed.connect(self.show_lengths)
        self.retranslate()

    def show_lengths(self) -> None:
        """Shows what is known."""
        lengths = self._charts.lengths
        self.plot.set_lengths(lengths)
        self.sentence.set_text(_sentence(lengths) if lengths is not None else "")
        if lengths is None:
            self.plot.set_waiting(self._charts.lengths_note)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.plot.setAccessibleName(tr("Lengths of the texts in tokens"))
        self.show_lengths()


def _sentence(lengths: LengthHistogram) -> str:
    if not lengths.truncated_rows:
        return tr(
            "The model reads {limit:,} tokens, and no text is longer. Half of the texts have at most {median:,}.",
            limit=lengths.limit, median=lengths.median,
        )  # fmt: skip
    return tr(
        "The model reads {limit:,} tokens. {n:,} text is longer; {share:.1%} of all tokens are not read.",
        "The model reads {limit:,} tokens. {n:,} texts are longer; {share:.1%} of all tokens are not read.",
        n=lengths.truncated_rows, limit=lengths.limit, share=lengths.lost_share,
    )  # fmt: skip
