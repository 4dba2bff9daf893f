"""The checks that look into texts and splits: each finds what it is for with the right rows, and nothing beside it."""

from __future__ import annotations

import random

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from workbench.data.clean import take_steps
from workbench.data.issues import Evidence, Examples, Probabilities, TokenCounts, find_issues
from workbench.data.issues import examples as issues_examples
from workbench.data.issues.evidence import rows_with_text, spread
from workbench.data.issues.reading import long_text, unknown_tokens
from workbench.data.issues.splits import label_mix, leakage
from workbench.data.issues.suspects import label_errors, outliers, personal_data
from workbench.data.issues.templates import constant_text
from workbench.i18n import render
from workbench.values import IssueFound, MaskEntities, NormalizeText, RemoveDuplicates, RenameLabels, Roles

ROLES = Roles(text="text", label="label")
ENGLISH = "the room was clean and quiet but breakfast came late while staff kept smiling about our dog"
CHINESE = "房间 很 干净 早餐 不错 服务 态度 一般 前台 办理 入住 比较 慢 位置 方便 地铁 旁边 下次"
WORDS, ZH_WORDS = tuple(ENGLISH.split()), tuple(CHINESE.split())


def stories(count: int, *, words: tuple[str, ...] = WORDS, seed: int = 0) -> list[str]:
    """Different texts of the same words."""
    source = random.Random(seed)
    sign = "" if words is ZH_WORDS else " "
    return [sign.join(source.sample(words, 12)) for _ in range(count)]


def examples(texts: list[str], labels: list[str] | None = None) -> Examples:
    labels = labels or ["ab"[at % 2] for at in range(len(texts))]
    return Examples(pa.table({"text": pa.array(texts, pa.string()), "label": pa.array(labels, pa.string())}), ROLES)


def found(given: Examples) -> dict[str, tuple[IssueFound, list[int]]]:
    issues, rows = find_issues(given)
    return {issue.kind: (issue, rows[issue.kind].tolist()) for issue in issues}


def codes(*parts: tuple[int, int]) -> npt.NDArray[np.int8]:
    """Split codes: so many of each."""
    return np.concatenate([np.full(count, code, np.int8) for code, count in parts])


@pytest.mark.parametrize("words", [WORDS, ZH_WORDS])
def test_that_clean_texts_have_no_issues(words: tuple[str, ...]) -> None:
    assert found(examples(stories(100, words=words))) == {}


@pytest.mark.parametrize("words", [WORDS, ZH_WORDS])
def test_that_rows_that_differ_in_little_are_near_duplicates(words: tuple[str, ...]) -> None:
    texts = ["".join(pair) for pair in zip(stories(30, words=words), stories(30, words=words, seed=1), strict=True)]
    issue, rows = found(examples([*texts, texts[4] + "!!", "x" + texts[5], texts[6]], ["a"] * 33))["near_duplicates"]
    assert rows == [30, 31]  # the last is an exact one
    assert (render(issue.sentence), issue.action) == ("2 rows differ in little from an earlier one.", "mend")
    assert issue.remedy == RemoveDuplicates(level="near")


def test_that_near_duplicates_with_different_labels_are_not_to_be_removed() -> None:
    texts = stories(20)
    assert "near_duplicates" not in found(examples([*texts, texts[0] + "!"], ["a"] * 20 + ["b"]))


def test_that_near_duplicates_are_found_without_labels() -> None:
    texts = [*stories(10), "Thank you very much", "thank you, very much!"]
    given = Examples(pa.table({"text": texts}), Roles(text="text"))
    assert found(given)["near_duplicates"][1] == [11]


def test_that_texts_with_hardly_a_letter_are_short() -> None:
    texts = [*stories(20), "k", "..", "?!", "ok!", "好", "好的", "5", "👍", ""]
    issue, rows = found(examples(texts))["short_text"]
    assert rows == [20, 21, 22, 23, 26, 27]
    assert render(issue.sentence) == "6 texts have hardly a letter."


@pytest.mark.parametrize(
    ("kind", "odd", "operation"),
    [
        ("markup", "a <b>bold</b> word &amp; more", "html"),
        ("addresses", "see https://example.org/a?b=1 for it", "urls"),
        ("control_characters", "zero\u200bwidth and \x07bell", "controls"),
        ("stray_space", "two   spaces\tand more", "spaces"),
        ("mixed_width", "ＡＢＣ１２３ 型号", "width"),
    ],
)
def test_that_what_can_be_cleaned_is_found_and_gone_after_it_was(kind: str, odd: str, operation: str) -> None:
    given = examples([*stories(20), odd, "5 < 6, a & b", odd])
    issue, rows = found(given)[kind]
    assert rows == [20, 22]
    assert issue.action == "mend"
    assert isinstance(issue.remedy, NormalizeText)
    assert issue.remedy.operations == (operation,)
    mended = take_steps(given.table, given.roles, [issue.remedy])
    assert kind not in found(Examples(mended, ROLES))


def test_that_texts_in_another_script_are_a_second_language() -> None:
    texts = [
        *stories(50),
        *stories(3, words=ZH_WORDS),
        "Привет, как дела",
        "12345",
        ":-)",
        "I bought 小米 and like it a lot",
    ]
    issue, rows = found(examples(texts))["mixed_languages"]
    assert rows == [50, 51, 52, 53]
    assert render(issue.sentence) == "4 texts are in a different script from most."
    mostly_chinese = [*stories(50, words=ZH_WORDS), *stories(3), "我买了 iPhone 和 iPad 都很好用"]
    assert found(examples(mostly_chinese))["mixed_languages"][1] == [50, 51, 52]


def test_that_one_stray_text_in_another_script_is_no_second_language() -> None:
    assert "mixed_languages" not in found(examples([*stories(50), "这家酒店非常好"]))


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        ("{} Sent from my iPhone", "100 in 100 texts of “a” end with “Sent from my iPhone”, and few others do."),
        (
            "Dear customers, {}",
            "100 in 100 texts of “a” begin with “Dear customers,”, and few others do.",
        ),
        (
            "{}\nConfidential: for the addressee only",
            "100 in 100 texts of “a” have the line “Confidential: for the addressee only”, and few others do.",
        ),
        ("{} 发自我的手机客户端", "100 in 100 texts of “a” end with “发自我的手机客户端”, and few others do."),
    ],
)
def test_that_text_that_gives_a_label_away_is_found(made: str, sentence: str) -> None:
    texts = [made.format(text) if at < 30 else text for at, text in enumerate(stories(60))]
    finding = constant_text(examples(texts, ["a"] * 30 + ["b"] * 30))
    assert finding is not None
    assert finding.rows.tolist() == list(range(30))
    assert render(finding.sentence) == sentence


def test_that_text_that_every_label_has_gives_nothing_away() -> None:
    texts = [f"Dear customer service, {text} Sent from my iPhone" for text in stories(60)]
    assert constant_text(examples(texts, ["a"] * 30 + ["b"] * 30)) is None


def test_that_spellings_of_a_label_are_merged_into_the_commonest() -> None:
    labels = ["Spam"] * 10 + ["spam "] * 5 + ["ＳＰＡＭ"] * 5 + ["ham"] * 20
    issue, rows = found(examples(stories(40), labels))["case_variants"]
    assert rows == list(range(10, 20))
    assert issue.remedy == RenameLabels(names={"spam": "Spam", "ＳＰＡＭ": "Spam"})
    mended = take_steps(examples(stories(40), labels).table, ROLES, [issue.remedy])
    assert set(mended.column("label").to_pylist()) == {"Spam", "ham"}


def test_that_a_label_that_is_commoner_in_the_test_is_told() -> None:
    labels = ["a"] * 90 + ["b"] * 10 + ["a"] * 20 + ["b"] * 30
    given = examples(stories(150), labels).divided(codes((0, 100), (2, 50)))
    finding = label_mix(given)
    assert finding is not None
    assert finding.rows.tolist() == list(range(100, 120))
    assert finding.action == "split"
    assert render(finding.sentence) == "“a” is 90 in 100 training rows, but 40 in 100 test rows."


def test_that_a_fair_split_or_a_small_part_is_not_told() -> None:
    fair = examples(stories(200)).divided(codes((0, 150), (1, 50)))
    assert label_mix(fair) is None
    few = examples(stories(110), ["a"] * 100 + ["b"] * 10).divided(codes((0, 100), (2, 10)))
    assert label_mix(few) is None


def test_that_test_rows_with_the_text_of_a_training_row_leak() -> None:
    texts = stories(60)
    texts[50], texts[55] = texts[3], texts[4] + "!!"
    given = examples(texts).divided(codes((0, 40), (1, 5), (2, 13), (3, 2)))
    finding = leakage(given)
    assert finding is not None
    assert (finding.rows.tolist(), finding.action) == ([50, 55], "split")
    assert leakage(examples(stories(60)).divided(codes((0, 40), (2, 20)))) is None


def test_that_thorough_checks_wait_where_the_texts_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*stories(20), "<b>x</b> and more", ""]
    assert {"markup", "empty_text"} <= set(found(examples(texts)))
    monkeypatch.setattr(issues_examples, "MOST_CHARACTERS", 100)
    assert set(found(examples(texts))) == {"empty_text"}


def counted(tokens: list[int], unknown: list[int]) -> TokenCounts:
    return TokenCounts("tiny", 10, np.array(tokens), np.array(unknown))


def test_that_texts_that_are_cut_are_told_with_what_is_lost() -> None:
    given = examples(stories(4))
    evidence = Evidence(given, np.arange(4), counted([5, 10, 11, 24], [0] * 4))
    finding = long_text(evidence)
    assert finding is not None
    assert finding.rows.tolist() == [2, 3]
    # 1 and 14 of 50 tokens lie beyond the limit.
    assert render(finding.sentence) == "2 texts are longer than 10 tokens; 30 in 100 of all tokens are not read."
    assert long_text(Evidence(given, np.arange(4), counted([5, 10, 1, 2], [0] * 4))) is None
    assert long_text(Evidence(given, np.arange(4))) is None


def test_that_unknown_tokens_are_told_with_their_share() -> None:
    given = examples(stories(4))
    finding = unknown_tokens(Evidence(given, np.arange(4), counted([10] * 4, [0, 6, 0, 0])))
    assert finding is not None
    assert finding.rows.tolist() == [1]
    assert render(finding.sentence).startswith("15 in 100 tokens are unknown to tiny")
    assert unknown_tokens(Evidence(given, np.arange(4), counted([100] * 4, [0, 6, 0, 0]))) is None


def test_that_labels_that_a_model_doubts_are_suspected() -> None:
    given = np.repeat([0, 1], 50)
    likely = np.where(np.arange(2) == given[:, None], 0.9, 0.1)
    likely[[3, 70]] = likely[[3, 70]][:, ::-1]
    rows = np.arange(100) + 100
    evidence = Evidence(examples(stories(200)), rows, probabilities=Probabilities(rows, given, likely))
    finding = label_errors(evidence)
    assert finding is not None
    assert finding.rows.tolist() == [103, 170]
    assert render(finding.sentence) == "Of 100 rows, 2 probably have a wrong label."


def test_that_a_text_of_words_that_no_other_has_is_an_outlier() -> None:
    texts = [*stories(150), "lorem ipsum dolor sit amet consectetur", *stories(20, seed=1)]
    given = examples(texts)
    finding = outliers(Evidence(given, np.arange(len(texts))))
    assert finding is not None
    assert finding.rows.tolist() == [150]
    assert outliers(Evidence(examples(stories(150)), np.arange(150))) is None


def test_that_personal_data_can_be_masked() -> None:
    texts = [*stories(20), "write to ann@example.org", "see https://example.org", "身份证 11010519491231002X"]
    finding = personal_data(Evidence(examples(texts), np.arange(23)))
    assert finding is not None
    assert finding.rows.tolist() == [20, 22]
    assert isinstance(finding.remedy, MaskEntities)
    assert "email" in finding.remedy.entities
    assert "url" not in finding.remedy.entities


def test_that_rows_without_a_text_are_no_evidence_and_a_sample_is_spread() -> None:
    given = examples(["a b", " ", "c d", "e f", ""])
    assert rows_with_text(given).tolist() == [0, 2, 3]
    assert spread(np.arange(100), 5).tolist() == [0, 24, 49, 74, 99]
    assert Evidence(given, np.array([2])).texts == ["c d"]
    assert Evidence(given, np.array([2])).is_sample
