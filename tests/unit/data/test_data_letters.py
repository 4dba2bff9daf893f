"""Encodings are told apart by the letters they make, on one short line."""

from __future__ import annotations

import pytest

from workbench.data.east_asian import guess_east_asian
from workbench.data.encoding import decode, decode_mixed, detect_encoding
from workbench.data.letters import FAMILIES
from workbench.data.single_byte import guess_single_byte

SINGLE = [
    ("cp1252", "de", "Die Tür schließt nicht, schöne Grüße"),
    ("cp1252", "fr", "Déjà goûté, très agréable à la forêt"),
    ("mac-roman", "de", "Größe fällt klein aus, für Mädchen"),
    ("cp1250", "pl", "Zażółć gęślą jaźń, proszę państwa"),
    ("iso8859-2", "pl", "Książka wciąga, życzę miłej lektury"),
    ("cp1250", "cs", "Příliš žluťoučký kůň úpěl"),
    ("cp1254", "tr", "Çalışanlar güler yüzlü, oda sıcaktı"),
    ("cp1251", "ru", "Отличная книга, читал до утра"),
    ("koi8-r", "ru", "Отличная книга, читал до утра"),
    ("cp866", "ru", "Отличная книга, читал до утра"),
    ("cp1253", "el", "Πολύ καλό βιβλίο, το διάβασα όλο"),
    ("cp1255", "he", "ספר מצוין, קראתי עד הבוקר"),
    ("cp1256", "ar", "كتاب ممتاز قرأته حتى الصباح"),
    ("cp1257", "lt", "Labai graži knyga, ačiū už dovaną"),
]
EAST_ASIAN = [
    ("gb18030", "zh", "这本书很好看，一口气读完了"),
    ("big5", "zh-hant", "這本書很好看，一口氣讀完了"),
    ("cp932", "ja", "この本はとても面白くて一気に読みました"),
    ("euc_jp", "ja", "この本はとても面白くて一気に読みました"),
    ("cp949", "ko", "이 책은 정말 재미있어서 단숨에 읽었어요"),
]


@pytest.mark.parametrize(("codec", "language", "text"), SINGLE)
def test_that_a_single_byte_encoding_is_found_with_its_language(codec: str, language: str, text: str) -> None:
    guess = guess_single_byte(text.encode(codec))
    assert guess is not None
    assert text.encode(codec).decode(guess.codec) == text
    assert guess.language == language or language == "ru"  # one line may as well be Bulgarian


@pytest.mark.parametrize(("codec", "language", "text"), EAST_ASIAN)
def test_that_an_east_asian_encoding_is_found_with_its_language(codec: str, language: str, text: str) -> None:
    guess = guess_east_asian(text.encode(codec))
    assert guess is not None
    assert (guess.codec, guess.language) == (codec, language)


@pytest.mark.parametrize(("codec", "language", "text"), [*SINGLE, *EAST_ASIAN])
def test_that_one_line_is_decoded(codec: str, language: str, text: str) -> None:
    assert decode(text.encode(codec)).text == text, language


def test_that_ascii_says_nothing() -> None:
    assert guess_single_byte(b"plain") is None
    assert guess_east_asian(b"plain") is None


@pytest.mark.parametrize("codec", ["iso2022_jp", "iso2022_kr", "hz"])
def test_that_escape_sequences_are_understood(codec: str) -> None:
    text = {"iso2022_jp": "本は面白い\n", "iso2022_kr": "책이 재미있다\n", "hz": "这本书很好看\n"}[codec]
    assert decode(text.encode(codec)).text == text


def test_that_an_escape_which_opens_nothing_is_no_encoding() -> None:
    assert detect_encoding(b"a,b\n\x1b(x,y\n") == "utf-8"
    assert detect_encoding(b"text ~{ and more\n") == "utf-8"


def test_that_lines_in_another_encoding_are_decoded_and_broken_ones_marked() -> None:
    data = "Très bon café\n".encode() * 3 + "Déçu\n".encode("cp1252") + "Ça va très\n".encode()[:-1] + b"\xff\n"
    assert decode_mixed(data) == "Très bon café\n" * 3 + "Déçu\nÇa va très\ufffd\n"
    assert decode(data * 2).encoding == "utf-8"


def test_that_a_long_line_of_ascii_does_not_hide_what_follows() -> None:
    data = b"word " * 40_000 + "\nОтличная книга, читал до утра\n".encode("koi8-r")
    assert detect_encoding(data) == "koi8-r"


def test_that_every_letter_has_its_bits() -> None:
    for family in FAMILIES:
        for code, language in family.languages.items():
            for letters in (language.inner, language.final):
                assert all(bits.isdigit() for bits in letters[1::2]), code
                assert len(set(letters[::2])) == len(letters) // 2, code
        for codec in family.codecs:
            assert decode(b"plain", codec).text == "plain"
