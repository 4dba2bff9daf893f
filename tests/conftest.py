"""Fixtures of all tests, and the walls around them: no network, no window on the desktop, nothing of the user's."""

from __future__ import annotations

import csv
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from data_pane_examples import Desk
    from pytestqt.qtbot import QtBot

    from workbench.gui.panes.data.view import DataPane

_home = tempfile.TemporaryDirectory(prefix="workbench-tests-", ignore_cleanup_errors=True)  # removed at the exit
_LOOPBACK = ("127.", "localhost", "::1", "0.0.0.0")


def _isolate() -> None:
    """Runs before Qt, torch or workbench are imported; child processes inherit it."""
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["WORKBENCH_LIBRARY"] = str(Path(_home.name) / "library")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HF_HOME", "LOCALAPPDATA"):
        os.environ[name] = str(Path(_home.name) / name.lower())
    os.environ["LC_ALL"] = "C.UTF-8"  # the texts that tests compare are English
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # spinning threads make tiny trainings crawl on a busy machine
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE"):
        os.environ.pop(name, None)


_isolate()

from workbench import i18n, paths  # noqa: E402 - the walls come first


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Lets sockets connect to this computer only."""
    connect = socket.socket.connect
    patch = pytest.MonkeyPatch()

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and not str(host).startswith(_LOOPBACK):
            raise OSError(f"a test tried to reach {host}")
        connect(self, address)

    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Every test begins in English, whatever the one before it chose."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder for a library that does not exist yet."""
    return tmp_path / "library"


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path) -> Iterator[Desk]:  # noqa: ARG001 - qtbot makes the application
    """What a Data pane is given, over a real library."""
    from data_pane_examples import shown_desk  # needs Qt, which most tests do without

    with shown_desk(library) as made:
        yield made


@pytest.fixture
def pane(at_desk: Desk, qtbot: QtBot) -> Iterator[DataPane]:
    """A Data pane in a window."""
    from data_pane_examples import shown_pane

    with shown_pane(at_desk, qtbot) as made:
        yield made


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of samples that comes with the program."""
    return paths.resources() / "samples"


@pytest.fixture
def sms_csv(tmp_path: Path, samples: Path) -> Path:
    """120 rows of the sample of short messages, both labels among them."""
    source = samples / "sms_spam.csv"
    target = tmp_path / "messages.csv"
    with source.open(encoding="utf-8", newline="") as read, target.open("w", encoding="utf-8", newline="") as written:
        rows = csv.reader(read)
        writer = csv.writer(written)
        writer.writerow(next(rows))
        spam: list[list[str]] = []
        ham: list[list[str]] = []
        for row in rows:
            kept = spam if "spam" in row else ham
            if len(kept) < 60:
                kept.append(row)
        writer.writerows(row for pair in zip(spam, ham, strict=False) for row in pair)
    return target
