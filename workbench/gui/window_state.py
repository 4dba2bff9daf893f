"""Where the window stood and which pane was open, kept in `window.json` of the library."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

STATE_FILE = "window.json"


class WindowState(msgspec.Struct, frozen=True, kw_only=True):
    """What survives a restart.

    Attributes:
        geometry: As `QWidget.saveGeometry` gives it; empty for the first start.
        pane: The name of the pane that was open.
    """

    geometry: bytes = b""
    pane: str = ""


def load_window_state(library: Path) -> WindowState:
    """The state that was kept; a new one if there is none or it cannot be read."""
    try:
        return msgspec.json.decode((library / STATE_FILE).read_bytes(), type=WindowState)
    except (OSError, msgspec.MsgspecError):
        return WindowState()


def save_window_state(library: Path, state: WindowState) -> None:
    """Keeps the state, whole or not at all.

    Raises:
        OSError: If the library cannot be written.
    """
    library.mkdir(parents=True, exist_ok=True)
    partial = library / (STATE_FILE + ".partial")
    partial.write_bytes(msgspec.json.encode(state))
    os.replace(partial, library / STATE_FILE)
