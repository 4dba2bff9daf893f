"""What stops a task is said in words, with what to choose instead."""

from __future__ import annotations

import pytest

from workbench.i18n import render
from workbench.tasks.base import missing_role, spec
from workbench.values import Roles


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        (Roles(), "Choose the text column."),
        (Roles(text="a"), "Choose the label column."),
        (Roles(text="a", labels="b"), "Several labels per text cannot be trained yet."),
        (Roles(text="a", tags="b"), "Tags of words cannot be trained yet."),
        (Roles(text="a", text_pair="b"), "Pairs of texts cannot be trained yet."),
    ],
)
def test_that_a_missing_role_is_named_with_what_stands_in_its_way(roles: Roles, words: str) -> None:
    sentence = missing_role(spec("text_classification"), roles)
    assert sentence is not None
    assert render(sentence).startswith(words)


def test_that_one_label_is_enough_whatever_else_is_there() -> None:
    roles = Roles(text="a", text_pair="b", label="c", labels="d", tags="e")
    assert missing_role(spec("text_classification"), roles) is None
