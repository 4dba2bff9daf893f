"""Guesses which column plays which part, and what can be learned from them: the values decide, the names help."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from workbench.data.column_facts import Facts, look_at
from workbench.data.header import name_words
from workbench.data.role_reasons import explain_roles
from workbench.data.role_words import WEAK_LABEL_WORDS, are_pair, suggests
from workbench.i18n import N_, say
from workbench.values import ColumnProfile, Roles, Sentence

_MOST_LABELS = 1_000
_LEAST_LABEL_POINTS = 1.5
_LEAST_BESIDE_LABELS = 2.4
_LEAST_GROUPS = 5
_PAIR_LENGTHS = 3.0  # the longer of two texts has at most so many times the characters of the shorter one


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


def guess_roles(table: pa.Table, columns: Sequence[ColumnProfile] | None = None) -> RoleGuess:
    """Guesses the roles of a table's columns.

    The order matters: what is plain to see (tags, parts of a split, dates) is taken first, then the texts, and the
    label from what is left.

    Args:
        table: Every column a string.
        columns: The profiles of its columns, where they are known already.
    """
    facts = look_at(table, columns)
    free = [column for column in facts if column.values > 0]
    split = _take(free, (column for column in free if _is_split(column)))
    tags = _take(free, (column for column in free if column.tag_example))
    date = _take(free, sorted((c for c in free if _is_date(c)), key=lambda c: not suggests(c.name, "date")))
    free = [column for column in free if not _is_date(column)]
    text, pair = _texts([column for column in free if not column.is_list])
    free = [column for column in free if column not in (text, pair)]
    labels = _take(free, sorted((c for c in free if _is_joined(c)), key=lambda c: not suggests(c.name, "labels")))
    label = _take(free, filter(None, [_best_label(free, count=len(facts), rival=labels)]))
    labels = labels if label is None else None
    if pair is None and text is not None and (label, labels, tags) == (None, None, None):
        text, pair = _two_texts(text, free)
    found = {
        "text": text,
        "text_pair": pair,
        "label": label,
        "labels": labels,
        "tags": None if text is None else tags,
        "id": next(iter(sorted((c for c in free if _is_id(c)), key=lambda c: not suggests(c.name, "id"))), None),
        "group": _best_group(free),
        "date": date,
        "split": split,
    }
    roles = Roles(**{role: column.name for role, column in found.items() if column is not None})
    reasons = explain_roles(found, facts)
    task = task_of(roles)
    reasons |= {"": _about_task(task)}
    return RoleGuess(roles, _reason(found), reasons, task)


def _take(free: list[Facts], wanted: Iterable[Facts]) -> Facts | None:
    """The first of the wanted columns, which is then no longer free."""
    taken = next(iter(wanted), None)
    if taken is not None:
        free.remove(taken)
    return taken


def _is_split(column: Facts) -> bool:
    return len(column.parts - {3}) > 1


def _is_date(column: Facts) -> bool:
    """Plain digits are a date only if they are unlikely to be anything else, or the name says so."""
    if column.date_style in ("", "iso", "day_first", "month_first", "named"):
        return bool(column.date_style)
    return suggests(column.name, "date") or (column.date_style == "epoch" and column.is_recent)


def _is_joined(column: Facts) -> bool:
    return bool(column.joined_by) and column.mean_words < 12


def _texts(columns: Sequence[Facts]) -> tuple[Facts | None, Facts | None]:
    """The text, and the text that is read with it, if there is one."""
    scored = sorted(((_text_points(column), -column.place, column) for column in columns), key=lambda s: s[:2])
    texts = [column for points, _, column in reversed(scored) if points > 0]
    if not texts:
        return None, None
    named = [(one, other) for one in texts for other in texts if one is not other and are_pair(one.name, other.name)]
    if named:
        return max(named, key=lambda pair: min(_text_points(pair[0]), _text_points(pair[1])))
    best = texts[0]
    partner = next((column for column in texts[1:] if _looks_paired(best, column)), None)
    if partner is None:
        return best, None
    return (best, partner) if best.place < partner.place else (partner, best)


def _text_points(column: Facts) -> float:
    """Length times variety: a text column has long cells, hardly two of them alike, and letters in them."""
    least_values = 1 if suggests(column.name, "text") else 2
    if max(column.number_share, column.identifier_share) > 0.5 or column.letter_share < 0.3:
        return 0.0
    if column.values < least_values:
        return 0.0
    if column.is_address or column.is_name or column.is_clock or column.is_flag or column.tag_example:
        return 0.0
    points = math.log1p(column.mean_characters) * math.sqrt(min(1.0, column.variety)) * (1 - column.empty_share / 2)
    if _is_joined(column):
        points *= 0.5
    if suggests(column.name, "text"):
        return points * 1.5
    return points * 0.6 if suggests(column.name, "label") or suggests(column.name, "other") else points


def _looks_paired(one: Facts, other: Facts) -> bool:
    """Whether two texts belong together by their contents: alike in length, both full, and they share words by row.

    A text named as one takes no partner that is not: a column of remarks is no answer.
    """
    short, long = sorted((one.mean_characters, other.mean_characters))
    is_alike = short > 0 and long <= _PAIR_LENGTHS * short and max(one.empty_share, other.empty_share) < 0.05
    if not is_alike or min(one.variety, other.variety) < 0.3 or min(one.mean_words, other.mean_words) < 2.5:
        return False
    if suggests(one.name, "text") != suggests(other.name, "text"):
        return False
    asks = sorted(sum(v.endswith(("?", "？")) for v in c.sample) / len(c.sample) for c in (one, other))
    return asks[1] > 0.2 + 2 * asks[0] or _shared_words(one, other) > 1.5 * _shared_words(one, other, shift=1) + 0.02


def _two_texts(text: Facts, others: list[Facts]) -> tuple[Facts, Facts | None]:
    """The text and its partner where nothing else can be learned: then two columns of texts belong together."""
    texts = [column for column in others if _text_points(column) > 0 and column.mean_words >= 2]
    lengths = [sorted((text.mean_characters, column.mean_characters)) for column in texts]
    if len(texts) != 1 or lengths[0][1] > _PAIR_LENGTHS * lengths[0][0] or texts[0].empty_share > 0.05:
        return text, None
    partner = texts[0]
    others.remove(partner)
    return (text, partner) if text.place < partner.place else (partner, text)


def _shared_words(one: Facts, other: Facts, *, shift: int = 0) -> float:
    """The mean share of words that two cells of a row (or of rows some apart) have in common."""
    size = min(len(one.sample), len(other.sample))
    shares = []
    for at in range(size):
        left, right = (_word_set(one.sample[at]), _word_set(other.sample[(at + shift) % size]))
        shares.append(len(left & right) / max(1, len(left | right)))
    return sum(shares) / max(1, size)


def _word_set(text: str) -> set[str]:
    """The words of a text, or its pairs of characters where it is not written in words."""
    words = text.lower().split()
    return set(words) if len(words) > 2 else {text[at : at + 2] for at in range(len(text) - 1)}


def _best_label(columns: Sequence[Facts], *, count: int, rival: Facts | None) -> Facts | None:
    """The column with one label a text; several labels in a cell win over what merely may be one."""
    if rival is not None:
        columns = [column for column in columns if column.number_share < 0.9 or _is_strongly_named(column)]
    scored = [(_label_points(column, is_last=column.place == count - 1), column) for column in columns]
    points, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if points >= (_LEAST_LABEL_POINTS if rival is None else _LEAST_BESIDE_LABELS):
        return best
    flags = [column for column in columns if column.is_flag and column.values == 2 and column.empty_share < 0.2]
    return flags[0] if len(flags) == 1 and rival is None else None


def _label_points(column: Facts, *, is_last: bool) -> float:
    """Few values that come again and again; a number or an unknown name needs more of the rest."""
    is_named = suggests(column.name, "label")
    repeats = column.filled / max(1, column.values)
    if column.values > _MOST_LABELS or column.is_address or column.is_clock or column.tag_example or column.is_list:
        return 0.0
    if not column.sample or repeats < (1.2 if is_named else 1.9) or (column.values < 2 and not is_named):
        return 0.0
    if column.is_name and not is_named and column.values > 20:
        return 0.0
    points = 2.0 if column.values <= 20 else 1.0 if column.values <= 100 else 0.0
    points += 0.5 if column.mean_characters <= 30 else 0.0
    points -= 2.0 if column.mean_characters > 80 else 0.0
    points -= 2.0 * column.empty_share
    points += 0.3 if is_last else 0.0
    return points + _name_points(column, is_named=is_named) - _kind_penalty(column)


def _is_strongly_named(column: Facts) -> bool:
    words = [word for word in name_words(column.name) if suggests(word, "label")] or [column.name.strip().lower()]
    return suggests(column.name, "label") and not all(word in WEAK_LABEL_WORDS for word in words)


def _name_points(column: Facts, *, is_named: bool) -> float:
    if is_named:
        return 3.0 if _is_strongly_named(column) else 1.5
    return -1.5 if suggests(column.name, "other") or suggests(column.name, "group") else 0.0


def _kind_penalty(column: Facts) -> float:
    """Numbers, years, flags and codes of languages are labels only where nothing better is there."""
    if column.is_year:
        return 2.0
    if column.number_share > 0.9:
        return 1.0 if column.values <= 20 else 4.0
    if column.is_language or column.is_name:
        return 1.0
    return 0.5 if column.is_flag else 0.0


def _is_id(column: Facts) -> bool:
    """Another value in every row, short, and with digits."""
    is_code = column.is_whole or column.is_name
    return is_code and column.variety > 0.98 and column.filled > 1 and column.mean_characters <= 64


def _best_group(columns: Sequence[Facts]) -> Facts | None:
    """The column whose values come again in several rows and name somebody or something.

    Plain numbers need a name that says so: an age and a price come again, too.
    """
    found = [c for c in columns if c.values >= _LEAST_GROUPS and c.variety < 0.7 and c.empty_share < 0.5]
    named = [c for c in found if suggests(c.name, "group") and not c.is_flag and c.mean_words <= 5]
    return next(iter(named), None) or next((c for c in found if c.is_name and not suggests(c.name, "other")), None)


def _about_task(task: str) -> Sentence:
    sentences = {
        "text_classification": N_("One label for each text: text classification."),
        "text_pair_classification": N_("One label for two texts. Only the first text is read so far."),
        "multi_label_classification": N_("Several labels for each text. They cannot be trained yet."),
        "token_classification": N_("A tag for each word. They cannot be trained yet."),
        "question_answering": N_("Two texts that belong together. They cannot be trained yet."),
    }
    return say(sentences.get(task, N_("Nothing to learn from was found: a text and a label are needed.")))


def _reason(found: dict[str, Facts | None]) -> Sentence:
    text, label = found["text"], found["label"]
    several = found["labels"] or found["tags"]
    if text is not None and label is not None:
        return say(
            N_("“{text}” has the longest texts, and “{label}” has {n:,} value."),
            N_("“{text}” has the longest texts, and “{label}” has {n:,} values that come again and again."),
            text=text.name,
            label=label.name,
            n=label.values,
        )
    if text is not None and several is not None:
        what = N_("“{text}” has the longest texts, and “{label}” has several labels in each cell.")
        return say(what, text=text.name, label=several.name)
    if text is not None:
        return say(N_("“{text}” has the longest texts. No other column looks like labels."), text=text.name)
    if label is not None:
        one = N_("“{label}” has {n:,} value. No other column looks like texts.")
        many = N_("“{label}” has {n:,} values that come again and again. No other column looks like texts.")
        return say(one, many, label=label.name, n=label.values)
    return say(N_("No column looks like texts or labels."))
