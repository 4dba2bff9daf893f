"""Masking as a step of a recipe."""

from __future__ import annotations

import pyarrow as pa
import pytest

from workbench.data.clean import take_steps
from workbench.data.steps import step_kind
from workbench.data.steps.mask_entities import spans_of
from workbench.errors import DataError, SettingError
from workbench.values import MaskEntities, Roles

TABLE = pa.table(
    {
        "text": ["Write to a@x.org", "ring 07911123456 or b@x.org", "nothing"],
        "sender": ["b@x.org", "a@x.org", ""],
        "label": ["c@x.org", "good", "bad"],
    }
)
ROLES = Roles(text="text", label="label")


def masked(step: MaskEntities, roles: Roles = ROLES, table: pa.Table = TABLE) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = take_steps(table, roles, [step]).to_pydict()
    return columns


def test_that_every_column_but_the_label_is_masked() -> None:
    assert masked(MaskEntities()) == {
        "text": ["Write to [EMAIL-1]", "ring [PHONE-1] or [EMAIL-2]", "nothing"],
        "sender": ["[EMAIL-2]", "[EMAIL-1]", ""],
        "label": ["c@x.org", "good", "bad"],
    }


def test_that_only_named_columns_and_kinds_are_masked() -> None:
    columns = masked(MaskEntities(entities=("phone",), columns=("text",), style="tag"))
    assert columns["text"] == ["Write to a@x.org", "ring [PHONE] or b@x.org", "nothing"]
    assert columns["sender"] == TABLE.column("sender").to_pylist()


def test_that_labels_are_masked_under_no_name() -> None:
    with pytest.raises(DataError, match="“label” holds the labels"):
        masked(MaskEntities(columns=("text", "label")))
    several = Roles(text="text", labels="label")
    assert masked(MaskEntities(), several)["label"] == TABLE.column("label").to_pylist()


def test_that_a_column_or_kind_that_does_not_exist_is_told() -> None:
    with pytest.raises(DataError, match="no column “txt”"):
        masked(MaskEntities(columns=("txt",)))
    with pytest.raises(SettingError, match="no kind of personal data “fax”"):
        masked(MaskEntities(entities=("fax",)))


def test_that_a_replay_changes_nothing_and_goes_on_counting() -> None:
    once = take_steps(TABLE, ROLES, [MaskEntities()])
    assert take_steps(once, ROLES, [MaskEntities()]).equals(once)
    grown = pa.concat_tables([once, pa.table({"text": ["z@x.org"], "sender": [""], "label": ["good"]})])
    assert take_steps(grown, ROLES, [MaskEntities()]).column("text").to_pylist()[-1] == "[EMAIL-3]"


def test_that_the_step_counts_what_it_masked() -> None:
    taken = step_kind(MaskEntities()).take(MaskEntities(), TABLE, ROLES)
    assert taken.counts == {"email": 4, "phone": 1}
    assert taken.rows is None


def test_that_tagged_texts_keep_their_words() -> None:
    table = pa.table({"text": ["call +44 20 7946 0958 now"], "tags": ["O B I I I O"]})
    columns = masked(MaskEntities(), Roles(text="text", tags="tags"), table)
    assert len(columns["text"][0].split()) == len(columns["tags"][0].split())


def test_that_the_spans_are_the_places_that_are_masked() -> None:
    step = MaskEntities(entities=("email",))
    assert list(spans_of(step, "to a@x.org, 07911123456")) == [(3, 10, "email")]
    assert step_kind(step).spans is spans_of
