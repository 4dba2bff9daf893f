"""`clean`, `export` and `recipe` over the real command line, in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from workbench.cli.main import main
from workbench.cli.step_words import steps_of
from workbench.data.recipes import write_recipe
from workbench.errors import SettingError
from workbench.i18n import render
from workbench.values import NormalizeText, RemoveDuplicates, RemoveRepeatedHeaders, RenameLabels

WORDS = ["apple", "bread", "cheese", "dates", "eggs", "figs", "grapes", "honey", "ice", "juice"]
ROWS = [f"{WORDS[n % 10]} from shop {n * 7919} was {WORDS[n // 10]},{'neg' if n % 3 else 'pos'}" for n in range(30)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_text(
        "\n".join(["review,sentiment", *ROWS, ROWS[0], "<b>Ｂad</b> one,neg", "=1+1 is two,pos", "a,b,c"]) + "\n"
    )
    return path


class Program:
    """The program with one library."""

    def __init__(self, library: Path, output: pytest.CaptureFixture[str]) -> None:
        self._library = library
        self._output = output

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of a command."""
        code = main([*map(str, arguments), "--library", str(self._library)])
        told = self._output.readouterr()
        return code, told.out, told.err

    def result(self, *arguments: str | Path) -> Any:
        """What a command gives with --json."""
        code, out, err = self.run(*arguments, "--json")
        assert (code, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()][-1]


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("WORKBENCH_LIBRARY", str(tmp_path / "library"))
    return Program(tmp_path / "library", capsys)


def test_that_words_are_steps_and_cleanings_side_by_side_are_one() -> None:
    assert steps_of("remove-duplicates, trim,html,remove-near-duplicates,urls") == (
        RemoveDuplicates(),
        NormalizeText(operations=("trim", "html")),
        RemoveDuplicates(level="near"),
        NormalizeText(operations=("urls",)),
    )


def test_that_a_word_that_is_no_step_is_answered_with_the_nearest() -> None:
    with pytest.raises(SettingError, match="“remove-duplicate”") as caught:
        steps_of("trim,remove-duplicate")
    assert caught.value.fix is not None
    assert render(caught.value.fix) == "Did you mean “remove-duplicates”?"
    with pytest.raises(SettingError, match="names no step"):
        steps_of(" , ")


def test_that_a_file_is_cleaned_by_words_and_exported(program: Program, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "clean.xlsx"
    result = program.result("clean", "remove-duplicates,html,width", file, "--out", out)
    assert (result["version"], result["parent"], result["rows_before"], result["rows"]) == (2, 1, 33, 32)
    assert [(step["step"], step["rows_before"], step["rows"], step["changed"]) for step in result["steps"]] == [
        ("RemoveDuplicates", 33, 32, 0),
        ("NormalizeText", 32, 32, 1),
    ]
    assert (result["out"], result["escaped"]) == (str(out), 1)
    texts = [row[0] for row in openpyxl.load_workbook(out).active.iter_rows(min_row=2, values_only=True)]
    assert texts[30:] == ["Bad one", "'=1+1 is two"]


def test_that_a_recipe_is_written_and_replayed_on_a_file_that_has_grown(
    program: Program, file: Path, tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.json"
    write_recipe(recipe, [RemoveDuplicates(), RenameLabels(names={"pos": "good"})])
    assert program.result("clean", recipe, file)["rows"] == 32
    again = tmp_path / "again.json"
    assert [step["type"] for step in program.result("recipe", "--out", again)["steps"]] == [
        "RemoveDuplicates",
        "RenameLabels",
    ]
    assert again.read_bytes() == recipe.read_bytes()
    grown = tmp_path / "grown.csv"
    grown.write_text(file.read_text() + "a new one,pos\n" + ROWS[1] + "\n")
    result = program.result("clean", again, grown)
    assert (result["rows_before"], result["rows"], result["steps"][1]["found"]) == (35, 33, {"pos": 12})


def test_that_the_newest_version_is_cleaned_where_no_file_is_named(program: Program, file: Path) -> None:
    program.result("import", file)
    assert program.result("clean", "remove-duplicates")["parent"] == 1
    assert program.result("clean", "html")["parent"] == 2
    assert program.result("clean", "html", "--version", "1")["parent"] == 1


def test_that_nothing_to_mend_is_no_error(program: Program, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = program.result("clean", "remove-repeated-headers", file, "--out", out)
    assert (result["version"], result["parent"], result["rows"]) == (1, 1, 33)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 34
    code, told, _ = program.run("clean", "remove-repeated-headers", file)
    assert code == 0
    assert "nothing to mend; version 1 stays as it is." in told


def test_that_people_are_told_what_each_step_did(program: Program, file: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.json"
    write_recipe(recipe, [RemoveDuplicates(), RenameLabels(names={"pos": "good", "none": ""}), RemoveRepeatedHeaders()])
    code, told, err = program.run("clean", recipe, file, "--out", tmp_path / "out.csv")
    assert (code, err) == (0, "")
    lines = [line.split() for line in told.splitlines()]
    assert ["RemoveDuplicates", "33", "32", "0"] in lines
    assert ["RenameLabels", "32", "32", "11"] in lines
    assert "- No row has the label “none”." in told
    assert "Version 2 has 32 rows; version 1 stays as it is." in told
    assert "1 cell that a spreadsheet would run as a formula got an apostrophe." in told


def test_that_a_version_or_a_file_is_exported(program: Program, file: Path, tmp_path: Path) -> None:
    result = program.result("export", file, "--out", tmp_path / "out.jsonl", "--with-split")
    assert result == {"version": 1, "out": str(tmp_path / "out.jsonl"), "rows": 33, "escaped": 0}
    first = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert first["split"] in ("train", "validation", "test")
    assert program.result("export", "1", "--out", tmp_path / "rejected.csv", "--rejected")["rows"] == 1
    assert program.result("export", "--out", tmp_path / "newest.tsv")["rows"] == 33


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("clean", "html"), "The library has no data yet."),
        (("clean", "html", "FILE", "--version", "1"), "Name a file or a version, not both."),
        (("clean", "html", "--version", "9"), "There is no dataset version 9"),
        (("clean", "none.json", "FILE"), "cannot be read"),
        (("clean", "html", "FILE", "--out", "out.pdf"), "“out.pdf” does not end in a format that can be written."),
        (("export", "FILE", "--out", "FILE"), "is the file that a dataset was read from."),
        (("export", "FILE", "--out", "none/out.csv"), "The folder"),
        (("recipe",), "The library has no data yet."),
    ],
)
def test_that_mistakes_are_told_in_words(
    program: Program, file: Path, arguments: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    before = file.read_bytes()
    code, _, err = program.run(*(str(file) if argument == "FILE" else argument for argument in arguments))
    assert code == 2
    assert told in err
    assert file.read_bytes() == before


def test_that_an_import_tells_what_changed_in_the_file_since_the_last_one(program: Program, file: Path) -> None:
    assert "changes" not in program.result("import", file)
    lines = file.read_text().splitlines()
    file.write_text(
        "\n".join([lines[0], *lines[2:11], lines[11].replace("neg", "pos"), *lines[12:], "quite new,pos"]) + "\n"
    )
    result = program.result("import", file)
    assert result["changes"] == {"since": 1, "added": 1, "removed": 1, "relabeled": 1}
    code, told, _ = program.run("import", file)
    assert code == 0
    assert "Since version 1, rows added: 1, removed: 1, relabeled: 1." in told
    program.result("clean", "html")
    assert program.result("import", file)["changes"]["since"] == 1
