"""Every kind of step has its words: in the version menu, on a button, in a toast, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from workbench import i18n
from workbench.gui import step_words
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

ONE_OF_EACH: tuple[AnyStep, ...] = (
    RemoveDuplicates(),
    RemoveRepeatedHeaders(),
    RemoveRows(rows=("a:0", "b:0")),
    KeepRows(rows=("a:0",)),
    RenameLabels(names={"ham": "spam", "eggs": "spam"}),
    EditCells(edits=(CellEdit(row="a:0", column="text", value="new"),)),
    NormalizeText(operations=("trim",)),
    MaskEntities(),
)


def test_that_the_examples_are_one_of_each_kind() -> None:
    assert {type(step) for step in ONE_OF_EACH} == set(get_args(AnyStep))


@pytest.mark.parametrize("step", ONE_OF_EACH, ids=lambda step: type(step).__name__)
def test_that_each_step_has_words_of_its_own_in_both_languages(step: AnyStep) -> None:
    english = (step_words.done(step), step_words.button(step))
    i18n.set_language("zh_CN")
    chinese = (step_words.done(step), step_words.button(step))
    assert all(english)
    assert all(not text.isascii() for text in chinese)


def test_that_no_two_kinds_are_told_in_the_same_words() -> None:
    told = [step_words.done(step) for step in ONE_OF_EACH]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (RemoveDuplicates(level="near"), "near duplicates removed"),
        (RemoveRows(rows=("a:0",)), "1 row removed"),
        (RemoveRows(rows=("a:0", "b:0")), "2 rows removed"),
        (RemoveRows(found=RowQuery(label="spam")), "found rows removed"),
        (RenameLabels(names={"ham": "meat"}), "label renamed"),
        (RenameLabels(names={"ham": "meat", "eggs": "food"}), "labels renamed"),
        (RenameLabels(names={"ham": "eggs", "eggs": "eggs"}), "labels merged"),
        (RenameLabels(names={"ham": ""}), "label taken away"),
    ],
)
def test_that_what_a_step_did_is_told_exactly(step: AnyStep, words: str) -> None:
    assert step_words.done(step) == words


def test_that_several_steps_are_told_as_a_recipe() -> None:
    assert step_words.all_done(ONE_OF_EACH[:3]) == "3 steps of a recipe"
    assert step_words.all_done(ONE_OF_EACH[:1]) == "duplicates removed"


def test_that_a_label_that_joins_another_is_merged_not_renamed() -> None:
    step = RenameLabels(names={"Spam": "spam"})
    assert step_words.button(step) == "Rename"
    joined = step_words.naming_what_is_joined(step, {"Spam", "spam"})
    assert joined == RenameLabels(names={"Spam": "spam", "spam": "spam"})
    assert step_words.button(joined) == "Merge"
    assert step_words.naming_what_is_joined(step, {"Spam", "ham"}) == step
