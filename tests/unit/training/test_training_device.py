"""Devices, threads and memory."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import torch

from workbench.training import device


def test_that_the_cpu_is_named_with_its_threads() -> None:
    name = device.cpu_device().name

    assert name == ("CPU, 1 core" if torch.get_num_threads() == 1 else f"CPU, {torch.get_num_threads()} cores")


def test_that_half_precision_can_be_refused() -> None:
    assert device.cpu_device(half=False).half_precision is None


@pytest.mark.skipif(sys.platform != "linux", reason="reads the kernel's own figure")
def test_that_the_memory_of_the_process_is_what_the_kernel_says() -> None:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kibibytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))

    assert device.process_memory_bytes() == pytest.approx(kibibytes * 1024, rel=0.05)


def test_that_a_container_limit_is_kept(tmp_path: Path) -> None:
    limit = tmp_path / "cpu.max"

    limit.write_text("250000 100000\n", encoding="ascii")
    assert device._container_cores(limit) == 2
    limit.write_text("50000 100000\n", encoding="ascii")
    assert device._container_cores(limit) == 1
    limit.write_text("max 100000\n", encoding="ascii")
    assert device._container_cores(limit) is None
    assert device._container_cores(tmp_path / "none") is None


def test_that_omp_num_threads_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert device.usable_cores() == 3
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert 1 <= device.usable_cores() <= (os.cpu_count() or 1)
