"""The options of a split, from the arguments to the rows."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from workbench.cli.main import main
from workbench.cli.split_options import add_split_arguments, named_roles, recipe_of
from workbench.errors import SettingError
from workbench.store import Library
from workbench.values import Roles, SplitRecipe, SplitSizes, Version


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_split_arguments(parser)
    return parser.parse_args(arguments)


@pytest.mark.parametrize(
    ("arguments", "recipe"),
    [
        ([], SplitRecipe()),
        (["--split", "label"], SplitRecipe(method="label")),
        (["--group", "who"], SplitRecipe(method="group")),
        (["--date", "day"], SplitRecipe(method="time")),
        (["--split-column", "part"], SplitRecipe(method="given")),
        (["--date", "day", "--split", "label"], SplitRecipe(method="label")),
        (["--test-share", "0.2", "--validation-share", "0.3"], SplitRecipe(test=0.2, validation=0.3)),
        (["--split-seed", "7", "--divide-near-duplicates"], SplitRecipe(seed=7, keeps_near_duplicates_together=False)),
    ],
)
def test_that_options_make_a_recipe(arguments: list[str], recipe: SplitRecipe) -> None:
    assert recipe_of(options(*arguments), {}) == recipe


def test_that_an_option_overrules_a_setting() -> None:
    chosen: dict[str, str | int | float | bool] = {"test_share": 0.4, "split_seed": 3}
    assert recipe_of(options("--test-share", "0.2"), chosen) == SplitRecipe(test=0.2, seed=3)


@pytest.mark.parametrize("arguments", [["--test-share", "much"], ["--validation-share", "2"], ["--split-seed", "-1"]])
def test_that_a_wrong_share_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SettingError, match="must be"):
        recipe_of(options(*arguments), {})


def test_that_columns_are_named_for_roles() -> None:
    assert named_roles(options("--text", "a", "--split-column", "b")) == {
        "text": "a", "label": None, "group": None, "date": None, "split": "b",
    }  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    words = [f"{begin}{end}" for begin in ("lam", "cha", "ket", "win", "gar") for end in ("p", "ir", "tle", "dow")]
    texts = [" ".join(np.random.default_rng(i).choice(words, 9)) for i in range(100)]
    rows = [f"{text},{'ab'[i % 2]},k{i % 10},{i % 28 + 1}.{i // 28 + 1}.2024" for i, text in enumerate(texts)]
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(["text,label,shop,day", *rows]) + "\n")
    return path


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def imported(library: Path, *arguments: str) -> Version:
    assert main(["import", *arguments, "--library", str(library), "--json"]) == 0
    with Library.open(library) as opened:
        return opened.versions()[-1]


@pytest.fixture(autouse=True)
def quiet(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    capsys.readouterr()


def test_that_import_divides_by_the_columns_that_are_named(library: Path, file: Path) -> None:
    by_group = imported(library, str(file), "--group", "shop", "--test-share", "0.2").profile
    assert by_group.roles == Roles(text="text", label="label", group="shop", date="day")
    assert by_group.split == SplitSizes(train=70, validation=10, test=20)
    by_time = imported(library, str(file), "--split", "time").profile
    assert by_time.split_recipe == SplitRecipe(method="time")
    assert imported(library, str(file)).profile.split_recipe == SplitRecipe(method="time")


def test_that_a_wrong_column_is_named_with_its_option(
    library: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(file), "--group", "shopp", "--library", str(library)]) == 2
    assert "--group “shopp”" in capsys.readouterr().err
