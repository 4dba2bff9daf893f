"""What the training computes on: the device, its threads, its precision and the memory in use."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import torch

from workbench.i18n import tr

_SYSTEM: str = sys.platform  # a plain string: mypy would call the branches of the other systems unreachable


@dataclass(frozen=True)
class Device:
    """Where tensors live and how they are computed.

    Attributes:
        name: In words of the current language, such as `CPU, 8 cores`.
        torch_device: What torch calls it.
        half_precision: The type for autocast, or None to compute in float32.
    """

    name: str
    torch_device: torch.device
    half_precision: torch.dtype | None = None

    def autocast(self) -> AbstractContextManager[object]:
        """The context in which the forward pass runs."""
        if self.half_precision is None:
            return nullcontext()
        return torch.autocast(self.torch_device.type, dtype=self.half_precision)

    def move(self, batch: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Brings the tensors of a batch to the device."""
        if self.torch_device.type == "cpu":
            return dict(batch)
        return {key: tensor.to(self.torch_device, non_blocking=True) for key, tensor in batch.items()}

    def memory_bytes(self) -> int:
        """Memory in use: of the tensors on a GPU, of the process on a CPU."""
        if self.torch_device.type == "cuda":
            return torch.cuda.memory_allocated(self.torch_device)
        if self.torch_device.type == "mps":
            return torch.mps.current_allocated_memory()
        return process_memory_bytes()


def choose_device(*, half: bool = True) -> Device:
    """The best device of this computer: CUDA, else Apple's GPU, else the CPU. Sets the number of threads.

    Args:
        half: Compute in bfloat16 where the device has instructions for it.
    """
    cores = usable_cores()
    if torch.get_num_threads() != cores:
        torch.set_num_threads(cores)
    if torch.cuda.is_available():
        dtype = torch.bfloat16 if half and torch.cuda.is_bf16_supported(including_emulation=False) else None
        return Device(torch.cuda.get_device_name(0), torch.device("cuda", 0), half_precision=dtype)
    if torch.backends.mps.is_available():
        return Device(tr("Apple GPU"), torch.device("mps"))
    return cpu_device(half=half)


def cpu_device(*, half: bool = True) -> Device:
    """The CPU with the threads that torch uses now.

    Args:
        half: Compute in bfloat16 where the processor has instructions for it: about four times as fast on those, and
            slower on all others.
    """
    name = tr("CPU, {n} core", "CPU, {n} cores", n=torch.get_num_threads())
    dtype = torch.bfloat16 if half and _has_bfloat16() else None
    return Device(name, torch.device("cpu"), half_precision=dtype)


def usable_cores() -> int:
    """Physical cores that this process may use: hyper-threads do not count, and limits of containers are kept.

    `OMP_NUM_THREADS` has the last word. The process runs at low priority, so the window needs no core of its own.
    """
    named = os.environ.get("OMP_NUM_THREADS", "")
    if named.isdigit() and int(named) > 0:
        return int(named)
    logical = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limits = [logical, _physical_cores() or logical, _container_cores() or logical]
    return max(1, min(limits))


def process_memory_bytes() -> int:
    """Resident memory of this process; 0 where the system does not tell."""
    if _SYSTEM == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    if _SYSTEM == "win32":
        return _windows_memory_bytes()
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # the peak so far, in bytes on macOS


def _has_bfloat16() -> bool:
    """Whether the processor multiplies in bfloat16 by itself (AVX512_BF16, AMX_BF16); `torch.cpu` names what it has."""
    has = torch.cpu.get_capabilities()
    return any(bool(has.get(name)) for name in ("avx512_bf16", "amx_bf16"))


def _physical_cores() -> int | None:
    """Cores without hyper-threads, of all sockets; None where torch cannot tell."""
    count = torch.cpu.get_capabilities().get("num_physical_cores")
    return count if isinstance(count, int) and count > 0 else None


def _container_cores(limit: Path = Path("/sys/fs/cgroup/cpu.max")) -> int | None:
    """The whole cores of a control group's quota (Linux documentation, cgroup v2, cpu.max); None if unlimited."""
    if not limit.is_file():
        return None
    quota, _, period = limit.read_text(encoding="ascii").strip().partition(" ")
    return max(1, int(quota) // int(period)) if quota.isdigit() and period.isdigit() else None


def _windows_memory_bytes() -> int:
    """WorkingSetSize of GetProcessMemoryInfo (Windows API, psapi.h)."""
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("page_fault_count", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "working_set", "a", "b", "c", "d", "page", "peak_page")),
        )

    counters = Counters(cb=ctypes.sizeof(Counters))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only, which mypy knows
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.K32GetProcessMemoryInfo.argtypes = (wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD)
    kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    return int(counters.working_set)
