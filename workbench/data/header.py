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
        "文本 内容 评论 正文 句子 标题 评价 问题 描述 留言 文字 评论内容 评价内容 内文 標題 內容 評論 "
        "texte commentaire phrase titre contenu texto reseña comentario opinión frase título contenido conteúdo "
        "rezension kommentar satz titel inhalt nachricht frage testo recensione commento "
        "tekst opinia recenzja komentarz "
        "текст отзыв комментарий заголовок сообщение κείμενο σχόλιο metin yorum başlık "
        "本文 レビュー 感想 コメント 文章 タイトル 텍스트 리뷰 내용 본문 댓글 문장 제목 טקסט תגובה نص تعليق văn"
    ),
    "label": _words(
        "label labels sentiment category categories class classes target tag topic intent polarity emotion type y "
        "rating stars score spam language genre lexname "
        "标签 情感 类别 分类 类型 情绪 极性 意图 主题 标注 星级 評分 標籤 類別 分類 情緒 "
        "étiquette étiquettes catégorie classe note avis etiqueta categoría clase sentimiento rótulo sentimento "
        "kategorie klasse stimmung bewertung etichetta etykieta kategoria ocena štítek kategorie "
        "метка категория класс оценка тональность мітка ετικέτα κατηγορία etiket kategori duygu "
        "評価 ラベル カテゴリ 感情 라벨 레이블 감정 평점 분류 תווית קטגוריה تصنيف تسمية nhãn"
    ),
    "group": _words("group user author speaker 用户 作者 分组"),
    "other": _words(
        "id index name date time timestamp url link source file lang country city age year price amount count key "
        "value product number no nr code status email address phone 编号 序号 日期 时间 来源 链接 姓名 产品 价格 数量 "
        "城市 "
        "nummer datum zeit preis stadt land betrag währung numéro prix ville nom date montant núm número fecha hora "
        "precio ciudad nombre preço cidade nome data cena miasto nazwa kwota номер дата время цена город имя название "
        "番号 日付 価格 都市 名前 번호 날짜 가격 도시 이름 編號 日期 價格 姓名 ημερομηνία τιμή tarih fiyat şehir"
    ),
}
"""Words that name columns, by the role that they suggest."""

_ALL_WORDS = frozenset().union(*COLUMN_WORDS.values())
_NUMBER = re.compile(r"\s*[+-]?[$€£¥]?\d[\d.,:/\-\s]*%?\s*")
_NAME_CHARACTERS = 60
_MOST_HAVE_ONE = 0.05  # most files have a header
_FEW_VALUES = 4
_NAME_WORDS = 3
_TITLE_WORDS = 4
_PREAMBLE_RECORDS = 30
_SURE_POINTS = 2.0
_UNLIKELY_POINTS = -1.0
_REMARK_MARKS = ("#", ";", "//", "%")


def name_words(name: str) -> list[str]:
    """The words of a column name, in lower case: `reviewText` and `review_text` both give review, text."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.strip())
    return [word for word in re.split(r"[\W_]+", spaced.lower()) if word]


def preamble_records(records: Sequence[Sequence[str]], *, may_be_padded: bool = True) -> int:
    """How many records at the top are not part of the table, such as a title or a remark.

    Remarks, which begin with a mark such as #, are none of it, unless the last of them names the columns. Below them a
    record counts when it is narrower than half the table or has one cell only, when it is bare although a header
    follows (see `_padded_records`), or when it is of another width than the table and the record below it
    clearly names the columns; up to the first record that is not like that.

    Args:
        records: The first records of the file.
        may_be_padded: Whether records of the table's width may stand above it; not where it has no header.
    """
    width = commonest_width([len(record) for record in records])
    if width < 2:
        return 0
    remarks = _remarks(records, width, may_be_padded=may_be_padded)
    if remarks:
        return remarks
    padded = _padded_records(records, width) if may_be_padded else 0
    for number, record in enumerate(records[:_PREAMBLE_RECORDS]):
        if not (len(record) < 2 or len(record) * 2 < width or number < padded):
            number += _wider_titles(records[number:], width)
            return number if number * 2 < len(records) or number <= padded else 0
    return 0


def _remarks(records: Sequence[Sequence[str]], width: int, *, may_be_padded: bool) -> int:
    """The remarks at the top; the names of the columns may stand behind such a mark, too."""
    remarks = list(itertools.takewhile(_is_remark, records[:_PREAMBLE_RECORDS]))
    below = records[len(remarks) :]
    names_below = may_be_padded and len(below) > 1 and header_points(below) > 0
    while remarks and len(remarks[-1]) == width and not names_below:
        remarks.pop()
    return len(remarks)


def _padded_records(records: Sequence[Sequence[str]], width: int) -> int:
    """The bare records at the top, if what follows them is a header that is as full as the records below it.

    A bare record has fewer than two filled cells; the columns that are empty throughout do not count.
    """
    bare = len(list(itertools.takewhile(_is_bare, records[:_PREAMBLE_RECORDS])))
    below = [record for record in records[bare:] if any(cell.strip() for cell in record)]
    if not bare or not below:
        return 0
    used = sum(any(column) for column in _columns(below, width))
    names = [cell.strip() for cell in below[0] if cell.strip()]
    if len(names) < 2 or len(names) * 2 <= used or (used == 2 and any(map(_is_bare, below))):
        return 0
    are_names = len(set(names)) == len(names) and not any(_NUMBER.fullmatch(name) for name in names)
    return bare if are_names and header_points(below) > _UNLIKELY_POINTS else 0


def _wider_titles(records: Sequence[Sequence[str]], width: int) -> int:
    """Whether the first record is a title of another width: 1 if the one below it clearly names the columns."""
    if len(records) < 4 or len(records[0]) == width or any(len(record) != width for record in records[1:4]):
        return 0
    return int(header_points(records[1:]) >= _SURE_POINTS)


def _is_remark(record: Sequence[str]) -> bool:
    return record[0].lstrip().startswith(_REMARK_MARKS)


def _is_bare(record: Sequence[str]) -> bool:
    return sum(bool(cell.strip()) for cell in record) < 2


def looks_like_header(records: Sequence[Sequence[str]]) -> bool:
    """Whether the first record names the columns, judged against those below it."""
    return header_points(records) > 0


def header_points(records: Sequence[Sequence[str]]) -> float:
    """How much speaks for the first record being the names of the columns: above 0 if more than speaks against it."""
    if not records:
        return 0.0
    names = [cell.strip() for cell in records[0]]
    below = [record for record in records[1:] if list(record) != list(records[0])]  # files put together repeat it
    while names and not names[-1]:
        names.pop()
    if _are_years(names):
        return _SURE_POINTS
    if not any(names) or sum(len(name) > _NAME_CHARACTERS for name in names) * 2 >= len(names):
        return -1.0
    if sum(bool(_NUMBER.fullmatch(name)) for name in names) * 2 > len(names):
        return -1.0
    known = sum(name.lower() in _ALL_WORDS or any(word in _ALL_WORDS for word in name_words(name)) for name in names)
    if len(records) == 1:
        return known * 2 / len(names) - 0.9
    points = 2.0 * known / len(names) + (_MOST_HAVE_ONE if len(set(names)) == len(names) else -0.5)
    points += sum(_vote(name, column) for name, column in zip(names, _columns(below, len(names)), strict=True))
    return points


def _are_years(names: Sequence[str]) -> bool:
    """Whether a name is followed by years, one after the other."""
    years = [int(name) for name in names if re.fullmatch(r"(?:19|20)\d\d", name)]
    steps = {later - earlier for earlier, later in itertools.pairwise(years)}
    return len(years) > 1 and steps in ({1}, {-1}) and not _NUMBER.fullmatch(names[0]) and bool(names[0])


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
    if len(filled) >= _FEW_VALUES and len(set(filled)) * 2 <= len(filled) and len(name.split()) <= _NAME_WORDS:
        return 0.5
    mean = sum(map(len, filled)) / len(filled)
    spread = (sum((len(value) - mean) ** 2 for value in filled) / len(filled)) ** 0.5
    if len(name) < mean - max(2.0, spread):
        return 0.6
    if len(name) > mean + 2 * spread + 2:
        return -0.2
    return -0.6 if len(name.split()) > _TITLE_WORDS else 0.0  # a sentence as long as those below it
