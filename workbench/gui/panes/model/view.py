"""The Model pane's widgets: models at the left, the chosen one and how it suits the data at the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from workbench.gui import wording
from workbench.gui.next_run_bar import next_run_bar
from workbench.gui.pane import Pane, PaneContext, PaneStatus
from workbench.gui.panes.model import presenter as words
from workbench.gui.panes.model.presenter import ModelPresenter
from workbench.gui.widgets.banner import Banner
from workbench.gui.widgets.buttons import plain_button, small_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.chip import Chip
from workbench.gui.widgets.key_values import KeyValue, KeyValues
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.gui.widgets.painting import ChipTone
from workbench.gui.widgets.progress_line import ProgressLine
from workbench.gui.widgets.row_list import ListRow, RowList
from workbench.gui.widgets.title_block import TitleBlock
from workbench.i18n import N_, render, tr
from workbench.values import Fit, ModelCard

SIDE_WIDTH, NARROW_SIDE_WIDTH = 400, 340

_FIT_CHIPS: dict[Fit, tuple[str, ChipTone]] = {
    "fits": (N_("fits"), "ok"),
    "tight": (N_("is tight"), "warn"),
    "too_large": (N_("too large"), "error"),
}


class ModelPane(Pane):
    """Shows the models, and lets one be chosen, looked for in a folder, or downloaded."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._theme = context.theme
        self._session = context.session
        self._presenter = ModelPresenter(
            context.session, context.engines, lambda: str(context.preference("hub_endpoint"))
        )
        self._has_been_opened = False
        self._make_widgets()
        self._arrange()
        self._connect()
        self.retranslate()

    def status(self) -> PaneStatus:
        """The model's name for the rail, and what the next run will be."""
        if self._session.model.kind == "starter":
            state = tr("starter")
        else:
            state = wording.model_title(self._session.model).rsplit("/", 1)[-1]
        return PaneStatus(state=state, bar=next_run_bar(self._context))

    def on_opened(self) -> None:
        """Asks for the models when it is first seen."""
        if not self._has_been_opened:
            self._has_been_opened = True
            self._presenter.refresh()
        self._list.setFocus()

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._title.set_title(tr("Model"))
        self._title.set_facts(
            [
                tr("A model that has read a lot of text learns your labels from few examples"),
                tr("weights from safetensors only"),
            ]
        )
        self._folder_button.setText(tr("Choose a folder…"))
        self._list_card.set_title(tr("Models"), hint=tr("on this computer, then from the Hugging Face Hub"))
        self._id_field.setPlaceholderText(tr("Model id of the hub, such as org/name"))
        self._id_field.setAccessibleName(tr("Model id of the hub"))
        self._download_button.setText(tr("Download"))
        self._hub_card.set_title(tr("Another model of the hub"))
        self._show_endpoint()
        self._data_card.set_title(tr("With your data"))
        self._show_models()
        self._show_model()
        self._show_estimate()
        self._show_download()
        self._show_error()

    def event(self, event: QEvent) -> bool:
        """Shows the address of the hub anew when the window is back from the settings."""
        if event.type() == QEvent.Type.WindowActivate:
            self._show_endpoint()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        is_narrow = self.is_narrow
        self._side.setFixedWidth(NARROW_SIDE_WIDTH if is_narrow else SIDE_WIDTH)
        edge, gap = (16, 12) if is_narrow else (24, 14)
        self._column.setContentsMargins(edge, 18, edge, 16)
        self._column.setSpacing(gap)
        self._row.setSpacing(gap)

    def _make_widgets(self) -> None:
        theme = self._theme
        self._title = TitleBlock(theme)
        self._folder_button = plain_button(theme, "", icon="folder")
        self._title.add_button(self._folder_button)
        self._list_card = Card(theme)
        self._list = RowList(theme)
        self._list_card.add_flush(self._list, stretch=1)
        self._hub_card = Card(theme)
        self._id_field = QLineEdit()
        self._download_button = plain_button(theme, "", icon="download")
        self._progress = ProgressLine(theme)
        self._progress_words = Label(theme, "small", tone="text_2", wraps=True)
        self._progress_button = small_button(theme, "")
        self._model_card = Card(theme)
        self._model_rows = KeyValues(theme)
        self._banner = Banner(theme)
        self._data_card = Card(theme)
        self._fit_chip = Chip(theme)
        self._data_card.add_to_title(self._fit_chip)
        self._warning = Label(theme, tone="warn", wraps=True)
        self._data_words = Label(theme, tone="text_2", wraps=True)
        self._data_rows = KeyValues(theme)

    def _arrange(self) -> None:
        field = QHBoxLayout()
        field.setSpacing(8)
        field.addWidget(self._id_field, 1)
        field.addWidget(self._download_button)
        self._hub_card.body.addLayout(field)
        self._download_row = QWidget()
        line = QHBoxLayout(self._download_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._progress_words, 1)
        line.addWidget(self._progress_button)
        self._hub_card.body.addWidget(self._progress)
        self._hub_card.body.addWidget(self._download_row)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._list_card, 1)
        left.addWidget(self._hub_card)
        self._model_card.body.addWidget(self._model_rows)
        for widget in (self._warning, self._data_words, self._data_rows):
            self._data_card.body.addWidget(widget)
        content = QWidget()
        side = QVBoxLayout(content)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(14)
        for card in (self._banner, self._model_card, self._data_card):
            side.addWidget(card)
        side.addStretch(1)
        self._side = QScrollArea()  # in a low window, an error and both cards are more than there is room for
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setWidgetResizable(True)
        self._side.setWidget(content)
        self._side.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        OverlayScroll(self._theme, self._side)
        self._row = QHBoxLayout()
        self._row.addLayout(left, 1)
        self._row.addWidget(self._side)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addLayout(self._row, 1)

    def _connect(self) -> None:
        self._folder_button.clicked.connect(self._ask_for_folder)
        self._list.row_activated.connect(self._presenter.choose)
        self._list.action_triggered.connect(self._presenter.choose)
        self._id_field.returnPressed.connect(self._download_typed)
        self._download_button.clicked.connect(self._download_typed)
        self._hub_card.action_triggered.connect(lambda: self._context.open_settings("hub_endpoint"))
        self._progress_button.clicked.connect(self._cancel_or_resume)
        self._presenter.models_changed.connect(self._show_models)
        self._presenter.download_changed.connect(self._show_download)
        self._presenter.error_changed.connect(self._show_error)
        self._session.model_changed.connect(self._show_model)
        self._session.model_changed.connect(self._show_models)
        self._session.version_changed.connect(self._show_estimate)
        self._session.estimate_changed.connect(self._show_estimate)
        for signal in (
            self._session.model_changed, self._session.version_changed, self._session.estimate_changed,
            self._session.settings_changed, self._context.training.started, self._context.training.ended,
        ):  # fmt: skip
            signal.connect(self.status_changed)

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, tr("Choose the folder of a model"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._presenter.choose_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _download_typed(self) -> None:
        self._presenter.start_download(self._id_field.text())

    def _cancel_or_resume(self) -> None:
        download = self._presenter.download
        if download is not None and download.is_running:
            self._presenter.cancel_download()
        elif download is not None:
            self._presenter.start_download(download.name)

    def _show_endpoint(self) -> None:
        self._hub_card.set_action(str(self._context.preference("hub_endpoint")), tooltip=tr("Change the address"))

    def _show_models(self) -> None:
        rows = [self._list_row(card) for card in self._presenter.models]
        if rows != self._list.rows():
            self._list.set_rows(rows)

    def _list_row(self, card: ModelCard) -> ListRow:
        is_here = bool(card.folder)
        download = self._presenter.download
        is_coming = download is not None and download.is_running and download.name == card.name
        is_off = is_here or self._presenter.is_downloading
        return ListRow(
            key=card.name,
            title=wording.model_title(card),
            detail=words.summary(card),
            trailing=tr("on this computer") if is_here else tr("downloading") if is_coming else "",
            icon="check" if card.name == self._session.model.name else ("hard-drive" if is_here else "globe"),
            action="" if is_off else tr("Download"),
            tooltip=card.folder or card.name,
        )

    def _show_model(self) -> None:
        card = self._session.model
        self._model_card.set_title(wording.model_title(card), hint=tr("chosen"))
        rows = [
            (tr("Kind"), card.architecture, tr("The architecture (model_type of its configuration).")),
            (tr("Size"), words.parameters(card), tr("Number of weights (parameters).")),
            (tr("Reads at most"), tr("{n} tokens", n=card.max_tokens) if card.max_tokens else "", ""),
            (tr("Languages"), words.languages(card), ""),
            (tr("Licence"), words.licence(card), ""),
            (tr("On disk"), wording.size(card.bytes) if card.bytes else "", card.folder),
            (tr("Folder"), Path(card.folder).name if card.folder else "", card.folder),
        ]
        self._model_rows.set_rows([KeyValue(name, value, tooltip) for name, value, tooltip in rows if value])
        self._show_error()
        self._show_estimate()

    def _show_estimate(self) -> None:
        estimate = self._session.estimate
        has_data = self._session.version is not None
        self._warning.setVisible(estimate is not None and estimate.warning is not None)
        self._data_rows.setVisible(estimate is not None)
        self._data_words.setVisible(estimate is None)
        self._fit_chip.setVisible(estimate is not None)
        if estimate is None:
            missing = self._session.missing()
            if not has_data:
                told = tr("Open a file to see whether this model suits it.")
            elif missing is not None:
                told = render(missing)
            else:
                is_coming = self._session.is_estimating
                told = tr("Estimating time and memory.") if is_coming else tr("The time could not be estimated.")
            self._data_words.set_text(told)
            return
        if estimate.warning is not None:
            self._warning.set_text(render(estimate.warning))
        text, tone = _FIT_CHIPS[estimate.fit]
        self._fit_chip.set_state(tr(text), tone=tone)
        self._data_rows.set_rows([KeyValue(*row) for row in words.data_rows(estimate)])

    def _show_download(self) -> None:
        download = self._presenter.download
        self._show_models()
        self._download_row.setVisible(download is not None)
        self._progress.setVisible(download is not None)
        self._download_button.setEnabled(download is None or not download.is_running)
        if download is None:
            return
        self._progress.set_share(download.done_bytes / download.total_bytes if download.total_bytes else 0.0)
        self._progress_words.set_text(words.download_words(download))
        self._progress_button.setText(tr("Cancel") if download.is_running else tr("Resume"))

    def _show_error(self) -> None:
        error, problem = self._presenter.error, self._session.model.problem
        if error is None and problem is not None:
            self._banner.show_error(render(problem), fix=tr("Choose another model."))
        elif error is None:
            self._banner.clear()
        else:
            self._banner.show_error(
                render(error.what), fix=render(error.fix) if error.fix else "", details=error.details
            )
