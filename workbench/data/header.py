"""The top of a table: which lines stand above it, and whether its first record names the columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from workbench.data.grid_score import commonest_width


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COLUMN_WORDS = {
    "text": _words(
        "text texts sentence sentences review reviews content comment comments message msg body tweet title headline "
        "description question utterance input document abstract summary sms "
        "文本 内容 评论 正文 句子 标题 评价 问题 描述 留言 文字 评论内容 评价内容 内文 標題 內容 評論"
    ),
    "label": _words(
        "label labels sentiment category categories class classes target tag topic intent polarity emotion type y "
        "rating stars score spam language genre lexname "
        "标签 情感 类别 分类 类型 情绪 极性 意图 主题 标注 星级 評分 標籤 類別 分類"
    ),
    "group": _words("group user author speaker 用户 作者 分组"),
    "other": _words(
        "id index name date time timestamp url link source file lang country city age year price amount count key "
        "value product number no nr code status email address phone 编号 序号 日期 时间 来源 链接 姓名 产品 价格 数量"
    ),
}
"""Words that name columns, by the role that they suggest."""

_ALL_WORDS = frozenset().union(*COLUMN_WORDS.values())
_NUMBER = re.compile(r"\s*[+-]?[$€£¥]?\d[\d.,:/\-\s]*%?\s*")
_NAME_CHARACTERS = 60
_PREAMBLE_RECORDS = 30
_FULL_TABLE = 0.8
_REMARK_MARKS = ("#", ";", "//", "%")


def name_words(name: str) -> list[str]:
    """The words of a column name, in lower case: `reviewText` and `review_text` both give review, text."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.strip())
    return [word for word in re.split(r"[\W_]+", spaced.lower()) if word]


def preamble_records(records: Sequence[Sequence[str]], *, may_be_padded: bool = True) -> int:
    """How many records at the top are not part of the table, such as a title or a remark.

    A record counts when it is narrower than half the table, when it has one cell only, or when fewer than two of its
    cells are filled although a header and full records follow; up to the first record that is not like that. Remarks,
    which begin with a mark such as #, may have any width but that of the table.
    """
    width = commonest_width([len(record) for record in records])
    if width < 2:
        return 0
    remarks = list(itertools.takewhile(_is_remark, records[:_PREAMBLE_RECORDS]))
    while remarks and len(remarks[-1]) == width:
        remarks.pop()  # the names of the columns may stand behind such a mark
    if remarks:
        return len(remarks)
    below = list(itertools.dropwhile(_is_bare, records))
    filled = sum(bool(cell.strip()) for record in below for cell in record)
    is_padded = may_be_padded and width > 2 and filled >= _FULL_TABLE * width * len(below) and looks_like_header(below)
    for number, record in enumerate(records[:_PREAMBLE_RECORDS]):
        if not (len(record) < 2 or len(record) * 2 < width or (is_padded and _is_bare(record))):
            return number if number * 2 < len(records) else 0
    return 0


def _is_remark(record: Sequence[str]) -> bool:
    return record[0].lstrip().startswith(_REMARK_MARKS)


def _is_bare(record: Sequence[str]) -> bool:
    return sum(bool(cell.strip()) for cell in record) < 2


def looks_like_header(records: Sequence[Sequence[str]]) -> bool:
    """Whether the first record names the columns, judged against those below it."""
    if not records:
        return False
    names = [cell.strip() for cell in records[0]]
    below = [record for record in records[1:] if list(record) != list(records[0])]  # files put together repeat it
    while names and not names[-1]:
        names.pop()
    if not any(names) or any(len(name) > _NAME_CHARACTERS or "\n" in name for name in names):
        return False
    if sum(bool(_NUMBER.fullmatch(name)) for name in names) * 2 > len(names):
        return False
    known = sum(name.lower() in _ALL_WORDS or any(word in _ALL_WORDS for word in name_words(name)) for name in names)
    if len(records) == 1:
        return known * 2 >= len(names)
    points = 2.0 * known / len(names) - (0.5 if len(set(names)) < len(names) else 0.0)
    points += sum(_vote(name, column) for name, column in zip(names, _columns(below, len(names)), strict=True))
    return points > 0


def _columns(records: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[record[i].strip() for record in records if i < len(record)] for i in range(width)]


def _vote(name: str, values: Sequence[str]) -> float:
    """How much one column speaks for a header: above 0 if its first cell differs from the rest in kind."""
    filled = [value for value in values if value]
    if not filled:
        return 0.0
    if not name:
        return 0.0
    numbers = sum(bool(_NUMBER.fullmatch(value)) for value in filled) / len(filled)
    if numbers > 0.8:
        return -1.0 if _NUMBER.fullmatch(name) else 1.5
    if _NUMBER.fullmatch(name):
        return -0.5
    if name in filled:
        return -1.5
    if len(set(filled)) * 4 <= len(filled):
        return 1.0  # a few values that come again and again, and the first cell is none of them
    mean = sum(map(len, filled)) / len(filled)
    spread = (sum((len(value) - mean) ** 2 for value in filled) / len(filled)) ** 0.5
    if len(name) < mean - max(2.0, spread):
        return 0.6
    return -0.4 if len(name) > mean + 2 * spread + 2 else 0.0
