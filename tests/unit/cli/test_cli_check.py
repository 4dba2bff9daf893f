"""`workbench import --check`: the issues that take more than a moment stand in the result, too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.main import main

KINDS = ("fruit", "bread", "cheese", "honey", "juice")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    texts = [f"{KINDS[at % 5]} number {at * 7919} from the shop was sold" for at in range(30)]
    rows = [f"{text},{'pos' if at % 3 else 'neg'}" for at, text in enumerate(texts)]
    path = tmp_path / "reviews.csv"
    path.write_text("\n".join(["review,sentiment", *rows, "write to ann@example.org about it,pos"]) + "\n")
    return path


def issues(file: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main(["import", str(file), *options, "--json", "--library", str(file.parent / "library")]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    return {issue["kind"]: issue for issue in result["issues"]}


def test_that_slow_checks_are_made_when_asked_for(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "personal_data" not in issues(file, capsys)
    found = issues(file, capsys, "--check")["personal_data"]
    assert (found["rows"], found["text"]) == (1, "1 text has personal data in it.")


def test_that_a_model_that_is_not_here_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = str(file.parent / "library")
    assert main(["import", str(file), "--check", "--model", "no/such", "--library", library]) == 2
    assert "no/such" in capsys.readouterr().err
