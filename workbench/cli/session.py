"""Runs requests for the command line: opens the library, shows progress, and cancels in good order on Ctrl-C."""

from __future__ import annotations

import functools
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from workbench.cli.console import Console
from workbench.i18n import N_, tr
from workbench.protocol import Event, Request, RequestFailed, TerminalEvent
from workbench.values import ErrorInfo

if TYPE_CHECKING:
    from workbench.engine.context import Context
    from workbench.store import Library

T = TypeVar("T", bound=TerminalEvent)


class CommandFailed(Exception):  # noqa: N818 - a fact, like the event that it carries
    """A request ended in an error.

    Args:
        error: What to tell the user.
        run_id: The run that it belonged to, if any.
    """

    def __init__(self, error: ErrorInfo, run_id: int | None) -> None:
        super().__init__(error.what.one)
        self.error = error
        self.run_id = run_id


class CommandCancelled(Exception):  # noqa: N818 - not an error
    """The user ended a request; `run_id` names the run that can be resumed, if any."""

    def __init__(self, run_id: int | None) -> None:
        super().__init__("cancelled")
        self.run_id = run_id


class Session:
    """One command at work: its library, its console, its requests.

    Args:
        folder: The library.
        console: Takes progress and results.
    """

    def __init__(self, folder: Path, console: Console) -> None:
        self.folder = folder
        self.console = console
        self._is_interrupted = False
        self._old_handlers = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}

    def __enter__(self) -> Self:
        """Takes Ctrl-C over: the first one cancels between two steps, a second one ends at once."""
        for name in self._old_handlers:
            signal.signal(name, self._interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the library and gives Ctrl-C back."""
        for name, handler in self._old_handlers.items():
            signal.signal(name, handler)
        if "context" in self.__dict__:
            self.library.close()

    @functools.cached_property
    def context(self) -> Context:
        """The collaborators of the handlers; made when a command first needs them."""
        from workbench.engine.server import open_context

        return open_context(self.folder, lambda: False)

    @property
    def library(self) -> Library:
        """The open library."""
        return self.context.library

    def ask(self, request: Request, kind: type[T], *, watch: Callable[[Event], None] | None = None) -> T:
        """Runs a request to its end and shows its progress.

        Args:
            request: What to do.
            kind: The terminal event that it ends with.
            watch: Is given each event before that one, too.

        Raises:
            CommandFailed: If it ended in an error.
            CommandCancelled: If the user pressed Ctrl-C.
        """
        from workbench.engine.server import run_request

        run_id: int | None = None
        with closing(run_request(request, self.context)) as events:
            for event in events:
                run_id = getattr(event, "run_id", None) or run_id
                if isinstance(event, RequestFailed):
                    raise CommandFailed(event.error, event.run_id)
                if isinstance(event, kind):
                    return event
                if self._is_interrupted:
                    break
                self.console.event(event)
                if watch is not None:
                    watch(event)
        if self._is_interrupted:
            raise CommandCancelled(run_id)
        raise RuntimeError(f"{type(request).__name__} did not end with {kind.__name__}")

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self._is_interrupted:
            raise KeyboardInterrupt
        self._is_interrupted = True
        if not self.console.is_json:
            self.console.complain(tr(N_("Ending after the step at hand. Press Ctrl-C again to end at once.")))
