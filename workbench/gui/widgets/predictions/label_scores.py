"""A label for a text: the verdict in words, whether the model is sure, and a bar for every label."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.bar_rows import BarRow, BarRows
from workbench.gui.widgets.chip import Chip
from workbench.gui.widgets.label import Label
from workbench.i18n import tr
from workbench.values import LabelScores


class LabelScoresView(QWidget):
    """The verdict 20/600 with a chip, and bars with the threshold; small without the verdict."""

    def __init__(self, theme: Theme, *, is_small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_small = is_small
        self._output: LabelScores | None = None
        self._threshold: float | None = None
        self._ranks: dict[str, int] = {}
        self.verdict = Label(theme, "title")
        self.chip = Chip(theme)
        bar_height = 8 if is_small else 10
        self.bars = BarRows(theme, row_height=24 if is_small else 30, bar_height=bar_height, has_dots=not is_small)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.verdict)
        head.addWidget(self.chip)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.bars, 1)
        self.verdict.setVisible(not is_small)
        theme.changed.connect(self.retranslate)

    def set_labels(self, labels: Sequence[str]) -> None:
        """Sets the labels by frequency, for their colors."""
        self._ranks = {label: rank for rank, label in enumerate(labels)}
        self.retranslate()

    def set_output(self, output: LabelScores | None, *, threshold: float | None = None) -> None:
        """Shows an answer; None shows nothing.

        Args:
            output: The labels and their probabilities.
            threshold: Under this probability the model is not sure, 0 to 1; None has no threshold.
        """
        self._output, self._threshold = output, threshold
        self.retranslate()

    def is_sure(self) -> bool:
        """Whether the highest score reaches the threshold."""
        if self._output is None or not self._output.scores:
            return False
        return self._threshold is None or self._output.scores[0] >= self._threshold

    def retranslate(self) -> None:
        """Draws the answer anew, in the language and the theme of now."""
        if self._output is None or not self._output.labels:
            self.verdict.set_text("")
            self.chip.set_state("")
            self.bars.set_rows([])
            self.setAccessibleDescription("")
            return
        first, share = self._output.labels[0], self._output.scores[0]
        self._set_verdict(first, share)
        self.bars.set_rows(self._rows(), threshold=self._threshold)
        self.setAccessibleName(self.summary())
        self.setAccessibleDescription(self.bars.accessibleDescription())

    def summary(self) -> str:
        """The answer in one sentence."""
        if self._output is None or not self._output.labels:
            return ""
        label, share = self._output.labels[0], f"{self._output.scores[0]:.0%}"
        if self.is_sure():
            return tr("{label}, {share} sure", label=label, share=share)
        return tr("Not sure; leans to {label} ({share}).", label=label, share=share)

    def _set_verdict(self, label: str, share: float) -> None:
        exact = tr("{label}, {share} sure", label=label, share=f"{share:.1%}")
        if self.is_sure():
            self.verdict.set_text(label, tooltip=exact)
            self.chip.set_state(tr("sure enough") if self._threshold is not None else "", tone="ok", tooltip=exact)
        else:
            self.verdict.set_text(tr("not sure"), tooltip=exact)
            self.chip.set_state(tr("leans to {label}", label=label), tone="warn", tooltip=exact)
        self.chip.setHidden(self._is_small or not self.chip.text())

    def _rows(self) -> list[BarRow]:
        output = self._output
        if output is None:
            return []
        return [
            BarRow(
                label,
                score,
                value=f"{score:.0%}",
                color=self._theme.label_color(self._ranks.get(label, -1)),
                is_winner=place == 0,
                tooltip=f"{label} {score:.2%}",
            )
            for place, (label, score) in enumerate(zip(output.labels, output.scores, strict=True))
        ]
