"""Any file to one table: content decides, several files are appended by name, packed ones unpacked, folders read."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

from workbench.data.formats import Choices, formats, open_any, read_any
from workbench.data.formats.opening import recognised
from workbench.data.formats.preview import preview
from workbench.data.reader import ReadTable
from workbench.errors import DataError, FileError, SettingError
from workbench.i18n import render

OTHER = Path(__file__).parents[2] / "data" / "formats" / "other"
SHARED = Path(__file__).parents[4] / "shared" / "data"


def file(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path, *more: Path, choices: Choices | None = None) -> ReadTable:
    steps = read_any(path, choices, more=more)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: ReadTable = end.value
            return found


def rows(found: ReadTable) -> list[list[str]]:
    return [list(row.values()) for row in found.table.to_pylist()]


# Several files


def test_that_files_are_appended_by_the_names_of_their_columns(tmp_path: Path) -> None:
    first = file(tmp_path / "a.csv", "text,label\nthe first text,x\nthe second text,y\n")
    second = file(tmp_path / "b.jsonl", '{"Label ": "z", "text": "a third one", "stars": 5}\n')
    found = read(first, second)
    assert found.columns == ["text", "label", "stars"]
    assert rows(found) == [["the first text", "x", ""], ["the second text", "y", ""], ["a third one", "z", "5"]]
    assert found.dialect.more == (str(second),)


def test_that_names_that_differ_in_case_only_stay_apart_where_one_file_has_both(tmp_path: Path) -> None:
    first = file(tmp_path / "a.json", '[{"Text": "1", "text": "2"}]')
    second = file(tmp_path / "b.json", '[{"TEXT": "3", "text": "4"}]')
    assert read(first, second).columns == ["Text", "text", "TEXT"]


def test_that_files_without_a_common_column_are_refused(tmp_path: Path) -> None:
    first = file(tmp_path / "a.csv", "text,label\nthe first text,x\nthe second text,y\n")
    second = file(tmp_path / "b.jsonl", '{"content": "c", "kind": "z"}\n')
    with pytest.raises(DataError, match=r"“b\.jsonl” shares no column with “a\.csv”") as caught:
        read(first, second)
    assert caught.value.fix is not None
    assert caught.value.fix.values == {"names": "content, kind", "others": "text, label"}


def test_that_rejected_records_name_their_file(tmp_path: Path) -> None:
    line = '{"text": "a", "label": "b"}\n'
    found = read(file(tmp_path / "a.jsonl", line + "{broken\n"), file(tmp_path / "b.jsonl", "{broken\n" + line))
    assert [(row.file, row.line) for row in found.rejected] == [("a.jsonl", 2), ("b.jsonl", 1)]
    assert found.table.num_rows == 2


def test_that_the_sum_is_that_of_the_bytes_and_of_all_files(tmp_path: Path) -> None:
    content = '{"text": "a", "label": "b"}\n'
    first, second = file(tmp_path / "a.jsonl", content), file(tmp_path / "b.jsonl", content)
    with open_any(first) as one, open_any(first, more=[second]) as two:
        assert one.sha256 == hashlib.sha256(content.encode()).hexdigest()
        assert (two.bytes, two.sha256 == one.sha256) == (2 * len(content), False)


# Which format


def test_that_a_workbook_called_csv_is_a_workbook_and_the_other_way_round(tmp_path: Path) -> None:
    assert recognised(file(tmp_path / "t.csv", (OTHER / "open.ods").read_bytes())).name == "workbook"
    assert rows(read(file(tmp_path / "t.xlsx", "text,label\nfine and good,x\nnot so good,y\n"))) == [
        ["fine and good", "x"],
        ["not so good", "y"],
    ]


def test_that_a_web_page_called_xls_is_read(tmp_path: Path) -> None:
    page = "<html><table><tr><th>text</th><th>label</th></tr><tr><td>gut</td><td>ja</td></tr></table></html>"
    found = read(file(tmp_path / "export.xls", page))
    assert (found.dialect.format, rows(found)) == ("web_page", [["gut", "ja"]])


def test_that_the_xml_of_excel_2003_is_read(tmp_path: Path) -> None:
    sheet = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
        '<Row><Cell><Data ss:Type="String">text</Data></Cell><Cell><Data>label</Data></Cell></Row>'
        '<Row><Cell ss:Index="2"><Data>good</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    assert rows(read(file(tmp_path / "old.xml", sheet))) == [["", "good"]]


def test_that_a_format_that_does_not_exist_is_told_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="no format “excel”") as caught:
        read(file(tmp_path / "t.csv", "a,b\n1,2\n"), choices=Choices(format="excel"))
    assert caught.value.fix is not None
    assert "workbook" in str(caught.value.fix.values["names"])


def test_that_a_file_that_vanished_is_told(tmp_path: Path) -> None:
    path = file(tmp_path / "t.jsonl", '{"text": "a", "label": "b"}\n')
    with open_any(path) as opened:
        path.unlink()
        with pytest.raises(FileError, match="does not exist"):
            list(opened.read())


# Packed files


def test_that_packed_files_are_read(tmp_path: Path) -> None:
    content = b"text,label\nfine and good,x\nnot so good,y\n"
    packed = [file(tmp_path / "t.csv.gz", gzip.compress(content)), tmp_path / "t.zip"]
    with zipfile.ZipFile(packed[1], "w") as archive:
        archive.writestr("inner/t.csv", content)
        archive.writestr("__MACOSX/._t.csv", b"\0")
    for path in packed:
        assert rows(read(path)) == [["fine and good", "x"], ["not so good", "y"]]


def test_that_an_archive_of_several_files_and_a_broken_one_are_told(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
        archive.writestr("b.txt", "b")
    with pytest.raises(FileError, match="is a ZIP archive with 2"):
        read(path)
    with pytest.raises(FileError, match="is damaged or cut off"):
        read(file(tmp_path / "t.csv.gz", gzip.compress(b"text,label\n" * 1000)[:-20]))


def test_that_a_file_that_unpacks_to_far_more_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.data.formats.packing._RATIO_FROM_BYTES", 1_000_000)
    with pytest.raises(FileError, match="unpacks to more than can be read"):
        read(file(tmp_path / "t.csv.gz", gzip.compress(b"a," * 3_000_000)))


# Parquet, Arrow and Feather


def test_that_columns_of_any_type_become_text(tmp_path: Path) -> None:
    table = pa.table(
        {
            "n": pa.array([3.0, None]),
            "big": pa.array([12345678901234567, 1]),
            "on": pa.array([True, False]),
            "at": pa.array([1_700_000_000_000_000, None], pa.timestamp("us")),
            "kind": pa.array(["x", "y"]).dictionary_encode(),
            "inner": pa.array([{"a": [1, 2]}, None]),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    feather.write_feather(table, tmp_path / "t.feather")
    with pa.ipc.new_stream(str(tmp_path / "t.arrow"), table.schema) as writer:
        writer.write_table(table)
    for name in ("t.parquet", "t.feather", "t.arrow"):
        assert rows(read(tmp_path / name)) == [
            ["3", "12345678901234567", "true", "2023-11-14 22:13:20", "x", '{"a": [1, 2]}'],
            ["", "1", "false", "", "y", ""],
        ]


def test_that_the_names_of_labels_that_datasets_keeps_are_used(tmp_path: Path) -> None:
    features = {"info": {"features": {"label": {"names": ["neg", "pos"], "_type": "ClassLabel"}}}}
    table = pa.table({"text": ["a", "b", "c"], "label": [1, 0, -1]})
    pq.write_table(table.replace_schema_metadata({"huggingface": json.dumps(features)}), tmp_path / "t.parquet")
    assert rows(read(tmp_path / "t.parquet")) == [["a", "pos"], ["b", "neg"], ["c", ""]]


# Folders


def folder(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file(root / name, content)
    return root


def test_that_the_parts_of_a_folder_become_a_split(tmp_path: Path) -> None:
    root = folder(tmp_path / "imdb", {"train/pos/1.txt": "good", "train/neg/1.txt": "bad", "test/pos/1.txt": "fine"})
    found = read(root)
    assert found.columns == ["text", "label", "split", "file"]
    assert [row[:3] for row in rows(found)] == [
        ["fine", "pos", "test"],
        ["bad", "neg", "train"],
        ["good", "pos", "train"],
    ]


def test_that_what_is_no_text_in_a_folder_is_rejected(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a/1.txt": "one",
        "a/2.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "b/1.txt": "two",
        "b/x.png": b"\x89PNG",
    }
    found = read(folder(tmp_path / "f", files | {"b/.hidden": "x"}))
    assert [row[1] for row in rows(found)] == ["a", "b"]
    assert [(row.line, row.raw, render(row.reason)) for row in found.rejected] == [
        (2, "a/2.txt", "It is not text."),
        (4, "b/x.png", "It is not a .txt file."),
    ]


def test_that_the_sum_of_a_folder_follows_names_and_contents(tmp_path: Path) -> None:
    def sum_of(files: dict[str, str | bytes], name: str) -> str:
        with open_any(folder(tmp_path / name, files)) as opened:
            return opened.sha256

    assert sum_of({"a/1.txt": "x"}, "one") == sum_of({"a/1.txt": "x"}, "two")
    assert len({sum_of({"a/1.txt": "x"}, "one"), sum_of({"b/1.txt": "x"}, "3"), sum_of({"a/1.txt": "y"}, "4")}) == 3


# CoNLL


@pytest.mark.parametrize(("name", "sentences"), [("en_twitter_ner10.conll", 2394), ("zh_msra_ner_test.conll", 5000)])
def test_that_real_conll_files_are_read_whole(name: str, sentences: int) -> None:
    if not (SHARED / name).exists():
        pytest.skip("the shared data sets are not here")
    found = read(SHARED / name)
    assert (found.table.num_rows, found.rejected, found.columns) == (sentences, [], ["text", "tags"])
    lines = sum(bool(line.strip()) for line in (SHARED / name).read_text(encoding="utf-8").splitlines())
    assert sum(len(row["tags"].split(" ")) for row in found.table.to_pylist()) == lines
    split = list if name.startswith("zh") else str.split
    assert all(len(split(row["text"])) == len(row["tags"].split(" ")) for row in found.table.to_pylist())


def conll(path: Path, sentences: Sequence[str]) -> ReadTable:
    return read(file(path, "\n\n".join(sentences) + "\n"))


def test_that_four_columns_and_document_marks_are_read(tmp_path: Path) -> None:
    found = conll(
        tmp_path / "eng.train",
        ["-DOCSTART- -X- -X- O", "EU NNP B-NP B-ORG\nrejects VBZ B-VP O", "Peter NNP B-NP B-PER", "He PRP B-NP O"],
    )
    assert rows(found) == [["EU rejects", "B-ORG O"], ["Peter", "B-PER"], ["He", "O"]]


def test_that_tokens_that_the_text_does_not_tell_are_kept(tmp_path: Path) -> None:
    found = conll(tmp_path / "t.bio", ["我\tO\n爱\tO\n2010\tB-YEAR\n年\tO", "北京\tB-LOC\n好\tO"])
    assert rows(found)[0] == ["我爱2010年", "O O B-YEAR O", '["我", "爱", "2010", "年"]']


def test_that_a_sentence_with_a_line_without_a_tag_is_rejected_as_a_whole(tmp_path: Path) -> None:
    found = conll(tmp_path / "t.conll", ["Ann\tB-PER\nruns\tO", "He\nruns\tO", "She\tO\nstays\tO"])
    assert [row[0] for row in rows(found)] == ["Ann runs", "She stays"]
    assert [(row.line, row.raw, render(row.reason)) for row in found.rejected] == [
        (4, "He\nruns\tO", "Line 4 has 1 column; 2 are expected.")
    ]


# Preview


def test_that_a_preview_reads_only_the_beginning_of_a_large_text(tmp_path: Path) -> None:
    lines = "".join(f"this is text number {number},label {number % 3}\n" for number in range(20_000))
    found = preview(file(tmp_path / "t.csv", "text,label\n" + lines), most=2)
    assert found.columns == ("text", "label")
    assert found.rows == (("this is text number 0", "label 0"), ("this is text number 1", "label 1"))
    assert preview(tmp_path / "t.csv", Choices(has_header=False)).rows[0] == ("text", "label")


def test_that_every_format_can_be_previewed() -> None:
    for name in formats():
        (sample,) = (OTHER.parent / name).glob("sample*")
        assert preview(sample, most=1).rows[0][0]


def test_that_names_of_columns_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"comment": ["fine", "bad"], "label": ["a", "b"]}), path)
    path.write_bytes(path.read_bytes().replace(b"comment", b"c\xff\xfement"))
    with pytest.raises(FileError, match="damaged or cut off"):
        read(path)


def test_that_a_sentence_without_numbered_words_is_listed(tmp_path: Path) -> None:
    def line(number: str, word: str) -> str:
        return "\t".join([number, word, "_", "NOUN", *"_" * 6])

    found = conll(tmp_path / "t.conllu", ["\n".join(line(str(n), "word") for n in (1, 2)), line("1-2", "words")])
    assert (found.table.num_rows, [row.line for row in found.rejected]) == (1, [4])
    assert render(found.rejected[0].reason) == "None of its words has a number."
