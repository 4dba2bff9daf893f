"""Tables with known roles: what people's files look like, and what is easily taken for something else.

A layout is a list of columns: what it holds, its English and its Chinese name, its role, and its role where the name
says nothing (`=` where that is the same). 60 rows each.
"""

from __future__ import annotations

import json
from typing import NamedTuple

import numpy as np

ROWS = 60
_ENGLISH_WORDS = (
    "room staff clean water battery screen phone arrived late broken happy again price service food waiter table "
    "noise delivery box camera light sound music friendly slow quick cheap lovely terrible window garden street morning"
)
_WORDS = _ENGLISH_WORDS.split()
_CHINESE_WORDS = (
    "房间 干净 服务 态度 很好 物流 太慢 电池 不错 屏幕 清楚 价格 便宜 "
    "味道 一般 老板 热情 包装 破损 客服 回复 手机 拍照 声音 下次 再来"
)
_PIECES = _CHINESE_WORDS.split()


class Column(NamedTuple):
    """One column of a layout."""

    values: list[str]
    english: str
    chinese: str
    role: str
    bare_role: str


class Layout(NamedTuple):
    """A table with the roles that its columns should be given."""

    title: str
    columns: list[Column]


def _english(seed: int, *, words: int = 9, ends: str = ".") -> list[str]:
    random = np.random.default_rng(seed)
    sizes = random.integers(words // 2 + 1, words * 2, ROWS).tolist()
    return [" ".join(random.choice(_WORDS, size)).capitalize() + ends for size in sizes]


def _chinese(seed: int, *, pieces: int = 6, ends: str = "。") -> list[str]:
    random = np.random.default_rng(seed)
    return ["".join(_PIECES[int(at)] for at in random.integers(0, len(_PIECES), pieces)) + ends for _ in range(ROWS)]


def _of(*values: str, seed: int = 0) -> list[str]:
    random = np.random.default_rng(seed + len(values))
    return [values[int(at)] for at in random.integers(0, len(values), ROWS)]


def _sets(*values: str, sign: str, seed: int = 0) -> list[str]:
    random = np.random.default_rng(seed)
    return [
        sign.join(str(v) for v in random.choice(values, int(random.integers(1, 4)), replace=False)) for _ in range(ROWS)
    ]


def _reworded(texts: list[str]) -> list[str]:
    """Each text with its words in another order: a second text that belongs to the first."""
    random = np.random.default_rng(5)
    return [" ".join(random.permutation(text.rstrip(".").split()).tolist()) + "." for text in texts]


def _tags(texts: list[str]) -> list[str]:
    random = np.random.default_rng(6)
    return [" ".join(str(random.choice(["O", "O", "O", "B-PER", "B-LOC"])) for _ in text.split()) for text in texts]


N = range(ROWS)
TEXT, MORE, LONG = _english(1), _english(2), _english(3, words=60)
SHORT = _english(4, words=3, ends="")
ZH, ZH_MORE = _chinese(1), _chinese(2)
QUESTIONS, ANSWERS = _english(7, ends="?"), _english(8)
MOOD = _of("positive", "negative", "neutral")
SPAM = _of("ham", "spam", seed=3)
ZH_MOOD = _of("好评", "差评", "中评")
STARS, ZERO_ONE = _of("1", "2", "3", "4", "5"), _of("0", "1", seed=9)
SERIAL = [str(i + 1) for i in N]
NUMBERS = [str(7919 * (i + 3) % 99991) for i in N]
UUIDS = [f"{i * 48611:08x}-9a3f-4c{i:02d}-b1e2-{i * 7919:012x}" for i in N]
ISO = [f"2024-{i % 12 + 1:02d}-{i % 28 + 1:02d}" for i in N]
ZH_DATES = [f"2024年{i % 12 + 1}月{i % 28 + 1}日" for i in N]
DAY_FIRST = [f"{i % 28 + 1:02d}/{i % 12 + 1:02d}/2023" for i in N]
EPOCH = [str(1_600_000_000 + i * 86_413) for i in N]
STAMPS = [f"2024-03-{i % 28 + 1:02d}T{i % 24:02d}:15:00Z" for i in N]
CLOCKS = [f"{i % 24}:{i * 7 % 60:02d}" for i in N]
LINKS = [f"https://example.org/item/{i * 37}" for i in N]
PATHS = [f"/data/mail/{i:05d}.txt" for i in N]
MAILS = [f"user{i % 12}@example.org" for i in N]
USERS = [f"user_{i * 7 % 15}" for i in N]
USER_NUMBERS = [str(500 + i * 7 % 15) for i in N]
NAMES = _of(
    *(f"{a} {b}" for a in ("Anna", "Ben", "Carl", "Dora") for b in ("Meyer", "Lopez", "Chen", "Novak", "Rossi"))
)
LANGUAGES = _of("en", "de", "fr", "zh")
YES_NO, TRUE_FALSE, ZH_YES = _of("yes", "no"), _of("True", "False"), _of("是", "否")
CONSTANT, EMPTY = ["shop"] * ROWS, [""] * ROWS
MOSTLY_EMPTY = ["refund" if i % 12 == 0 else "" for i in N]
REMARKS = [text if i % 4 == 0 else "" for i, text in enumerate(_english(11, words=5))]
PARTS = ["train"] * 44 + ["dev"] * 8 + ["test"] * 8
ZH_PARTS = ["训练集"] * 48 + ["测试集"] * 12
PRICES = [f"{i * 3.37 + 1:.2f}" for i in N]
AGES = [str(18 + i * 13 % 50) for i in N]
YEARS = _of("2019", "2020", "2021", "2022")
CITIES = _of("Berlin", "Paris", "Rome", "Oslo", "Wien", "Prag", "Bern", "Bonn", "Graz", "Lyon", "Nice", "York", "Bath",
             "Genf", "Brno", "Lodz", "Riga", "Cork", "Gent", "Bari", "Pisa", "Turin", "Porto", "Faro")  # fmt: skip
GENRES = _sets("drama", "comedy", "action", "horror", "romance", sign="|")
TOPICS = _sets("billing", "delivery", "quality", "support", "returns", sign=", ", seed=2)
SEMICOLONS = _sets("财经", "体育", "科技", "娱乐", "教育", sign="；", seed=3)
LISTS = [json.dumps(cell.split("|")) for cell in GENRES]
ODD_LABELS = _of("Home, Garden", "Toys, Games", "Books")
MANY_LABELS = [f"intent_{chr(97 + i % 20)}" for i in N]
LONG_LABELS = _of("The customer is satisfied", "The customer complains", "The customer asks a question")
TAGS = _tags(TEXT)


def _c(values: list[str], english: str, chinese: str, role: str = "", bare: str = "=") -> Column:
    return Column(values, english, chinese, role, role if bare == "=" else bare)


_TEXT = _c(TEXT, "text", "文本", "text")
_ZH = _c(ZH, "content", "评论内容", "text")
_LABEL = _c(MOOD, "label", "标签", "label")
_ZH_LABEL = _c(ZH_MOOD, "sentiment", "情感", "label")
_SERIAL = _c(SERIAL, "id", "编号", "id")

LAYOUTS = [
    Layout("text and label", [_TEXT, _LABEL]),
    Layout("label before the text", [_c(SPAM, "v1", "类别", "label"), _c(TEXT, "v2", "短信", "text")]),
    Layout("Chinese texts", [_ZH, _ZH_LABEL]),
    Layout("Chinese texts with numbers as labels", [_c(ZERO_ONE, "label", "标签", "label"), _ZH]),
    Layout("running numbers first", [_SERIAL, _TEXT, _LABEL]),
    Layout("numeric ids without order", [_c(NUMBERS, "msg_id", "消息编号", "id"), _TEXT, _LABEL]),
    Layout("uuids", [_c(UUIDS, "uuid", "主键", "id"), _TEXT, _LABEL]),
    Layout("stars as the only label", [_c(TEXT, "review", "评价", "text"), _c(STARS, "stars", "星级", "label")]),
    Layout("stars beside a label", [_TEXT, _c(STARS, "stars", "星级"), _LABEL]),
    Layout("stars behind a label", [_TEXT, _LABEL, _c(STARS, "rating", "评分")]),
    Layout("ISO dates", [_c(ISO, "date", "日期", "date"), _TEXT, _LABEL]),
    Layout("Chinese dates", [_ZH, _ZH_LABEL, _c(ZH_DATES, "created", "发布时间", "date")]),
    Layout("dates with the day first", [_TEXT, _c(DAY_FIRST, "posted", "评论时间", "date"), _LABEL]),
    Layout("moments", [_c(STAMPS, "created_at", "创建时间", "date"), _TEXT, _LABEL]),
    Layout("seconds since 1970", [_c(EPOCH, "timestamp", "时间", "date"), _TEXT, _LABEL]),
    Layout("times of the day", [_c(CLOCKS, "time", "时刻"), _TEXT, _LABEL]),
    Layout("links", [_TEXT, _c(LINKS, "url", "链接"), _LABEL]),
    Layout("paths", [_c(PATHS, "file", "来源"), _TEXT, _LABEL]),
    Layout("remarks next to the text", [_TEXT, _LABEL, _c(REMARKS, "notes", "备注")]),
    Layout("remarks before the text", [_c(REMARKS, "remarks", "备注"), _TEXT, _LABEL]),
    Layout("title and body", [_c(SHORT, "title", "标题"), _c(LONG, "body", "正文", "text"), _LABEL]),
    Layout("a constant column", [_c(CONSTANT, "source", "来源"), _TEXT, _LABEL]),
    Layout("a constant column at the end", [_TEXT, _LABEL, _c(CONSTANT, "shop", "店铺")]),
    Layout("an empty column", [_TEXT, _c(EMPTY, "comment_id", "备注"), _LABEL]),
    Layout("a column that is mostly empty", [_TEXT, _c(MOSTLY_EMPTY, "action", "处理"), _LABEL]),
    Layout("yes or no beside a label", [_TEXT, _c(YES_NO, "verified", "是否认证"), _LABEL]),
    Layout("true or false behind a label", [_TEXT, _LABEL, _c(TRUE_FALSE, "is_public", "是否公开")]),
    Layout("yes or no as the only label", [_TEXT, _c(YES_NO, "spam", "标签", "label")]),
    Layout("Chinese yes or no", [_ZH, _c(ZH_YES, "is_ad", "是否", "label")]),
    Layout("codes of languages", [_c(LANGUAGES, "lang", "语言"), _TEXT, _LABEL]),
    Layout("codes of languages at the end", [_TEXT, _LABEL, _c(LANGUAGES, "language", "语种")]),
    Layout("users by name", [_c(USERS, "user", "用户", "group"), _TEXT, _LABEL]),
    Layout("users by number", [_c(USER_NUMBERS, "customer_id", "客户编号", "group", ""), _TEXT, _LABEL]),
    Layout("e-mail addresses", [_TEXT, _LABEL, _c(MAILS, "sender", "用户", "group")]),
    Layout("people", [_c(NAMES, "author", "作者", "group", ""), _TEXT, _LABEL]),
    Layout("a split", [_TEXT, _LABEL, _c(PARTS, "split", "数据集", "split")]),
    Layout("a Chinese split", [_c(ZH_PARTS, "subset", "划分", "split"), _ZH, _c(ZH_MOOD, "label", "标签", "label")]),
    Layout("prices", [_TEXT, _c(PRICES, "price", "价格"), _LABEL]),
    Layout("ages", [_c(AGES, "age", "年龄"), _TEXT, _LABEL]),
    Layout("years", [_TEXT, _LABEL, _c(YEARS, "year", "年份")]),
    Layout("cities", [_c(CITIES, "city", "城市"), _TEXT, _LABEL]),
    Layout("several labels", [_c(TEXT, "plot", "简介", "text"), _c(GENRES, "genres", "类别", "labels")]),
    Layout("several labels with commas", [_TEXT, _c(TOPICS, "topics", "主题", "labels")]),
    Layout("several Chinese labels", [_ZH, _c(SEMICOLONS, "categories", "分类", "labels")]),
    Layout("several labels as JSON", [_SERIAL, _TEXT, _c(LISTS, "tags", "多标签", "labels")]),
    Layout("numbers beside labels", [_TEXT, _c(GENRES, "genres", "类型", "labels"), _c(STARS, "rating", "评分")]),
    Layout("labels with commas in them", [_TEXT, _c(ODD_LABELS, "category", "类别", "label")]),
    Layout("labels with underscores and letters", [_TEXT, _c(MANY_LABELS, "intent", "意图", "label")]),
    Layout("labels of some words", [_c(LONG, "call", "通话", "text"), _c(LONG_LABELS, "outcome", "结果", "label")]),
    Layout("an FAQ", [_c(QUESTIONS, "question", "问题", "text"), _c(ANSWERS, "answer", "答案", "text_pair")]),
    Layout(
        "questions, answers and a label",
        [_c(QUESTIONS, "question", "问题", "text"), _c(ANSWERS, "answer", "回答", "text_pair"), _LABEL],
    ),
    Layout(
        "two sentences and a label",
        [_c(TEXT, "sentence1", "句子1", "text"), _c(_reworded(TEXT), "sentence2", "句子2", "text_pair"), _LABEL],
    ),
    Layout(
        "a premise and a hypothesis",
        [_LABEL, _c(TEXT, "premise", "前提", "text"), _c(_reworded(TEXT), "hypothesis", "假设", "text_pair")],
    ),
    Layout("tags of words", [_TEXT, _c(TAGS, "tags", "标注", "tags")]),
    Layout("tags before the words", [_c(TAGS, "ner_tags", "实体", "tags"), _c(TEXT, "tokens", "文本", "text")]),
    Layout("texts alone", [_SERIAL, _TEXT]),
    Layout("numbers alone", [_SERIAL, _c(PRICES, "price", "价格")]),
    Layout(
        "all at once",
        [
            _SERIAL,
            _c(ISO, "date", "日期", "date"),
            _c(USERS, "user", "用户", "group"),
            _TEXT,
            _c(LINKS, "url", "链接"),
            _c(STARS, "stars", "星级"),
            _LABEL,
            _c(PARTS, "split", "划分", "split"),
        ],
    ),
]  # fmt: skip
