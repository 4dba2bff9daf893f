"""Guesses which column holds the texts and which the labels: the contents decide, the names help."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.header import COLUMN_WORDS, name_words
from workbench.i18n import N_, say
from workbench.values import Roles, Sentence

_SAMPLE_ROWS = 1_000
_MOST_LABELS = 1_000
_LEAST_LABEL_POINTS = 1.5
_WEAK_LABEL_NAMES = frozenset(
    {
        "type",
        "y",
        "rating",
        "stars",
        "score",
        "language",
        "genre",
        "topic",
        "tag",
        "target",
        "星级",
        "評分",
        "主题",
        "类型",
    }
)
_GROUP_NAMES = frozenset({"group", "group id", "thread id", "conversation id", "document id", "dialogue id", "分组"})
_NUMBER = re.compile(r"[+-]?[$€£¥]?\d[\d., ]*(?:[eE][+-]?\d+)?%?")
_DATE = re.compile(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?.*|\d{1,2}:\d{2}(?::\d{2})?.*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|(?:[A-Za-z]:)?[\\/][\w\\/.-]+")
_IDENTIFIER = re.compile(r"(?=.*\d)[\w-]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class _Column:
    """What the guess looks at."""

    name: str
    words: tuple[str, ...]
    rows: int
    distinct: int
    empty_share: float
    mean_characters: float
    number_share: float
    odd_share: float
    """Dates, times, addresses and identifiers."""
    letter_share: float
    is_last: bool


@dataclass(frozen=True)
class RoleGuess:
    """Which column plays which part, and why.

    Attributes:
        roles: A role is None where nothing fits.
        reason: One sentence on all of it.
        reasons: One on each column that has a role, by its name; on the task under an empty name.
        task: What can be learned; see `Profile.task`.
    """

    roles: Roles
    reason: Sentence
    reasons: dict[str, Sentence] = field(default_factory=dict)
    task: str = ""


def by_hand(roles: Roles) -> RoleGuess:
    """Roles that the user chose."""
    return RoleGuess(roles, say(N_("The roles were chosen by hand.")), {}, task_of(roles))


def task_of(roles: Roles) -> str:
    """What can be learned from columns with these roles; see `Profile.task`."""
    if roles.text is None:
        return ""
    if roles.label is not None:
        return "text_classification" if roles.text_pair is None else "text_pair_classification"
    if roles.labels is not None:
        return "multi_label_classification"
    if roles.tags is not None:
        return "token_classification"
    return "" if roles.text_pair is None else "question_answering"


def guess_roles(table: pa.Table) -> RoleGuess:
    """Guesses the roles of a table's columns.

    Args:
        table: Every column a string.
    """
    names = table.column_names
    columns = [_look_at(name, table.column(name), is_last=name == names[-1]) for name in names]
    text = _best_text(columns)
    label = _best_label([column for column in columns if column is not text])
    group = next((c.name for c in columns if c not in (text, label) and _is_group(c)), None)
    roles = Roles(text=text.name if text else None, label=label.name if label else None, group=group)
    return RoleGuess(roles, _reason(text, label), {}, task_of(roles))


def _look_at(name: str, values: pa.ChunkedArray, *, is_last: bool) -> _Column:
    trimmed = pc.utf8_trim_whitespace(values)
    step = max(1, len(trimmed) // _SAMPLE_ROWS)
    sample = [value for value in trimmed.take(pa.array(range(0, len(trimmed), step))).to_pylist() if value]
    total = max(1, len(sample))
    characters = sum(map(len, sample))
    return _Column(
        name=name,
        words=tuple(name_words(name)),
        rows=len(trimmed),
        distinct=pc.count_distinct(trimmed).as_py(),
        empty_share=pc.sum(pc.equal(trimmed, "")).as_py() / max(1, len(trimmed)) if len(trimmed) else 1.0,
        mean_characters=characters / total,
        number_share=sum(bool(_NUMBER.fullmatch(value)) for value in sample) / total,
        odd_share=sum(bool(_DATE.fullmatch(v) or _ADDRESS.fullmatch(v) or _is_identifier(v)) for v in sample) / total,
        letter_share=sum(len(_LETTER.findall(value[:200])) for value in sample)
        / max(1, sum(len(value[:200]) for value in sample)),
        is_last=is_last,
    )


def _is_identifier(value: str) -> bool:
    return bool(_IDENTIFIER.fullmatch(value)) and not value.isdecimal() and len(value) > 5


def _suggests(column: _Column, role: str) -> bool:
    known = COLUMN_WORDS[role]
    return column.name.strip().lower() in known or any(word in known for word in column.words)


def _best_text(columns: Sequence[_Column]) -> _Column | None:
    scored = [(_text_points(column), column) for column in columns]
    points, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if points > 0 else None


def _text_points(column: _Column) -> float:
    """Length times variety: a text column has long cells, hardly two of them alike, and letters in them."""
    if column.number_share > 0.5 or column.odd_share > 0.5 or column.distinct < 2 or column.letter_share < 0.3:
        return 0.0
    variety = column.distinct / max(1.0, column.rows * (1 - column.empty_share))
    points = math.log1p(column.mean_characters) * math.sqrt(variety) * (1 - column.empty_share / 2)
    if _suggests(column, "text"):
        return points * 1.5
    return points * 0.6 if _suggests(column, "label") else points


def _best_label(columns: Sequence[_Column]) -> _Column | None:
    scored = [(_label_points(column), column) for column in columns]
    points, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if points >= _LEAST_LABEL_POINTS else None


def _label_points(column: _Column) -> float:
    """Few values that come again and again; a number or an unknown name needs more of the rest."""
    filled = column.rows * (1 - column.empty_share)
    is_named = _suggests(column, "label")
    repeats = filled / max(1, column.distinct)
    if column.distinct > _MOST_LABELS or column.odd_share > 0.5 or not filled or repeats < (1.2 if is_named else 1.9):
        return 0.0
    if column.distinct < 2 and not is_named:
        return 0.0
    points = 2.0 if column.distinct <= 20 else 1.0 if column.distinct <= 100 else 0.0
    points += 0.5 if column.mean_characters <= 30 else 0.0
    points -= 2.0 if column.mean_characters > 80 else 0.0
    points -= 2.0 * column.empty_share
    points += 0.3 if column.is_last else 0.0
    if is_named:
        is_weak = all(word in _WEAK_LABEL_NAMES for word in column.words if word in COLUMN_WORDS["label"])
        points += 1.5 if is_weak else 3.0
    elif _suggests(column, "other"):
        points -= 1.5
    if column.number_share > 0.9:
        points -= 1.0 if column.distinct <= 20 else 4.0
    return points


def _is_group(column: _Column) -> bool:
    return " ".join(column.words) in _GROUP_NAMES and 1 < column.distinct < column.rows / 1.5


def _reason(text: _Column | None, label: _Column | None) -> Sentence:
    if text is not None and label is not None:
        return say(
            N_("“{text}” has the longest texts, and “{label}” has {n:,} value."),
            N_("“{text}” has the longest texts, and “{label}” has {n:,} values that come again and again."),
            text=text.name,
            label=label.name,
            n=label.distinct,
        )
    if text is not None:
        return say(N_("“{text}” has the longest texts. No other column looks like labels."), text=text.name)
    if label is not None:
        one = N_("“{label}” has {n:,} value. No other column looks like texts.")
        many = N_("“{label}” has {n:,} values that come again and again. No other column looks like texts.")
        return say(one, many, label=label.name, n=label.distinct)
    return say(N_("No column looks like texts or labels."))
