"""The encoding of a file is found, and decoding never fails."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.data.encoding import decode, detect_encoding
from workbench.errors import SettingError

CHINESE = "这家酒店的服务非常好，房间干净，早餐丰富，下次还会再来。\n手机质量太差，用了两天就坏了。\n"
WRITTEN = [
    ("gb18030", CHINESE),
    ("gbk", "好,pos\n差,neg\n"),
    ("big5", "這家飯店的服務非常好，房間乾淨，早餐豐富。\n手機品質太差，用了兩天就壞了。\n"),
    ("cp932", "このホテルのサービスはとても良いです。部屋も清潔でした。\n"),
    ("euc_jp", "このホテルのサービスはとても良いです。部屋も清潔でした。\n"),
    ("cp949", "이 호텔은 정말 좋았습니다. 다음에도 또 오고 싶어요.\n"),
    ("cp1252", "Le café était très agréable, déjà goûté l'été dernier.\n"),
    ("cp1252", "It’s “great” – really…\n"),
    ("cp1252", "it cost £5 and 20° C\n"),
    ("cp1250", "Zażółć gęślą jaźń\n"),
    ("cp1251", "Отличный отель, приду ещё раз.\n"),
    ("koi8-r", "Отличный отель, приду ещё раз.\n"),
    ("utf-16-le", CHINESE),
    ("utf-16-be", "Le café était très agréable\n"),
    ("utf-32-le", CHINESE),
    ("utf-8-sig", CHINESE),
    ("utf-16", CHINESE),
]


@pytest.mark.parametrize(("encoding", "text"), WRITTEN)
def test_that_text_is_read_as_it_was_written(encoding: str, text: str) -> None:
    text = "text,label\n" + text
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.replaced) == (text, 0)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_that_no_bytes_make_decoding_fail(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.replaced >= 0


def test_that_one_broken_byte_does_not_make_utf8_something_else() -> None:
    data = CHINESE.encode() * 3 + b"\xff" + CHINESE.encode()
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.replaced == 1
    assert decoded.text.count("\ufffd") == 1


def test_that_replacement_characters_of_the_file_itself_are_not_counted() -> None:
    assert decode("a\ufffdb,c\n".encode()).replaced == 0


def test_that_plain_ascii_is_utf8() -> None:
    assert detect_encoding(b"text,label\na,b\n") == "utf-8"


def test_that_a_chosen_encoding_is_used_even_if_another_fits_better() -> None:
    assert decode("é".encode(), "latin-1").text == "Ã©"


@pytest.mark.parametrize("name", ["no-such-code", "base64", ""])
def test_that_an_unknown_encoding_is_refused_in_words(name: str) -> None:
    if not name:
        assert decode(b"a", name).encoding == "utf-8"
        return
    with pytest.raises(SettingError, match="There is no encoding"):
        decode(b"a", name)
