"""Each check finds what it is for, with the right rows, and nothing in clean data."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from workbench.data.clean import take_steps
from workbench.data.division import divide
from workbench.data.issues import Examples, find_issues
from workbench.data.profile import profile_table
from workbench.data.roles import by_hand
from workbench.data.steps.kind import kept_rows
from workbench.data.tables import RejectedRow
from workbench.i18n import render, say
from workbench.values import LabelCount, RemoveRepeatedHeaders, Roles, SplitRecipe

ROLES = Roles(text="text", label="label")
CLEAN = [(f"text {i}", "ab"[i % 2]) for i in range(20)]


def examples(rows: list[tuple[str, str]], *, rejected: tuple[RejectedRow, ...] = (), skipped: int = 0) -> Examples:
    table = pa.table({"text": [row[0] for row in rows], "label": [row[1] for row in rows]})
    return Examples(table, ROLES, rejected, skipped)


def found(rows: list[tuple[str, str]]) -> dict[str, tuple[str, list[int]]]:
    issues, numbers = find_issues(examples(rows))
    return {issue.kind: (render(issue.sentence), numbers[issue.kind].tolist()) for issue in issues}


def test_that_clean_data_has_no_issues() -> None:
    assert found(CLEAN) == {}


def test_that_all_but_the_first_of_equal_rows_are_duplicates() -> None:
    assert found([*CLEAN, ("text 0", "a"), (" text 0 ", "a")]) == {
        "exact_duplicates": ("2 rows are exact duplicates.", [20, 21])
    }


def test_that_one_text_with_two_labels_is_a_contradiction() -> None:
    assert found([*CLEAN, ("text 0", "b")]) == {"contradictions": ("1 text carries different labels.", [0, 20])}


def test_that_empty_texts_and_labels_are_told_apart() -> None:
    assert found([*CLEAN, (" ", "a"), ("new", ""), ("newer", "\t")]) == {
        "empty_text": ("1 row has no text and is not used.", [20]),
        "empty_label": ("2 rows have no label and are not used.", [21, 22]),
    }


def test_that_rare_labels_are_named() -> None:
    rare = [("x", "refund"), ("y", "refund")]
    assert found([*CLEAN, *rare])["rare_labels"] == ("“refund” has 2 examples.", [20, 21])
    both = found([*CLEAN, *rare, ("z", "return")])["rare_labels"]
    assert both == ("2 labels have fewer than 5 examples, such as “refund”.", [20, 21, 22])


def test_that_imbalance_names_the_rarest_and_the_commonest() -> None:
    rows = [(f"t{i}", "a") for i in range(30)] + [(f"u{i}", "b") for i in range(6)]
    assert found(rows)["imbalance"] == ("“b” has 6 examples, “a” has 30.", list(range(30, 36)))


def test_that_labels_in_another_case_or_width_are_variants() -> None:
    rows = [*CLEAN, *[(f"n{i}", "A") for i in range(5)], *[(f"m{i}", "ａ") for i in range(5)]]
    sentence, numbers = found(rows)["case_variants"]
    assert numbers == list(range(20, 30))
    assert "is probably “a”" in sentence or sentence.startswith("“a” in")


def test_that_a_label_that_is_never_twice_the_same_is_too_many() -> None:
    rows = [(f"text {i}", f"label {i}") for i in range(12)]
    issues, _ = find_issues(examples(rows))
    assert [(issue.kind, issue.severity, issue.rows) for issue in issues] == [("many_labels", "warn", 12)]


def test_that_a_header_in_the_middle_can_be_removed() -> None:
    rows = [*CLEAN[:10], ("text", "label"), *CLEAN[10:]]
    assert found(rows)["repeated_header"] == ("1 row repeats the header.", [10])
    given = examples(rows)
    table = take_steps(given.table, given.roles, [RemoveRepeatedHeaders()])
    assert table.num_rows == 20


def test_that_lost_characters_are_shown() -> None:
    assert found([*CLEAN, ("caf\ufffd", "a")])["undecodable"][1] == [20]


def test_that_rejected_records_and_skipped_lines_are_told() -> None:
    bad = tuple(RejectedRow(line, say("x"), "raw") for line in (812, 9_113))
    issues, rows = find_issues(examples(CLEAN, rejected=bad, skipped=3))
    assert [(issue.kind, issue.action, render(issue.sentence)) for issue in issues] == [
        ("unreadable", "rejected", "Lines 812 and 9,113 could not be read."),
        ("preamble", "show", "3 lines above the table were left out."),
    ]
    assert rows["unreadable"].tolist() == []


def test_that_removing_rows_keeps_the_order() -> None:
    table = pa.table({"a": ["x", "y", "z"]})
    assert kept_rows(table, np.array([True, False, True])).table.column("a").to_pylist() == ["x", "z"]


def test_that_a_profile_counts_what_is_there() -> None:
    rows = [*CLEAN, ("", "a"), ("extra", "")]
    profile, marks = profile_table(examples(rows), SplitRecipe(), guess=by_hand(Roles()))
    assert profile.labels == (LabelCount(label="a", count=11), LabelCount(label="b", count=10))
    assert [(c.name, c.distinct, c.empty) for c in profile.columns] == [("text", 22, 1), ("label", 3, 1)]
    assert (profile.split.train, profile.split.validation, profile.split.test, profile.split.unused) == (16, 2, 2, 2)
    assert marks.split[-2:].tolist() == [3, 3]


def test_that_one_text_is_never_on_both_sides_of_the_split() -> None:
    rows = [(f"text {i % 30}", "ab"[i % 2]) for i in range(120)]
    codes = divide(examples(rows), SplitRecipe(validation=0.2, test=0.2)).codes
    sides: dict[str, set[int]] = {}
    for (text, _), code in zip(rows, codes.tolist(), strict=True):
        sides.setdefault(text, set()).add(code)
    assert all(len(parts) == 1 for parts in sides.values())
    assert set(codes.tolist()) == {0, 1, 2}


def test_that_data_without_roles_is_no_error() -> None:
    table = pa.table({"a": ["1", "2"], "b": ["3", "4"]})
    profile, marks = profile_table(Examples(table, Roles()), SplitRecipe(), guess=by_hand(Roles()))
    assert profile.labels == ()
    assert marks.split.tolist() == [3, 3]
