"""The Results pane's layout: the headline, each label beside the matrix, the texts beside the advice."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.gui import wording
from workbench.gui.next_run_bar import next_run_bar
from workbench.gui.pane import BarAction, BottomBar, Fact, Pane, PaneContext, PaneStatus
from workbench.gui.panes.results import words
from workbench.gui.panes.results.advice_card import AdviceCard
from workbench.gui.panes.results.examples_card import ExamplesCard
from workbench.gui.panes.results.headline import Headline
from workbench.gui.panes.results.labels_card import LabelsCard
from workbench.gui.panes.results.matrix_card import MatrixCard
from workbench.gui.panes.results.presenter import ResultsPresenter
from workbench.gui.widgets.locked_view import LockedView
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.i18n import tr

SIDE_WIDTH, NARROW_SIDE_WIDTH = 400, 340
_TOP_LEAST, _TOP_SHARE = 196, 0.55
_BOTTOM_LEAST, _BOTTOM_LOW = 150, 262


class ResultsPane(Pane):
    """Shows how good the current run is, and lets its texts be read."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self.presenter = ResultsPresenter(context.session)
        self._shown: object = None
        self._make_widgets()
        self._arrange()
        self._connect()
        self.retranslate()
        QTimer.singleShot(0, self, self.presenter.show_last_run)

    def status(self) -> PaneStatus:
        """Right answers in 100 for the rail; what it was, and the way to Try, for the bottom bar."""
        run, report = self.presenter.run, self.presenter.report
        if run is None or report is None:
            return PaneStatus(locked=True, bar=next_run_bar(self._context))
        facts = [Fact(words.finished(run), icon="check", tooltip=wording.when(run.started_at))]
        kept = words.kept_epoch(run)
        if kept:
            facts.append(Fact(kept, tone="text_2", tooltip=tr("The epoch that was best on the validation rows.")))
        try_it = BarAction(tr("Try it"), lambda: self._context.open_pane("try_it"), shortcut="Ctrl+5")
        state = str(wording.in_100(report.figures.accuracy))
        return PaneStatus(state=state, bar=BottomBar(facts=tuple(facts), primary=try_it))

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.matrix.retranslate()
        self.examples.retranslate()
        self._show_run()

    def on_opened(self) -> None:
        """The texts are what one came for."""
        if self.presenter.report is not None:
            self.examples.table.setFocus(Qt.FocusReason.MouseFocusReason)  # shows no ring until a key is pressed

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        is_narrow = self.is_narrow
        edge, gap = (16, 12) if is_narrow else (24, 14)
        side = NARROW_SIDE_WIDTH if is_narrow else SIDE_WIDTH
        self.headline.set_narrow(is_narrow)
        self._column.setContentsMargins(edge, 0, edge, 16)
        for layout in (self._column, self._top_row, self._bottom_row):
            layout.setSpacing(gap)
        self._locked_column.setContentsMargins(edge, 18, edge, 16)
        self.matrix.setFixedWidth(side)
        self.advice.setFixedWidth(side)
        self._share_height()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt
        super().showEvent(event)
        self._show_run()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        if event.key() == Qt.Key.Key_Escape:
            if self.examples.is_expanded:
                self.examples.expand(False)
            else:
                self.presenter.choose_all()
            return
        super().keyPressEvent(event)

    def _make_widgets(self) -> None:
        theme = self._context.theme
        self._locked = LockedView(theme)
        self.headline = Headline(theme)
        self.labels = LabelsCard(theme, self.presenter)
        self.matrix = MatrixCard(theme, self.presenter)
        self.examples = ExamplesCard(theme, self.presenter)
        self.advice = AdviceCard(theme, self.presenter)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        OverlayScroll(theme, self._scroll)

    def _arrange(self) -> None:
        self._top = QWidget()
        self._top_row = QHBoxLayout(self._top)
        self._bottom = QWidget()
        self._bottom_row = QHBoxLayout(self._bottom)
        for layout, left, right in (
            (self._top_row, self.labels, self.matrix),
            (self._bottom_row, self.examples, self.advice),
        ):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(left, 1)
            layout.addWidget(right)
        cards = QWidget()
        self._column = QVBoxLayout(cards)
        self._column.addWidget(self._top)
        self._column.addWidget(self._bottom, 1)
        self._scroll.setWidget(cards)
        for area in (self._scroll.viewport(), cards):
            area.setAutoFillBackground(False)
        self._filled = QWidget()
        filled = QVBoxLayout(self._filled)
        filled.setContentsMargins(0, 0, 0, 0)
        filled.setSpacing(0)
        filled.addWidget(self.headline)
        filled.addWidget(self._scroll, 1)
        self._locked_frame = QWidget()
        self._locked_column = QVBoxLayout(self._locked_frame)
        self._locked_column.addWidget(self._locked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._filled, 1)
        whole.addWidget(self._locked_frame, 1)

    def _connect(self) -> None:
        presenter = self.presenter
        self._locked.action_triggered.connect(self._unlock)
        self.labels.label_chosen.connect(presenter.choose_label)
        self.labels.average_chosen.connect(presenter.choose_all)
        self.matrix.cell_chosen.connect(presenter.choose_cell)
        self.advice.advice_chosen.connect(presenter.choose_advice)
        self.examples.expansion_wanted.connect(self._expand)
        self.examples.banner.diagnostics_copied.connect(lambda: self._context.messages.tell(tr("Diagnostics copied.")))
        presenter.changed.connect(self._on_changed)
        presenter.choice_changed.connect(self._show_choice)

    def _on_changed(self) -> None:
        self._show_run()
        self.status_changed.emit()

    def _show_run(self) -> None:
        presenter = self.presenter
        is_filled = presenter.report is not None
        self._filled.setVisible(is_filled)
        self._locked_frame.setVisible(not is_filled)
        if not is_filled:
            self._show_lock()
        if not is_filled or not self.isVisible():
            return
        is_other = self._shown is not presenter.report
        self._shown = presenter.report
        presenter.answers()  # first, because advice offers no rows that cannot be read
        self.headline.show_report(presenter)
        self.labels.show_report()
        self.advice.show_report()
        if is_other:
            self.labels.reset()
            self.matrix.reset()
            self.examples.expand(False)
            self._show_choice()
        else:
            self.examples.retranslate()
        self._share_height()

    def _show_lock(self) -> None:
        if self.presenter.has_finished_runs:
            self._locked.set_texts(
                tr("Results open when this run has finished"),
                hint=tr("Another run that has finished can be chosen on Runs."),
                action=tr("Go to Runs"),
            )
        else:
            self._locked.set_texts(tr("Results open when a run has finished"), action=tr("Go to Train"))

    def _show_choice(self) -> None:
        self.labels.show_choice()
        self.matrix.show_choice()
        self.examples.show_choice()

    def _expand(self, is_expanded: bool) -> None:
        self._top.setVisible(not is_expanded)
        self.advice.setVisible(not is_expanded)
        self._share_height()

    def _share_height(self) -> None:
        """The upper row takes what its tables need, but never so much that no text is left in view."""
        room = self.height() - self.headline.sizeHint().height() - 30
        wanted = max(self.labels.wanted_height(), self.matrix.wanted_height(), _TOP_LEAST)
        self._top.setFixedHeight(int(max(min(wanted, room * _TOP_SHARE), _TOP_LEAST)))
        is_scrolled = self.is_low and not self.examples.is_expanded
        self._bottom.setMinimumHeight(_BOTTOM_LOW if is_scrolled else _BOTTOM_LEAST)

    def _unlock(self) -> None:
        self._context.open_pane("runs" if self.presenter.has_finished_runs else "train")
