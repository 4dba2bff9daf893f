"""Long work in parts, imports in a thread, and garbage that is collected where widgets may be deleted."""

from __future__ import annotations

import builtins
import gc
import importlib
import importlib.util
import sys
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from workbench.gui.collector import Collector
from workbench.gui.loading import Importer, Steps, WithoutPandas, use_plain_import

pytestmark = pytest.mark.gui


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:  # noqa: ARG001 - a timer needs an application
    """A collector; Python's own is back at the end."""
    owner = QObject()
    yield Collector(owner)
    gc.unfreeze()
    gc.enable()


class Knot:
    """Keeps itself alive until a collector comes."""

    def __init__(self, told: Callable[[], None]) -> None:
        self.itself = self
        weakref.finalize(self, told)


def test_that_timers_run_between_the_parts_of_long_work(qtbot: QtBot) -> None:
    seen: list[str] = []

    def work() -> Iterator[None]:
        for part in ("first", "second", "third"):
            seen.append(part)
            QTimer.singleShot(0, owner, lambda: seen.append("turn"))
            yield

    owner = QObject()
    Steps(work(), owner)
    assert seen == []
    qtbot.waitUntil(lambda: seen.count("turn") == 3)
    assert [part for part in seen if part != "turn"] == ["first", "second", "third"]
    assert "turn" in seen[: seen.index("third")]


def test_that_an_error_ends_the_work_and_is_told_once(qtbot: QtBot) -> None:
    def work() -> Iterator[None]:
        yield
        raise ZeroDivisionError

    owner = QObject()
    with qtbot.captureExceptions() as errors:
        Steps(work(), owner)
        qtbot.wait(50)
    assert [kind for kind, _, _ in errors] == [ZeroDivisionError]


def test_that_modules_are_imported_in_a_thread_and_missing_ones_passed_over(qtbot: QtBot) -> None:
    for name in ("colorsys", "workbench_has_no_such_module"):
        sys.modules.pop(name, None)
    importer = Importer(["workbench_has_no_such_module", "colorsys"])
    with qtbot.waitSignal(importer.finished):
        importer.start()
    assert importer.wait()
    assert "colorsys" in sys.modules


def test_that_imports_are_not_slowed_down_by_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "__import__", builtins.__import__)  # put back at the end
    use_plain_import()
    assert builtins.__import__ is getattr(builtins, "__orig_import__", builtins.__import__)


def test_that_no_other_thread_collects_garbage(collector: Collector) -> None:
    threads: list[str] = []
    collector.start()
    Knot(lambda: threads.append(threading.current_thread().name))
    maker = threading.Thread(target=lambda: [[] for _ in range(10_000)], name="maker")
    maker.start()
    maker.join()
    assert threads == []
    junk = [[number] for number in range(10_000)]
    collector.look()
    assert threads == [threading.current_thread().name]
    assert len(junk) == 10_000


def test_that_a_quiet_window_is_not_searched_for_garbage(collector: Collector) -> None:
    collector.start()
    gc.collect()
    before = [generation["collections"] for generation in gc.get_stats()]
    collector.look()
    assert [generation["collections"] for generation in gc.get_stats()] == before


def test_that_libraries_are_told_that_there_is_no_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.delitem(sys.modules, "pandas", raising=False)
    WithoutPandas.install()
    WithoutPandas.install()
    assert sum(isinstance(finder, WithoutPandas) for finder in sys.meta_path) == 1
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("pandas")
    assert importlib.util.find_spec("colorsys") is not None
