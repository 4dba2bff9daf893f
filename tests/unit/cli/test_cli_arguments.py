"""Which of the three the program becomes, and what its arguments mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.__main__ import opens_the_window
from workbench.cli.arguments import parse, window_options
from workbench.cli.commands import command_names


def test_that_the_promised_commands_exist() -> None:
    promised = {"import", "train", "predict", "runs", "show", "resume", "doctor"}
    assert command_names() == promised | {"clean", "export", "mask", "recipe", "verify"}


@pytest.mark.parametrize(
    ("arguments", "is_window"),
    [
        ([], True),
        (["data.csv"], True),
        (["--library", "somewhere"], True),
        (["--library=somewhere", "data.csv"], True),
        (["train"], False),
        (["./train"], True),
        (["--library", "train", "data.csv"], True),
        (["runs"], False),
        (["--help"], False),
        (["trian", "data.csv"], False),
    ],
)
def test_that_the_window_opens_unless_a_command_is_named(arguments: list[str], is_window: bool) -> None:
    assert opens_the_window(arguments) is is_window


def test_that_the_library_may_stand_before_or_after_the_command() -> None:
    before = parse(["--library", "/data/one", "runs"])
    after = parse(["runs", "--library", "/data/one"])
    assert before.library == after.library == Path("/data/one").absolute()


def test_that_the_library_is_the_users_own_where_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORKBENCH_LIBRARY", str(tmp_path))
    assert parse(["runs"]).library == tmp_path


def test_that_a_relative_library_becomes_absolute() -> None:
    assert parse(["runs", "--library", "here"]).library == Path("here").absolute()


def test_that_settings_and_texts_can_be_given_many_times() -> None:
    train = parse(["train", "a.csv", "--set", "epochs=1", "--set", "seed=2"])
    predict = parse(["predict", "3", "--text", "a", "--text=-b-", "--json"])
    assert train.set == ["epochs=1", "seed=2"]
    assert (predict.text, predict.json) == (["a", "-b-"], True)


def test_that_the_defaults_of_training_are_the_promised_ones() -> None:
    options = parse(["train", "a.csv"])
    assert (options.task, options.model, options.method, options.seed) == ("text_classification", "starter", "full", 0)
    assert (options.text, options.label, options.test_file, options.validation_file, options.name) == (
        None,
        None,
        None,
        None,
        "",
    )


@pytest.mark.parametrize("arguments", [["dance"], ["train"], ["predict", "1"], ["train", "a", "--seed", "x"], []])
def test_that_a_mistyped_command_ends_with_code_2_and_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(arguments)
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "--help" in told.err


def test_that_the_window_takes_a_file() -> None:
    options = window_options(["--library", "/data/one", "a.csv"])
    assert (options.file, options.library) == (Path("a.csv"), Path("/data/one").absolute())
    assert window_options([]).file is None
