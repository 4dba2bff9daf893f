"""Rows keep the part of the split that they had, as far as they can."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from workbench.data.issues import Examples
from workbench.data.kept_split import kept_split
from workbench.data.tables import SplitCodes
from workbench.values import Roles, SplitRecipe

TRAIN, VALIDATION, TEST, UNUSED = range(4)
ROLES = Roles(text="text", label="label")
EXACT = SplitRecipe(keeps_near_duplicates_together=False)


def examples(texts: list[str], labels: str, *, groups: list[str] | None = None) -> Examples:
    columns = {"text": pa.array(texts, pa.string()), "label": pa.array(list(labels), pa.string())}
    if groups is None:
        return Examples(pa.table(columns), ROLES)
    return Examples(pa.table(columns | {"group": groups}), Roles(text="text", label="label", group="group"))


def codes(parts: str) -> SplitCodes:
    return np.array(["tves".index(part) if part != "-" else UNUSED for part in parts], np.int8)


def kept(made: Examples, *, fresh: str, old: str, is_reworded: bool = False) -> str:
    found = kept_split(made, EXACT, fresh=codes(fresh), old=codes(old), is_reworded=is_reworded)
    return "".join("tve-"[code] for code in found)


def test_that_rows_that_stay_keep_their_parts() -> None:
    assert kept(examples(list("abcdef"), "xxyyxy"), fresh="tetvtt", old="ttttve") == "ttttve"


def test_that_only_rows_that_can_be_used_now_are_dealt_out() -> None:
    assert kept(examples(list("abcdef"), "xxyyxy"), fresh="tvette", old="t-ttve") == "tvttve"


def test_that_a_row_that_can_be_used_now_goes_where_its_text_is() -> None:
    assert kept(examples(list("aacdef"), "yxyyxx"), fresh="ttette", old="e-ttvt") == "eettvt"


def test_that_rows_that_cannot_be_used_any_more_belong_nowhere() -> None:
    assert kept(examples(["a", "", "c", "d", "e", "f"], "xxyyxy"), fresh="t-tvte", old="tvtvte") == "t-tvte"


def test_that_texts_that_became_alike_go_where_most_are() -> None:
    assert kept(examples(list("aaabbf"), "xxyyxy"), fresh="eeettt", old="eettve", is_reworded=True) == "eeette"


def test_that_a_group_stays_together() -> None:
    made = examples(list("abcdef"), "xxyyxy", groups=["g", "g", "g", "h", "", ""])
    assert kept(made, fresh="tttetv", old="tet-ev", is_reworded=True) == "ttteev"


def test_that_rows_are_dealt_out_anew_where_texts_and_groups_pull_apart() -> None:
    made = examples(list("aabcde"), "xxyyxy", groups=["g", "h", "g", "h", "", ""])
    assert kept(made, fresh="ttttve", old="ttteve", is_reworded=True) == "ttttve"


def test_that_rows_are_dealt_out_anew_where_too_little_would_be_left() -> None:
    # no training row of y is left, although a fresh split has one
    assert kept(examples(list("abcd"), "xxyy"), fresh="tete", old="tvee") == "tete"
    # all that is left was in training
    assert kept(examples(list("abcdef"), "xxyyxy"), fresh="ttteev", old="tttttt") == "ttteev"


def test_that_nothing_is_kept_without_texts() -> None:
    made = Examples(pa.table({"a": ["x"]}), Roles())
    assert kept_split(made, EXACT, fresh=codes("-"), old=codes("t"), is_reworded=False).tolist() == [UNUSED]
