"""What survives a restart of the window: `session.json` in the library."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

STATE_FILE = "session.json"


class SessionState(msgspec.Struct, frozen=True, kw_only=True):
    """What was current when the window was closed."""

    version_id: int | None = None
    run_id: int | None = None
    model: str = "starter"
    method: str = "full"
    settings: dict[str, str | int | float | bool] = msgspec.field(default_factory=dict)
    seed: int = 0
    left: dict[int, int] = msgspec.field(default_factory=dict)
    """The version that each one was last left for by an undo; see History."""


def load_state(library: Path) -> SessionState:
    """The state that was kept, or a new one if there is none or it cannot be read."""
    try:
        return msgspec.json.decode((library / STATE_FILE).read_bytes(), type=SessionState)
    except (OSError, msgspec.MsgspecError):
        return SessionState()


def save_state(library: Path, state: SessionState) -> None:
    """Keeps the state, whole or not at all.

    Raises:
        OSError: If the library cannot be written.
    """
    partial = library / (STATE_FILE + ".partial")
    partial.write_bytes(msgspec.json.encode(state))
    os.replace(partial, library / STATE_FILE)
