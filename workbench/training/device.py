"""What the training computes on: the device, its threads, its precision and the memory in use."""

from __future__ import annotations

import os
import subprocess
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


def choose_device() -> Device:
    """The best device of this computer: CUDA, else Apple's GPU, else the CPU. Sets the number of threads."""
    cores = usable_cores()
    if torch.get_num_threads() != cores:
        torch.set_num_threads(cores)
    if torch.cuda.is_available():
        half = torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else None
        return Device(torch.cuda.get_device_name(0), torch.device("cuda", 0), half_precision=half)
    if torch.backends.mps.is_available():
        return Device(tr("Apple GPU"), torch.device("mps"))
    return cpu_device()


def cpu_device() -> Device:
    """The CPU with the threads that torch uses now."""
    return Device(tr("CPU, {n} core", "CPU, {n} cores", n=torch.get_num_threads()), torch.device("cpu"))


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


def _physical_cores() -> int | None:
    if _SYSTEM == "linux":
        return _linux_physical_cores(Path("/sys/devices/system/cpu"))
    if _SYSTEM == "darwin":
        answer = subprocess.run(["/usr/sbin/sysctl", "-n", "hw.physicalcpu"], capture_output=True, check=False)
        return int(answer.stdout) if answer.stdout.strip().isdigit() else None
    return torch.get_num_threads()  # torch counts physical cores on Windows by itself


def _linux_physical_cores(root: Path) -> int | None:
    """Different sets of sibling hyper-threads; None if the kernel does not list them."""
    siblings = {path.read_text(encoding="ascii").strip() for path in root.glob("cpu*/topology/thread_siblings_list")}
    return len(siblings) or None


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
