"""How much memory this computer has, as far as this process may use it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_CONTAINER_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def total_memory_bytes() -> int:
    """Physical memory, or the limit of the container if that is less; 0 if the system does not tell."""
    if sys.platform == "win32":
        return _windows_memory_bytes()
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min([total, *(limit for path in _CONTAINER_LIMITS if (limit := _limit(path)) is not None)])


def _limit(path: Path) -> int | None:
    """A control group's limit (Linux documentation, cgroup v2, memory.max); None if there is none."""
    if not path.is_file():
        return None
    text = path.read_text(encoding="ascii").strip()
    return int(text) if text.isdigit() else None


def _windows_memory_bytes() -> int:
    """UllTotalPhys of GlobalMemoryStatusEx (Windows API, sysinfoapi.h)."""
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            *((name, ctypes.c_uint64) for name in ("total", "free", "page", "free_page", "own", "free_own", "more")),
        )

    status = Status(length=ctypes.sizeof(Status))
    getattr(ctypes, "windll").kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # noqa: B009 - on Windows only
    return int(status.total)
