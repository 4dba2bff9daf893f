"""What the Model pane decides: which models are offered, how a download goes, what is wrong with a model."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.gui import wording
from workbench.i18n import N_, tr
from workbench.protocol import (
    AnyEvent,
    DownloadModel,
    InspectModel,
    ListModels,
    ModelDownloaded,
    ModelInspected,
    ModelsListed,
    Progressed,
    RequestCancelled,
    RequestFailed,
)
from workbench.values import ErrorInfo, Estimate, ModelCard

if TYPE_CHECKING:
    from workbench.gui.engines import Engines
    from workbench.gui.session import Session

LANGUAGE_NAMES = {
    "en": N_("English"),
    "zh": N_("Chinese"),
    "ja": N_("Japanese"),
    "ko": N_("Korean"),
    "de": N_("German"),
    "fr": N_("French"),
    "es": N_("Spanish"),
    "ru": N_("Russian"),
    "ar": N_("Arabic"),
}
SEVERAL = 3
"""From so many languages on, their number is told instead of their names."""


@dataclass(frozen=True)
class Download:
    """A download under way, or one that ended early.

    Attributes:
        name: The model's id on the hub.
        done_bytes: What has arrived.
        total_bytes: What there is, 0 if not known yet.
        seconds_left: From the speed so far, or None.
        is_running: False after a cancel or a failure: it can be resumed.
    """

    name: str
    done_bytes: float = 0
    total_bytes: float = 0
    seconds_left: float | None = None
    is_running: bool = True


class ModelPresenter(QObject):
    """The decisions of the Model pane.

    Args:
        session: What is current.
        engines: Answers the questions.
        endpoint: Gives the address of the hub from the preferences.
        clock: A steady clock in seconds.

    Signals:
        models_changed: `models` is another list.
        download_changed: `download` is another.
        error_changed: `error` is another.
    """

    models_changed = Signal()
    download_changed = Signal()
    error_changed = Signal()

    def __init__(
        self,
        session: Session,
        engines: Engines,
        endpoint: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._session = session
        self._engines = engines
        self._endpoint = endpoint
        self._clock = clock
        self._download_id: int | None = None
        self._began = (0.0, 0.0)  # time and bytes at which the speed is measured from
        self.models: tuple[ModelCard, ...] = ()
        self.download: Download | None = None
        self.error: ErrorInfo | None = None

    @property
    def is_downloading(self) -> bool:
        """Whether a download is under way."""
        return self._download_id is not None

    def refresh(self) -> None:
        """Asks for the models anew."""
        self._engines.ask("interactive", ListModels(), self._on_listed)

    def choose(self, name: str) -> None:
        """Makes a model current if it is on this computer; else downloads it first."""
        card = next((c for c in self.models if c.name == name), None)
        if card is not None and not card.folder:
            self.start_download(name)
        elif card is not None and card.problem is not None:
            self._set_error(ErrorInfo(code="model", what=card.problem))
        else:
            self._set_error(None)
            self._session.choose_model(name)

    def choose_folder(self, folder: str) -> None:
        """Looks into a folder and makes its model current if it can be used."""
        self._set_error(None)
        self._engines.ask("interactive", InspectModel(name=folder), self._on_folder_inspected)

    def start_download(self, name: str) -> None:
        """Downloads a model of the hub, going on where an earlier download ended."""
        name = name.strip().removeprefix("https://huggingface.co/").strip("/")
        if not name or self.is_downloading:
            return
        self._set_error(None)
        self.download = Download(name=name)
        self._began = (0.0, -1.0)
        request = DownloadModel(name=name, endpoint=self._endpoint())
        self._download_id = self._engines.ask("background", request, self._on_download_event)
        self.download_changed.emit()

    def cancel_download(self) -> None:
        """Ends the download; what has arrived stays for later."""
        if self._download_id is not None:
            self._engines.cancel(self._download_id)

    def _on_listed(self, event: AnyEvent) -> None:
        if isinstance(event, ModelsListed):
            self.models = event.models
            self.models_changed.emit()
        elif isinstance(event, RequestFailed):
            self._set_error(event.error)

    def _on_folder_inspected(self, event: AnyEvent) -> None:
        if isinstance(event, ModelInspected):
            if event.model.problem is not None:
                self._set_error(ErrorInfo(code="model", what=event.model.problem))
            else:
                self._session.choose_model(event.model.name)
                self.refresh()
        elif isinstance(event, RequestFailed):
            self._set_error(event.error)

    def _on_download_event(self, event: AnyEvent) -> None:
        if self.download is None:
            return
        if isinstance(event, Progressed):
            self.download = self._advanced(self.download.name, event)
        elif isinstance(event, ModelDownloaded):
            self._download_id = self.download = None
            self._session.choose_model(event.model.name)
            self.refresh()
        elif isinstance(event, RequestFailed | RequestCancelled):
            self._download_id = None
            d = self.download
            self.download = Download(d.name, d.done_bytes, d.total_bytes, is_running=False) if d.done_bytes else None
            if isinstance(event, RequestFailed):
                self._set_error(event.error)
        self.download_changed.emit()

    def _advanced(self, name: str, event: Progressed) -> Download:
        now = self._clock()
        if self._began[1] < 0:
            self._began = (now, event.done)
        elapsed, arrived = now - self._began[0], event.done - self._began[1]
        left = (event.total - event.done) * elapsed / arrived if arrived > 0 and event.total else None
        return Download(name, event.done, event.total, left)

    def _set_error(self, error: ErrorInfo | None) -> None:
        self.error = error
        self.error_changed.emit()


def languages(card: ModelCard) -> str:
    """The languages of a model in words, empty if unknown."""
    if len(card.languages) >= SEVERAL:
        return tr("{n} languages", n=len(card.languages))
    return wording.listed(*(tr(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else code for code in card.languages))


def parameters(card: ModelCard) -> str:
    """The number of weights in words, empty if unknown."""
    if not card.parameters:
        return ""
    millions = card.parameters / 1e6
    short = f"{millions:.1f}" if millions < 100 else f"{millions:.0f}"
    return tr("{n} million", n=short)


def summary(card: ModelCard) -> str:
    """One line on a model: languages, size, licence."""
    return wording.listed(languages(card), wording.size(card.bytes) if card.bytes else "", licence(card))


def licence(card: ModelCard) -> str:
    """A licence as its owner writes it; the hub's ids are in lower case."""
    return {"mit": "MIT", "apache-2.0": "Apache-2.0"}.get(card.licence.lower(), card.licence)


def download_words(download: Download) -> str:
    """How far a download is, in one sentence."""
    if not download.total_bytes:
        return tr("Asking the hub for {name}.", name=download.name)
    so_far = tr("{done} of {total}", done=wording.size(download.done_bytes), total=wording.size(download.total_bytes))
    if not download.is_running:
        return tr("{name}: stopped at {so_far}. What has arrived is kept.", name=download.name, so_far=so_far)
    if download.seconds_left is None:
        return tr("{name}: {so_far}", name=download.name, so_far=so_far)
    left = wording.about_time(download.seconds_left)
    return tr("{name}: {so_far}, {left} left", name=download.name, so_far=so_far, left=left)


def data_rows(estimate: Estimate) -> list[tuple[str, str, str]]:
    """The rows of the card "With your data": (name, value, exact terms)."""
    memory = wording.memory(estimate.memory_bytes, estimate.memory_total_bytes)
    return [
        (tr("Training time"), wording.about_time(estimate.seconds), tr("An estimate from the speed of this computer.")),
        (tr("Memory"), memory, tr("Peak memory of the training process.")),
        (tr("Disk"), wording.size(estimate.disk_bytes), tr("What the run will take in the library.")),
        (tr("Device"), wording.device(estimate.device), ""),
        (tr("Length of a text"), tr("{n} tokens", n=f"{estimate.mean_tokens:.0f}"), tr("Mean number of tokens.")),
        (tr("Texts that are cut"), wording.percent(estimate.truncated_share), tr("Share longer than the model reads.")),
        (
            tr("Unknown characters"),
            wording.percent(estimate.unknown_share),
            tr("Share of the tokens that the model does not know ([UNK])."),
        ),
    ]
