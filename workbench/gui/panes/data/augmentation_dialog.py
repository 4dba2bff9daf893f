"""The dialog that shows what augmentation would make of some training texts, and chooses it for the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.panes.data.changes_view import ChangesView
from workbench.gui.widgets.buttons import plain_button, primary_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.segmented import Option, Segmented
from workbench.gui.widgets.slider import Slider
from workbench.i18n import render, sentences, tr
from workbench.protocol import AnyEvent, AugmentationPreviewed, PreviewAugmentation, RequestFailed, is_terminal
from workbench.settings import TRAINING
from workbench.values import RowChange

if TYPE_CHECKING:
    from workbench.gui.pane import PaneContext
    from workbench.settings import SettingValue
    from workbench.values import ErrorInfo, Version

_SIZE = (720, 540)
_ASK_DELAY_MS = 150
_STEP = 0.05
_SHARE = "augmentation_share"
_METHOD = "augmentation"


class AugmentationDialog(QDialog):
    """Methods, how much of a text changes, and texts before and after.

    Args:
        context: The collaborators of the pane.
        version: Whose training texts are shown.
        parent: The pane.
    """

    def __init__(self, context: PaneContext, version: Version, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Augmentation"))
        self.resize(*_SIZE)
        self._session = context.session
        self._engines = context.engines
        self._version = version
        self._request_id = 0
        theme = context.theme
        self.methods = Segmented(theme)
        self.share = Slider(theme, tr("Share of changed words"))
        self.percent = Label(theme, tone="text_2")
        self.view = ChangesView(theme, has_places=False)
        self.use_button = primary_button(theme, tr("Use for the next run"))
        self._close_button = plain_button(theme, tr("Cancel"))
        self._title = Label(theme, "title")
        self._explanation = Label(theme, tone="text_2", wraps=True)
        self._timer = QTimer(self, singleShot=True, interval=_ASK_DELAY_MS)
        self._arrange(Card(theme))
        self._fill()
        self._connect()
        self._ask()

    def chosen(self) -> dict[str, SettingValue]:
        """The settings that the dialog shows."""
        return {_METHOD: self.methods.current(), _SHARE: round(self.share.number(), 2)}

    def _arrange(self, card: Card) -> None:
        self._title.set_text(tr("Augmentation"))
        self._explanation.set_text(
            tr("New texts are made from training rows only. They rarely help; compare with a run without.")
        )
        card.set_title(tr("Before and after"))
        card.add_hairline()
        card.add_flush(self.view, stretch=1)
        tools = QHBoxLayout()
        tools.setSpacing(10)
        tools.addWidget(self.methods)
        tools.addStretch(1)
        for widget in (self.share, self.percent):
            tools.addWidget(widget)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close_button)
        foot.addWidget(self.use_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._explanation)
        column.addLayout(tools)
        column.addWidget(card, 1)
        column.addLayout(foot)

    def _fill(self) -> None:
        settings = {setting.key: setting for setting in TRAINING}
        names = [choice for choice in settings[_METHOD].choices if choice != settings[_METHOD].default]
        self.methods.set_options([Option(name, tr(name)) for name in names])
        now = self._session.settings.get(_METHOD)
        self.methods.set_current(str(now) if now in names else names[0])
        self.methods.setAccessibleName(tr("Augmentation"))
        share = settings[_SHARE]
        self.share.set_range(_STEP, float(share.maximum or 1), step=_STEP)
        self.share.set_number(float(self._session.settings.get(_SHARE, share.default)))

    def _connect(self) -> None:
        self._timer.timeout.connect(self._ask)
        self.methods.chosen.connect(lambda _name: self._timer.start())
        self.share.value_changed.connect(lambda _share: self._timer.start())
        self._close_button.clicked.connect(self.reject)
        self.use_button.clicked.connect(self._use)
        self.finished.connect(lambda _result: self._engines.withdraw(self._request_id))

    def _ask(self) -> None:
        self.percent.set_text(tr("{percent:.0%} of the words", percent=self.share.number()))
        self._engines.withdraw(self._request_id)
        request = PreviewAugmentation(version_id=self._version.id, settings=self.chosen())
        self._request_id = self._engines.ask("interactive", request, self._on_event)

    def _on_event(self, event: AnyEvent) -> None:
        if not is_terminal(event) or event.request_id != self._request_id:
            return
        if isinstance(event, AugmentationPreviewed):
            rows = [RowChange(row=0, column="", before=old, after=new) for old, new in event.examples]
            self.view.show_changes(rows, message=tr("This makes no new text of these rows."))
        elif isinstance(event, RequestFailed):
            self.view.show_changes([], message=_words(event.error))
        self.use_button.setEnabled(isinstance(event, AugmentationPreviewed))

    def _use(self) -> None:
        self._session.set_settings({**self._session.settings, **self.chosen()})
        self.accept()


def _words(error: ErrorInfo) -> str:
    return sentences(render(error.what), render(error.fix) if error.fix is not None else "")
