"""Where things lie: the user's library, and the resources in a checkout, a wheel or a frozen program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

LIBRARY_VARIABLE = "WORKBENCH_LIBRARY"


def default_library() -> Path:
    """The library used when none is named: WORKBENCH_LIBRARY, else the platform's folder for a user's data."""
    named = os.environ.get(LIBRARY_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Workbench"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Workbench"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "workbench"


def resources() -> Path:
    """The folder of icons, fonts, themes, locale and samples."""
    inside = Path(__file__).parent / "resources"  # in a wheel and in a frozen program
    return inside if inside.is_dir() else Path(__file__).parent.parent / "resources"
