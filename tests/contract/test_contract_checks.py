"""What holds for every check: its sentence has a number and a translation, its rows ascend and lie in the table."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from workbench.data.issues import (
    Evidence,
    Examples,
    Finding,
    Probabilities,
    QuickCheck,
    SlowCheck,
    TokenCounts,
    late_checks,
    quick_checks,
)
from workbench.data.tables import RejectedRow
from workbench.i18n import catalogue, render, say
from workbench.values import Roles

Check = QuickCheck | SlowCheck
BOTH = Roles(text="text", label="label")
CHECKS: tuple[Check, ...] = (*quick_checks(), *late_checks(Examples(pa.table({"text": ["a"]}), Roles(text="text"))))

_STORY = "the room was clean and the staff were kind to us all the time, row {}"
_ZH_STORY = "房间很干净，早餐也不错，前台的服务态度很好，下次来还会住这里，第 {} 次"


def ugly() -> Examples:
    """A table in which every check finds something."""
    rows = [(_STORY.format(at) + " Sent from my iPhone", "bad") for at in range(40)]
    rows += [(_STORY.format(at) + " all good", "good") for at in range(100)]
    rows += [(_ZH_STORY.format(at), "good") for at in range(40)]
    rows += [rows[0], rows[50], (rows[1][0], "good"), ("", "good"), ("x", ""), ("ok", "GOOD"), ("text", "label")]
    rows += [("lost \ufffd one", "good"), ("<b>bold</b> &amp;", "good"), ("https://example.org/a", "good")]
    rows += [("bell \x07 and zero\u200bwidth", "good"), ("two   spaces", "good"), ("ＡＢＣ１２３", "good")]
    rows += [("write to ann@example.org", "rare"), ("lorem ipsum dolor sit amet consectetur", "good")]
    table = pa.table({"text": [row[0] for row in rows], "label": [row[1] for row in rows]})
    split = np.zeros(len(rows), np.int8)
    split[40:140] = 2
    rejected = [RejectedRow(7, say("x"), "raw"), RejectedRow(9, say("y"), "raw", 3, is_loaded=True)]
    return Examples(table, Roles(text="text", label="label"), rejected, 2).divided(split)


def without_labels_to_learn() -> Examples:
    """A table whose label column is none."""
    values = [str(at) for at in range(30)]
    table = pa.table({"text": [_STORY.format(at) for at in values], "label": values})
    return Examples(table, Roles(text="text", label="label"))


def evidence(examples: Examples) -> Evidence:
    rows = np.arange(examples.table.num_rows, dtype=np.int64)
    tokens = np.full(len(rows), 20)
    given = (rows % 2).astype(np.int64)
    values = np.where(np.arange(2) == given[:, None], 0.9, 0.1)
    values[: len(rows) // 10] = values[: len(rows) // 10, ::-1]
    counts = TokenCounts("tiny", 10, tokens, tokens // 4)
    return Evidence(examples, rows, counts, Probabilities(rows, given, values) if len(rows) > 1 else None)


def made(check: Check, examples: Examples) -> Finding | None:
    return check(evidence(examples)) if isinstance(check, SlowCheck) else check(examples)


def all_kinds() -> list[str]:
    return [check.kind for check in CHECKS]


def test_that_every_check_has_a_kind_of_its_own() -> None:
    assert len(set(all_kinds())) == len(CHECKS)
    assert {"exact_duplicates", "near_duplicates", "label_errors", "long_text"} <= set(all_kinds())


@pytest.mark.parametrize("check", CHECKS, ids=all_kinds())
def test_that_a_finding_can_be_shown(check: Check) -> None:
    found = [(examples, made(check, examples)) for examples in (ugly(), without_labels_to_learn())]
    findings = [(examples, finding) for examples, finding in found if finding is not None]
    assert findings, "nothing was found, so nothing is checked"
    for examples, finding in findings:
        assert any(character.isdigit() for character in render(finding.sentence))
        assert finding.rows.dtype == np.int64
        assert np.array_equal(finding.rows, np.unique(finding.rows))
        assert np.isin(finding.rows, np.arange(examples.table.num_rows)).all()
        assert len(finding.rows) or finding.count is not None
        assert (finding.action == "mend") == (finding.remedy is not None)
        templates = {finding.sentence.one, finding.sentence.many} - {""}
        assert templates <= set(catalogue("zh_CN"))


@pytest.mark.parametrize("check", CHECKS, ids=all_kinds())
@pytest.mark.parametrize("rows", [0, 1, 2])
@pytest.mark.parametrize(
    "roles", [Roles(), Roles(text="text"), Roles(label="label"), Roles(text="text", label="label")]
)
def test_that_hardly_a_row_or_no_role_is_no_error(check: Check, rows: int, roles: Roles) -> None:
    texts, labels = ["好 one", "two"][:rows], ["a", "b"][:rows]
    table = pa.table({"text": pa.array(texts, pa.string()), "label": pa.array(labels, pa.string())})
    examples = Examples(table, roles)
    for given in (examples, examples.divided(np.full(rows, 3, np.int8)), examples.divided(np.zeros(rows, np.int8))):
        finding = made(check, given)
        assert finding is None or len(finding.rows) <= rows
