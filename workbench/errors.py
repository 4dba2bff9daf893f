"""The errors that a user can act on; anything else that is raised is a bug and rises to its process's one handler.

WorkbenchError            exit code 2
+-- FileError             a file cannot be found, read or written
+-- DataError             the table lacks what the task needs
+-- ModelError            a base model cannot be had or used
+-- SettingError          a setting is unknown or out of range
+-- RunError              a run does not exist or cannot do that
+-- LibraryError          the library is newer, locked or damaged
+-- EngineError           the engine ended or does not answer
+-- OutOfMemoryError      the computer ran out of memory
+-- DiskFullError         the disk is full
"""

from __future__ import annotations

from workbench.values import ErrorInfo, Sentence


class WorkbenchError(Exception):
    """An error with a remedy.

    Args:
        what: What happened and why, with the file, row, column or setting named.
        fix: What to do next.
        details: For a bug report; never shown as the message.
    """

    code = "error"

    def __init__(self, what: Sentence, fix: Sentence | None = None, *, details: str = "") -> None:
        super().__init__(what.one.format(**what.values))
        self.what = what
        self.fix = fix
        self.details = details

    def info(self) -> ErrorInfo:
        """Gives the error as a value that can cross the pipe."""
        return ErrorInfo(code=self.code, what=self.what, fix=self.fix, details=self.details)


class FileError(WorkbenchError):
    """A file cannot be found, read or written."""

    code = "file"


class DataError(WorkbenchError):
    """The table lacks what the task needs."""

    code = "data"


class ModelError(WorkbenchError):
    """A base model cannot be had or used."""

    code = "model"


class SettingError(WorkbenchError):
    """A setting is unknown or out of range."""

    code = "setting"


class RunError(WorkbenchError):
    """A run does not exist or cannot do what was asked."""

    code = "run"


class LibraryError(WorkbenchError):
    """The library is newer than the program, locked, or damaged."""

    code = "library"


class EngineError(WorkbenchError):
    """The engine ended or does not answer."""

    code = "engine"


class OutOfMemoryError(WorkbenchError):
    """The computer or its GPU ran out of memory."""

    code = "memory"


class DiskFullError(WorkbenchError):
    """The disk is full."""

    code = "disk"
