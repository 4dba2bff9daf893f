"""The lines below a table that are no records of it: totals, notes, remarks, a second table.

Only the last records of a file are judged, and only those that are odd: shorter than the table, or, in a table of
three columns and more, nearly empty. One of them begins the footer if its words say so, or if the only blank lines of
the file stand above it; everything after it then belongs to the footer. So do many empty records of three cells and
more, which spreadsheets write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.data.records import Record, is_remark_line

_RULE = re.compile(r"[-=_*#~.+|\s]{3,}")
_MARKED = re.compile(r"\s*(?:--+|==+|\*+|#+|//|©|\(c\)|<eof>|eof\b)", re.IGNORECASE)
_SAYING = re.compile(
    r"""\s*[\[(<]?(?:
      (?:grand\s+|sub)?totals?\b | sum\b | sums\b | subtotal | count\b | average\b | mean\b | end\s+of | notes?\b
    | sources? | footnotes? | remarks? | disclaimer | copyright | generated | exported | printed | created | downloaded
    | (?:last\s+)?updated | report\s+(?:generated|created|date) | page\s+\d | records?\s*[:=] | rows?\s*[:=]
    | number\s+of\s+(?:rows|records|lines) | \d+\s+(?:rows?|records?|lines|results)\b | \(\d+\s+rows? | query\s+ok
    | legend | key\s*: | confidential | data\s+(?:as\s+of|source) | trailer
    | summe | gesamt | insgesamt | anzahl | quelle | hinweis | anmerkung | stand\s*: | erstellt | ende\b
    | somme | totaux | nombre\s+de | remarque | fin\b | fin\s+du | généré
    | suma\b | total\s+de | fuente | nota\b | notas\b | fin\s+de | generado | número\s+de | cantidad
    | razem | łącznie | źródło | uwaga | koniec | liczba | wygenerowano
    | итого | всего | сумма | источник | примечание | конец | количество | создано | сформирован
    | σύνολο | πηγή | σημείωση | τέλος | toplam | kaynak | not\s*: | totale | fonte | soma\b
    | 合计 | 总计 | 小计 | 总数 | 共\s*\d | 共计 | 备注 | 说明 | 注[:：] | 来源 | 数据来源 | 制表 | 结束 | 导出 | 生成
    | 合計 | 總計 | 共計 | 備註 | 說明 | 資料來源 | 総計 | 計[:：] | 件数 | 出典 | 注記 | 以上 | 終わり
    | 합계 | 총계 | 출처 | 비고 | 총\s*\d | 끝
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MANY_EMPTY = 5
MOST_BELOW = 5_000
"""A footer has no more records."""


def is_remark(cells: Sequence[str]) -> bool:
    """Whether a record that is too short is a remark, such as a line that begins with #."""
    return len(cells) <= 2 and is_remark_line(cells[0])


def is_nearly_empty(cells: Sequence[str]) -> bool:
    """Whether a record of three cells or more is filled in less than half of them."""
    return len(cells) > 2 and sum(bool(cell.strip()) for cell in cells) * 2 < len(cells)


@dataclass(frozen=True)
class LastRecord:
    """A record that became a row of the table, and may have to leave it."""

    row: int
    record: Record
    raw: str


class Tail:
    """The odd records at the end of what was read so far; none if they are too many to stand below a table."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._records: list[LastRecord] = []
        self._gaps = 0
        self._is_endless = False

    def add(self, last: LastRecord) -> None:
        """Adds the next record."""
        if not self._is_odd(last.record.cells):
            self.skip(gaps=last.record.is_after_blank)
        elif self._is_endless or len(self._records) >= MOST_BELOW:
            self.skip(gaps=last.record.is_after_blank, is_endless=True)
        else:
            self._records.append(last)

    def skip(self, *, gaps: int = 0, is_endless: bool = False) -> None:
        """Passes over records that end what could have been a footer.

        Args:
            gaps: How many of them have blank lines above them.
            is_endless: Whether they are more odd records than a footer has, and what follows belongs to them.
        """
        self._gaps += gaps + sum(last.record.is_after_blank for last in self._records)
        self._records.clear()
        self._is_endless = is_endless

    def footer(self) -> list[LastRecord]:
        """The records that stand below the table."""
        for number, last in enumerate(self._records):
            below = self._records[number:]
            if self._begins_footer(last.record) or _is_empty(below):
                return below
        return []

    def _is_odd(self, cells: Sequence[str]) -> bool:
        return len(cells) < self._width or is_nearly_empty(cells[: self._width])

    def _begins_footer(self, record: Record) -> bool:
        first = next((cell for cell in record.cells if cell.strip()), "")
        if _SAYING.match(first):
            return True
        if len(record.cells) >= self._width:
            return False
        is_apart = record.is_after_blank and not self._gaps
        return bool(is_apart or _MARKED.match(first) or _RULE.fullmatch(first))


def _is_empty(records: Sequence[LastRecord]) -> bool:
    """Whether many records of three cells and more have nothing in them."""
    return len(records) >= _MANY_EMPTY and not any(
        len(last.record.cells) < 3 or any(cell.strip() for cell in last.record.cells) for last in records
    )
