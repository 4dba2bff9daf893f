"""Words in the names of columns that speak for a role; they help where the values leave two ways open."""

from __future__ import annotations

import re

from workbench.data.header import COLUMN_WORDS, name_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ROLE_WORDS = {
    "text": COLUMN_WORDS["text"]
    | _words("prompt premise query context post answer reply 帖子 原文 语句 留言内容 微博 弹幕 短信"),
    "label": COLUMN_WORDS["label"] | _words("labels gold annotation verdict outcome 类 种类 意图 结果 态度 好坏"),
    "labels": _words("labels tags genres topics categories keywords codes classes 标签 类别 主题 关键词 多标签"),
    "tags": _words("tags ner tag entities bio iob pos 实体 标注 序列"),
    "id": _words("id uid uuid guid key index idx no nr number pk 编号 序号 主键 号 订单号"),
    "group": _words(
        "group user customer client author speaker thread conversation dialogue dialog session document doc patient "
        "reviewer account member subject household sender 用户 客户 顾客 会员 作者 分组 会话 对话 患者 买家 文档 账号"
    ),
    "date": _words(
        "date time timestamp datetime day created updated posted published at when "
        "日期 时间 时刻 创建时间 发布时间 评论时间"
    ),
    "split": _words("split set part partition subset fold usage 划分 数据集 集合 子集"),
    "other": COLUMN_WORDS["other"]
    | _words("note notes remark remarks flag verified active is has 备注 是否 城市 国家 年龄"),
}
"""By role; `other` are those of columns that are neither texts nor labels."""

WEAK_LABEL_WORDS = _words("type y rating stars score language genre topic tag target 星级 評分 主题 类型")
"""Words that a label column may have in its name, but other columns, too."""

PAIRS = (
    ("question", "answer"),
    ("query", "passage"),
    ("query", "document"),
    ("query", "response"),
    ("prompt", "response"),
    ("prompt", "completion"),
    ("premise", "hypothesis"),
    ("context", "question"),
    ("post", "reply"),
    ("source", "target"),
    ("问题", "答案"),
    ("问题", "回答"),
    ("问题", "回复"),
    ("问", "答"),
    ("前提", "假设"),
)
"""Words that name two texts that belong together, the first one first."""

_NUMBERED = re.compile(r"^(?P<stem>.*?[^\W\d_]|)[\W_]*(?P<place>[12]|[ab])$", re.IGNORECASE)
_CHINESE = re.compile("[\u4e00-\u9fff]")


def suggests(name: str, role: str) -> bool:
    """Whether a column's name speaks for a role."""
    known = ROLE_WORDS[role]
    if name.strip().lower() in known or any(word in known for word in name_words(name)):
        return True
    # Chinese names are written without spaces: 商品评论内容 speaks for a text as 内容 does.
    # What stands last is the thing, but whose number it is stands first: 客户编号.
    plain = name.strip()
    is_about = plain.startswith if role == "group" else plain.endswith
    return bool(_CHINESE.search(name)) and any(is_about(word) for word in known if len(word) > 1)


def are_pair(first: str, second: str) -> bool:
    """Whether two names belong to two texts that are read together, the first one first."""
    left, right = ({name.strip().lower(), *name_words(name)} for name in (first, second))
    if any(one in left and other in right for one, other in PAIRS):
        return True
    numbered = _NUMBERED.match(first.strip()), _NUMBERED.match(second.strip())
    if numbered[0] is None or numbered[1] is None:
        return False
    stems = [found["stem"].lower().strip("_- ") for found in numbered if found is not None]
    places = [found["place"].lower() for found in numbered if found is not None]
    return stems[0] == stems[1] and suggests(stems[0], "text") and places in (["1", "2"], ["a", "b"])
