"""Downloads a model of a hub into the library: counted in bytes, resumed where it ended, and verified file by file.

A model's folder appears under its commit only when every file is whole and verified; until then it is
`<commit>.partial`, and in it the file at hand is `<name>.partial`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import msgspec

from workbench.errors import DiskFullError, ModelError
from workbench.i18n import N_, say
from workbench.models import hub, safety
from workbench.values import Value

CARD_FILE = "hub.json"

_NEEDED = frozenset(
    {
        "1_Pooling/config.json",
        "README.md",
        "added_tokens.json",
        "config.json",
        "merges.txt",
        "modules.json",
        "sentence_bert_config.json",
        "special_tokens_map.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "vocab.json",
        "vocab.txt",
    }
)
_SHARD = re.compile(r"model-\d{5}-of-\d{5}\.safetensors")
_MARGIN_BYTES = 200_000_000  # what the disk must keep free
_READ_BYTES = 16 * 1024 * 1024
_RETRIED = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Patience:
    """How long a hub is waited for.

    Attributes:
        attempts: Tries in a row that bring nothing before the download ends in an error.
        pause_s: The first pause between two tries; each further one is twice as long, up to ten seconds.
        silence_s: How long a server may be silent before the next try.
        report_s: Time between two reports of progress.
    """

    attempts: int = 5
    pause_s: float = 0.5
    silence_s: float = 8.0
    report_s: float = 0.2


class HubCard(Value, frozen=True, kw_only=True):
    """What is kept of a downloaded model, in `hub.json` beside its files.

    Attributes:
        revision: As it was asked for; the folder is named for the commit.
        hashes: sha256 of each file.
    """

    name: str
    revision: str
    commit: str
    endpoint: str
    licence: str
    languages: tuple[str, ...]
    hashes: dict[str, str]


@dataclass(frozen=True)
class Progress:
    """Bytes that are here, of all that are needed."""

    done: int
    total: int


def model_folder(library: Path, name: str) -> Path:
    """The folder of a Hub id's downloads in a library; each commit has one inside."""
    return library / "models" / name.replace("/", "--")


def needed_files(repository: hub.Repository) -> list[hub.HubFile]:
    """The files to download, small ones first.

    Raises:
        ModelError: If the model has no safetensors weights or no tokenizer that can be read.
    """
    names = {file.path for file in repository.files}
    if safety.WEIGHTS in names:
        weights = {safety.WEIGHTS}
    elif safety.WEIGHTS_INDEX in names:
        weights = {safety.WEIGHTS_INDEX} | {name for name in names if _SHARD.fullmatch(name)}
    else:
        raise ModelError(
            say(
                N_("“{name}” has no weights in the safetensors format, the only one that is safe."),
                name=repository.name,
            ),
            say(N_("Choose another model, or a revision that has model.safetensors.")),
        )
    if not names & {safety.TOKENIZER, safety.VOCABULARY}:
        raise ModelError(
            say(N_("This model has no tokenizer.json, so its words cannot be read.")),
            say(N_("Choose a version of the model that has tokenizer.json.")),
        )
    wanted = [file for file in repository.files if file.path in _NEEDED | weights]
    return sorted(wanted, key=lambda file: (file.path != safety.CONFIG, file.size))


def download(
    name: str, library: Path, *, revision: str = "main", endpoint: str = "", patience: Patience | None = None
) -> Generator[Progress, None, Path]:
    """Downloads a model, going on where an earlier download ended. Closing it between two reports cancels it.

    Yields:
        The progress, every 0.2 s.

    Returns:
        The model's folder, complete and checked.

    Raises:
        ModelError: If the model is unknown, may not be had or loaded, or the hub fails.
        DiskFullError: If the disk has no room for it.
        SettingError: If the endpoint is not a web address.
    """
    patience = patience or Patience()
    address = hub.check_endpoint(endpoint)
    hub.check_name(name)
    with hub.open_client(timeout_s=patience.silence_s) as client:
        repository = hub.look_up(client, address, name, revision=revision)
        files = needed_files(repository)
        folder = model_folder(library, name) / repository.commit
        total = sum(file.size for file in files)
        if (folder / CARD_FILE).is_file():
            yield Progress(total, total)
            return folder
        partial = folder.with_name(folder.name + ".partial")
        partial.mkdir(parents=True, exist_ok=True)
        _check_room(partial, files)
        source = _Source(client, address, repository, patience)
        hashes = yield from _fetch_all(source, files, partial)
    card = HubCard(
        name=name,
        revision=revision,
        commit=repository.commit,
        endpoint=address,
        licence=repository.licence,
        languages=repository.languages,
        hashes=hashes,
    )
    _write(partial / CARD_FILE, msgspec.json.format(msgspec.json.encode(card), indent=1))
    safety.check_folder(partial)
    os.replace(partial, folder)
    return folder


@dataclass(frozen=True)
class _Source:
    """Where the files of one download come from."""

    client: httpx2.Client
    endpoint: str
    repository: hub.Repository
    patience: Patience

    def get(self, path: str, *, start: int) -> contextlib.AbstractContextManager[httpx2.Response]:
        # identity: a compressed answer would count other bytes than those of the file
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        return self.client.stream("GET", hub.file_url(self.endpoint, self.repository, path), headers=headers)


def _fetch_all(source: _Source, files: list[hub.HubFile], folder: Path) -> Generator[Progress, None, dict[str, str]]:
    total = sum(file.size for file in files)
    before = 0
    hashes: dict[str, str] = {}
    for file in files:
        hashes[file.path] = yield from _fetch(source, file, folder, before=before, total=total)
        before += file.size
        yield Progress(before, total)
        if file.path == safety.CONFIG:
            safety.read_family(folder)  # before the weights are downloaded
    return hashes


def _fetch(
    source: _Source, file: hub.HubFile, folder: Path, *, before: int, total: int
) -> Generator[Progress, None, str]:
    """Downloads one file and gives its sha256."""
    path = folder / file.path
    if path.is_file() and path.stat().st_size == file.size:
        content = yield from _Content.read(path, file, before=before, total=total)
        if content.is_as_declared():
            return content.sha256.hexdigest()
        path.unlink()
    path.parent.mkdir(exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    if partial.is_file() and partial.stat().st_size > file.size:
        partial.unlink()
    content = yield from _Content.read(partial, file, before=before, total=total)
    with hub.hub_errors(source.endpoint, source.repository.name, revision=source.repository.commit):
        yield from _receive(source, content, partial, before=before, total=total)
    if not content.is_as_declared():
        partial.unlink()
        raise ModelError(
            say(
                N_("{file} arrived damaged and was deleted: its checksum is not the one that the hub states."),
                file=file.path,
            ),
            say(N_("Download the model again; the other files are kept.")),
        )
    os.replace(partial, path)
    return content.sha256.hexdigest()


class _Content:
    """What has been received of one file, and its hashes so far."""

    def __init__(self, file: hub.HubFile) -> None:
        self.file = file
        self.forget()

    def forget(self) -> None:
        """Begins anew."""
        self.size = 0
        self.sha256 = hashlib.sha256()
        self.git = hashlib.sha1(b"blob %d\0" % self.file.size, usedforsecurity=False)

    @classmethod
    def read(cls, path: Path, file: hub.HubFile, *, before: int, total: int) -> Generator[Progress, None, _Content]:
        """Reads what lies in a file already."""
        content = cls(file)
        if path.is_file():
            with path.open("rb") as stream:
                while chunk := stream.read(_READ_BYTES):
                    content.add(chunk)
                    yield Progress(before + content.size, total)
        return content

    def add(self, chunk: bytes) -> None:
        """Takes in the next bytes."""
        self.size += len(chunk)
        self.sha256.update(chunk)
        if self.file.lfs is None:
            self.git.update(chunk)

    def is_as_declared(self) -> bool:
        """Whether size and hash are those that the hub states."""
        if self.size != self.file.size:
            return False
        if self.file.lfs is not None:
            return self.sha256.hexdigest() == self.file.lfs.oid
        return self.git.hexdigest() == self.file.oid


def _receive(
    source: _Source, content: _Content, partial: Path, *, before: int, total: int
) -> Generator[Progress, None, None]:
    """Appends to a partial file until it is whole, trying again after each failure that may pass."""
    failures = 0
    while content.size < content.file.size or not partial.is_file():
        size_before = content.size
        try:
            yield from _receive_once(source, content, partial, before=before, total=total)
            if content.size < content.file.size:
                raise httpx2.RemoteProtocolError("the answer ended before the file")
        except (httpx2.TransportError, httpx2.HTTPStatusError) as error:
            if isinstance(error, httpx2.HTTPStatusError) and error.response.status_code not in _RETRIED:
                raise
            failures = failures + 1 if content.size == size_before else 1
            if failures >= source.patience.attempts:
                raise
            yield from _pause(source.patience, failures, Progress(before + content.size, total))


def _receive_once(
    source: _Source, content: _Content, partial: Path, *, before: int, total: int
) -> Generator[Progress, None, None]:
    reported = time.monotonic()
    with source.get(content.file.path, start=content.size) as answer, partial.open("ab") as stream:
        answer.raise_for_status()
        if content.size and answer.status_code != 206:  # the server does not resume: from the start
            stream.truncate(0)
            content.forget()
        for chunk in answer.iter_raw():  # as they come: a size would hold back, and lose, what is not full
            stream.write(chunk)
            content.add(chunk)
            if content.size > content.file.size:
                return
            if time.monotonic() - reported >= source.patience.report_s:
                yield Progress(before + content.size, total)
                reported = time.monotonic()
        stream.flush()
        os.fsync(stream.fileno())


def _pause(patience: Patience, failures: int, progress: Progress) -> Iterator[Progress]:
    """Waits before the next try, still reporting so that it can be cancelled."""
    end = time.monotonic() + min(10.0, patience.pause_s * 2 ** (failures - 1))
    while (left := end - time.monotonic()) > 0:
        yield progress
        time.sleep(min(left, patience.report_s))


def _check_room(partial: Path, files: list[hub.HubFile]) -> None:
    here = sum(path.stat().st_size for path in partial.rglob("*") if path.is_file())
    needed = sum(file.size for file in files) - here
    free = shutil.disk_usage(partial).free
    if free < needed + _MARGIN_BYTES:
        raise DiskFullError(
            say(
                N_("The disk of the library has {free:.1f} GB free; this model needs {needed:.1f} GB."),
                free=free / 1e9,
                needed=(needed + _MARGIN_BYTES) / 1e9,
            ),
            say(N_("Free some space, or choose a smaller model.")),
        )


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
