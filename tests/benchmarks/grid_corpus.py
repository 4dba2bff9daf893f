# ruff: noqa: ARG001 - all writers have one signature, and all polluters
"""Generates delimited files with known grids: tables in 16 languages x writers x dialects x encodings x pollutions.

The writers imitate programs; none shares code with the reader. A file is made from its number alone, so that any
part of the corpus can be made again. The truth is what RFC 4180 gives with the dialect that was used: short and long
records as they stand, no blank lines, nothing of what stands above or below the table.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module

from sentences import SENTENCES, sentences

Rows = list[list[str]]

ENCODINGS: dict[str, tuple[str, ...]] = {
    "en": ("utf-8", "utf-8-sig", "utf-16", "cp1252"),
    "de": ("utf-8", "cp1252", "utf-8-sig", "utf-16-le"),
    "fr": ("utf-8", "cp1252", "utf-8-sig", "iso8859-15"),
    "es": ("utf-8", "cp1252", "utf-16"),
    "pt": ("utf-8", "cp1252"),
    "pl": ("utf-8", "cp1250", "iso8859-2"),
    "cs": ("utf-8", "cp1250"),
    "ru": ("utf-8", "cp1251", "koi8-r", "utf-16"),
    "el": ("utf-8", "cp1253"),
    "tr": ("utf-8", "cp1254"),
    "zh": ("utf-8", "gb18030", "utf-8-sig", "utf-16"),
    "zh-hant": ("utf-8", "big5"),
    "ja": ("utf-8", "cp932", "euc_jp", "utf-8-sig"),
    "ko": ("utf-8", "cp949"),
    "he": ("utf-8", "cp1255"),
    "ar": ("utf-8", "cp1256"),
}
HEADERS = {
    "en": ["id", "text", "label", "date", "price", "city"],
    "de": ["Nr", "Text", "Bewertung", "Datum", "Preis", "Stadt"],
    "fr": ["no", "texte", "étiquette", "date", "prix", "ville"],
    "es": ["núm", "texto", "etiqueta", "fecha", "precio", "ciudad"],
    "zh": ["编号", "评论", "标签", "日期", "价格", "城市"],
    "ru": ["номер", "текст", "метка", "дата", "цена", "город"],
    "ja": ["番号", "本文", "評価", "日付", "価格", "都市"],
}
LABELS = {
    "en": ["positive", "negative", "neutral"],
    "zh": ["正面", "负面", "中性"],
    "ja": ["良い", "悪い", "普通"],
    "ru": ["хорошо", "плохо", "нормально"],
    "de": ["gut", "schlecht", "mittel"],
}


@dataclass
class Case:
    """One file: what is difficult about it, its bytes, and what stands in it."""

    name: str
    kind: str
    data: bytes
    header: list[str]
    rows: Rows


@dataclass
class Sheet:
    """A table before it is written, and what is written around it."""

    header: list[str]
    rows: Rows
    above: str = ""
    below: str = ""
    delimiter: str = ","
    line_end: str = "\n"
    text: str = ""
    kind: str = ""
    truth: Rows = field(default_factory=list)


def clean_cases(count: int, *, seed: int) -> Iterator[Case]:
    """Tables as programs write them."""
    for number in range(count):
        rng = random.Random(f"clean {seed} {number}")
        yield _case(rng, f"clean-{seed}-{number}", pollute=None)


def polluted_cases(count: int, *, seed: int) -> Iterator[Case]:
    """The same with one thing wrong in each."""
    for number in range(count):
        rng = random.Random(f"polluted {seed} {number}")
        yield _case(rng, f"polluted-{seed}-{number}", pollute=POLLUTERS[number % len(POLLUTERS)])


def _case(rng: random.Random, name: str, *, pollute: Callable[[random.Random, Sheet], None] | None) -> Case:
    language = rng.choice(sorted(SENTENCES))
    header, rows = _table(rng, language)
    sheet = Sheet(header, rows)
    writer = rng.choice(SIMPLE if pollute else WRITERS)
    writer(rng, sheet)
    sheet.kind = f"{writer.__name__.strip('_')}"
    if pollute is not None:
        pollute(rng, sheet)
        sheet.kind = pollute.__name__.strip("_")
    encoding = rng.choice(ENCODINGS[language])
    text = sheet.above + sheet.text + sheet.below
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        data = text.encode("utf-8")
    return Case(name, sheet.kind, data, sheet.header, sheet.truth or sheet.rows)


def _table(rng: random.Random, language: str) -> tuple[list[str], Rows]:
    texts = sentences(language)
    names = HEADERS.get(language, HEADERS["en"])
    labels = LABELS.get(language, LABELS["en"])
    columns = rng.choice([[1, 2], [0, 1, 2], [1, 2, 3], [0, 1, 2, 3, 4, 5], [2, 1], [0, 3, 4, 5, 2], [1, 2, 4]])
    rows = []
    for number in range(rng.choice([5, 8, 12, 20, 40, 80, 400])):
        text = rng.choice(texts)
        if rng.random() < 0.3:
            text += rng.choice(["\n", " - ", ", ", "; ", " | "]) + rng.choice(texts)
        if rng.random() < 0.1:
            text = f'"{text}"'
        day = f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        price = f"{rng.randint(1, 2000)}.{rng.randint(0, 99):02}"
        city = rng.choice(["Berlin", "Lyon", "São Paulo", "New York", "Xi'an", ""])
        row = [str(number + 1), text, rng.choice(labels), day, price, city]
        rows.append([row[column] for column in columns])
    return [names[column] for column in columns], rows


def _csv(sheet: Sheet, **form: object) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=sheet.delimiter, lineterminator=sheet.line_end, **form)  # type: ignore[arg-type] # any form
    if sheet.header:
        writer.writerow(sheet.header)
    writer.writerows(sheet.rows)
    sheet.text = file.getvalue()


def _csv_module(rng: random.Random, sheet: Sheet) -> None:
    sheet.delimiter = rng.choice(",,,;;\t\t|^~:")
    sheet.line_end = rng.choice(["\n", "\r\n", "\r"])
    if sheet.line_end == "\r":  # the csv module would leave newlines unquoted
        sheet.rows = [[cell.replace("\n", " ") for cell in row] for row in sheet.rows]
    _csv(sheet, quoting=rng.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]))


def _excel(rng: random.Random, sheet: Sheet) -> None:
    sheet.delimiter = rng.choice(",;\t")
    sheet.line_end = "\r\n"
    if sheet.delimiter == ";":
        sheet.rows = [[cell.replace(".", ",") if cell[-1:].isdigit() else cell for cell in row] for row in sheet.rows]
    _csv(sheet, quoting=csv.QUOTE_MINIMAL)


def _single_quotes(rng: random.Random, sheet: Sheet) -> None:
    sheet.delimiter = rng.choice(",;|")
    _csv(sheet, quotechar="'", quoting=csv.QUOTE_ALL)


def _backslashes(rng: random.Random, sheet: Sheet) -> None:
    sheet.delimiter = rng.choice(",;\t")
    _csv(sheet, doublequote=False, escapechar="\\", quoting=csv.QUOTE_ALL)


def _mysql(rng: random.Random, sheet: Sheet) -> None:
    """`SELECT ... INTO OUTFILE` with FIELDS TERMINATED BY ',' ENCLOSED BY '"'."""
    cells = [[_escaped(cell) for cell in row] for row in (sheet.header, *sheet.rows)]
    sheet.text = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in cells)


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\\n")


def _libreoffice(rng: random.Random, sheet: Sheet) -> None:
    """Text quoted, numbers bare."""
    sheet.delimiter = rng.choice(",;\t")

    def cell(text: str) -> str:
        return text if text.replace(".", "").isdigit() or not text else '"' + text.replace('"', '""') + '"'

    lines = [sheet.delimiter.join(map(cell, row)) for row in (sheet.header, *sheet.rows)]
    sheet.text = "\n".join(lines) + "\n"


def _r_table(rng: random.Random, sheet: Sheet) -> None:
    """`write.table`: row names, and a header that is one name shorter."""
    sheet.delimiter = rng.choice([" ", "\t", ","])
    sheet.rows = [[str(number), *row] for number, row in enumerate(sheet.rows, start=1)]

    def quoted(cells: list[str]) -> str:
        escape = str.maketrans({'"': '""'})
        return sheet.delimiter.join(
            cell if cell.replace(".", "").isdigit() else f'"{cell.translate(escape)}"' for cell in cells
        )

    sheet.text = "\n".join(
        [quoted(sheet.header), *(f'"{row[0]}"{sheet.delimiter}{quoted(row[1:])}' for row in sheet.rows)]
    )
    sheet.text += "\n"


def _plain(rng: random.Random, sheet: Sheet) -> None:
    """No quoting at all; what would need it is left out, as Hive and SAP do."""
    sheet.delimiter = rng.choice(["\x01", "\t", "|", "¦", "||", "::", "|~|", ";;", "@@", "^|^", "~~"])
    sheet.rows = [
        [cell.replace("\n", " ").replace(sheet.delimiter, " ").replace('"', "") for cell in row] for row in sheet.rows
    ]
    sheet.text = "".join(sheet.delimiter.join(row) + "\n" for row in (sheet.header, *sheet.rows))


def _spaced(rng: random.Random, sheet: Sheet) -> None:
    """A space after each delimiter."""
    sheet.delimiter = rng.choice(",;|")

    def cell(text: str) -> str:
        needs = any(mark in text for mark in (sheet.delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if needs else text

    sheet.text = "".join(f"{sheet.delimiter} ".join(map(cell, row)) + "\n" for row in (sheet.header, *sheet.rows))


def _pandas(rng: random.Random, sheet: Sheet) -> None:
    pd = import_module("pandas")
    sheet.delimiter = rng.choice(",\t;|")
    frame = pd.DataFrame(sheet.rows, columns=sheet.header)
    with_index = rng.random() < 0.3
    sheet.text = frame.to_csv(sep=sheet.delimiter, index=with_index, lineterminator="\n")
    if with_index:
        sheet.header = ["", *sheet.header]
        sheet.rows = [[str(number), *row] for number, row in enumerate(sheet.rows)]


def _polars(rng: random.Random, sheet: Sheet) -> None:
    pl = import_module("polars")
    sheet.delimiter = rng.choice(",\t;|")
    frame = pl.DataFrame(sheet.rows, schema=sheet.header, orient="row")
    style = rng.choice(["necessary", "always"])
    sheet.text = frame.write_csv(separator=sheet.delimiter, quote_style=style)


SIMPLE = [_csv_module, _excel, _libreoffice]
WRITERS = [
    *SIMPLE,
    _csv_module,
    _single_quotes,
    _backslashes,
    _mysql,
    _r_table,
    _plain,
    _plain,
    _spaced,
    _pandas,
    _polars,
]


def _lines(sheet: Sheet) -> list[str]:
    """The records as written; made again with bare newlines where cells hold some."""
    sheet.rows = [[cell.replace("\n", " ") for cell in row] for row in sheet.rows]
    _csv(sheet, quoting=csv.QUOTE_MINIMAL)
    return sheet.text.split(sheet.line_end)[:-1]


def _joined(sheet: Sheet, lines: list[str]) -> None:
    sheet.text = sheet.line_end.join(lines) + sheet.line_end


def _preamble(rng: random.Random, sheet: Sheet) -> None:
    lines = rng.sample(["Quarterly report", "Exported 2024-05-01 12:00", "Source: shop database", "", "v1.2"], 3)
    sheet.above = sheet.line_end.join(lines) + sheet.line_end


def _padded_preamble(rng: random.Random, sheet: Sheet) -> None:
    width = len(sheet.header)
    lines = [sheet.delimiter.join([title] + [""] * (width - 1)) for title in ("Report of May", "")]
    sheet.above = sheet.line_end.join(lines) + sheet.line_end if width > 2 else ""


def _comments(rng: random.Random, sheet: Sheet) -> None:
    sheet.above = f"# made by hand{sheet.line_end}# source: the shop, 2024{sheet.line_end}"


def _footer(rng: random.Random, sheet: Sheet) -> None:
    foot = [f"Total rows: {len(sheet.rows)}", "-- end of file", "# all rights reserved", "Source: shop database"]
    sheet.below = rng.choice(["", sheet.line_end]) + rng.choice(foot) + sheet.line_end


def _sep(rng: random.Random, sheet: Sheet) -> None:
    sheet.above = f"sep={sheet.delimiter}{sheet.line_end}"


def _blank_lines(rng: random.Random, sheet: Sheet) -> None:
    lines = _lines(sheet)
    for _ in range(3):
        lines.insert(rng.randint(0, len(lines)), "")
    _joined(sheet, lines)


def _trailing_delimiters(rng: random.Random, sheet: Sheet) -> None:
    _joined(sheet, [line + sheet.delimiter for line in _lines(sheet)])
    sheet.header = [*sheet.header, ""]
    sheet.rows = [[*row, ""] for row in sheet.rows]


def _short_row(rng: random.Random, sheet: Sheet) -> None:
    row = rng.randrange(len(sheet.rows) - 1)
    sheet.rows[row] = sheet.rows[row][:-1]
    _joined(sheet, _lines(sheet))


def _long_row(rng: random.Random, sheet: Sheet) -> None:
    row = rng.randrange(len(sheet.rows))
    sheet.rows[row] = [*sheet.rows[row], "surplus"]
    _joined(sheet, _lines(sheet))


def _no_header(rng: random.Random, sheet: Sheet) -> None:
    sheet.header = []
    _csv(sheet, quoting=csv.QUOTE_MINIMAL)


def _no_last_newline(rng: random.Random, sheet: Sheet) -> None:
    sheet.text = sheet.text.removesuffix(sheet.line_end)


def _mixed_line_ends(rng: random.Random, sheet: Sheet) -> None:
    sheet.text = "".join(line + rng.choice(["\n", "\r\n"]) for line in _lines(sheet))


def _doubled_names(rng: random.Random, sheet: Sheet) -> None:
    sheet.header = [sheet.header[0]] * len(sheet.header)
    _joined(sheet, _lines(sheet))


def _bare_quotes(rng: random.Random, sheet: Sheet) -> None:
    """A quoted cell in which quotes stand that are not doubled."""
    sheet.rows = [[cell.replace('"', "") for cell in row] for row in sheet.rows]
    lines = _lines(sheet)
    row = rng.randrange(len(sheet.rows))
    cells = sheet.rows[row]
    cells[0] = 'a "so-called" thing, really'
    lines[row + 1] = sheet.delimiter.join([f'"{cells[0]}"', *cells[1:]])
    if any(sheet.delimiter in cell for cell in cells[1:]):
        lines[row + 1] = sheet.delimiter.join(f'"{cell}"' for cell in cells)
    _joined(sheet, lines)


def _open_quote(rng: random.Random, sheet: Sheet) -> None:
    """A quote at the start of a cell that is never closed."""
    sheet.rows = [[cell.replace('"', "").replace(sheet.delimiter, " ") for cell in row] for row in sheet.rows]
    lines = _lines(sheet)
    row = rng.randrange(len(sheet.rows))
    sheet.rows[row][0] = '"' + sheet.rows[row][0]
    lines[row + 1] = '"' + lines[row + 1]
    _joined(sheet, lines)


def _unicode_lines(rng: random.Random, sheet: Sheet) -> None:
    marks = ["\u2028", "\x85", "\x0b", "\x0c", "\u2029"]
    sheet.rows = [
        [cell.replace(" ", rng.choice(marks), 1) if len(cell) > 12 else cell for cell in row] for row in sheet.rows
    ]
    _csv(sheet, quoting=csv.QUOTE_MINIMAL)
    sheet.text = "\ufeff" + sheet.text


def _long_cell(rng: random.Random, sheet: Sheet) -> None:
    sheet.rows[0][0] = "long text " * 15_000
    _csv(sheet, quoting=csv.QUOTE_MINIMAL)


def _formula_quotes(rng: random.Random, sheet: Sheet) -> None:
    """Excel's ="00123"."""
    sheet.header = ["code", *sheet.header]
    _lines(sheet)
    sheet.rows = [[f'="{number:05}"', *row] for number, row in enumerate(sheet.rows)]
    prefixed = [f"{row[0]}{sheet.delimiter}" + _record(sheet, row[1:]) for row in sheet.rows]
    _joined(sheet, [_record(sheet, sheet.header), *prefixed])


def _record(sheet: Sheet, cells: list[str]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=sheet.delimiter, lineterminator="").writerow(cells)
    return file.getvalue()


def _second_line_ends(rng: random.Random, sheet: Sheet) -> None:
    """Two files put together: the second has a byte order mark of its own and no header."""
    half = len(sheet.rows) // 2
    lines = _lines(sheet)
    sheet.text = (
        sheet.line_end.join([*lines[: half + 1], "\ufeff" + lines[half + 1], *lines[half + 2 :]]) + sheet.line_end
    )


POLLUTERS = [
    _preamble,
    _padded_preamble,
    _comments,
    _footer,
    _sep,
    _blank_lines,
    _trailing_delimiters,
    _short_row,
    _long_row,
    _no_header,
    _no_last_newline,
    _mixed_line_ends,
    _doubled_names,
    _bare_quotes,
    _open_quote,
    _unicode_lines,
    _long_cell,
    _formula_quotes,
    _second_line_ends,
]
