"""The Try pane's widgets: the text, what one or two models say, when to be unsure, rows to try, and the history."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui import wording
from workbench.gui.commands import Command
from workbench.gui.pane import BarAction, BottomBar, Fact, Pane, PaneContext, PaneStatus
from workbench.gui.panes.try_it import words
from workbench.gui.panes.try_it.model_card import ModelCardView
from workbench.gui.panes.try_it.presenter import TryPresenter
from workbench.gui.panes.try_it.scoring import Scoring
from workbench.gui.widgets.buttons import plain_button, small_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.chip import Chip
from workbench.gui.widgets.figure_model import Cell, FigureColumn, FigureRow
from workbench.gui.widgets.figure_table import FigureTable
from workbench.gui.widgets.history_list import HistoryList, HistoryRow
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.locked_view import LockedView
from workbench.gui.widgets.progress_line import ProgressLine
from workbench.gui.widgets.slider import Slider
from workbench.gui.widgets.text_box import TextBox
from workbench.gui.widgets.title_block import TitleBlock
from workbench.i18n import N_, tr
from workbench.values import ErrorInfo

SIDE_WIDTH, NARROW_SIDE_WIDTH = 264, 232
TEXT_HEIGHT = 118


class TryPane(Pane):
    """A text box and the answers to what stands in it."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._presenter = TryPresenter(context)
        self._scoring = Scoring(context)
        self._taken = ""
        self._make_widgets()
        self._arrange()
        self._connect()
        self.retranslate()

    def status(self) -> PaneStatus:
        """Whether a baseline or a trained model answers."""
        first = self._presenter.first
        if first is None:
            fact = Fact(tr("Try opens a few seconds after a file with texts and labels is opened"), icon="info")
            return PaneStatus(locked=True, bar=BottomBar(facts=(fact,)))
        state = tr("baseline") if first.model.kind == "baseline" else tr("ready")
        return PaneStatus(state=state, bar=self._bar())

    def on_opened(self) -> None:
        """Puts a row of the user's own data into an empty box, and the focus on it."""
        self._presenter.load_history()
        self._fill_empty_box()
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._title.set_title(tr("Try it"))
        self._another_button.setText(tr("Another row from my data"))
        self._score_button.setText(tr("Score a file…"))
        self._box.set_placeholder(tr("Type or paste a text"), name=tr("Text to predict"))
        self._locked.set_texts(
            tr("Try opens when a model can answer"),
            hint=tr("The simple baseline answers a few seconds after a file is opened."),
            action=tr("Go to Data"),
        )
        self._threshold_card.set_title(tr("Say “not sure” under"))
        self._two_card.set_title(tr("Two models"))
        self._history_card.set_title(tr("History"), hint=tr("newest first"))
        self._rows_card.set_title(tr("Rows it never saw"), hint=tr("from your test rows; click one to try it"))
        self._rows.set_columns(
            [
                FigureColumn("text", tr("Text"), is_stretched=True),
                FigureColumn("label", tr("True label"), kind="label", width=140),
                FigureColumn("row", tr("Row"), kind="number", width=70),
            ]
        )
        self._cancel_button.setText(tr("Cancel"))
        for card in (self._first_card, self._second_card):
            card.retranslate()
        self._show_models()
        self._show_history()
        self._show_scoring()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt
        super().showEvent(event)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self._side.setFixedWidth(NARROW_SIDE_WIDTH if self.is_narrow else SIDE_WIDTH)
        for card in (self._first_card, self._second_card):
            card.set_low(self.is_low)
        edge, gap = (16, 12) if self.is_narrow else (24, 14)
        self._column.setContentsMargins(edge, 18, edge, 16)
        self._column.setSpacing(gap)
        for layout in (self._row, self._left, self._pair, self._side_column):
            layout.setSpacing(gap)

    def _make_widgets(self) -> None:
        theme = self._context.theme
        self._title = TitleBlock(theme)
        self._another_button = plain_button(theme, "", icon="database")
        self._score_button = plain_button(theme, "", icon="file-text")
        self._title.add_button(self._another_button)
        self._title.add_button(self._score_button)
        self._locked = LockedView(theme)
        self._box = TextBox(theme)
        self._box.setFixedHeight(TEXT_HEIGHT)
        self._read_words = Label(theme, "small", tone="text_3")
        self._first_card = ModelCardView(theme, self._choose_first, can_close=False)
        self._second_card = ModelCardView(theme, self._presenter.choose_second, can_close=True)
        self._rows_card = Card(theme)
        self._rows = FigureTable(theme)
        self._rows_card.add_flush(self._rows, stretch=1)
        self._threshold_card = Card(theme)
        self._threshold_value = Label(theme, "card_title")
        self._threshold_card.add_to_title(self._threshold_value)
        self._slider = Slider(theme, tr("Say “not sure” under"))
        self._slider.set_range(0.0, 0.99, step=0.01)
        self._slider.set_number(self._presenter.threshold)
        self._threshold_words = Label(theme, tone="text_2", wraps=True)
        self._two_card = Card(theme)
        self._two_chip = Chip(theme)
        self._two_card.add_to_title(self._two_chip)
        self._two_words = Label(theme, tone="text_2", wraps=True)
        self._scoring_card = Card(theme)
        self._progress = ProgressLine(theme)
        self._cancel_button = small_button(theme, "")
        self._history_card = Card(theme)
        self._history = HistoryList(theme)
        self._history_card.add_flush(self._history, stretch=1)

    def _arrange(self) -> None:
        foot = QWidget()
        foot_row = QHBoxLayout(foot)
        foot_row.setContentsMargins(14, 6, 14, 6)
        foot_row.addStretch(1)
        foot_row.addWidget(self._read_words)
        self._box.set_foot(foot)
        self._pair = QHBoxLayout()
        self._pair.addWidget(self._first_card, 1)
        self._pair.addWidget(self._second_card, 1)
        self._left = QVBoxLayout()
        self._left.addWidget(self._box)
        self._left.addLayout(self._pair)
        self._left.addWidget(self._rows_card, 1)
        self._threshold_card.body.addWidget(self._slider)
        self._threshold_card.body.addWidget(self._threshold_words)
        self._two_card.body.addWidget(self._two_words)
        self._scoring_card.body.addWidget(self._progress)
        self._scoring_card.body.addWidget(self._cancel_button, 0, Qt.AlignmentFlag.AlignRight)
        self._side = QWidget()
        self._side_column = QVBoxLayout(self._side)
        self._side_column.setContentsMargins(0, 0, 0, 0)
        for card in (self._threshold_card, self._scoring_card, self._two_card):
            self._side_column.addWidget(card)
        self._side_column.addWidget(self._history_card, 1)
        self._work = QWidget()
        self._row = QHBoxLayout(self._work)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._left, 1)
        self._row.addWidget(self._side)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._work, 1)
        self._column.addWidget(self._locked, 1)

    def _connect(self) -> None:
        presenter, context = self._presenter, self._context
        self._box.text_settled.connect(presenter.ask)
        self._another_button.clicked.connect(self._take_own_row)
        self._score_button.clicked.connect(self._score)
        self._cancel_button.clicked.connect(self._scoring.cancel)
        self._slider.value_changed.connect(self._on_threshold)
        self._locked.action_triggered.connect(lambda: context.open_pane("data"))
        self._history.row_chosen.connect(lambda row: self._box.set_text(presenter.history[row].text))
        self._rows.row_chosen.connect(lambda key: self._box.set_text(presenter.own_rows[int(key)].text))
        presenter.models_changed.connect(self._show_models)
        presenter.answered.connect(self._show_answers)
        presenter.history_changed.connect(self._show_history)
        presenter.failed.connect(self._show_error)
        self._scoring.changed.connect(self._show_scoring)
        context.theme.changed.connect(self._show_history)
        context.theme.changed.connect(self._show_own_rows)
        context.commands.add(
            Command(
                "score_file", N_("Score a file…"), self._score, icon="file-text", menu="run", group=1,
                enabled_when=lambda: presenter.first is not None and not self._scoring.is_running,
            )
        )  # fmt: skip
        presenter.refresh()

    def _bar(self) -> BottomBar:
        first, context = self._presenter.first, self._context
        facts = []
        if first is not None and first.report is not None:
            right = wording.in_100(first.report.figures.accuracy)
            facts.append(
                Fact(tr("{name}, right {n} times in 100", name=wording.run_name(first), n=right), icon="check")
            )
        if first is not None and first.model.kind == "baseline":
            if context.training.is_running:
                facts.append(Fact(tr("the new model answers here when it is done"), tone="text_2"))
                return BottomBar(facts=tuple(facts), actions=(BarAction(tr("Go to Train"), self._open_train),))
            return BottomBar(
                facts=tuple(facts),
                primary=BarAction(
                    tr("button::Train"), lambda: context.commands.run("train"), shortcut="Ctrl+Return",
                    enabled=context.session.missing() is None,
                ),
            )  # fmt: skip
        score = BarAction(tr("Score a file…"), self._score, icon="file-text", enabled=not self._scoring.is_running)
        return BottomBar(facts=tuple(facts), primary=score)

    def _open_train(self) -> None:
        self._context.open_pane("train")

    def _fill_empty_box(self) -> None:
        """Puts an own row into a box that is empty, or that shows one of other data that nobody has edited."""
        text = self._box.text()
        rows = {own.text for own in self._presenter.own_rows}
        if not text or (text == self._taken and text not in rows):
            self._take_own_row()

    def _take_own_row(self) -> None:
        text = self._presenter.next_own_text()
        if text:
            self._box.set_text(text)
            self._taken = self._box.text()

    def _choose_first(self, run_id: int | None) -> None:
        if run_id is not None:
            self._presenter.choose_first(run_id)

    def _score(self) -> None:
        if self._presenter.first is not None:
            self._scoring.ask_for_file(self._presenter.first.id, self)

    def _on_threshold(self, value: float) -> None:
        self._presenter.threshold = value
        self._show_threshold()
        self._show_answers()

    def _show_models(self) -> None:
        if self.isVisible():
            self._fill()
        self.status_changed.emit()

    def _fill(self) -> None:
        presenter = self._presenter
        first, second = presenter.first, presenter.second
        self._locked.setVisible(first is None)
        self._work.setVisible(first is not None)
        self._second_card.setVisible(second is not None)
        labels = presenter.labels()
        if first is not None:
            self._first_card.set_run(first, labels=labels, choices=presenter.choices)
        if second is not None:
            others = [run for run in presenter.choices if first is None or run.id != first.id]
            self._second_card.set_run(second, labels=labels, choices=others)
        self._score_button.setEnabled(first is not None)
        self._another_button.setEnabled(bool(presenter.own_rows))
        self._show_own_rows()
        self._show_threshold()
        self._show_answers()
        self._fill_empty_box()

    def _show_answers(self) -> None:
        presenter = self._presenter
        for run, card in ((presenter.first, self._first_card), (presenter.second, self._second_card)):
            if run is not None:
                answer = presenter.answers.get(run.id)
                card.set_answer(answer, threshold=presenter.threshold, is_asked=bool(presenter.text.strip()))
        answer = presenter.answers.get(presenter.first.id) if presenter.first else None
        self._read_words.set_text(words.words_read(answer))
        self._title.set_facts(words.facts(presenter))
        told = words.agreement(presenter)
        self._two_card.setVisible(told is not None)
        if told is not None:
            differ = told[0] != tr("they agree")
            self._two_chip.set_state(told[0], tone="warn" if differ else "ok")
            self._two_words.set_text(told[1])

    def _show_threshold(self) -> None:
        threshold = self._presenter.threshold
        self._threshold_value.set_text(wording.percent(threshold))
        report = self._presenter.first.report if self._presenter.first else None
        self._threshold_words.set_text(words.threshold_words(report, threshold))

    def _show_own_rows(self) -> None:
        labels = self._presenter.labels()
        rows = []
        for place, own in enumerate(self._presenter.own_rows):
            rank = labels.index(own.label) if own.label in labels else -1
            cells = {
                "text": Cell(own.text, tooltip=own.text),
                "label": Cell(own.label, color=self._context.theme.label_color(rank)),
                "row": Cell(f"{own.row + 1:,}", value=own.row, is_dim=True),
            }
            rows.append(FigureRow(str(place), cells))
        self._rows.set_rows(rows)
        self._rows_card.setVisible(bool(rows))

    def _show_history(self) -> None:
        labels = self._presenter.labels()
        rows = []
        for kept in self._presenter.history:
            answer = kept.output.labels[0]
            rank = labels.index(answer) if answer in labels else -1
            rows.append(
                HistoryRow(kept.text, answer, self._context.theme.label_color(rank), words.age(kept.created_at))
            )
        current = next((i for i, kept in enumerate(self._presenter.history) if kept.text == self._box.text()), -1)
        self._history.set_rows(rows, current=current)

    def _show_scoring(self) -> None:
        self._scoring_card.setVisible(self._scoring.is_running)
        self._scoring_card.set_title(tr("Score a file"), hint=self._scoring.words)
        self._progress.set_share(self._scoring.share)
        self._score_button.setEnabled(self._presenter.first is not None and not self._scoring.is_running)
        self.status_changed.emit()

    def _show_error(self, error: ErrorInfo) -> None:
        self._context.messages.show_error(error)
