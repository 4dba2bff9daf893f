"""Recipes as files: they come back as they were, and what is no recipe is told in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.data.recipes import read_recipe, write_recipe
from workbench.errors import FileError
from workbench.i18n import render
from workbench.values import (
    AnyStep,
    CellEdit,
    EditCells,
    KeepRows,
    MaskEntities,
    NormalizeText,
    RemoveDuplicates,
    RemoveRepeatedHeaders,
    RemoveRows,
    RenameLabels,
    RowQuery,
)

STEPS: tuple[AnyStep, ...] = (
    RemoveDuplicates(level="near"),
    RemoveRepeatedHeaders(),
    RemoveRows(rows=("0" * 16 + ":0",), found=RowQuery(query="广告", label="spam", issue="empty_text")),
    KeepRows(rows=("f" * 16 + ":3",)),
    RenameLabels(names={"好": "good", "odd": ""}),
    EditCells(edits=(CellEdit(row="0" * 16 + ":0", column="text", value="a\nb"),)),
    NormalizeText(operations=("trim", "html"), columns=("text",)),
    MaskEntities(entities=("email",), style="tag"),
)


def test_that_a_recipe_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    write_recipe(path, STEPS)
    assert read_recipe(path) == STEPS
    assert [each.name for each in tmp_path.iterdir()] == ["recipe.json"]


def test_that_a_recipe_is_json_with_its_format_and_the_kinds_of_its_steps(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    write_recipe(path, [RemoveDuplicates(), RenameLabels(names={"a": "b"})])
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "workbench_recipe": 1,
        "steps": [{"type": "RemoveDuplicates", "level": "exact"}, {"type": "RenameLabels", "names": {"a": "b"}}],
    }


def test_that_defaults_may_be_left_out_and_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    path.write_bytes(b'\xef\xbb\xbf{"workbench_recipe": 1, "steps": [{"type": "RemoveDuplicates"}]}')
    assert read_recipe(path) == (RemoveDuplicates(),)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a recipe"),
        ('{"steps": []}', "is not a recipe"),
        ('{"workbench_recipe": 1}', "is not a recipe"),
        ('{"workbench_recipe": 2, "steps": []}', "newer Workbench"),
        ('{"workbench_recipe": 1, "steps": [{"type": "RemoveDuplicate"}]}', "Step 1 .* unknown: “RemoveDuplicate”"),
        ('{"workbench_recipe": 1, "steps": ["x"]}', "Step 1"),
        (
            '{"workbench_recipe": 1, "steps": [{"type": "RemoveRepeatedHeaders"}, '
            '{"type": "NormalizeText", "operations": ["shout"]}]}',
            r"Step 2 .* is wrong: .*shout",
        ),
        ('{"workbench_recipe": 1, "steps": [{"type": "RemoveRows", "row": []}]}', "Step 1 .* is wrong: .*row"),
    ],
)
def test_that_what_is_no_recipe_is_told_in_words(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "recipe.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileError, match=told) as caught:
        read_recipe(path)
    assert caught.value.fix is not None


def test_that_the_nearest_step_is_named(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    path.write_text('{"workbench_recipe": 1, "steps": [{"type": "RemoveDuplicate"}]}', encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_recipe(path)
    assert caught.value.fix is not None
    assert render(caught.value.fix) == "Did you mean “RemoveDuplicates”?"


def test_that_a_recipe_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_recipe(tmp_path / "none.json")
    with pytest.raises(FileError, match="cannot be written"):
        write_recipe(tmp_path / "none" / "recipe.json", [])
