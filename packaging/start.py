#!/usr/bin/env python3
"""Sets Workbench up and starts it: the one command for a fresh machine, with nothing but Python 3.11.

    python3 packaging/start.py                  the window
    python3 packaging/start.py train FILE ...   any command of the command line, without a window
    python3 packaging/start.py test [ARGS]      the whole test suite; ARGS go to pytest

It uses the standard library only, and syntax that older Pythons can read, so that they too get a sentence.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "workbench-installed.txt"
USER_ERROR = 2

WINDOW_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
}
"""What Qt 6.11's xcb platform loads, by Debian package; its own message blames xcb-cursor whichever is missing."""

TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "xprop": "x11-utils",
}
CHINESE_FONT = "fonts-wqy-microhei"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
CHINESE_FONT_NAMES = ("cjk", "wqy", "sourcehan", "arphic", "uming", "ukai", "droidsansfallback", "simsun", "msyh")

TESTS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports", "--no-cache"),
)


def main(arguments: list[str]) -> int:
    """Sets up what is missing and runs what the arguments ask for.

    Args:
        arguments: Nothing or a file for the window, `test`, or a command of the command line.

    Returns:
        The exit code of what was run; 2 if the user must change something first.
    """
    if sys.version_info < NEEDED_PYTHON:
        return _complain(
            "Workbench needs Python {}.{} or newer; this is Python {}. Install it from python.org or your system's "
            "packages, then run this again with it.".format(*NEEDED_PYTHON, platform.python_version())
        )
    is_test = arguments[:1] == ["test"]
    if is_test:
        return _run_tests(arguments[1:])
    if not _install(extra=""):
        return USER_ERROR
    if _wants_window(arguments):
        if not _has_display():
            return _complain(
                "There is no display to open a window on. The same job without a window:\n"
                "    python3 packaging/start.py train FILE"
            )
        if not _ensure_system_packages(_missing_for_the_window()):
            return USER_ERROR
    return _hand_over([str(_program("python")), "-m", "workbench", *arguments])


def _run_tests(arguments: list[str]) -> int:
    """The whole suite: style, types, layers, then the tests. Every part runs, so that one look shows all."""
    if not _install(extra="test"):
        return USER_ERROR
    if sys.platform.startswith("linux"):
        programs = [package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None]
        if not _ensure_system_packages(_missing_for_the_window() + programs):
            return USER_ERROR
    commands = [[str(_program(name)), *rest] for name, *rest in TESTS]
    commands.append([str(_program("python")), "-m", "pytest", *arguments])
    failed = []
    for command in commands:
        shown = " ".join([Path(command[0]).stem, *command[1:]])
        print("== " + shown, flush=True)
        if subprocess.call(command, cwd=ROOT) != 0:
            failed.append(shown)
    for shown in failed:
        print("FAILED: " + shown, file=sys.stderr)
    return 1 if failed else 0


def _install(extra: str) -> bool:
    """Makes `.venv` and installs the pinned packages, unless that was done for this very pyproject.toml."""
    wanted = _fingerprint()
    done = STAMP.read_text(encoding="utf-8").split("\n") if STAMP.is_file() else []
    if _program("python").exists() and done[:1] == [wanted] and extra in [*done[1:], ""]:
        return True
    print("Setting Workbench up in .venv; this takes a minute or two the first time.", flush=True)
    if not _make_environment():
        return False
    STAMP.unlink(missing_ok=True)  # an install that is cut off must not look like a whole one
    target = ".[{}]".format(extra) if extra else "."  # noqa: UP032 - older Pythons must be able to read this file
    pip = [str(_program("python")), "-m", "pip", "install", "--disable-pip-version-check", "-e", target]
    if not sys.stdout.isatty():
        pip.append("-qq")
    if subprocess.call(pip, cwd=ROOT) != 0:
        _complain("The packages could not be installed; pip's message above says why. Run this again to try anew.")
        return False
    extras = {name for name in [*done[1:], extra] if name} if done[:1] == [wanted] else {extra}
    STAMP.write_text("\n".join([wanted, *sorted(extras)]), encoding="utf-8")
    return True


def _make_environment() -> bool:
    """Makes `.venv`, or makes it anew if it does not work: cut off, moved, or of another Python."""
    works = _program("python").exists() and _answers([str(_program("python")), "-m", "pip", "--version"])
    if works:
        return True
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    if subprocess.call([sys.executable, "-m", "venv", str(ENVIRONMENT)]) != 0:
        _complain("Python could not make .venv. On Debian and Ubuntu: sudo apt-get install python3-venv")
        return False
    return True


def _fingerprint() -> str:
    """What the installed packages depend on: the pins, where this checkout lies, and the Python."""
    pins = (ROOT / "pyproject.toml").read_bytes()
    told = "{}\n{}".format(ROOT, platform.python_version())  # noqa: UP032 - as above
    return hashlib.sha256(pins + told.encode()).hexdigest()


def _program(name: str) -> Path:
    """Where a program of `.venv` lies."""
    if sys.platform == "win32":
        return ENVIRONMENT / "Scripts" / (name + ".exe")
    return ENVIRONMENT / "bin" / name


def _wants_window(arguments: list[str]) -> bool:
    """Asks the program itself, which knows its commands."""
    code = "import sys; from workbench.__main__ import opens_the_window as o; sys.exit(0 if o(sys.argv[1:]) else 1)"
    return _answers([str(_program("python")), "-c", code, *arguments])


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _missing_for_the_window() -> list[str]:
    """Debian packages of the shared libraries and the font that are not there; nothing but on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for name, package in WINDOW_LIBRARIES.items() if not _can_load(name)]
    return missing if _has_chinese_font() else [*missing, CHINESE_FONT]


def _can_load(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _has_chinese_font() -> bool:
    """Asks fontconfig, or looks into the font folders where its program is not installed."""
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
        return bool(listed.stdout.strip())
    files = (file for folder in FONT_FOLDERS for file in Path(folder).expanduser().glob("**/*.[ot]t[fc]"))
    return any(name in file.name.lower().replace("-", "") for file in files for name in CHINESE_FONT_NAMES)


def _ensure_system_packages(packages: list[str]) -> bool:
    """Installs system packages as root, else names the exact line. A missing font alone stops nobody."""
    if not packages:
        return True
    names = _as_this_release_calls_them(packages)
    line = "apt-get install --no-install-recommends " + " ".join(names)
    if shutil.which("apt-get") is None:
        print("Qt needs these; install them with your package manager: " + " ".join(_sonames(packages)))
        return packages == [CHINESE_FONT]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing system packages: " + line, flush=True)
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        update = subprocess.call(["apt-get", "update", "-qq"], env=quiet)
        if update == 0 and subprocess.call([*line.split(), "-y", "-qq"], env=quiet) == 0:
            return True
        _complain("The system packages could not be installed; the messages above say why.")
        return packages == [CHINESE_FONT]
    print("The window needs system packages that are not there. Install them with:\n    sudo " + line, file=sys.stderr)
    return packages == [CHINESE_FONT]


def _as_this_release_calls_them(packages: list[str]) -> list[str]:
    """Newer Debian and Ubuntu call libglib2.0-0 libglib2.0-0t64."""
    renamed = {"libglib2.0-0": "libglib2.0-0t64"}
    if shutil.which("apt-cache") is None:
        return packages
    return [
        renamed[name] if name in renamed and _answers(["apt-cache", "show", renamed[name]]) else name
        for name in packages
    ]


def _sonames(packages: list[str]) -> list[str]:
    by_package = {package: name for name, package in WINDOW_LIBRARIES.items()}
    return [by_package.get(package, package) for package in packages]


def _answers(command: list[str]) -> bool:
    """Whether a command runs and ends well; what it prints is not shown."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _hand_over(command: list[str]) -> int:
    """Runs the program in this one's place, so that signals and exit codes are its own."""
    if sys.platform == "win32":
        return subprocess.call(command)
    return os.execv(command[0], command)


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return USER_ERROR


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
