"""Writes what a run tells into the library on its way to the window: first kept, then told."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator

from workbench.protocol import Event, StepLogged
from workbench.store import Library

BATCH_S = 0.5
"""The longest that a step waits for the next ones: a commit waits for the disk, 2 a second are not felt."""


def recorded(events: Iterator[Event], library: Library) -> Iterator[Event]:
    """Passes a run's events on and records them.

    Steps are recorded in batches; every other event is in the library, with the steps before it, when it is passed on.
    Closing this iterator closes `events` and records what is left.

    Args:
        events: A run's events, as its handler yields them.
        library: Where they are kept.

    Yields:
        The same events.
    """
    batch: list[Event] = []
    due = time.monotonic() + BATCH_S
    try:
        for event in events:
            batch.append(event)
            if not isinstance(event, StepLogged) or time.monotonic() >= due:
                library.record(batch)
                batch = []
                due = time.monotonic() + BATCH_S
            yield event
    finally:
        try:
            if isinstance(events, Generator):
                events.close()
        finally:
            library.record(batch)
