"""What the dialogs that choose a step have in common: choices with counts at the left, before and after at the right.

Every change of the choices asks the engine what the step would do; only the answer to the newest question counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from workbench.gui.panes.data.changes_view import ChangesView
from workbench.gui.panes.data.mending_presenter import Mending
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import plain_button, primary_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.gui.widgets.painting import set_tooltip
from workbench.i18n import render, sentences, tr
from workbench.protocol import StepsPreviewed
from workbench.values import AnyStep, ErrorInfo

ASK_DELAY_MS = 150
_SIZE, _CHOICES_WIDTH = (860, 560), 330


class CheckRow(QWidget):
    """A choice with how much it concerns.

    Signals:
        toggled: It was set or cleared.
    """

    toggled = Signal()

    def __init__(self, theme: Theme, text: str, *, tooltip: str = "") -> None:
        super().__init__()
        self.box = QCheckBox(text.replace("&", "&&"))
        self.count = Label(theme, tone="text_3")
        set_tooltip(self.box, tooltip)
        self.box.toggled.connect(self.toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.addWidget(self.box, 1)
        row.addWidget(self.count)

    def set_count(self, count: int | None) -> None:
        """Says how much it concerns; nothing while that is not known."""
        self.count.set_text("" if count is None else f"{count:,}")
        self.count.set_tone("text" if count else "text_3")


class ColumnsButton(QWidget):
    """The columns that a step is about: the usual ones, or those with a tick.

    Signals:
        changed: Others are chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, columns: Sequence[str], *, usual: str) -> None:
        super().__init__()
        self._usual = usual
        self.button = plain_button(theme, "")
        self.menu = QMenu(self.button)
        self._actions = [self._add(name) for name in columns]
        self.button.setMenu(self.menu)
        label = Label(theme, tone="text_2")
        label.set_text(tr("Columns"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.button)
        row.addStretch(1)
        self._show()

    def columns(self) -> tuple[str, ...]:
        """The columns with a tick; empty for the usual ones."""
        return tuple(str(action.data()) for action in self._actions if action.isChecked())

    def _add(self, name: str) -> QAction:
        action = QAction(name.replace("&", "&&"), self.menu)
        action.setData(name)
        action.setCheckable(True)
        action.toggled.connect(self._on_toggled)
        self.menu.addAction(action)
        return action

    def _on_toggled(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        chosen = self.columns()
        text = chosen[0] if len(chosen) == 1 else tr("{n} columns", n=len(chosen))
        self.button.setText(text.replace("&", "&&") if chosen else self._usual)
        self.button.setAccessibleName(tr("Columns"))
        self.button.updateGeometry()


class StepDialog(QDialog):
    """A dialog in which one step is chosen.

    Args:
        theme: The colours.
        mending: Previews and takes the step.
        title: What it does.
        explanation: A sentence below it.
        parent: The pane.
    """

    def __init__(self, theme: Theme, mending: Mending, title: str, explanation: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(*_SIZE)
        self._theme = theme
        self._mending = mending
        self._asked: dict[str, int] = {}
        heading = Label(theme, "title")
        heading.set_text(title)
        below = Label(theme, tone="text_2", wraps=True)
        below.set_text(explanation)
        self.below = QVBoxLayout()
        self.options = QVBoxLayout()
        self.options.setSpacing(8)
        self._list = QWidget()
        self.choices = QVBoxLayout(self._list)
        self.choices.setContentsMargins(13, 10, 13, 4)
        self.choices.setSpacing(4)
        self.preview = ChangesView(theme)
        self.sentence = Label(theme, tone="text_2", wraps=True)
        self.cancel_button = plain_button(theme, tr("Cancel"))
        self.take_button = primary_button(theme, title)
        self.take_button.setEnabled(False)
        self.take_button.setDefault(True)
        self._timer = QTimer(self, singleShot=True, interval=ASK_DELAY_MS)
        self._timer.timeout.connect(self._ask_changes)
        self.cancel_button.clicked.connect(self.reject)
        self.take_button.clicked.connect(self._take)
        self.finished.connect(self._forget)
        self._arrange(heading, below)

    def step(self) -> AnyStep | None:
        """What the choices say; None if nothing is chosen."""
        raise NotImplementedError

    def whole_step(self) -> AnyStep:
        """The step with everything chosen, whose counts stand beside the choices."""
        raise NotImplementedError

    def show_counts(self, counts: dict[str, int]) -> None:
        """Says beside each choice how much it concerns."""
        raise NotImplementedError

    def ask_again(self, *, counts_too: bool = False) -> None:
        """Asks what the step would do, a moment from now."""
        self.take_button.setEnabled(False)
        self.sentence.set_tone("text_2")
        self.sentence.set_text(tr("Looking at the rows."))
        if counts_too:
            self._ask("counts", self.whole_step(), lambda found: self.show_counts(found.counts))
        self._timer.start()

    def _arrange(self, heading: Label, below: Label) -> None:
        left = Card(self._theme)
        left.setFixedWidth(_CHOICES_WIDTH)
        area = QScrollArea()
        area.setWidget(self._list)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for ground in (self._list, area.viewport()):
            ground.setAutoFillBackground(False)
        OverlayScroll(self._theme, area)
        left.add_flush(area, stretch=1)
        left.add_hairline()
        left.body.addSpacing(8)
        left.body.addLayout(self.options)
        right = Card(self._theme)
        right.set_title(tr("Before and after"))
        right.add_hairline()
        right.add_flush(self.preview, stretch=1)
        cards = QHBoxLayout()
        cards.setSpacing(14)
        cards.addWidget(left)
        cards.addWidget(right, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(below)
        column.addLayout(cards, 1)
        column.addLayout(self.below)
        column.addLayout(foot)

    def _ask_changes(self) -> None:
        step = self.step()
        if step is None:
            self._show_nothing(tr("Nothing is chosen."))
        else:
            self._ask("changes", step, self._show_changes)

    def _ask(self, what: str, step: AnyStep, then: Callable[[StepsPreviewed], None]) -> None:
        self._mending.withdraw(self._asked.get(what, 0))
        self._asked[what] = self._mending.preview([step], then, self._show_error)

    def _show_changes(self, found: StepsPreviewed) -> None:
        if not found.changed:
            self._show_nothing(tr("No cell changes."))
            return
        changed = tr("{n:,} cell changes.", "{n:,} cells change.", n=found.changed)
        if found.sampled_rows is not None:
            seen = tr("Only {n:,} rows were looked at for this preview.", n=found.sampled_rows)
            changed = sentences(changed, seen)
        self.sentence.set_text(changed)
        self.preview.show_changes(found.changes)
        self.take_button.setEnabled(not self._mending.is_busy)

    def _show_nothing(self, sentence: str) -> None:
        self.take_button.setEnabled(False)
        self.sentence.set_text(sentence)
        self.preview.show_changes([], message=sentence)

    def _show_error(self, error: ErrorInfo) -> None:
        self._show_nothing(render(error.what))
        self.sentence.set_tone("error")

    def _take(self) -> None:
        step = self.step()
        if step is not None:
            self.accept()
            self._mending.take(step)

    def _forget(self) -> None:
        self._timer.stop()
        for request_id in self._asked.values():
            self._mending.withdraw(request_id)
