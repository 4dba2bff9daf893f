"""`workbench mask` and `workbench import --mask`, in this process."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.main import main
from workbench.cli.masking import mask_of
from workbench.errors import SettingError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    rows = [f"Write to user{i % 3}@example.org about {i};{'good' if i % 2 else 'bad'}" for i in range(12)]
    lines = ["text;label", *rows, "=1+1 07911123456;good", "a;b;c", ""]
    path.write_bytes("\r\n".join(lines).encode())
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, Any, str]:
    """The exit code, the result, and what stands on stderr."""
    code = main([*map(str, arguments), "--json"])
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    return code, json.loads(lines[-1]) if lines else None, captured.err


def test_that_a_masked_copy_has_the_dialect_of_the_file(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, out, library = file.read_bytes(), tmp_path / "out.csv", tmp_path / "library"
    code, result, _ = run(capsys, "mask", file, "--out", out, "--library", library)
    assert code == 0
    assert (result["rows"], result["rejected"], result["found"]["email"], result["found"]["phone"]) == (13, 1, 12, 1)
    assert result["escaped"] == 1
    lines = out.read_bytes().decode().split("\r\n")
    assert lines[:3] == ["text;label", "Write to [EMAIL-1] about 0;bad", "Write to [EMAIL-2] about 1;good"]
    assert lines[13] == "'=1+1 [PHONE-1];good"
    assert any("Names" in sentence for sentence in result["not_found"])
    assert file.read_bytes() == before
    assert not library.exists()  # nothing is kept


def test_that_another_ending_is_another_format(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    code, result, _ = run(capsys, "mask", file, "--out", out, "--style", "tag", "--kinds", "email", "--columns", "text")
    assert (code, result["kinds"], result["style"]) == (0, ["email"], "tag")
    first = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    assert first == {"text": "Write to [EMAIL] about 0", "label": "bad"}


def test_that_a_preview_shows_cells_and_writes_nothing(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(tmp_path.iterdir())
    code, result, _ = run(capsys, "mask", file, "--preview", "2")
    assert code == 0
    assert result["preview"][0] == {
        "row": 1,
        "column": "text",
        "before": "Write to user0@example.org about 0",
        "after": "Write to [EMAIL-1] about 0",
    }
    assert len(result["preview"]) == 2
    assert sorted(tmp_path.iterdir()) == before


def test_that_people_are_told_what_was_found_and_what_stays(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mask", str(file), "--preview", "1"]) == 0
    out = capsys.readouterr().out
    assert "  - Write to user0@example.org about 0\n  + Write to [EMAIL-1] about 0\n" in out
    assert "What stays in the text:" in out
    assert "1 line could not be read and is not in the copy." in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "There is nothing to write to."),
        (["--out", "in.csv"], "The copy would replace “in.csv”"),
        (["--out", "out.doc"], "“out.doc” does not end in a format that can be written."),
        (["--out", "out.csv", "--kinds", "email,fax"], "There is no kind of personal data “fax”."),
        (["--out", "out.csv", "--columns", "txt"], "Did you mean “text”?"),
    ],
)
def test_that_what_cannot_be_done_is_said(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(file.parent)
    code, result, complaint = run(capsys, "mask", file, *arguments)
    assert (code, result) == (2, None) or result.get("type") == "Progressed"
    assert message in complaint
    assert [path.name for path in file.parent.iterdir()] == ["in.csv"]


def test_that_an_import_can_be_masked(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = tmp_path / "library"
    code, result, _ = run(capsys, "import", file, "--mask", "email", "--library", library)
    assert (code, result["masked"], result["rows"]) == (0, ["email"], 13)
    assert not any(b"user0@example.org" in path.read_bytes() for path in library.rglob("*") if path.is_file())
    code, _, complaint = run(capsys, "import", file, "--mask", "--rows", tmp_path / "rows.jsonl", "--library", library)
    assert code == 2
    assert "--mask shall keep it from being written" in complaint


def test_that_all_kinds_are_those_without_a_model() -> None:
    assert mask_of("all").entities == mask_of(None).entities == mask_of("").entities
    assert mask_of(" email , phone ").entities == ("email", "phone")
    assert mask_of("email", columns="a, b").columns == ("a", "b")
    with pytest.raises(SettingError):
        mask_of("everything")


def test_that_a_masked_copy_can_be_read_again(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, again = tmp_path / "out.csv", tmp_path / "again.csv"
    run(capsys, "mask", file, "--out", out)
    _, result, _ = run(capsys, "mask", out, "--out", again)
    assert sum(result["found"].values()) == 0
    with out.open(encoding="utf-8", newline="") as one, again.open(encoding="utf-8", newline="") as two:
        assert [row[1] for row in csv.reader(one, delimiter=";")] == [row[1] for row in csv.reader(two, delimiter=";")]
