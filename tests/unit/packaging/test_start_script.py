"""The script of the first minute: what it finds missing, and when it sets things up anew."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent.parent
SCRIPT = ROOT / "packaging" / "start.py"


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script as a module, its environment in a folder of the test's own; nothing is installed."""
    spec = importlib.util.spec_from_file_location("start", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "installed.txt")
    return module


@pytest.fixture
def calls(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that the script runs; each is taken to end well, and makes what it should make."""
    made: list[list[str]] = []

    def call(command: list[str], **_options: object) -> int:
        made.append(command)
        if "venv" in command:
            python = start._program("python")
            python.parent.mkdir(parents=True)
            python.touch()
        return 0

    monkeypatch.setattr(start.subprocess, "call", call)
    monkeypatch.setattr(start, "_answers", lambda _command: True)
    return made


def test_that_it_needs_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(SCRIPT)!r}, run_name='start')"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_that_an_old_python_is_told_in_words(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 1))
    assert start.main([]) == 2
    assert "Workbench needs Python 3.11 or newer" in capsys.readouterr().err


def test_that_the_second_start_takes_no_install_step(start: ModuleType, calls: list[list[str]]) -> None:
    assert start._install(extra="")
    first = len(calls)
    assert start._install(extra="")
    assert first == 2  # venv and pip
    assert len(calls) == first


def test_that_changed_pins_are_installed(
    start: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    start._install(extra="")
    monkeypatch.setattr(start, "_fingerprint", lambda: "other pins")
    start._install(extra="")
    assert sum("pip" in command for command in calls) == 2


def test_that_the_tests_packages_are_added_and_kept(start: ModuleType, calls: list[list[str]]) -> None:
    start._install(extra="")
    start._install(extra="test")
    start._install(extra="")
    start._install(extra="test")
    assert sum("pip" in command for command in calls) == 2


@pytest.mark.usefixtures("calls")
def test_that_an_install_that_was_cut_off_is_done_again(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    start._install(extra="")
    monkeypatch.setattr(start, "_fingerprint", lambda: "other pins")
    monkeypatch.setattr(start.subprocess, "call", lambda *_a, **_o: 1)
    assert not start._install(extra="")
    assert not start.STAMP.exists()


@pytest.mark.usefixtures("calls")
def test_that_an_environment_that_does_not_work_is_made_anew(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = start.ENVIRONMENT / "broken"
    broken.mkdir(parents=True)
    start._program("python").parent.mkdir(parents=True)
    start._program("python").touch()
    monkeypatch.setattr(start, "_answers", lambda _command: False)
    monkeypatch.setattr(start.subprocess, "call", lambda *_a, **_o: 0)
    start._make_environment()
    assert not broken.exists()


def test_that_the_exact_line_is_named_to_who_is_not_root(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda name: None if name == "apt-cache" else f"/usr/bin/{name}")
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000, raising=False)
    assert not start._ensure_system_packages(["libxcb-icccm4", "libegl1"])
    line = "sudo apt-get install --no-install-recommends libxcb-icccm4 libegl1"
    assert line in capsys.readouterr().err


def test_that_root_installs_after_an_update_and_without_questions(
    start: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda name: None if name == "apt-cache" else f"/usr/bin/{name}")
    monkeypatch.setattr(start.os, "geteuid", lambda: 0, raising=False)
    assert start._ensure_system_packages(["libegl1"])
    assert [command[:2] for command in calls] == [["apt-get", "update"], ["apt-get", "install"]]
    assert "--no-install-recommends" in calls[1]
    assert "-y" in calls[1]


def test_that_a_missing_font_stops_nobody(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda name: None if name == "apt-cache" else f"/usr/bin/{name}")
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000, raising=False)
    assert start._ensure_system_packages([start.CHINESE_FONT])
    assert start._ensure_system_packages([])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring Qt's libraries with it")
def test_that_a_library_that_is_missing_is_found_out(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "WINDOW_LIBRARIES", {"libc.so.6": "libc6", "libnothing.so.9": "libnothing9"})
    monkeypatch.setattr(start, "_has_chinese_font", lambda: True)
    assert start._missing_for_the_window() == ["libnothing9"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_that_a_missing_display_names_the_same_job_without_one(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(start, "_install", lambda **_options: True)
    monkeypatch.setattr(start, "_wants_window", lambda _arguments: True)
    assert start.main([]) == 2
    assert "python3 packaging/start.py train FILE" in capsys.readouterr().err


def test_that_ci_runs_the_same_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert "packaging/start.py test" in script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)


def test_that_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    assert [pin for pin in pins if "==" not in pin] == []
