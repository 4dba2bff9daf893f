"""Handlers of requests to base models: list, inspect and download them, and estimate what a run with one needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import settings
from workbench.data import tables
from workbench.engine.context import Context, Handler
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.models import catalog, download
from workbench.protocol import (
    DownloadModel,
    EstimateRun,
    Event,
    InspectModel,
    ListModels,
    ModelDownloaded,
    ModelInspected,
    ModelsListed,
    Progressed,
    RunEstimated,
    RunStarted,
)
from workbench.store import Library
from workbench.values import Version

if TYPE_CHECKING:
    from workbench.models import fit, speed

_PAST_RUNS = 5


def list_models(request: ListModels, context: Context) -> Iterator[Event]:  # noqa: ARG001 - it has no fields
    """Lists the base models on this computer and those recommended."""
    yield ModelsListed(models=catalog.list_models(context.library.folder))


def inspect_model(request: InspectModel, context: Context) -> Iterator[Event]:
    """Looks at one model; a folder that can be used is remembered, a Hub id that is not here is asked for at the hub.

    Raises:
        ModelError: If the hub does not have it or cannot be reached; what is wrong with a folder is in its card.
    """
    library = context.library.folder
    if catalog.is_on_hub_only(request.name, library=library):
        yield Progressed(what=say(N_("Asking the model hub")))
        yield ModelInspected(model=catalog.look_up(request.name, endpoint=_endpoint(request.endpoint, library)))
        return
    card = catalog.inspect(request.name, library=library)
    if card.kind == "folder" and card.problem is None:
        catalog.remember_folder(library, Path(card.folder))
    yield ModelInspected(model=card)


def download_model(request: DownloadModel, context: Context) -> Iterator[Event]:
    """Downloads a model into the library; cancelling it keeps what has arrived.

    Raises:
        ModelError: If the model cannot be had or used.
        DiskFullError: If there is no room for it.
        SettingError: If the endpoint is not a web address.
    """
    library = context.library.folder
    yield Progressed(what=say(N_("Asking the model hub")))
    steps = download.download(
        request.name, library, revision=request.revision, endpoint=_endpoint(request.endpoint, library)
    )
    what = say(N_("Downloading {name}"), name=request.name)
    with closing(steps):
        for step in steps:
            yield Progressed(what=what, done=step.done, total=step.total)
    yield ModelDownloaded(model=catalog.card(request.name, library=library))


def estimate_run(request: EstimateRun, context: Context) -> Iterator[Event]:
    """Estimates time, memory and disk of a run, and whether the model can read the texts.

    Raises:
        DataError: If the version has no text column.
        ModelError: If the model is not here or cannot be used.
        SettingError: If a setting or the method is unknown.
    """
    from workbench.models import fit, speed
    from workbench.training.device import choose_device
    from workbench.training.method import method, training_settings

    version = context.library.version(request.version_id)
    card = catalog.card(request.model, library=context.library.folder)
    values = settings.complete(training_settings(request.method), request.settings)
    trains_encoder = not method(request.method).caches_features
    device = choose_device()
    machine = fit.Machine(
        device=device.name,
        flops=speed.expected_flops(device.torch_device),
        memory_bytes=_memory_bytes(device.torch_device.type),
        is_cpu=device.torch_device.type == "cpu",
    )
    texts = _texts(context.library, version)
    job = fit.make_job(card, texts, _sizes(version), settings=values, trains_encoder=trains_encoder)
    for run in _past_runs(context.library, request.model, device=device.name):
        flops = speed.past_flops(job, run, machine, mean_characters=version.profile.mean_characters)
        if flops is not None:
            machine = dataclasses.replace(machine, flops=flops)
            break
    estimate = fit.estimate(job, card, machine, text_language=version.profile.language)
    yield RunEstimated(version_id=version.id, model=request.model, estimate=estimate)


def _endpoint(endpoint: str, library: Path) -> str:
    return endpoint or str(settings.load_preferences(library)["hub_endpoint"])


def _memory_bytes(device_type: str) -> int:
    import torch

    from workbench.models import memory

    if device_type == "cuda":
        return int(torch.cuda.mem_get_info()[1])
    return memory.total_memory_bytes()


def _texts(library: Library, version: Version) -> list[str]:
    column = version.profile.roles.text
    if column is None:
        raise DataError(
            say(N_("“{name}” has no text column yet."), name=version.name), say(N_("Choose the text column."))
        )
    from workbench.models import language

    values = tables.read_table(library.folder / version.folder).column(column)
    step = max(1, len(values) // language.SAMPLE_TEXTS)
    return [text for text in values.take(list(range(0, len(values), step))).to_pylist() if text and text.strip()]


def _sizes(version: Version) -> fit.Sizes:
    from workbench.models import fit

    split = version.profile.split
    return fit.Sizes(train=split.train, validation=split.validation, test=split.test)


def _past_runs(library: Library, model: str, *, device: str) -> Iterator[speed.PastRun]:
    """The last finished runs of a model on a device, newest first."""
    from workbench.models import speed
    from workbench.training.method import methods

    known = methods()
    finished = [run for run in library.runs() if run.state == "finished" and run.model.name == model]
    for run in finished[:_PAST_RUNS]:
        started = library.events(RunStarted, run.id)
        if run.method not in known or not started or started[-1].device != device:
            continue
        version = library.version(run.version_id)
        yield speed.PastRun(
            settings=run.settings,
            epochs=run.epochs,
            seconds=run.seconds,
            sizes=_sizes(version),
            mean_characters=version.profile.mean_characters,
            trains_encoder=not known[run.method].caches_features,
        )


HANDLERS = (
    Handler(ListModels, "interactive", list_models),
    Handler(InspectModel, "interactive", inspect_model),
    Handler(DownloadModel, "background", download_model),
    Handler(EstimateRun, "interactive", estimate_run),
)
