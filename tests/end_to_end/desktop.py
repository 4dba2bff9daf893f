"""A desktop of its own for a test: a virtual screen, a window manager, and hands (xdotool)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

HERE = Path(__file__).parent
CHECKOUT = HERE.parent.parent
T = TypeVar("T")

NEEDED = ("Xvfb", "xdotool", "openbox")


def missing_programs() -> list[str]:
    """The programs that a desktop needs and that are not installed."""
    return [name for name in NEEDED if shutil.which(name) is None]


def wait_for(probe: Callable[[], T | None], *, timeout_s: float, what: str) -> T:
    """Asks until there is an answer; fails with `what` if none comes in time."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        found = probe()
        if found:
            return found
        time.sleep(0.1)  # the other side is another process: there is no signal to wait for
    raise AssertionError(f"no {what} within {timeout_s:g} s")


@dataclass
class Program:
    """Workbench as a process with a window.

    Attributes:
        process: The window's process.
        window: The id of its window.
    """

    process: subprocess.Popen[bytes]
    window: str


def engine_process(program: Program, role: str) -> int:
    """The process id of one of the window's engines; 0 if it has none."""
    command = ["ps", "-o", "pid=,args=", "--ppid", str(program.process.pid)]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return next((int(line.split()[0]) for line in listed if f"--engine {role}" in line), 0)


def used_cpu_s(process_id: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_idle(process_id: int, *, for_s: float = 1.0) -> bool:
    """Whether a process does next to nothing for a while: what it had to show is shown."""
    before = used_cpu_s(process_id)
    time.sleep(for_s)
    return used_cpu_s(process_id) - before < 0.05 * for_s


class Desktop:
    """One virtual screen with a window manager."""

    def __init__(self, display: str, log: IO[bytes]) -> None:
        self.environment = {
            **os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        self._log = log

    def start_workbench(self, library: Path, *arguments: str) -> Program:
        """Starts the real program and waits for its window."""
        command = [sys.executable, "-m", "workbench", "--library", str(library), *arguments]
        process = subprocess.Popen(command, env=self.environment, cwd=CHECKOUT, stdout=self._log, stderr=self._log)

        def window() -> str | None:
            if process.poll() is not None:
                raise AssertionError(f"workbench ended with {process.returncode}")
            return self._find("--all", "--pid", str(process.pid), "--onlyvisible", "--name", "Workbench")

        program = Program(process, wait_for(window, timeout_s=60, what="window"))
        wait_for(lambda: engine_process(program, "interactive"), timeout_s=60, what="engine: the panes are not built")
        self.xdotool("windowactivate", "--sync", program.window)
        wait_for(lambda: is_idle(process.pid), timeout_s=60, what="rest: the window is still being built")
        return program

    @contextmanager
    def dragged_file(self, path: Path, *, to: tuple[int, int]) -> Iterator[None]:
        """Drags a file out of another program and drops it at a point of the screen.

        The other program lives as long as the context: it is asked for the file's name only after the drop.
        """
        command = [sys.executable, str(HERE / "drag_source.py"), str(path), "20", "20"]
        source = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE)
        try:
            assert source.stdout is not None
            assert source.stdout.readline() == b"ready\n"
            found = wait_for(
                lambda: self._find("--onlyvisible", "--name", "drag source"), timeout_s=20, what="drag source"
            )
            self.xdotool("windowactivate", "--sync", found)
            self.xdotool("mousemove", "--window", found, "40", "30", "mousedown", "1")
            for step in range(1, 11):
                self.xdotool("mousemove", str(60 + (to[0] - 60) * step // 10), str(50 + (to[1] - 50) * step // 10))
                time.sleep(0.05)  # as a hand would
            time.sleep(0.3)
            self.xdotool("mouseup", "1")
            assert source.stdout.readline() == b"dropped CopyAction\n"
            yield
        finally:
            source.kill()
            source.communicate()

    def press(self, program: Program, *keys: str) -> None:
        """Presses keys in the program's window, such as `ctrl+Return`."""
        self.xdotool("windowactivate", "--sync", program.window)
        for key in keys:
            self.xdotool("key", "--clearmodifiers", key)

    def type(self, program: Program, text: str) -> None:
        """Types a text where the focus is."""
        self.xdotool("windowactivate", "--sync", program.window)
        self.xdotool("type", "--delay", "15", text)

    def screenshot(self, path: Path) -> None:
        """Keeps a picture of the whole screen, for a person who looks into a failure."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=False)

    def xdotool(self, *arguments: str) -> None:
        """Runs xdotool."""
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True, stdout=subprocess.DEVNULL, timeout=60)

    def _find(self, *query: str) -> str | None:
        """The last window that fits the query."""
        command = ["xdotool", "search", *query]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.split()[-1] if done.stdout.split() else None


@contextmanager
def desktop(log_path: Path, *, size: str = "1280x800") -> Iterator[Desktop]:
    """A virtual screen with a window manager, ended afterwards."""
    with log_path.open("wb") as log:
        read, write = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
            pass_fds=[write], stdout=log, stderr=log,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as number:
            display = f":{number.readline().strip()}"
        environment = {**os.environ, "DISPLAY": display}
        manager = subprocess.Popen(["openbox"], env=environment, stdout=log, stderr=log)
        try:
            yield Desktop(display, log)
        finally:
            for process in (manager, screen):
                process.terminate()
                process.wait(timeout=20)
