"""Where the library and the resources lie, by platform and by the user's word."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workbench import paths


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("WORKBENCH_LIBRARY", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def test_that_the_users_word_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere")
    monkeypatch.setenv("WORKBENCH_LIBRARY", "~/my library")
    assert paths.default_library() == home / "my library"

    monkeypatch.chdir(home)
    monkeypatch.setenv("WORKBENCH_LIBRARY", "relative")
    assert paths.default_library() == home / "relative"


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", ".local/share/workbench"),
        ("darwin", "Library/Application Support/Workbench"),
        ("win32", "AppData/Local/Workbench"),
    ],
)
def test_that_each_platform_keeps_a_users_data_in_its_place(
    home: Path, monkeypatch: pytest.MonkeyPatch, platform: str, folder: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    assert paths.default_library() == home / folder


@pytest.mark.parametrize(
    ("platform", "variable", "name"), [("linux", "XDG_DATA_HOME", "workbench"), ("win32", "LOCALAPPDATA", "Workbench")]
)
def test_that_the_platforms_own_variable_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path / "data"))

    assert paths.default_library() == tmp_path / "data" / name


def test_that_the_resources_of_the_checkout_are_found() -> None:
    assert (paths.resources() / "locale" / "zh_CN").is_dir()


def test_that_resources_inside_the_package_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "workbench" / "paths.py"))
    assert paths.resources() == tmp_path / "resources"

    (tmp_path / "workbench" / "resources").mkdir(parents=True)
    assert paths.resources() == tmp_path / "workbench" / "resources"
