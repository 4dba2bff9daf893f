"""Asks a model hub what it has: the Hugging Face Hub, or a mirror that speaks its HTTP API.

The API is the one that huggingface_hub uses (`/api/models/{id}/revision/{revision}` and `/api/models/{id}/tree/...`).
We ask it ourselves because a download must be cancelled between two chunks, resumed and counted in bytes, which that
library's functions do not offer; its HTTP client is the one used here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlsplit

import httpx2
import msgspec

from workbench.errors import ModelError, SettingError, WorkbenchError
from workbench.i18n import N_, say
from workbench.values import Sentence

DEFAULT_ENDPOINT = "https://huggingface.co"
USER_AGENT = "workbench"

_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(/[A-Za-z0-9][\w.-]{0,95})?", re.ASCII)
_REVISION = re.compile(r"[A-Za-z0-9][\w./-]{0,200}", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}")
_MAX_PAGES = 100

T = TypeVar("T")


class LargeFile(msgspec.Struct, frozen=True):
    """What the hub says of a file in its large file storage; `oid` is its sha256."""

    oid: str
    size: int


class HubFile(msgspec.Struct, frozen=True):
    """One file of a repository, as the tree endpoint lists it.

    Attributes:
        path: Relative to the repository.
        size: In bytes.
        oid: Its git hash: sha1 of `blob`, the size, a zero byte and the content. Of a large file, that of its pointer.
        lfs: Set for large files.
    """

    path: str
    size: int = 0
    oid: str = ""
    type: str = "file"
    lfs: LargeFile | None = None


class CardData(msgspec.Struct, frozen=True):
    """The part of a model's README that is meant for programs."""

    license: str | list[str] | None = None
    language: str | list[str | None] | None = None


class _Info(msgspec.Struct, frozen=True):
    sha: str
    gated: bool | str = False
    cardData: CardData | None = None  # noqa: N815 - the hub's own name


@dataclass(frozen=True)
class Repository:
    """A model at one commit of a hub.

    Attributes:
        name: Its id, such as `org/name`.
        commit: 40 hexadecimal digits.
        files: All of its files.
        licence: As its authors state it.
        languages: As its authors state them.
    """

    name: str
    commit: str
    files: tuple[HubFile, ...]
    licence: str
    languages: tuple[str, ...]


def check_name(name: str) -> None:
    """Checks the form of a Hub id.

    Raises:
        ModelError: If it can be none.
    """
    if not _ID.fullmatch(name) or ".." in name or "--" in name:
        raise ModelError(
            say(N_("“{name}” is not a model's name on the Hub."), name=name[:100]),
            say(N_("Names look like “org/name”; copy one from the model's page.")),
        )


def check_endpoint(endpoint: str) -> str:
    """The address of a hub without its last slash; the default one if it is empty.

    Raises:
        SettingError: If it is not a web address.
    """
    text = endpoint.strip().rstrip("/") or DEFAULT_ENDPOINT
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not text.isprintable() or " " in text:
        raise SettingError(
            say(N_("The model hub “{endpoint}” is not a web address."), endpoint=endpoint[:200]),
            say(N_("Enter an address such as https://huggingface.co in Settings.")),
        )
    return text


def open_client(*, timeout_s: float) -> httpx2.Client:
    """A client for one request to the user's hub; the caller closes it.

    Args:
        timeout_s: How long a server may be silent.
    """
    return httpx2.Client(timeout=timeout_s, follow_redirects=True, max_redirects=5, headers={"User-Agent": USER_AGENT})


def look_up(client: httpx2.Client, endpoint: str, name: str, *, revision: str = "main") -> Repository:
    """Asks for a model's commit, files and licence.

    Raises:
        ModelError: If there is no such model or revision, it may not be had, or the hub does not answer as one.
    """
    check_name(name)
    if not _REVISION.fullmatch(revision) or ".." in revision:
        raise _no_revision(name, revision)
    base = f"{endpoint}/api/models/{quote(name)}"
    with hub_errors(endpoint, name, revision=revision):
        answer = client.get(f"{base}/revision/{quote(revision, safe='')}")
        answer.raise_for_status()
        info = _decode(answer.content, _Info, endpoint)
        if not _COMMIT.fullmatch(info.sha):
            raise _no_hub(endpoint)
        files = tuple(_tree(client, f"{base}/tree/{info.sha}?recursive=true", endpoint))
    card = info.cardData or CardData()
    return Repository(name, info.sha, files, licence=_first(card.license), languages=_languages(card.language))


def file_url(endpoint: str, repository: Repository, path: str) -> str:
    """The address of a file's content."""
    return f"{endpoint}/{quote(repository.name)}/resolve/{repository.commit}/{quote(path)}"


@contextmanager
def hub_errors(endpoint: str, name: str, *, revision: str = "main") -> Iterator[None]:
    """Turns what goes wrong between us and a hub into words.

    Raises:
        ModelError: For every failure of the network and every refusal of the hub.
    """
    try:
        yield
    except httpx2.HTTPStatusError as error:
        raise _refused(error.response, endpoint, name, revision=revision) from error
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.TooManyRedirects, httpx2.DecodingError) as error:
        raise _no_hub(endpoint) from error
    except httpx2.TimeoutException as error:
        raise ModelError(
            say(N_("The model hub {endpoint} does not answer."), endpoint=endpoint),
            _network_fix(),
            details=str(error),
        ) from error
    except httpx2.TransportError as error:
        raise ModelError(
            say(N_("The model hub {endpoint} cannot be reached."), endpoint=endpoint),
            _network_fix(),
            details=str(error),
        ) from error


def _tree(client: httpx2.Client, url: str, endpoint: str) -> Iterator[HubFile]:
    for _ in range(_MAX_PAGES):
        answer = client.get(url)
        answer.raise_for_status()
        yield from (entry for entry in _decode(answer.content, list[HubFile], endpoint) if entry.type == "file")
        url = answer.links.get("next", {}).get("url", "")
        if not url:
            return
    raise _no_hub(endpoint)


def _decode(content: bytes, kind: type[T], endpoint: str) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise _no_hub(endpoint) from error


def _first(value: str | list[str] | None) -> str:
    return value if isinstance(value, str) else ", ".join(value or ())


def _languages(value: str | list[str | None] | None) -> tuple[str, ...]:
    """The ISO 639-1 codes among the languages that a card names, which may be words such as `multilingual`."""
    items = [value] if isinstance(value, str) else value or []
    return tuple(item for item in items if item and len(item) == 2)


def _refused(response: httpx2.Response, endpoint: str, name: str, *, revision: str) -> WorkbenchError:
    status, code = response.status_code, response.headers.get("X-Error-Code", "")
    if code == "RevisionNotFound":
        return _no_revision(name, revision)
    # The Hub answers 401 for a model that does not exist, lest one could find out the names of private ones.
    if status == 404 or (status == 401 and code != "GatedRepo"):
        return ModelError(
            say(N_("There is no public model “{name}” on {endpoint}."), name=name, endpoint=endpoint),
            say(N_("Check its spelling; names look like “org/name”.")),
        )
    if status in (401, 403):
        return ModelError(
            say(N_("The authors of “{name}” give it only to people whom they have approved."), name=name),
            say(N_("Choose a public model, or download it on its web page and open its folder here.")),
        )
    if status == 429:
        return ModelError(
            say(N_("The model hub {endpoint} has had too many requests from here."), endpoint=endpoint),
            say(N_("Try again in a few minutes; what has been downloaded is kept.")),
        )
    return ModelError(
        say(N_("The model hub {endpoint} has a problem: it answers {status}."), endpoint=endpoint, status=status),
        say(N_("Try again later; what has been downloaded is kept.")),
    )


def _no_revision(name: str, revision: str) -> ModelError:
    return ModelError(
        say(N_("The model “{name}” has no revision “{revision}”."), name=name, revision=revision[:100]),
        say(N_("Use “main”, or a tag or commit from the model's page.")),
    )


def _no_hub(endpoint: str) -> ModelError:
    return ModelError(say(N_("{endpoint} does not answer like a model hub."), endpoint=endpoint), _network_fix())


def _network_fix() -> Sentence:
    return say(N_("Check the network, or enter a mirror of the hub in Settings."))
