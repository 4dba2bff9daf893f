"""What a handler is given beside its request, and what a handler is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.protocol import EngineRole, Event, Request

if TYPE_CHECKING:  # an engine says that it is ready before it imports the store
    from workbench.engine.predictors import Predictors
    from workbench.store import Library


@dataclass(frozen=True)
class Context:
    """The collaborators of a handler.

    Attributes:
        library: The user's library, open for writing.
        predictors: The models that are loaded, kept from one prediction to the next.
        stop_requested: Whether the user asked to stop and keep the best (`StopRun`).
    """

    library: Library
    predictors: Predictors
    stop_requested: Callable[[], bool]


@dataclass(frozen=True)
class Handler:
    """One request handler; each `engine/handlers/<area>.py` lists its own in `HANDLERS`, a tuple.

    Attributes:
        request: The type that it answers.
        role: The engine that runs it.
        run: A generator function over (request, context): it yields progress events and, last, one terminal event. It
            raises WorkbenchError for what the user can act on. Closing it between two events cancels it: it leaves
            everything in order in `finally`. The server fills in the events' request_id.
    """

    request: type[Request]
    role: EngineRole
    run: Callable[[Any, Context], Iterator[Event]]
