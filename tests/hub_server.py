"""A model hub on loopback: speaks as much of the Hugging Face Hub's protocol as a download needs, and misbehaves.

It serves the files of a folder under an id. Files over `large_bytes` are "large": the tree gives their sha256, and
their content is reached through a redirect, as on the Hub.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Behaviour:
    """What the hub does; tests change it between requests.

    Attributes:
        status: Answered to every request to the API, with this error code, instead of the truth.
        file_statuses: Answered in turn to the next requests for a large file.
        break_after: Bytes after which the connection is cut, for so many large files.
        corrupt: Files whose first byte is changed on the way.
        ignores_range: Answers 200 with the whole file to a request for its end.
        page_size: Entries on a page of the tree.
        not_json: Answers the API with a web page.
        requests: Every request line with its Range, in order.
    """

    status: int = 200
    error_code: str = ""
    file_statuses: list[int] = field(default_factory=list)
    break_after: list[int] = field(default_factory=list)
    corrupt: set[str] = field(default_factory=set)
    ignores_range: bool = False
    page_size: int = 1000
    not_json: bool = False
    delay_s: float = 0.0
    requests: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Hub:
    """A running hub: its address, what it serves and how it behaves."""

    endpoint: str
    models: dict[str, Path]
    behaviour: Behaviour
    large_bytes: int = 10_000


@contextmanager
def serve(models: dict[str, Path]) -> Iterator[Hub]:
    """Runs a hub with the folders of `models` by id until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    hub = Hub(f"http://127.0.0.1:{server.server_port}", models, Behaviour())
    _Handler.hubs[server.server_port] = hub
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        del _Handler.hubs[server.server_port]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hubs: dict[int, Hub] = {}  # noqa: RUF012 - the servers that run, by port

    @property
    def hub(self) -> Hub:
        return self.hubs[self.connection.getsockname()[1]]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Says nothing."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.behaviour.requests.append((path, self.headers.get("Range", "")))
        if path.startswith("/api/models/"):
            self._api(path.removeprefix("/api/models/"))
        elif "/resolve/" in path:
            self._resolve(path)
        elif path.startswith("/storage/"):
            self._storage(path)
        else:
            self._answer(404, b"{}")

    def _api(self, path: str) -> None:
        behaviour = self.hub.behaviour
        if behaviour.not_json:
            return self._answer(200, b"<html>Welcome to the hotel's network</html>")
        if behaviour.status != 200:
            return self._answer(behaviour.status, b"{}", {"X-Error-Code": behaviour.error_code})
        name, _, rest = path.partition("/revision/") if "/revision/" in path else path.partition("/tree/")
        if name not in self.hub.models:
            return self._answer(401, b"{}", {"X-Error-Code": "RepoNotFound"})
        if rest not in ("main", COMMIT):
            return self._answer(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
        if "/tree/" in path:
            return self._tree(name)
        card = {"license": "apache-2.0", "language": ["en", "multilingual"]}
        info = {"id": name, "sha": COMMIT, "private": False, "gated": False, "cardData": card, "tags": ["x"]}
        return self._answer(200, json.dumps(info).encode())

    def _tree(self, name: str) -> None:
        folder = self.hub.models[name]
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        entries = [self._entry(path, path.relative_to(folder).as_posix()) for path in paths]
        entries.append({"type": "directory", "oid": "0" * 40, "size": 0, "path": "1_Pooling"})
        size = self.hub.behaviour.page_size
        start = int(parse_qs(urlsplit(self.path).query).get("cursor", ["0"])[0])
        headers = {}
        if start + size < len(entries):
            url = f"{self.hub.endpoint}{urlsplit(self.path).path}?recursive=true&cursor={start + size}"
            headers["Link"] = f'<{url}>; rel="next"'
        self._answer(200, json.dumps(entries[start : start + size]).encode(), headers)

    def _entry(self, path: Path, name: str) -> dict[str, object]:
        content = path.read_bytes()
        entry: dict[str, object] = {"type": "file", "path": name, "size": len(content)}
        if len(content) > self.hub.large_bytes:
            lfs = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
            return entry | {"oid": "f" * 40, "lfs": lfs, "xetHash": "e" * 64}
        return entry | {"oid": hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()}

    def _resolve(self, path: str) -> None:
        name, _, rest = path.lstrip("/").partition("/resolve/")
        file = self.hub.models[name] / rest.partition("/")[2]
        size = file.stat().st_size
        headers = {"X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if size <= self.hub.large_bytes:
            return self._content(file, headers)
        headers |= {
            "X-Linked-Size": str(size),
            "X-Linked-ETag": f'"{hashlib.sha256(file.read_bytes()).hexdigest()}"',
            "Location": f"/storage/{name}/{file.relative_to(self.hub.models[name]).as_posix()}?token=1",
        }
        return self._answer(302, b"Found", headers)

    def _storage(self, path: str) -> None:
        organisation, name, file = path.removeprefix("/storage/").split("/", 2)
        if self.hub.behaviour.file_statuses:
            return self._answer(self.hub.behaviour.file_statuses.pop(0), b"")
        return self._content(self.hub.models[f"{organisation}/{name}"] / file, {})

    def _content(self, file: Path, headers: dict[str, str]) -> None:
        behaviour = self.hub.behaviour
        content = file.read_bytes()
        if file.name in behaviour.corrupt:
            content = bytes([content[0] ^ 1]) + content[1:]
        range_header = self.headers.get("Range", "")
        status, start = 200, 0
        if range_header and not behaviour.ignores_range:
            status, start = 206, int(range_header.removeprefix("bytes=").rstrip("-"))
            headers |= {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        is_large = len(content) > self.hub.large_bytes
        cut = behaviour.break_after.pop(0) if is_large and behaviour.break_after else None
        self._answer(status, content[start:], headers, cut=cut)

    def _answer(
        self, status: int, content: bytes, headers: dict[str, str] | None = None, *, cut: int | None = None
    ) -> None:
        self.send_response(status)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[:cut])
        if cut is not None:
            self.close_connection = True
