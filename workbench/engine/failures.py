"""Turns whatever a handler raises into the error that the user meets."""

from __future__ import annotations

import errno
import traceback

from workbench.errors import DiskFullError, OutOfMemoryError, WorkbenchError
from workbench.i18n import N_, say
from workbench.values import ErrorInfo

_DISK_FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # the last one: the disk holds no file as large
_DISK_FULL_WORDS = ("no space left on device", "database or disk is full", "disk quota exceeded")
_MEMORY_WORDS = ("can't allocate memory", "not enough memory", "cuda out of memory", "std::bad_alloc")


def failure_info(error: Exception) -> ErrorInfo:
    """What to tell the user of an exception: the remedy where there is one, else that it is a bug, with its trace."""
    if isinstance(error, WorkbenchError):
        return error.info()
    details = "".join(traceback.format_exception(error))
    if is_out_of_memory(error):
        return OutOfMemoryError(
            say(N_("The computer ran out of memory.")),
            say(N_("Choose a smaller batch size, a shorter longest text or a smaller model, or close other programs.")),
            details=details,
        ).info()
    if is_disk_full(error):
        return DiskFullError(
            say(N_("The disk is full.")),
            say(N_("Free some space or delete runs, then try again. Nothing that was complete is lost.")),
            details=details,
        ).info()
    return ErrorInfo(
        code="bug",
        what=say(
            N_("Workbench made a mistake: {name}: {problem}"), name=type(error).__name__, problem=_first_line(error)
        ),
        fix=say(N_("Your data is unharmed. The details help whoever mends it.")),
        details=details,
    )


def is_out_of_memory(error: Exception) -> bool:
    """Whether the computer or its GPU had too little memory; torch's own class is known by its name, without torch."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and any(words in str(error).lower() for words in _MEMORY_WORDS)


def is_disk_full(error: Exception) -> bool:
    """Whether a write failed for lack of space, whichever library wrote."""
    if isinstance(error, OSError) and error.errno in _DISK_FULL_ERRNOS:
        return True
    return any(words in str(error).lower() for words in _DISK_FULL_WORDS)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300] or "-"
