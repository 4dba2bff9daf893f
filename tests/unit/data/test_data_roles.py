"""Roles are guessed from what the columns hold."""

from __future__ import annotations

import pyarrow as pa
import pytest
from role_layouts import LAYOUTS, Layout

from workbench.data.language import guess_language
from workbench.data.roles import guess_roles, task_of
from workbench.i18n import render
from workbench.values import Roles

TEXTS = [f"This is review number {i}, and it says that the thing was fine" for i in range(60)]
LABELS = ["positive", "negative", "neutral"] * 20
NUMBERS = [str(i) for i in range(60)]
DATES = [f"2024-03-{i % 28 + 1:02d}" for i in range(60)]
STARS = [str(i % 5 + 1) for i in range(60)]


def guess(**columns: list[str]) -> Roles:
    return guess_roles(pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})).roles


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"text": TEXTS, "label": LABELS}, ("text", "label")),
        ({"label": LABELS, "text": TEXTS}, ("text", "label")),
        ({"column 1": LABELS, "column 2": TEXTS}, ("column 2", "column 1")),
        ({"id": NUMBERS, "date": DATES, "a": TEXTS, "b": LABELS}, ("a", "b")),
        ({"review": TEXTS, "sentiment": LABELS, "stars": STARS, "date": DATES}, ("review", "sentiment")),
        ({"评论": TEXTS, "情感": LABELS}, ("评论", "情感")),
        ({"review": TEXTS, "stars": STARS}, ("review", "stars")),
        ({"review": TEXTS, "id": NUMBERS, "date": DATES}, ("review", None)),
        ({"id": NUMBERS, "stars": STARS}, (None, "stars")),
        # The content decides: a column called text that holds labels is none.
        ({"text": LABELS, "other": TEXTS}, ("other", "text")),
        # Nearly all texts are missing, but the names leave no doubt.
        ({"text": ["a good thing", "", "", ""], "label": ["pos", "neg", "neg", "pos"]}, ("text", "label")),
    ],
)
def test_that_text_and_label_are_found(columns: dict[str, list[str]], expected: tuple[str | None, str | None]) -> None:
    roles = guess(**columns)
    assert (roles.text, roles.label) == expected


@pytest.mark.parametrize("names", ["english", "chinese", "bare"])
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.title)
def test_that_the_roles_of_a_layout_are_found(layout: Layout, names: str) -> None:
    headers = [
        f"c{place}" if names == "bare" else getattr(column, names) for place, column in enumerate(layout.columns, 1)
    ]
    wanted = {
        role: header
        for header, column in zip(headers, layout.columns, strict=True)
        if (role := column.bare_role if names == "bare" else column.role)
    }
    found = guess(**{header: column.values for header, column in zip(headers, layout.columns, strict=True)})
    assert found == Roles(**wanted)


def test_that_every_role_has_its_reason() -> None:
    layout = next(layout for layout in LAYOUTS if layout.title == "all at once")
    table = pa.table({column.english: column.values for column in layout.columns})
    reasons = {name: render(sentence) for name, sentence in guess_roles(table).reasons.items()}
    assert reasons == {
        "": "One label for each text: text classification.",
        "id": "Another value in every row.",
        "date": "Dates, such as 2024-01-01.",
        "user": "15 values that come again; the rows of each stay in one part of the split.",
        "text": "Texts of 71 characters on average, hardly two of them alike.",
        "url": "Links or paths.",
        "stars": "Numbers.",
        "label": "3 values that come again and again.",
        "split": "Names of parts of a split: train, dev, test.",
    }


@pytest.mark.parametrize(
    ("roles", "task"),
    [
        (Roles(text="a", label="b"), "text_classification"),
        (Roles(text="a", text_pair="c", label="b"), "text_pair_classification"),
        (Roles(text="a", labels="b"), "multi_label_classification"),
        (Roles(text="a", tags="b"), "token_classification"),
        (Roles(text="a", text_pair="b"), "question_answering"),
        (Roles(text="a"), ""),
        (Roles(label="a"), ""),
    ],
)
def test_that_the_roles_say_what_can_be_learned(roles: Roles, task: str) -> None:
    assert task_of(roles) == task


def test_that_the_reason_names_the_columns_and_the_number() -> None:
    table = pa.table({"review": TEXTS, "sentiment": LABELS})
    assert render(guess_roles(table).reason) == (
        "“review” has the longest texts, and “sentiment” has 3 values that come again and again."
    )


def test_that_a_column_named_for_groups_is_one_only_if_it_repeats() -> None:
    assert guess(text=TEXTS, label=LABELS, group_id=[str(i % 9 + 100) for i in range(60)]).group == "group_id"
    assert guess(text=TEXTS, label=LABELS, group_id=NUMBERS).group is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The room was clean and the staff were very helpful to us", "en"),
        ("Das Zimmer war sauber und das Personal war sehr freundlich", ""),
        ("La chambre est propre et le personnel est très gentil avec nous", ""),
        ("房间很干净，服务也很好", "zh"),
        ("部屋はとても清潔で、スタッフも親切でした", "ja"),
        ("방이 아주 깨끗하고 직원도 친절했습니다", "ko"),
        ("Номер был чистый, и персонал был очень вежливый, это отлично", "ru"),
        ("الغرفة نظيفة جدا", "ar"),
        ("iPhone 很好用，拍照 OK，屏幕也清楚", "zh"),
        ("12345 67", ""),
        ("", ""),
    ],
)
def test_that_the_language_is_guessed_or_left_open(text: str, language: str) -> None:
    assert guess_language([text] * 3) == language
