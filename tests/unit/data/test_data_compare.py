"""The difference of two tables, by hand and against counting with Python's own multisets."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.compare import compare_tables
from workbench.values import Roles, VersionDifference

ROLES = Roles(text="text", label="label")
ROWS = st.lists(st.tuples(st.sampled_from("abc好"), st.sampled_from("xyz")), max_size=12)


def table(*rows: tuple[str, str]) -> pa.Table:
    texts, labels = zip(*rows, strict=True) if rows else ((), ())
    return pa.table({"text": pa.array(texts, pa.string()), "label": pa.array(labels, pa.string())})


def difference(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> VersionDifference:
    return compare_tables(table(*old), ROLES, table(*new), ROLES)


def test_that_added_removed_and_relabeled_rows_are_told_apart() -> None:
    old = [("stays", "x"), ("goes", "x"), ("changes", "x"), ("twice", "x"), ("twice", "x")]
    new = [("twice", "y"), ("changes", "好"), ("comes", "x"), ("stays ", " x"), ("twice", "x"), ("twice", "z")]
    found = difference(old, new)
    assert (found.added, found.removed, found.relabeled) == (2, 1, 2)
    assert found.examples == {"added": ("comes", "twice"), "removed": ("goes",), "relabeled": ("twice", "changes")}


def test_that_long_examples_are_shortened_and_few() -> None:
    found = difference([], [(f"{number} " + "x" * 500, "a") for number in range(50)])
    assert found.added == 50
    assert len(found.examples["added"]) == 20
    assert {len(text) for text in found.examples["added"]} == {300}


def test_that_without_labels_only_texts_count() -> None:
    old, new = table(("a", "x"), ("b", "x")), table(("a", "y"), ("c", "x"))
    found = compare_tables(old, Roles(text="text"), new, ROLES)
    assert (found.added, found.removed, found.relabeled) == (1, 1, 0)


def test_that_without_a_text_column_whole_rows_count() -> None:
    found = compare_tables(table(("a", "x"), ("b", "x")), Roles(), table(("a", "y"), ("b", "x")), Roles())
    assert (found.added, found.removed, found.relabeled) == (1, 1, 0)


def test_that_columns_may_have_other_names() -> None:
    old = table(("a", "x"))
    new = old.rename_columns(["content", "class"])
    found = compare_tables(old, ROLES, new, Roles(text="content", label="class"))
    assert (found.added, found.removed, found.relabeled) == (0, 0, 0)


@given(rows=ROWS, data=st.data())
def test_that_another_order_is_no_difference(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    found = difference(rows, data.draw(st.permutations(rows)))
    assert found == VersionDifference(added=0, removed=0, relabeled=0)


@given(old=ROWS, new=ROWS)
def test_that_the_numbers_are_those_of_multisets(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    found = difference(old, new)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    gone_texts, come_texts = Counter(text for text, _ in gone.elements()), Counter(text for text, _ in come.elements())
    assert found.removed == (gone_texts - come_texts).total()
    assert found.added == (come_texts - gone_texts).total()
    assert found.relabeled == (gone_texts & come_texts).total()
    assert len(old) + found.added - found.removed == len(new)
