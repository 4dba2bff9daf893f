"""What columns mean for a split: groups, dates, given parts, near duplicates and the test rows of another file."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.data.division import TestRows, divide, method_of
from workbench.data.issues import Examples
from workbench.data.issues import examples as issues_examples
from workbench.data.split import split_sizes
from workbench.data.split_names import given_codes
from workbench.data.tables import SplitCodes
from workbench.values import Roles, SplitMethod, SplitRecipe

THINGS = ("lamp", "chair", "kettle", "window", "garden", "bicycle", "hotel", "ticket", "camera", "pillow")
ROLES = Roles(text="text", label="label")


def story(number: int) -> str:
    """A text that is like no other one."""
    random = np.random.default_rng(number)
    return " ".join(f"{THINGS[int(at)]}{int(random.integers(9999))}" for at in random.integers(0, 10, 9))


def examples(roles: Roles = ROLES, **columns: list[str]) -> Examples:
    return Examples(pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()}), roles)


def labels(rows: int) -> list[str]:
    return [("good", "bad", "fair")[i % 3] for i in range(rows)]


@settings(max_examples=20, deadline=None)
@given(copies=st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=25), seed=st.integers(0, 3))
def test_that_near_duplicates_never_straddle(copies: list[tuple[int, int]], seed: int) -> None:
    texts = [story(i) for i in range(60)]
    for number, (source, _) in enumerate(copies):
        texts.append(texts[source].upper() + "!" * (number % 3))
    families = [*range(60), *(source for source, _ in copies)]
    customers = [*range(60), *(customer for _, customer in copies)]
    column = {"text": texts, "label": labels(len(texts)), "customer": [str(at) for at in customers]}
    roles = Roles(text="text", label="label", group="customer")
    by_label = divide(examples(roles, **column), SplitRecipe(method="label", seed=seed)).codes
    assert not (by_label == 3).any()
    assert straddling(by_label, families) == 0
    by_group = divide(examples(roles, **column), SplitRecipe(method="group", seed=seed)).codes
    assert straddling(by_group, families) == straddling(by_group, customers) == 0


def straddling(codes: SplitCodes, groups: list[int]) -> int:
    """How many groups have rows in more than one part."""
    used = {(group, code) for group, code in zip(groups, codes.tolist(), strict=True) if code != 3}
    return len(used) - len({group for group, _ in used})


def test_that_the_user_can_insist_on_dividing_near_duplicates() -> None:
    texts = [story(i // 2) + ("." if i % 2 else "") for i in range(200)]
    divided = divide(examples(text=texts, label=labels(200)), SplitRecipe(keeps_near_duplicates_together=False)).codes
    kept = divide(examples(text=texts, label=labels(200)), SplitRecipe()).codes
    assert (divided[::2] != divided[1::2]).any()
    assert np.array_equal(kept[::2], kept[1::2])


def test_that_equal_texts_stay_together_in_a_table_too_large_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issues_examples, "MOST_CHARACTERS", 100)
    texts = [story(i // 2) for i in range(200)]
    found = divide(examples(text=texts, label=labels(200)), SplitRecipe())
    assert np.array_equal(found.codes[::2], found.codes[1::2])
    assert found.findings["split_near_unchecked"].count == 200


def test_that_a_customer_is_in_one_part_only() -> None:
    customers = [f"c{i % 40}" for i in range(400)]
    roles = Roles(text="text", label="label", group="customer")
    found = divide(
        examples(roles, text=[story(i) for i in range(400)], label=labels(400), customer=customers), SplitRecipe()
    )
    assert found.method == "group"
    assert len({(c, code) for c, code in zip(customers, found.codes.tolist(), strict=True)}) == 40
    assert split_sizes(found.codes).test == pytest.approx(40, abs=5)


def test_that_a_common_text_does_not_tie_all_customers_together() -> None:
    texts = [story(i) if i % 4 else "Thank you, all is fine now" for i in range(400)]
    customers = [f"c{i // 8}" for i in range(400)]
    roles = Roles(text="text", label="label", group="customer")
    found = divide(examples(roles, text=texts, label=labels(400), customer=customers), SplitRecipe())
    assert split_sizes(found.codes).test > 15
    used = {(c, code) for c, code in zip(customers, found.codes.tolist(), strict=True) if code != 3}
    assert len(used) == 50
    thanks = {code for text, code in zip(texts, found.codes.tolist(), strict=True) if text.startswith("Thank")}
    assert thanks == {0, 3}
    assert len(found.findings["split_left_out"].rows) == int((found.codes == 3).sum())


def test_that_rows_without_a_group_are_divided_one_by_one() -> None:
    roles = Roles(text="text", label="label", group="customer")
    column = {"text": [story(i) for i in range(100)], "label": labels(100), "customer": [" "] * 100}
    assert split_sizes(divide(examples(roles, **column), SplitRecipe()).codes).test == 10


def test_that_the_newest_rows_are_tested_and_later_copies_left_out() -> None:
    texts = [story(i) for i in range(100)]
    texts[99] = texts[3] + "!"
    dates = [f"{i % 28 + 1}/{i // 28 + 1}/2024" for i in range(98)] + ["", "20/4/2024"]
    roles = Roles(text="text", label="label", date="when")
    found = divide(examples(roles, text=texts, label=labels(100), when=dates), SplitRecipe(method="time"))
    assert found.codes[:98].tolist() == [0] * 79 + [1] * 10 + [2] * 9
    assert found.codes[98:].tolist() == [0, 3]
    assert found.findings["split_undated"].rows.tolist() == [98]
    assert found.findings["split_left_out"].rows.tolist() == [99]


def test_that_the_split_of_the_file_is_kept() -> None:
    parts = ["train"] * 70 + ["dev"] * 10 + ["test"] * 18 + ["", "other"]
    roles = Roles(text="text", label="label", split="part")
    found = divide(examples(roles, text=[story(i) for i in range(100)], label=labels(100), part=parts), SplitRecipe())
    assert found.method == "given"
    assert found.codes.tolist() == [0] * 70 + [1] * 10 + [2] * 18 + [3, 3]
    assert found.findings["split_unknown"].rows.tolist() == [98, 99]


def test_that_a_split_column_without_training_rows_is_not_followed_by_itself() -> None:
    roles = Roles(text="text", label="label", split="part")
    table = examples(roles, text=[story(i) for i in range(9)], label=labels(9), part=["test"] * 9)
    assert method_of(table, SplitRecipe()) == "label"


@pytest.mark.parametrize("method", ["group", "time", "given"])
def test_that_a_method_without_its_column_gives_way_to_labels_and_says_so(method: SplitMethod) -> None:
    table = examples(text=[story(i) for i in range(50)], label=labels(50))
    found = divide(table, SplitRecipe(method=method))
    assert found.method == "label"
    assert np.array_equal(found.codes, divide(table, SplitRecipe()).codes)
    assert "split_without_column" in found.findings


def test_that_rows_without_a_text_or_a_label_are_in_no_part() -> None:
    table = examples(text=["", "  ", *(story(i) for i in range(8))], label=[*labels(8), "", "good"])
    assert np.flatnonzero(divide(table, SplitRecipe()).codes == 3).tolist() == [0, 1, 8]


def test_that_another_file_gives_the_test_rows() -> None:
    table = examples(text=[story(i) for i in range(50)], label=labels(50))
    other = examples(text=[story(7).upper(), story(99), "", story(98)], label=["good", "bad", "fair", ""])
    found = divide(table, SplitRecipe(test_version_id=2), test=TestRows("test.csv", other))
    assert split_sizes(found.codes).test == 0
    assert split_sizes(found.codes).validation == 5
    assert found.findings["test_rows_unusable"].count == 2
    assert found.findings["test_rows_in_training"].rows.tolist() == [7]
    insisted = SplitRecipe(keeps_near_duplicates_together=False)
    assert "test_rows_in_training" not in divide(table, insisted, test=TestRows("test.csv", other)).findings


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("train", 0), ("Training", 0), (" TRAIN_SET ", 0), ("train.csv", 0), ("train-01", 0),
        ("训练集", 0), ("訓練集", 0),
        ("val", 1), ("valid", 1), ("Dev", 1), ("dev set", 1), ("validation", 1), ("验证集", 1), ("开发集", 1),
        ("test", 2), ("Testing", 2), ("hold-out", 2), ("测试集", 2), ("测试", 2),
        ("", 3), ("trainer", 3), ("none", 3), ("attest", 3),
    ],
)  # fmt: skip
def test_that_names_of_parts_are_known(name: str, code: int) -> None:
    assert given_codes(pa.array([name])).tolist() == [code]
