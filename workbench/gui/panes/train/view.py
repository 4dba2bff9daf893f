"""The Train pane's widgets: phases, curves, the baseline to try meanwhile, this run, and the queue."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.choice_dialog import ChoiceDialog
from workbench.gui.commands import Command
from workbench.gui.messages import MessageAction
from workbench.gui.pane import Pane, PaneContext, PaneStatus
from workbench.gui.panes.train import words
from workbench.gui.panes.train.bar import train_bar, train_rail_state
from workbench.gui.panes.train.baseline_card import BaselineCard
from workbench.gui.panes.train.curves import Curves
from workbench.gui.panes.train.presenter import TrainPresenter
from workbench.gui.widgets.banner import Banner
from workbench.gui.widgets.buttons import danger_button, plain_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.key_values import KeyValues
from workbench.gui.widgets.locked_view import LockedView
from workbench.gui.widgets.phase_bar import PhaseBar
from workbench.gui.widgets.row_list import RowList
from workbench.gui.widgets.title_block import TitleBlock
from workbench.i18n import N_, render, tr
from workbench.protocol import UpdateRun

REPAINT_MS = 100
CLOCK_MS = 1000
SIDE_WIDTH, NARROW_SIDE_WIDTH = 264, 232
LOW_ROWS = 3
"""Rows of "This run" in a low window: the metric, the step and the speed."""


class TrainPane(Pane):
    """Shows the run that is being trained, or the last one."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._presenter = TrainPresenter(context)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._make_widgets()
        self._arrange()
        self._repaint_timer = QTimer(self, singleShot=True, interval=REPAINT_MS)
        self._repaint_timer.timeout.connect(self._show_news)
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._clock.timeout.connect(self._show_news)
        self._add_commands()
        self._connect()
        self.retranslate()
        QTimer.singleShot(0, self, self._presenter.show_last_run)

    def status(self) -> PaneStatus:
        """The progress for the rail, and what can be done now."""
        state = train_rail_state(self._presenter)
        is_going = self._context.training.is_running
        is_locked = self._presenter.state == "locked"
        return PaneStatus(
            state=state, highlight=is_going, locked=is_locked, bar=train_bar(self._presenter, self._context)
        )

    def on_opened(self) -> None:
        """Takes the focus, so that it does not fall on a button by chance."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._queue_button.setText(tr("Queue another run"))
        self._stop_button.setText(tr("Stop…"))
        self._locked.set_texts(tr("Training opens when a file with texts and labels is open"), action=tr("Go to Data"))
        self._run_card.set_title(tr("This run"))
        self._curves.retranslate()
        self._baseline_card.retranslate()
        self._show_all()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        is_narrow = self.is_narrow
        self._side.setFixedWidth(NARROW_SIDE_WIDTH if is_narrow else SIDE_WIDTH)
        edge, gap = (16, 12) if is_narrow else (24, 14)
        self._column.setContentsMargins(edge, 18, edge, 16)
        self._row.setSpacing(gap)
        self._side_column.setSpacing(gap)
        self._curves.set_low(self.is_low)
        self._baseline_card.set_low(self.is_low)
        self._run_rows.set_rows(words.this_run(self._presenter, self._context)[: LOW_ROWS if self.is_low else None])

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt
        super().showEvent(event)
        self._show_all()

    def _make_widgets(self) -> None:
        theme = self._context.theme
        self._title = TitleBlock(theme)
        self._queue_button = plain_button(theme, "", icon="plus")
        self._stop_button = danger_button(theme, "", icon="square")
        self._title.add_button(self._queue_button)
        self._title.add_button(self._stop_button)
        self._phases = PhaseBar(theme)
        self._banner = Banner(theme)
        self._locked = LockedView(theme)
        self._plot_card = Card(theme)
        self._curves = Curves(theme)
        self._plot_card.add_flush(self._curves.plot, stretch=1)
        self._baseline_card = BaselineCard(self._context)
        self._run_card = Card(theme)
        self._run_rows = KeyValues(theme)
        self._run_card.body.addWidget(self._run_rows)
        self._queue_card = Card(theme)
        self._queue = RowList(theme, has_two_lines=True, can_open=False)
        self._queue_card.add_flush(self._queue, stretch=1)

    def _arrange(self) -> None:
        self._side = QWidget()
        self._side_column = QVBoxLayout(self._side)
        self._side_column.setContentsMargins(0, 0, 0, 0)
        self._side_column.addWidget(self._baseline_card)
        self._side_column.addWidget(self._run_card)
        self._side_column.addWidget(self._queue_card, 1)
        self._side_column.addStretch(0)
        self._work = QWidget()
        self._row = QHBoxLayout(self._work)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._plot_card, 1)
        self._row.addWidget(self._side)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(14)
        for widget in (self._title, self._phases, self._banner):
            self._column.addWidget(widget)
        self._column.addWidget(self._work, 1)
        self._column.addWidget(self._locked, 1)

    def _connect(self) -> None:
        context = self._context
        self._queue_button.clicked.connect(context.session.start_run)
        self._stop_button.clicked.connect(self._ask_how_to_stop)
        self._locked.action_triggered.connect(lambda: context.open_pane("data"))
        self._banner.action_triggered.connect(lambda _key: self._presenter.resume())
        self._queue.action_triggered.connect(self._take_out)
        self._curves.plot.export_chosen.connect(self._export)
        self._curves.plot.image_copied.connect(lambda: context.messages.tell(tr("Picture copied.")))
        self._presenter.changed.connect(self._show_all)
        self._presenter.logged.connect(self._on_logged)
        context.training.ended.connect(self._on_ended)

    def _add_commands(self) -> None:
        context, presenter = self._context, self._presenter

        def train() -> None:
            context.session.start_run()
            context.open_pane("train")

        context.commands.add(
            Command(
                "train", N_("button::Train"), train, shortcut="Ctrl+Return", icon="chart-line", menu="run",
                enabled_when=lambda: context.session.missing() is None,
            ),
            Command(
                "stop_run", N_("Stop the run…"), self._ask_how_to_stop, shortcut="Ctrl+.", icon="square", menu="run",
                enabled_when=lambda: context.training.is_running and not context.training.is_stopping,
            ),
            Command(
                "resume_run", N_("Resume the run"), presenter.resume, shortcut="Ctrl+Shift+R", icon="play", menu="run",
                enabled_when=lambda: presenter.can_resume,
            ),
        )  # fmt: skip

    def _on_logged(self) -> None:
        if not self._repaint_timer.isActive():
            self._repaint_timer.start()

    def _show_news(self) -> None:
        if self.isVisible():
            self._show_progress()
        else:
            self.status_changed.emit()  # the rail shows the percent

    def _show_all(self) -> None:
        if not self.isVisible():
            self.status_changed.emit()  # the rest is shown when the pane is
            return
        state = self._presenter.state
        is_running = self._context.training.is_running
        self._clock.start() if is_running else self._clock.stop()
        self._locked.setVisible(state == "locked")
        self._work.setVisible(state != "locked")
        self._phases.setVisible(bool(self._presenter.log.phases) and state not in ("locked", "ready"))
        self._queue_button.setVisible(is_running)
        self._stop_button.setVisible(is_running)
        self._stop_button.setEnabled(state != "stopping")
        self._show_error()
        self._show_progress()

    def _show_progress(self) -> None:
        presenter, context = self._presenter, self._context
        if not context.training.is_running:
            self._clock.stop()
        self._title.set_title(words.title(presenter))
        self._title.set_facts(words.facts(presenter, context))
        self._phases.set_phases(words.phases(presenter))
        rows = words.this_run(presenter, context)
        self._run_rows.set_rows(rows[:LOW_ROWS] if self.is_low else rows)
        self._show_queue()
        self._curves.show_log(presenter)
        self.status_changed.emit()

    def _show_error(self) -> None:
        error = self._presenter.error
        if error is None and self._presenter.state != "interrupted":
            self._banner.clear()
            return
        actions = []
        if self._presenter.can_resume:
            last = self._presenter.log.evaluations
            from_epoch = words.epoch(last[-1].epoch) if last else "0"
            actions = [("resume", tr("Resume from epoch {epoch}", epoch=from_epoch))]
        if error is None:
            what = tr("{name} was interrupted before it was finished.", name=words.run_name(self._presenter))
            fix = tr("Its last checkpoint is kept.") if actions else tr("It has no checkpoint yet: train it anew.")
            self._banner.show_error(what, fix=fix, actions=actions)
            return
        fix = render(error.fix) if error.fix else ""
        self._banner.show_error(render(error.what), fix=fix, actions=actions, details=error.details)

    def _show_queue(self) -> None:
        rows = words.queue_rows(self._context, self._presenter)
        self._queue_card.set_title(tr("Queue"), hint=tr("{n} waiting", n=len(rows)) if rows else "")
        if rows != self._queue.rows():  # else the button under the mouse would be made anew each second
            self._queue.set_rows(rows)
        self._queue_card.setVisible(bool(rows))

    def _ask_how_to_stop(self) -> None:
        presenter = self._presenter
        question = tr("Stop {name}?", name=words.run_name(presenter))
        choices = words.stop_choices(presenter, self._context)
        dialog = ChoiceDialog(self._context.theme, question, words.stop_facts(presenter), choices, self.window())
        self._context.training.ended.connect(dialog.reject)
        dialog.open()

    def _take_out(self, key: str) -> None:
        index = int(key)
        run = self._context.training.unqueue(index)
        undo = MessageAction(tr("Undo"), lambda: self._context.training.requeue(index, run))
        self._context.messages.tell(tr("The run was taken out of the queue."), undo)

    def _on_ended(self, run_id: int, state: str) -> None:
        if state != "discarded":
            return
        restore = UpdateRun(run_id=run_id, deleted=False)

        def bring_back() -> None:
            self._context.session.change_run(restore)
            self._presenter.bring_back(run_id)

        undo = MessageAction(tr("Undo"), bring_back)
        self._context.messages.tell(tr("Run {n} was discarded.", n=run_id), undo)

    def _export(self, kind: str) -> None:
        dialog = QFileDialog(self, tr("Export the curves"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"{words.run_name(self._presenter)}.{kind}")
        dialog.fileSelected.connect(self._write_curves)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write_curves(self, path: str) -> None:
        try:
            self._curves.plot.export(Path(path))
        except OSError as error:
            reason = error.strerror or str(error)
            self._context.messages.tell(
                tr("{path} could not be written: {reason}.", path=path, reason=reason), tone="error"
            )
            return
        self._context.messages.tell(tr("Curves exported to {path}.", path=path))
