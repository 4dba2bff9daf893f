"""What the process of a worker (engine or command line) sets before torch is imported."""

from __future__ import annotations

import os
import sys

QUIET = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TOKENIZERS_PARALLELISM": "true",
}
"""Progress reaches the user as events; no library draws bars or sends usage figures of its own."""

OMP_WAIT_POLICY = "PASSIVE"
"""Idle OpenMP threads sleep. The default, to spin, trains four times slower beside one other busy core."""

_BELOW_NORMAL_PRIORITY_CLASS = 0x4000  # winbase.h
_NICENESS = 10


def prepare_environment() -> None:
    """Silences the libraries and tames OpenMP; a variable that the user has set is left alone."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("OMP_WAIT_POLICY", OMP_WAIT_POLICY)


def lower_priority() -> None:
    """Lets every other program go first, so that the window and the desktop stay smooth."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_NICENESS)
