"""The end of an engine process, told in words."""

from __future__ import annotations

import signal

from workbench.errors import EngineError, OutOfMemoryError, WorkbenchError
from workbench.i18n import N_, say
from workbench.protocol import EngineRole
from workbench.values import Sentence

_RESUME = say(N_("The run can be resumed from its last checkpoint."))
_AGAIN = say(N_("Try it again; the process starts anew by itself."))
_ONWARD = say(N_("Start it again; a download goes on where it ended."))

_FIX: dict[EngineRole, Sentence] = {"training": _RESUME, "interactive": _AGAIN, "background": _ONWARD}

_MEMORY: dict[EngineRole, tuple[str, str]] = {
    "training": (
        N_("The training process was ended by the system (signal 9); probably memory ran out."),
        N_("Close other programs or choose smaller batches; then resume the run from its last checkpoint."),
    ),
    "interactive": (
        N_("The process for data and predictions was ended by the system (signal 9); probably memory ran out."),
        N_("Close other programs, then try it again."),
    ),
    "background": (
        N_("The process for downloads and files was ended by the system (signal 9)."),
        N_("Start it again; a download goes on where it ended."),
    ),
}
_SIGNAL: dict[EngineRole, str] = {
    "training": N_("The training process crashed (signal {signal})."),
    "interactive": N_("The process for data and predictions crashed (signal {signal})."),
    "background": N_("The process for downloads and files crashed (signal {signal})."),
}
_CODE: dict[EngineRole, str] = {
    "training": N_("The training process ended before its work was done (exit code {code})."),
    "interactive": N_("The process for data and predictions ended before its work was done (exit code {code})."),
    "background": N_("The process for downloads and files ended before its work was done (exit code {code})."),
}
_ENDED: dict[EngineRole, str] = {
    "training": N_("The training process was ended because it did not answer."),
    "interactive": N_("The process for data and predictions was ended because it did not answer."),
    "background": N_("The process for downloads and files was ended because it did not answer."),
}
_START: dict[EngineRole, str] = {
    "training": N_("The training process could not be started: {reason}."),
    "interactive": N_("The process for data and predictions could not be started: {reason}."),
    "background": N_("The process for downloads and files could not be started: {reason}."),
}


def exit_error(role: EngineRole, code: int, *, ended_by_us: bool, stderr: str) -> WorkbenchError:
    """Why a process left requests unanswered.

    Args:
        role: Which engine it was.
        code: Its return code as `subprocess` gives it: negative for a signal.
        ended_by_us: Whether the window ended it.
        stderr: The last lines that it wrote, for the bug report.
    """
    if ended_by_us:
        return EngineError(say(_ENDED[role]), _FIX[role], details=stderr)
    if code == -getattr(signal, "SIGKILL", 9):  # what the kernel sends when memory runs out
        what, fix = _MEMORY[role]
        return OutOfMemoryError(say(what), say(fix), details=stderr)
    if code < 0:
        return EngineError(say(_SIGNAL[role], signal=-code), _FIX[role], details=stderr)
    return EngineError(say(_CODE[role], code=code), _FIX[role], details=stderr)


def start_error(role: EngineRole, error: OSError) -> EngineError:
    """Why a process could not be started."""
    return EngineError(say(_START[role], reason=error.strerror or str(error)), details=str(error))
