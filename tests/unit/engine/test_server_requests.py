"""What `run_request` makes of a handler's events and errors."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from workbench.engine import server
from workbench.engine.context import Context, Handler
from workbench.engine.failures import failure_info
from workbench.engine.server import run_request
from workbench.errors import DataError
from workbench.i18n import say
from workbench.protocol import (
    Event,
    ListModels,
    ModelsListed,
    PhaseStarted,
    Progressed,
    Request,
    RequestFailed,
    RunFinished,
)

Answer = Callable[[Request, Context], Iterator[Event]]
CONTEXT = cast(Context, SimpleNamespace())


@pytest.fixture
def answer_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], None]:
    """Puts a handler of the test's own in the place of all others."""

    def use(answer: Answer) -> None:
        handler = Handler(request=ListModels, role="interactive", run=answer)
        monkeypatch.setattr(server, "handlers", lambda: {ListModels: handler})

    return use


def _run() -> list[Event]:
    return list(run_request(ListModels(request_id=7), CONTEXT))


def test_that_every_event_carries_the_id_of_its_request(answer_with: Callable[[Answer], None]) -> None:
    def answer(_request: Request, _context: Context) -> Iterator[Event]:
        yield Progressed(what=say("Half of it"), done=1, total=2)
        yield ModelsListed(models=())

    answer_with(answer)
    assert [event.request_id for event in _run()] == [7, 7]


def test_that_a_handler_ends_by_itself_before_its_terminal_event_is_told(
    answer_with: Callable[[Answer], None],
) -> None:
    ended: list[str] = []

    def answer(_request: Request, _context: Context) -> Iterator[Event]:
        try:
            yield ModelsListed(models=())
            ended.append("by itself")
        except GeneratorExit:
            ended.append("cancelled")
            raise

    answer_with(answer)
    events = run_request(ListModels(), CONTEXT)
    assert isinstance(next(events), ModelsListed)
    assert ended == ["by itself"]


def test_that_an_error_of_the_user_keeps_its_words_and_names_its_run(answer_with: Callable[[Answer], None]) -> None:
    def answer(_request: Request, _context: Context) -> Iterator[Event]:
        yield PhaseStarted(run_id=3, phase="loading")
        raise DataError(say("No label."), say("Choose one."))

    answer_with(answer)
    failed = _run()[-1]
    assert isinstance(failed, RequestFailed)
    assert (failed.error.code, failed.error.what.one, failed.run_id) == ("data", "No label.", 3)


def test_that_a_bug_is_told_with_its_trace(answer_with: Callable[[Answer], None]) -> None:
    def answer(_request: Request, _context: Context) -> Iterator[Event]:
        yield Progressed(what=say("So far so good"))
        raise KeyError("colour")

    answer_with(answer)
    failed = _run()[-1]
    assert isinstance(failed, RequestFailed)
    assert failed.error.code == "bug"
    assert "KeyError: 'colour'" in failed.error.details
    assert __file__ in failed.error.details


def test_that_a_handler_without_an_end_is_a_bug(answer_with: Callable[[Answer], None]) -> None:
    answer_with(lambda _request, _context: iter(()))
    failed = _run()[-1]
    assert isinstance(failed, RequestFailed)
    assert failed.error.code == "bug"


def test_that_closing_closes_the_handler(answer_with: Callable[[Answer], None]) -> None:
    left: list[str] = []

    def answer(_request: Request, _context: Context) -> Iterator[Event]:
        try:
            yield PhaseStarted(run_id=3, phase="training")
            yield RunFinished(run_id=3, state="finished")
        finally:
            left.append("in order")

    answer_with(answer)
    events = run_request(ListModels(), CONTEXT)
    next(events)
    events.close()
    assert left == ["in order"]


def test_that_a_handler_that_fails_while_closing_is_heard(answer_with: Callable[[Answer], None]) -> None:
    def answer(_request: Request, _context: Context) -> Iterator[Event]:
        try:
            yield PhaseStarted(run_id=3, phase="training")
        finally:
            raise OSError(errno.ENOSPC, "No space left on device")

    answer_with(answer)
    events = run_request(ListModels(), CONTEXT)
    next(events)
    with pytest.raises(OSError, match="No space left"):
        events.close()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "memory"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 64 bytes"), "memory"),
        (type("OutOfMemoryError", (RuntimeError,), {})("CUDA out of memory."), "memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk"),
        (Exception('Error while serializing: IoError(Os { message: "No space left on device" })'), "disk"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "bug"),
        (RuntimeError("shape mismatch"), "bug"),
    ],
)
def test_that_full_disks_and_memory_are_told_apart_from_bugs(error: Exception, code: str) -> None:
    assert failure_info(error).code == code


def test_that_every_handler_is_found_once() -> None:
    found: dict[Any, Handler] = server.handlers()
    assert all(request is handler.request for request, handler in found.items())


def test_that_a_library_is_opened_for_the_handlers(tmp_path: Path) -> None:
    context = server.open_context(tmp_path / "library", lambda: False)
    assert (tmp_path / "library" / "workbench.db").is_file()
    context.library.close()
