"""Reads a workbook in a process of its own first: what would end that process must not end this one.

The library that reads workbooks asks for as much memory as a damaged file says, 500 GB for a stray cell, and when it
does not get it the process is over. So another process tries, with a limit to its memory and its time; what it reads is
thrown away, and a file that it survived is read again here. That costs a fifth of the time of reading.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path

import workbench

PROBE = "--probe-workbook"
"""The argument that makes the program such a process."""

LONGEST_S = 20.0
"""So long may it take for a small file."""

_LONGEST_S_PER_MB = 2.0
_LEAST_MEMORY = 2 << 30  # four times what a sheet of Excel 97 takes that is filled to the last cell
_MEMORY_PER_BYTE = 100
_BUG = 1  # Python's exit code for what is not caught
_NO_MEMORY = 3


def why_unreadable(path: Path) -> str:
    """What happens to a process that reads the workbook; empty if nothing does.

    Raises:
        OSError: If the file is gone.
    """
    status = path.stat()
    return _why_unreadable(path, status.st_size, status.st_mtime_ns)


def probe(file: str) -> int:
    """Reads every sheet of a workbook; what can be told in words is no matter here.

    Returns:
        The exit code.
    """
    _limit_memory(os.path.getsize(file))
    from python_calamine import load_workbook

    try:
        with load_workbook(file) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                next(iter(sheet.iter_rows()), None)
                sheet.merged_cell_ranges  # noqa: B018 - it is read from the file here
    except MemoryError:
        return _NO_MEMORY
    except Exception:  # noqa: BLE001 - it comes again where it can be told
        return 0
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # likewise
            raise
    return 0


@functools.lru_cache(maxsize=16)
def _why_unreadable(path: Path, size: int, _changed_ns: int) -> str:
    longest_s = LONGEST_S + _LONGEST_S_PER_MB * size / 1e6
    try:
        done = subprocess.run(
            [*_program(), PROBE, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=longest_s,
            check=False,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return f"reading takes more than {longest_s:.0f} s"
    told = done.stderr.decode(errors="replace").strip()
    if done.returncode == _BUG:
        raise RuntimeError(f"the workbook could not be tried: {told}")
    if done.returncode:
        return f"reading ends the process with {done.returncode}: {told.partition(chr(10))[0]}"
    return ""


def _program() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "workbench"]


def _environment() -> dict[str, str]:
    """As here, with the place of this program where it is not frozen."""
    if getattr(sys, "frozen", False):
        return dict(os.environ)
    places = (str(Path(workbench.__file__).parent.parent), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}


def _limit_memory(size: int) -> None:
    """As much as a whole workbook of this size can need, where the platform has limits; elsewhere time is the limit."""
    if sys.platform == "win32":
        return
    import resource

    most = _LEAST_MEMORY + _MEMORY_PER_BYTE * size
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
