"""What Copy diagnostics copies: versions, folders, the error, and what Qt said last; never the user's texts."""

from __future__ import annotations

import platform
import sys
from collections import deque
from importlib import metadata
from pathlib import Path

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from workbench import i18n
from workbench.errors import WorkbenchError
from workbench.values import ErrorInfo

RECENT: deque[str] = deque(maxlen=50)
"""The last messages of Qt, oldest first."""


def copy_diagnostics(library: Path, error: ErrorInfo | None = None) -> None:
    """Puts the report on the clipboard."""
    QGuiApplication.clipboard().setText(report(library, error))


def report(library: Path, error: ErrorInfo | None = None) -> str:
    """The report as plain text, in English whatever the language of the window."""
    lines = [
        f"Workbench {_workbench_version()}",
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, Qt {qVersion()}",
        f"{platform.platform()}, {platform.machine()}, frozen: {getattr(sys, 'frozen', False)}",
        f"Qt platform {QGuiApplication.platformName()}, language {i18n.current_language()}",
        f"Library {library}",
    ]
    if error is not None:
        lines += ["", f"Error ({error.code}): {WorkbenchError(error.what)}"]
        if error.fix is not None:
            lines.append(f"Fix: {WorkbenchError(error.fix)}")
        if error.details:
            lines += ["", error.details]
    if RECENT:
        lines += ["", "Qt messages:", *RECENT]
    return "\n".join(lines)


def _workbench_version() -> str:
    try:
        return metadata.version("workbench")
    except metadata.PackageNotFoundError:
        return "(checkout)"
