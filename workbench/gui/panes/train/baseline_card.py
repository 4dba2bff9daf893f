"""The card "Try the baseline now": an answer while the model is still learning."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from workbench.data import tables
from workbench.gui import wording
from workbench.gui.pane import PaneContext
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.chip import Chip
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.predictions.label_scores import LabelScoresView
from workbench.gui.widgets.text_box import TextBox
from workbench.i18n import tr
from workbench.protocol import AnyEvent, Predict, Predicted
from workbench.values import SPLIT_NAMES, Output

LONGEST_EXAMPLE = 300
"""Characters of the user's own row that are put into the small box."""
SHORT_EXAMPLE = 70
"""A text of so many characters is to be seen whole in the box."""
EXAMPLES_LOOKED_AT = 200
BOX_HEIGHT, LOW_BOX_HEIGHT = 58, 40
MOST_BARS, LOW_MOST_BARS = 5, 3


class BaselineTrial(QObject):
    """Asks the instant baseline for its answer to a text; only the newest answer counts.

    Signals:
        answered(object): The Output, or None if there is nothing to ask.
        asked: A question is on its way.
    """

    answered = Signal(object)
    asked = Signal()

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._asked = 0

    def ask(self, text: str) -> None:
        """Asks for the answer to a text."""
        baseline = self._context.session.baseline
        if baseline is None or not text.strip():
            self._asked = 0
            self.answered.emit(None)
            return
        self._asked = self._context.engines.ask(
            "interactive", Predict(run_id=baseline.id, texts=(text,)), self._on_event
        )
        self.asked.emit()

    def own_text(self) -> str:
        """A test row of the user's own data, a short one if there is one, empty if there is none."""
        version = self._context.session.version
        if version is None or version.profile.roles.text is None:
            return ""
        folder = self._context.session.library.folder / version.folder
        codes = tables.read_split(folder / "split.arrow")
        rows = (codes == SPLIT_NAMES.index("test")).nonzero()[0]
        if not len(rows):
            return ""
        column = tables.read_table(folder).column(version.profile.roles.text)
        texts = [text for text in column.take(rows[:EXAMPLES_LOOKED_AT]).to_pylist() if text]
        short = next((text for text in texts if len(text) <= SHORT_EXAMPLE and "\n" not in text), None)
        return str(short or (texts[0] if texts else ""))[:LONGEST_EXAMPLE]

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Predicted) and event.request_id == self._asked:
            output: Output = event.outputs[0]
            self.answered.emit(output)


class BaselineCard(Card):
    """A small text box with the baseline's answer below it."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__(context.theme)
        self._context = context
        self._trial = BaselineTrial(context)
        self._shown: int | None = None
        self._output: Output | None = None
        self._chip = Chip(context.theme)
        self.add_to_title(self._chip)
        self._box = TextBox(context.theme, role="body")
        self._box.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._is_low = False
        self._scores = LabelScoresView(context.theme, is_small=True)
        self._waiting = Label(context.theme, "small", tone="text_3")
        self._words = Label(context.theme, "small", tone="text_3", wraps=True)
        for widget in (self._box, self._waiting, self._scores, self._words):
            self.body.addWidget(widget)
        self.set_low(False)
        self._box.text_settled.connect(self._trial.ask)
        self._trial.answered.connect(self._show_answer)
        self._trial.asked.connect(self._show_waiting)
        context.session.baseline_changed.connect(self.refresh)
        context.session.version_changed.connect(self.refresh)
        context.training.started.connect(self.refresh)
        context.training.ended.connect(self.refresh)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.set_title(tr("Try the baseline now"))
        self._box.set_placeholder(tr("Type a text"), name=tr("Text for the baseline"))
        self._scores.retranslate()
        self._waiting.set_text(tr("Waiting for its answer"))
        self.refresh()

    def set_low(self, is_low: bool) -> None:
        """Takes less room in a low window: one line of text, fewer bars, and the sentence only as a tooltip."""
        self._is_low = is_low
        self._box.setFixedHeight(LOW_BOX_HEIGHT if is_low else BOX_HEIGHT)
        wraps = QTextEdit.LineWrapMode.NoWrap if is_low else QTextEdit.LineWrapMode.WidgetWidth
        self._box.edit.setLineWrapMode(wraps)
        self._fit_bars()
        self._words.setVisible(self._has_words)

    def refresh(self, *_ended: object) -> None:
        """Shows where the baseline stands."""
        session = self._context.session
        is_ready = session.baseline is not None
        self._box.setVisible(is_ready)
        self._scores.setVisible(is_ready and self._output is not None)
        self._waiting.setVisible(is_ready and self._output is None and bool(self._box.text().strip()))
        if session.baseline is None or session.baseline.report is None:
            self._chip.set_state(tr("training") if session.is_baseline_training else tr("none"), tone="neutral")
            waiting = tr("The simple baseline answers here in a few seconds.")
            none = tr("The simple baseline answers here once text and label are chosen.")
            self._words.set_text(waiting if session.is_baseline_training else none)
            self._words.setVisible(True)
            return
        self._chip.set_state(tr("ready"), tone="ok")
        right = wording.in_100(session.baseline.report.figures.accuracy)
        told = tr("Right {n} times in 100.", n=right)
        if self._context.training.is_running:
            told = tr("Right {n} times in 100. The new model answers on Try when it is done.", n=right)
        self._words.set_text(told)
        self._words.setVisible(self._has_words)
        self._chip.set_state(tr("ready"), tone="ok", tooltip=told)
        if session.version is not None and self._shown != session.baseline.id:
            self._shown = session.baseline.id
            self._scores.set_labels([count.label for count in session.version.profile.labels])
            self._box.set_text(self._trial.own_text())
            self._box.edit.moveCursor(QTextCursor.MoveOperation.Start)

    @property
    def _has_words(self) -> bool:
        return not self._is_low or self._context.session.baseline is None

    def _show_answer(self, output: Output | None) -> None:
        self._output = output
        self._scores.set_output(output)
        self._fit_bars()
        self._scores.setVisible(output is not None)
        self._waiting.hide()

    def _show_waiting(self) -> None:
        self._waiting.setVisible(self._output is None)

    def _fit_bars(self) -> None:
        bars = self._scores.bars
        bars.set_most_rows(LOW_MOST_BARS if self._is_low else MOST_BARS)
        self._scores.setFixedHeight(bars.sizeHint().height() + 4)
