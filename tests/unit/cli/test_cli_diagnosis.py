"""What the doctor says, and what it keeps to itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from workbench.cli import diagnosis
from workbench.store.driver import sqlite3

ROOT = Path(__file__).parent.parent.parent.parent


def test_that_every_pinned_package_is_in_the_report() -> None:
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {re.split("[=<>]", pin)[0] for pin in pins} <= set(diagnosis.PACKAGES)


def test_that_the_report_names_the_sqlite_that_the_library_uses() -> None:
    assert diagnosis.versions()["SQLite"] == sqlite3.sqlite_version


def test_that_the_home_folder_is_not_named() -> None:
    assert diagnosis.short(Path.home() / "data" / "library") == str(Path("~/data/library"))
    assert diagnosis.short(Path("/srv/library")) == str(Path("/srv/library"))


def test_that_folders_are_told_before_the_library_exists(tmp_path: Path) -> None:
    told = diagnosis.folders(tmp_path / "not" / "yet")
    assert told["free"].endswith(" GB")
    assert not (tmp_path / "not").exists()


def test_that_one_problem_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "workbench.db").write_bytes(b"no database" * 200)
    checks = {check.name: check.problem for check in diagnosis.run_checks(tmp_path)}
    assert checks["library"].startswith("LibraryError")
    assert checks["torch"] == ""
    assert set(checks) == {"library", "resources", "torch", "starter"}
