"""Writes the ugly files that are easier to say in code than to edit, and their truths into truth.json.

Run: python tests/data/ugly/make_ugly.py
Each case gives the text of the file, what is difficult about it, and the header and records that should come out. The
cases follow published lists of what goes wrong; see README.md. The other files of this folder were written by hand.
"""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
TRUTH = FOLDER / "truth.json"
Rows = list[list[str]]
CASES: dict[str, tuple[str, bytes, list[str], Rows]] = {}

HEADER = ["text", "label"]
GOOD = [["Good value", "pos"], ["Bad smell", "neg"], ["It is fine", "neutral"], ["Never again", "neg"]]
WIDE_HEADER = ["id", "text", "label", "date"]
WIDE = [
    ["1", "Quick delivery and well packed", "pos", "2024-05-01"],
    ["2", "Arrived broken", "neg", "2024-05-02"],
    ["3", "Does what it should", "neutral", "2024-05-03"],
    ["4", "Would buy it again", "pos", "2024-05-07"],
]


def case(name: str, why: str, text: str | bytes, header: list[str], rows: Rows, encoding: str = "utf-8") -> None:
    """Adds a file."""
    assert name not in CASES, name
    CASES[name] = (why, text if isinstance(text, bytes) else text.encode(encoding), header, rows)


def plain(rows: Rows, delimiter: str = ",", end: str = "\n") -> str:
    """Records without any quoting."""
    return "".join(delimiter.join(row) + end for row in rows)


def quoted(rows: Rows, delimiter: str = ",", end: str = "\n", quote: str = '"') -> str:
    """Records with every cell quoted, quotes doubled."""
    return "".join(delimiter.join(quote + cell.replace(quote, quote * 2) + quote for cell in row) + end for row in rows)


def main() -> None:
    """Writes all files and the truth."""
    for add in (delimiters, quotes, line_ends, above_and_below, ragged, spaces, exports, headers, encodings, languages):
        add()
    truth: dict[str, Any] = json.loads(TRUTH.read_text(encoding="utf-8"))
    for name, (why, data, header, rows) in CASES.items():
        (FOLDER / name).write_bytes(data)
        truth[name] = {"why": why, "header": header, "rows": rows}
    TRUTH.write_text(json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def delimiters() -> None:
    """One character, unusual ones, and several."""
    signs = {
        "double_pipe": "||",
        "double_colon": "::",
        "double_semicolon": ";;",
        "pipe_tilde_pipe": "|~|",
        "double_tilde": "~~",
        "double_at": "@@",
        "caret_pipe_caret": "^|^",
        "double_hash": "##",
        "double_tab": "\t\t",
        "pipe_between_spaces": " | ",
        "control_a": "\x01",
        "unit_separator": "\x1f",
        "broken_bar": "¦",
        "section": "§",
        "hash": "#",
        "ampersand": "&",
        "exclamation": "!",
        "full_width_comma": "，",
        "slash": "/",
        "star": "*",
        "em_dash": "—",
    }
    for name, sign in signs.items():
        rows = [[cell.replace("-", ".") for cell in row] for row in WIDE]
        case(f"sign_{name}.csv", f"cells divided by {sign!r}", plain([WIDE_HEADER, *rows], sign), WIDE_HEADER, rows)
    rows = [["a || b", "pos"], ["c|d", "neg"], ["plain", "pos"], ["x", "neg"]]
    case("sign_in_quoted_cell.csv", "|| stands in a quoted cell, too", quoted([HEADER, *rows], "||"), HEADER, rows)
    rows = [["1,5", "2,25"], ["10,0", "3,5"], ["7,25", "1,0"]]
    case("decimals_semicolon.csv", "decimal commas, no text", plain([["a", "b"], *rows], ";"), ["a", "b"], rows)
    rows = [["Müller, Anna", "1.234,50"], ["Schmidt, Jörg", "12.000,00"], ["Weiß, Uwe", "7,25"]]
    header = ["Name", "Betrag"]
    case("german_amounts.csv", "commas in every cell, semicolons", plain([header, *rows], ";"), header, rows)
    rows = [["1,234", "10,000"], ["12,500", "1,000"], ["999", "2,345,678"]]
    case("thousands.csv", "thousands with commas, quoted", quoted([["a", "b"], *rows]), ["a", "b"], rows)
    rows = [["09:15", "12:30:00"], ["10:05", "13:00:10"], ["11:45", "14:20:59"]]
    header = ["start", "end"]
    case("times_semicolon.csv", "more colons than semicolons", plain([header, *rows], ";"), header, rows)
    rows = [["http://a.example/x?y=1&z=2", "ok"], ["http://b.example/?q=a,b", "ok"], ["http://c.example/;s", "no"]]
    header = ["url", "state"]
    case("urls_tab.tsv", "addresses are full of signs", plain([header, *rows], "\t"), header, rows)
    rows = [['{"a": 1, "b": [1, 2]}', "x"], ['{"a": 2, "b": []}', "y"], ["{}", "x"]]
    case(
        "json_tab.tsv", "JSON in unquoted cells, tabs", plain([["data", "label"], *rows], "\t"), ["data", "label"], rows
    )


def quotes() -> None:
    """Every way of quoting, and quotes that are none."""
    odd = [['He said "no", twice', "neg"], ['5" screen', "pos"], ["plain", "pos"], ["a, b", "neg"]]
    case("quoted_all_semicolon.csv", "all quoted, semicolons", quoted([HEADER, *odd], ";"), HEADER, odd)
    rows = [["it's here", "pos"], ["don't; won't", "neg"], ["plain", "pos"]]
    text = quoted([HEADER, *rows], ";", quote="'")
    case("single_quoted_semicolon.csv", "single quotes, doubled inside", text, HEADER, rows)
    text = 'text,label\n"a \\"b\\" c, d",pos\n"e\\\\f",neg\n"g, h",pos\n'
    case("backslash_both.csv", "backslashes escape quotes and themselves", text, HEADER,
         [['a "b" c, d', "pos"], ["e\\f", "neg"], ["g, h", "pos"]])  # fmt: skip
    text = 'text,label\n"one\\\ntwo",pos\n"say \\"hi\\"",neg\n"three",pos\n'
    case("mysql_newline.csv", "a backslash before the line end, as MySQL writes", text, HEADER,
         [["one\ntwo", "pos"], ['say "hi"', "neg"], ["three", "pos"]])  # fmt: skip
    text = 'text,label\nC:\\new\\table,pos\nD:\\,neg\n"E:\\x, y",pos\n'
    case("windows_paths.csv", "backslashes are no escapes", text, HEADER,
         [["C:\\new\\table", "pos"], ["D:\\", "neg"], ["E:\\x, y", "pos"]])  # fmt: skip
    text = 'text,label\n"She said "yes", then left",pos\n"plain, one",neg\n"two, three",pos\n"four, five",neg\n'
    rows = [['She said "yes", then left', "pos"], ["plain, one", "neg"], ["two, three", "pos"], ["four, five", "neg"]]
    case("inner_quotes_comma.csv", "an inner quote before a comma", text, HEADER, rows)
    text = 'id,text,label\n1,good,pos\n2,"bad,neg\n3,fine,pos\n4,so,neg\n'
    case("extra_quote.csv", "a quote opens a cell and is never closed", text, ["id", "text", "label"],
         [["1", "good", "pos"], ["2", '"bad', "neg"], ["3", "fine", "pos"], ["4", "so", "neg"]])  # fmt: skip
    text = 'id,text,label\n1,"good, old",pos\n2,bad",neg\n3,fine,pos\n4,"so, so",neg\n'
    case("late_quote.csv", "a quote at the end of a bare cell", text, ["id", "text", "label"],
         [["1", "good, old", "pos"], ["2", 'bad"', "neg"], ["3", "fine", "pos"], ["4", "so, so", "neg"]])  # fmt: skip
    text = "text,label\nGood\\, but slow,pos\nBad,neg\nSo\\, so,neutral\n"
    case("backslash_delimiter.csv", "delimiters escaped, nothing quoted", text, HEADER,
         [["Good, but slow", "pos"], ["Bad", "neg"], ["So, so", "neutral"]])  # fmt: skip
    rows = [["“curly, quotes”", "pos"], ["„unten“", "neg"], ["«coin»", "pos"]]
    text = 'text,label\n"“curly, quotes”",pos\n„unten“,neg\n«coin»,pos\n'
    case("typographic_quotes.csv", "curly quotes do not quote", text, HEADER, rows)
    rows = [['"', "a"], ['""', "b"], ['"""', "c"], ["", "d"]]
    case("only_quotes.csv", "cells of nothing but quotes", quoted([HEADER, *rows]), HEADER, rows)
    rows = [["a\nb\nc", "pos"], ["d\r\ne", "neg"], ["\nf\n", "pos"], ["g", "neg"]]
    case("newlines_in_cells.csv", "several line ends in quoted cells", quoted([HEADER, *rows]), HEADER, rows)
    rows = [["text,label\nGood,pos\nBad,neg", "doc"], ["plain", "doc"], ["other, text", "note"]]
    case("csv_in_cell.csv", "a cell holds a table", quoted([HEADER, *rows]), HEADER, rows)
    text = 'code,city\n="00123",Bonn\n="00456",Köln\n="07890",Trier\n'
    case("formula_quotes.csv", "Excel's way to keep zeros", text, ["code", "city"],
         [['="00123"', "Bonn"], ['="00456"', "Köln"], ['="07890"', "Trier"]])  # fmt: skip
    rows = [["x" * 140_000, "long"], ["short", "short"], ["y, z", "short"]]
    case("very_long_cell.csv", "more than 128 kB in a cell", quoted([HEADER, *rows]), HEADER, rows)
    rows = [["5' 10\" tall", "a"], ["rock 'n' roll", "b"], ["'90s music", "a"], ["the '80s, too", "b"]]
    text = 'text,label\n"5\' 10"" tall",a\nrock \'n\' roll,b\n\'90s music,a\n"the \'80s, too",b\n'
    case("both_quotes.csv", "apostrophes beside real quotes", text, HEADER, rows)
    rows = [["tab\there", "a"], ["two\ttabs\there", "b"], ["none", "a"]]
    case("tabs_in_quoted.tsv", "tabs in quoted cells of a tab file", quoted([HEADER, *rows], "\t"), HEADER, rows)


def line_ends() -> None:
    """Line ends, and characters that are none."""
    table = [HEADER, *GOOD]
    case("crlf_no_last.csv", "no line end at the end", plain(table, ",", "\r\n")[:-2], HEADER, GOOD)
    rows = [["a\nb", "x"], ["c", "y"], ["d", "x"]]
    case("cr_quoted.csv", "CR only, newlines in cells", quoted([HEADER, *rows], end="\r"), HEADER, rows)
    ends = ["\n", "\r\n", "\r\n", "\n", "\r\n"]
    text = "".join(",".join(row) + end for row, end in zip(table, ends, strict=True))
    case("ends_mixed.csv", "two kinds of line ends", text, HEADER, GOOD)
    case("ends_doubled.csv", "every line end doubled", plain(table, ",", "\r\r\n"), HEADER, GOOD)
    case("many_last_newlines.csv", "blank lines at the end", plain(table) + "\n\n\n", HEADER, GOOD)
    for name, mark in (
        ("vt", "\x0b"),
        ("ff", "\x0c"),
        ("nel", "\x85"),
        ("ls", "\u2028"),
        ("ps", "\u2029"),
        ("fs", "\x1c"),
    ):
        rows = [[f"one{mark}two", "pos"], ["three", "neg"], [f"four{mark}", "pos"], ["five", "neg"]]
        case(f"no_line_end_{name}.csv", f"{mark!r} ends no line", plain([HEADER, *rows]), HEADER, rows)
    text = "\ufeff" + plain(table) + "\ufeff" + plain([["More", "pos"], ["Less", "neg"]])
    case("marks_inside.csv", "files put together, each with a byte order mark", text, HEADER,
         [*GOOD, ["More", "pos"], ["Less", "neg"]])  # fmt: skip
    rows = [["a\0\0", "x"], ["bb\0", "y"], ["ccc", "x"]]
    case("nul_padding.csv", "cells padded with NULs", plain([HEADER, *rows]), HEADER, rows)


def above_and_below() -> None:
    """What stands above and below tables, and between their lines."""
    table, end = plain([WIDE_HEADER, *WIDE]), "\n"
    tops = {
        "title": "Customer feedback\n",
        "title_blank": "Customer feedback, May 2024\n\n",
        "three_lines": "Report\nExported 2024-06-01 08:00\nBy: reporting\n",
        "padded": "Customer feedback,,,\n,,,\n",
        "remarks": "# feedback of May\n# columns: id, text, label, date\n",
        "slashes": "// made by a program\n",
        "percent": "% feedback\n% of May\n",
        "blank": "\n\n\n",
        "sep_comma": "sep=,\n",
        "key_values": "Report: feedback\nPeriod: May 2024\nRows: 4\n\n",
    }
    for name, top in tops.items():
        case(f"above_{name}.csv", "lines above the table", top + table, WIDE_HEADER, WIDE)
    bottoms = {
        "total": "Total rows: 4\n",
        "blank_total": "\nTotal,4\n",
        "end": "-- end of file\n",
        "remark": "# 4 rows\n",
        "padded_total": "Total,,,\n",
        "rule": "------------\n4 rows selected.\n",
        "source": "\nSource: customer desk\nAll rights reserved\n",
        "copyright": "© 2024 The Shop\n",
        "empty_records": ",,,\n" * 6,
        "generated": "Generated by Reports 3.1\n",
    }
    for name, bottom in bottoms.items():
        case(f"below_{name}.csv", "lines below the table", table + bottom, WIDE_HEADER, WIDE)
    below = "合计：4 行\n"
    case("below_chinese.csv", "a Chinese total", table + below, WIDE_HEADER, WIDE)
    case("below_german.csv", "a German total", table + "Summe: 4 Zeilen\n", WIDE_HEADER, WIDE)
    case("below_russian.csv", "a Russian total", table + "Итого: 4\n", WIDE_HEADER, WIDE)
    lines = table.split(end)
    text = end.join([*lines[:2], "# the next one was checked", *lines[2:]])
    case("remark_inside.csv", "a remark between records", text, WIDE_HEADER, WIDE)
    text = table + "\nlabel,count\npos,2\nneg,1\nneutral,1\n"
    case("second_table.csv", "another table below", text, WIDE_HEADER, WIDE)
    case("above_and_below.csv", "a title and a total", "Report\n\n" + table + "\nTotal: 4\n", WIDE_HEADER, WIDE)


def ragged() -> None:
    """Records with too many or too few cells come out as they stand."""
    rows = [WIDE[0], WIDE[1][:2], WIDE[2], WIDE[3]]
    case("short_record.csv", "two cells are missing", plain([WIDE_HEADER, *rows]), WIDE_HEADER, rows)
    rows = [WIDE[0], [*WIDE[1], "surplus"], WIDE[2], WIDE[3]]
    case("long_record.csv", "a cell too many", plain([WIDE_HEADER, *rows]), WIDE_HEADER, rows)
    rows = [[*row, ""] for row in WIDE]
    case("trailing_all.csv", "a delimiter at the end of records, not of the header",
         plain([WIDE_HEADER, *rows]), WIDE_HEADER, rows)  # fmt: skip
    rows = [[*row, ""] for row in WIDE]
    case("trailing_everywhere.csv", "a delimiter at the end of every line", plain([[*WIDE_HEADER, ""], *rows]),
         [*WIDE_HEADER, ""], rows)  # fmt: skip
    header = [*WIDE_HEADER, "note"]
    case("header_longer.csv", "a name for a column that is not there", plain([header, *WIDE]), header, WIDE)
    header = WIDE_HEADER[:3]
    case("header_shorter.csv", "a column without a name", plain([header, *WIDE]), header, WIDE)
    rows = [["a"], ["b"], ["c, d"], ["e"]]
    case("one_quoted_column.csv", "one column, commas in it", quoted([["text"], *rows]), ["text"], rows)
    rows = [["Only one row of text", "pos"]]
    case("single_record.csv", "one record", plain([HEADER, *rows]), HEADER, rows)
    rows = [["a", "", "x", ""], ["b", "", "y", ""], ["c", "", "x", ""]]
    header = ["text", "", "label", ""]
    case("empty_columns.csv", "columns with neither name nor cells", plain([header, *rows]), header, rows)
    rows = [[*WIDE[0]], WIDE[1], [["3", "Does what it should", "neutral", "2024-05-03"]][0], WIDE[3]]
    text = plain([WIDE_HEADER, WIDE[0], WIDE[1]]) + "3;Does what it should;neutral;2024-05-03\n" + plain([WIDE[3]])
    case("other_delimiter_once.csv", "one record has another delimiter", text, WIDE_HEADER, rows)


def spaces() -> None:
    """Spaces that belong to cells, and spaces that do not."""
    table = [WIDE_HEADER, *WIDE]
    case("space_after_comma.csv", "a space after every comma", plain(table, ", "), WIDE_HEADER, WIDE)
    case("space_after_semicolon.csv", "a space after every semicolon", plain(table, "; "), WIDE_HEADER, WIDE)
    rows = [["one, two", "pos"], ["three", "neg"], ['a "b" c', "pos"]]
    case("space_before_quote.csv", "quotes open after a space", quoted([HEADER, *rows], ", "), HEADER, rows)
    rows = [["  padded", "pos"], ["padded  ", "neg"], ["plain", " pos"]]
    case("padded_cells.csv", "spaces inside some cells", plain([HEADER, *rows]), HEADER, rows)
    rows = [["1", "Ann", "Bonn"], ["22", "Robert", "Rome"], ["333", "Li", "Oslo"], ["4", "Eve", "Kyiv"]]
    header = ["id", "name", "city"]
    text = "".join(f"{a:6}{b:10}{c}\n" for a, b, c in [header, *rows])
    case("aligned.txt", "columns made with runs of spaces", text, header, rows)
    rows = [["\u3000全角", "好"], ["普通", "差"], ["\u00a0nbsp", "好"]]
    header = ["评论", "标签"]
    case("wide_spaces.csv", "wide and hard spaces belong to cells", plain([header, *rows]), header, rows)


def exports() -> None:
    """What programs write."""
    rows = [[str(number), *row] for number, row in enumerate(GOOD, start=1)]
    text = '"text" "label"\n' + "".join(f'"{row[0]}" "{row[1]}" "{row[2]}"\n' for row in rows)
    case("r_write_table.txt", "R: row names, spaces, no name for them", text, HEADER, rows)
    text = '"","text","label"\n' + "".join(f'"{row[0]}","{row[1]}","{row[2]}"\n' for row in rows)
    case("r_write_csv.csv", "R: an empty name for the row names", text, ["", *HEADER], rows)
    rows = [[str(number), *row] for number, row in enumerate(GOOD)]
    case("pandas_index.csv", "pandas: the index has no name", plain([["", *HEADER], *rows]), ["", *HEADER], rows)
    rows = [["01.05.2024", "REWE SAGT DANKE", "-12,34", "EUR"], ["02.05.2024", "Gehalt", "2.500,00", "EUR"],
            ["03.05.2024", "Miete; Mai", "-800,00", "EUR"]]  # fmt: skip
    header = ["Buchungstag", "Verwendungszweck", "Betrag", "Währung"]
    text = "Kontonummer: 123456\r\nZeitraum: 01.05.2024 - 31.05.2024\r\n\r\n" + quoted([header, *rows], ";", "\r\n")
    case("bank.csv", "a German bank: preamble, cp1252, decimal commas", text, header, rows, "cp1252")
    rows = [["1", "a\tb", "x"], ["2", "c", "y"], ["3", "d", "x"]]
    case("excel_unicode_text.txt", "Excel's Unicode text: UTF-16 and tabs",
         codecs.BOM_UTF16_LE + quoted([["id", "text", "label"], *rows], "\t", "\r\n").encode("utf-16-le"),
         ["id", "text", "label"], rows)  # fmt: skip
    rows = [["1", "\\N", "x"], ["2", "two", "\\N"], ["3", "three", "y"]]
    header = ["id", "text", "label"]
    case("postgres_copy.tsv", "PostgreSQL: \\N stands for nothing", plain([header, *rows], "\t"), header, rows)
    case("sep_semicolon.csv", "Excel's hint, CRLF, a byte order mark",
         "\ufeffsep=;\r\n" + plain([HEADER, *GOOD], ";", "\r\n"), HEADER, GOOD)  # fmt: skip
    rows = [["2024-05-01T10:00:00Z", "GET /a,b", "200"], ["2024-05-01T10:00:01Z", "POST /c", "404"],
            ["2024-05-01T10:00:02Z", 'GET /d"e', "200"]]  # fmt: skip
    header = ["time", "request", "status"]
    case("log.csv", "a log, quoted where needed", quoted([header, *rows]), header, rows)


def headers() -> None:
    """Headers that are missing, doubled, numeric or long."""
    case("no_header_wide.csv", "no header, several types", plain(WIDE), [], WIDE)
    rows = [["2024-05-01", "3.5", "7"], ["2024-05-02", "2.25", "9"], ["2024-05-03", "4", "11"]]
    case("no_header_dates.csv", "no header, dates and numbers", plain(rows), [], rows)
    header = ["2021", "2022", "2023", "country"]
    rows = [["1.5", "2.5", "3.0", "Chile"], ["2.0", "2.1", "2.2", "Peru"], ["7.5", "7.75", "8", "Kenya"]]
    header = ["country", "1990s", "2000s", "2010s"]
    rows = [[row[3], *row[:3]] for row in rows]
    years = ["country", "2019", "2020", "2021"]
    case("header_years.csv", "names that are years", plain([years, *rows]), years, rows)
    case("header_numbers.csv", "names that begin with numbers", plain([header, *rows]), header, rows)
    rows = [*GOOD[:2], HEADER, *GOOD[2:]]
    case("header_again.csv", "the header comes again; it is read as a record", plain([HEADER, *rows]), HEADER, rows)
    header = ["text", "text", "label", "text"]
    rows = [["a", "b", "x", "c"], ["d", "e", "y", "f"], ["g", "h", "x", "i"]]
    case("header_same_names.csv", "one name three times", plain([header, *rows]), header, rows)
    header = ["What did you like?\n(in your words)", "How many stars, 1 to 5?"]
    rows = [["The food", "5"], ["The view, too", "4"], ["Nothing", "1"]]
    case("header_newline.csv", "names of several lines", quoted([header, *rows]), header, rows)
    header = ["TEXT", "LABEL"]
    rows = [[a.upper(), b.upper()] for a, b in GOOD]
    case("header_upper.csv", "all in capitals", plain([header, *rows]), header, rows)


def encodings() -> None:
    """One table in many encodings."""
    chinese = [["这家酒店的服务非常好", "正面"], ["房间很脏，再也不来了", "负面"], ["一般般", "中性"]]
    header = ["评论", "情感"]
    text = plain([header, *chinese])
    for codec in ("gbk", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "hz"):
        case(f"zh_{codec}.csv", f"Chinese in {codec}", text.encode(codec), header, chinese)
    japanese = [["このホテルは駅から近くて便利です", "良い"], ["部屋が汚くて残念でした", "悪い"], ["普通です", "普通"]]
    header = ["本文", "評価"]
    text = plain([header, *japanese])
    for codec in ("euc_jp", "iso2022_jp"):
        case(f"ja_{codec}.csv", f"Japanese in {codec}", text.encode(codec), header, japanese)
    lines = plain([["texte", "avis"], ["Très bon café", "pos"], ["Déçu", "neg"], ["Déjà vu", "neg"], ["Forêt", "pos"]])
    mixed = [line.encode("cp1252" if number == 2 else "utf-8") for number, line in enumerate(lines.splitlines(True))]
    case("mixed_encodings.csv", "UTF-8 with one line in cp1252", b"".join(mixed), ["texte", "avis"],
         [["Très bon café", "pos"], ["Déçu", "neg"], ["Déjà vu", "neg"], ["Forêt", "pos"]])  # fmt: skip


def languages() -> None:
    """One review each in the encodings that its language is written in."""
    texts = {
        "ru_cp1251": (["Отличный отель, тихо и чисто", "Плохо кормят, персонал грубый", "Обычно"], "cp1251"),
        "ru_koi8r": (["Книга понравилась, читал до утра", "Скучно, бросил на середине", "Так себе"], "koi8-r"),
        "pl_cp1250": (["Świetna książka, polecam każdemu", "Nudna, nie dokończyłem", "Może być"], "cp1250"),
        "pl_iso2": (["Żółta łódź płynie przez rzekę", "Zażółć gęślą jaźń", "Dobrze"], "iso8859-2"),
        "cs_cp1250": (["Příliš žluťoučký kůň", "Špatná obsluha, už nepřijdeme", "Ujde to"], "cp1250"),
        "el_cp1253": (["Πολύ καλό ξενοδοχείο, ήσυχο", "Κακή εξυπηρέτηση, δεν θα ξαναπάμε", "Μέτριο"], "cp1253"),
        "tr_cp1254": (
            ["Çok güzel bir otel, sessiz ve temiz", "Kötü hizmet, bir daha gelmeyiz", "İdare eder"],
            "cp1254",
        ),
        "ko_cp949": (["호텔이 조용하고 깨끗해요", "직원이 불친절해서 실망했습니다", "보통이에요"], "cp949"),
        "he_cp1255": (["מלון מצוין, שקט ונקי", "שירות גרוע, לא נחזור", "בסדר"], "cp1255"),
        "ar_cp1256": (["فندق ممتاز وهادئ ونظيف", "خدمة سيئة ولن نعود", "مقبول"], "cp1256"),
        "de_cp1252": (["Schönes Hotel, ruhig und sauber", "Unfreundlich, nie wieder", "Geht so, für 50 €"], "cp1252"),
        "fr_macroman": (["Très bel hôtel, calme et propre", "Accueil désagréable, à éviter", "Ça va"], "mac-roman"),
        "es_latin1": (["¡Qué hotel tan bonito!", "Muy mal servicio, no volveré más", "Así así, señor"], "iso8859-1"),
        "vi_utf8": (["Khách sạn rất đẹp, yên tĩnh", "Phục vụ kém, không quay lại", "Tạm được"], "utf-8"),
        "th_utf8": (["โรงแรมดีมาก เงียบและสะอาด", "บริการแย่ ไม่กลับมาอีก", "พอใช้"], "utf-8"),
        "hi_utf8": (["होटल बहुत अच्छा है, शांत और साफ", "सेवा खराब थी", "ठीक है"], "utf-8"),
    }
    for name, (lines, codec) in texts.items():
        rows = [[line, label] for line, label in zip(lines, ("pos", "neg", "neutral"), strict=True)]
        case(f"{name}.csv", f"one language in {codec}", quoted([HEADER, *rows]), HEADER, rows, codec)
    emoji = [["Great 👍🏽, really", "pos"], ["👩‍👩‍👧 loved it", "pos"], ["meh 😐", "neutral"]]
    case("emoji.csv", "signs beyond the basic plane", quoted([HEADER, *emoji]), HEADER, emoji)
    case("emoji_utf16.csv", "the same in UTF-16", quoted([HEADER, *emoji]), HEADER, emoji, "utf-16")


if __name__ == "__main__":
    main()
