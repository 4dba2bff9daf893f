"""Every step: by hand, on nothing, on Chinese, on a file that has grown, and twice."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.clean import follow_steps, take_step, take_steps
from workbench.data.row_keys import row_keys
from workbench.data.steps import step_kinds
from workbench.errors import DataError
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
    Roles,
    RowQuery,
)

ROLES = Roles(text="text", label="label")
LONG = "Dear customer, your parcel is waiting at the post office in the main street, bring an identity card with you "


def table(*rows: tuple[str, str], names: tuple[str, str] = ("text", "label")) -> pa.Table:
    cells = list(zip(*rows, strict=True)) or [(), ()]
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, cells, strict=True)})


def rows(made: pa.Table) -> list[tuple[str, ...]]:
    return list(zip(*(column.to_pylist() for column in made.columns), strict=True))


SHOP = table(("好的东西", "好"), ("bad", "neg"), ("bad ", "neg"), ("bad", "pos"), ("", "neg"), ("text", "label"))


def test_that_every_kind_of_step_is_taken_by_one_module() -> None:
    assert set(step_kinds()) == set(AnyStep.__args__)


def test_that_duplicates_go_and_the_first_one_stays() -> None:
    kept = take_steps(SHOP, ROLES, [RemoveDuplicates()])
    assert rows(kept) == [("好的东西", "好"), ("bad", "neg"), ("bad", "pos"), ("", "neg"), ("text", "label")]


def test_that_near_duplicates_go_unless_their_labels_differ() -> None:
    made = table(
        (LONG + "1", "a"), (LONG + "2", "a"), (LONG + "3", "b"), ("好的", "a"), ("不好", "a"), ("", "a"), ("", "a")
    )
    kept = take_steps(made, ROLES, [RemoveDuplicates(level="near")])
    assert [label for _, label in rows(kept)] == ["a", "b", "a", "a", "a", "a"]
    assert rows(kept)[0] == (LONG + "1", "a")


def test_that_repeated_headers_go() -> None:
    assert rows(take_steps(SHOP, ROLES, [RemoveRepeatedHeaders()])) == rows(SHOP)[:-1]


def test_that_named_rows_go_or_stay() -> None:
    keys = row_keys(SHOP)
    assert rows(take_steps(SHOP, ROLES, [RemoveRows(rows=(keys[0], keys[3]))])) == [
        rows(SHOP)[row] for row in (1, 2, 4, 5)
    ]
    assert rows(take_steps(SHOP, ROLES, [KeepRows(rows=(keys[3], keys[0]))])) == [rows(SHOP)[row] for row in (0, 3)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (RowQuery(query="BAD"), [1, 2, 3]),
        (RowQuery(label="neg"), [1, 2, 4]),
        (RowQuery(query="bad", label="pos"), [3]),
        (RowQuery(issue="exact_duplicates"), [2]),
        (RowQuery(issue="empty_text"), [4]),
        (RowQuery(issue="undecodable"), []),
        (RowQuery(query="好"), [0]),
    ],
)
def test_that_rows_can_be_named_by_what_they_hold(query: RowQuery, found: list[int]) -> None:
    removed = take_step(RemoveRows(found=query), SHOP, ROLES)
    kept = take_step(KeepRows(found=query), SHOP, ROLES)
    assert rows(kept.table) == [rows(SHOP)[row] for row in found]
    assert rows(removed.table) == [row for place, row in enumerate(rows(SHOP)) if place not in found]


def test_that_keys_and_a_query_add_up() -> None:
    kept = take_steps(SHOP, ROLES, [KeepRows(rows=(row_keys(SHOP)[0],), found=RowQuery(label="pos"))])
    assert rows(kept) == [rows(SHOP)[0], rows(SHOP)[3]]


def test_that_a_query_that_asks_for_nothing_is_refused() -> None:
    with pytest.raises(DataError, match="without saying which"):
        take_step(RemoveRows(found=RowQuery()), SHOP, ROLES)


def test_that_an_unknown_issue_is_answered_with_the_nearest() -> None:
    with pytest.raises(DataError, match="“exact_duplicate”") as caught:
        take_step(RemoveRows(found=RowQuery(issue="exact_duplicate")), SHOP, ROLES)
    assert caught.value.fix is not None
    assert "exact_duplicates" in render(caught.value.fix)


def test_that_labels_are_renamed_merged_and_taken_away() -> None:
    made = table(("a", " Good"), ("b", "good"), ("c", "坏"), ("d", "odd"), ("e", ""))
    taken = take_step(RenameLabels(names={"Good": "good", "坏": "bad", "odd": ""}), made, ROLES)
    assert [label for _, label in rows(taken.table)] == ["good", "good", "bad", "", ""]
    assert taken.counts == {"Good": 1, "坏": 1, "odd": 1}


def test_that_labels_can_change_places() -> None:
    made = table(("a", "x"), ("b", "y"))
    assert [label for _, label in rows(take_steps(made, ROLES, [RenameLabels(names={"x": "y", "y": "x"})]))] == [
        "y",
        "x",
    ]


def test_that_one_of_several_labels_is_renamed() -> None:
    made = table(("a", "red|blue"), ("b", "blue | green"), ("c", "red"), ("d", "reddish|blue"))
    roles = Roles(text="text", labels="label")
    taken = take_step(RenameLabels(names={"red": "blue", "green": ""}), made, roles)
    assert [label for _, label in rows(taken.table)] == ["blue", "blue", "blue", "reddish|blue"]


def test_that_a_label_that_no_row_has_is_told_with_the_nearest() -> None:
    with pytest.raises(DataError, match="No row has the label “posi”") as caught:
        take_step(RenameLabels(names={"posi": "x"}), SHOP, ROLES)
    assert caught.value.fix is not None
    assert render(caught.value.fix) == "Did you mean “pos”?"
    taken = take_step(RenameLabels(names={"posi": "x", "neg": "y"}), SHOP, ROLES)
    assert (taken.missing, render(taken.notes[0])) == (1, "No row has the label “posi”.")


def test_that_cells_are_edited_in_their_rows() -> None:
    keys = row_keys(SHOP)
    edits = (
        CellEdit(row=keys[2], column="text", value="worse"),
        CellEdit(row=keys[0], column="label", value="pos"),
        CellEdit(row=keys[2], column="label", value="好"),
        CellEdit(row=keys[2], column="text", value="worst"),
    )
    edited = rows(take_steps(SHOP, ROLES, [EditCells(edits=edits)]))
    assert edited[0] == ("好的东西", "pos")
    assert edited[2] == ("worst", "好")
    assert [edited[row] for row in (1, 3, 4, 5)] == [rows(SHOP)[row] for row in (1, 3, 4, 5)]


def test_that_cells_are_edited_in_every_chunk() -> None:
    parts = pa.concat_tables([SHOP.slice(0, 2), SHOP.slice(2, 1), SHOP.slice(3)])
    edits = tuple(CellEdit(row=key, column="text", value=str(row)) for row, key in enumerate(row_keys(parts)))
    assert [text for text, _ in rows(take_steps(parts, ROLES, [EditCells(edits=edits)]))] == list("012345")


def test_that_a_column_that_is_not_there_is_answered_with_the_nearest() -> None:
    for step in (
        EditCells(edits=(CellEdit(row="", column="txet", value=""),)),
        NormalizeText(operations=("trim",), columns=("txet",)),
    ):
        with pytest.raises(DataError, match="no column “txet”") as caught:
            take_step(step, SHOP, ROLES)
        assert caught.value.fix is not None
        assert render(caught.value.fix) == "Did you mean “text”?"


def test_that_texts_and_labels_are_normalized_and_nothing_else() -> None:
    made = table((" ａ ", "ｂ"), ("c", "d")).append_column("note", pa.array(["ｅ", "f"]))
    step = NormalizeText(operations=("width", "trim"))
    assert rows(take_steps(made, ROLES, [step])) == [("a", "b", "ｅ"), ("c", "d", "f")]
    named = NormalizeText(operations=("width",), columns=("note",))
    assert rows(take_steps(made, ROLES, [named]))[0] == (" ａ ", "ｂ", "e")


def test_that_a_recipe_means_the_same_in_a_file_that_has_grown() -> None:
    keys = row_keys(SHOP)
    steps: Sequence[AnyStep] = [
        RemoveRows(rows=(keys[1],)),
        EditCells(edits=(CellEdit(row=keys[0], column="label", value="pos"),)),
        RenameLabels(names={"neg": "negative"}),
    ]
    new = table(("new", "neg"))
    grown = pa.concat_tables([new, SHOP, new])
    expected = rows(take_steps(SHOP, ROLES, steps))
    assert rows(take_steps(grown, ROLES, steps)) == [("new", "negative"), *expected, ("new", "negative")]


def test_that_rows_that_are_gone_are_counted_and_told() -> None:
    keys = row_keys(SHOP)
    steps = [
        RemoveRows(rows=(keys[0], keys[1])),
        EditCells(edits=(CellEdit(row=keys[0], column="text", value="x"),)),
        KeepRows(rows=("0" * 16 + ":0", row_keys(SHOP.slice(2))[0])),
    ]
    outcomes = list(follow_steps(SHOP.slice(1), ROLES, steps))
    assert [outcome.taken.missing for outcome in outcomes] == [1, 1, 1]
    assert {render(note) for outcome in outcomes for note in outcome.taken.notes} == {
        "1 row that a step names is not there."
    }
    assert outcomes[-1].taken.table.num_rows == 1


EVERY_STEP: list[AnyStep] = [
    RemoveDuplicates(),
    RemoveDuplicates(level="near"),
    RemoveRepeatedHeaders(),
    RemoveRows(rows=("0" * 16 + ":0",)),
    RemoveRows(found=RowQuery(label="neg")),
    RemoveRows(found=RowQuery(query="a")),
    KeepRows(found=RowQuery(query="a")),
    KeepRows(found=RowQuery(issue="exact_duplicates")),
    RenameLabels(names={"neg": "pos", "好": ""}),
    EditCells(edits=()),
    NormalizeText(operations=("trim", "spaces", "width", "unicode", "html", "urls", "controls")),
    MaskEntities(),
]


@pytest.mark.parametrize("step", EVERY_STEP, ids=lambda step: type(step).__name__)
def test_that_every_step_can_be_taken_on_an_empty_table(step: AnyStep) -> None:
    assert take_step(step, table(), ROLES).table.equals(table())


CELLS = st.sampled_from(["a", " a", "ａ", "", "好", "好<b>的</b>", "neg", "text", "label", "a b@example.org c"])
LABELS = st.sampled_from(["neg", "pos", " neg", "好", "", "label"])


@given(made=st.lists(st.tuples(CELLS, LABELS), max_size=12), step=st.sampled_from(EVERY_STEP))
def test_that_no_step_loses_a_row_and_a_second_time_changes_nothing(made: list[tuple[str, str]], step: AnyStep) -> None:
    before = table(*made)
    names = step.names if isinstance(step, RenameLabels) else ()
    if names and not {label.strip() for _, label in made} & set(names):
        return  # refused: no row has such a label
    taken = take_step(step, before, ROLES)
    kept = range(len(made)) if taken.rows is None else taken.rows.tolist()
    removed = set(range(len(made))) - set(kept)
    assert taken.table.num_rows + len(removed) == len(made)
    assert sorted(kept) == list(kept)
    if taken.rows is not None:
        assert rows(taken.table) == [made[row] for row in kept]
    if not names and not isinstance(step, KeepRows):
        assert take_step(step, taken.table, ROLES).table.equals(taken.table)
