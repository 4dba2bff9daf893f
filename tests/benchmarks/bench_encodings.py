"""Prints the share of files whose text is decoded exactly, beside chardet and charset-normalizer.

Run: python tests/benchmarks/bench_encodings.py [--seed 1] [--repeats 6] [--failures]
Texts of 16 languages (see sentences.py; the detector was tuned on others) in the encodings that are used for them, as
one line of about forty characters and as forty lines, plain and as CSV. What the others answer is widened to the
superset that files really use, such as GB 18030 for GB 2312, before it is tried. Needs charset-normalizer.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import chardet
from sentences import SENTENCES, sentences

from workbench.data.encoding import decode

charset_normalizer = import_module("charset_normalizer")  # not the program's own
_UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
_WESTERN = ("cp1252", "iso8859-1", "iso8859-15", "mac_roman")
_LEGACY: dict[str, tuple[str, ...]] = {
    "en": _WESTERN,
    "de": _WESTERN,
    "fr": _WESTERN,
    "es": _WESTERN,
    "pt": _WESTERN,
    "pl": ("cp1250", "iso8859-2"),
    "cs": ("cp1250", "iso8859-2"),
    "ru": ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac_cyrillic"),
    "el": ("cp1253", "iso8859-7"),
    "tr": ("cp1254", "iso8859-9"),
    "zh": ("gb18030", "gbk", "gb2312"),
    "zh-hant": ("big5", "cp950"),
    "ja": ("cp932", "shift_jis", "euc_jp", "iso2022_jp"),
    "ko": ("cp949", "euc_kr"),
    "he": ("cp1255", "iso8859-8"),
    "ar": ("cp1256", "iso8859-6"),
}
_MIXED = "utf-8 with cp1252"
_WIDER = {
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
}
_SHORT_CHARACTERS = 40
_LONG_LINES = 40
_PLAIN_LETTERS = str.maketrans("‘’“”„–—…€£", '\'\'"""--.EL')


@dataclass(frozen=True)
class Sample:
    """A file: in which encoding and language, how long, its bytes, and its text."""

    encoding: str
    language: str
    is_short: bool
    data: bytes
    text: str


def main() -> None:
    """Decodes every sample in three ways, and prints the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=6, help="samples of each encoding, language, length and form")
    parser.add_argument("--failures", action="store_true", help="list where Workbench is wrong")
    arguments = parser.parse_args()
    found = list(samples(arguments.seed, arguments.repeats))
    codecs = len({sample.encoding for sample in found})
    languages = len({sample.language for sample in found})
    print(f"{len(found):,} files, {codecs} encodings, {languages} languages; share decoded exactly")
    print(f"{'':20}{'short':>8}{'long':>8}{'all':>8}")
    wrong: Counter[tuple[str, str, bool]] = Counter()
    for name, reader in READERS.items():
        right = {True: 0, False: 0}
        for sample in found:
            is_right = reader(sample.data) == sample.text
            right[sample.is_short] += is_right
            if not is_right and name == "Workbench":
                wrong[sample.encoding, sample.language, sample.is_short] += 1
        shares = [right[short] / sum(sample.is_short == short for sample in found) for short in (True, False)]
        print(f"{name:20}{shares[0]:8.3f}{shares[1]:8.3f}{sum(right.values()) / len(found):8.3f}", flush=True)
    if arguments.failures:
        for (encoding, language, is_short), count in wrong.most_common():
            print(f"  {encoding:18} {language:8} {'short' if is_short else 'long':6} {count}")


def samples(seed: int, repeats: int) -> Iterator[Sample]:
    """All samples; ones that an encoding cannot hold, or that are ASCII, are left out."""
    for language in SENTENCES:
        for encoding in (*_UNICODE, *_LEGACY[language], *([_MIXED] if language in ("de", "fr", "es") else [])):
            rng = random.Random(f"{seed} {language} {encoding}")
            for is_short in (True, False):
                for number in range(repeats):
                    text = _text(rng, language, is_short=is_short, is_csv=number % 2 == 0)
                    if encoding.startswith(("iso", "mac", "cp866", "gb2312", "shift", "euc")):
                        text = text.translate(_PLAIN_LETTERS)
                    data = _encoded(rng, text, encoding)
                    if data is not None and not (text.isascii() and not encoding.startswith("utf")):
                        yield Sample(encoding, language, is_short, data, text)


def _text(rng: random.Random, language: str, *, is_short: bool, is_csv: bool) -> str:
    texts = sentences(language)
    lines = [rng.choice(texts)[:_SHORT_CHARACTERS] if is_short else rng.choice(texts)]
    if not is_short:
        lines = [rng.choice(texts) for _ in range(_LONG_LINES)]
    if not is_csv:
        return "\n".join(lines) + "\n"
    rows = [f'"{line.replace(chr(34), chr(39))}",{rng.choice(["pos", "neg"])}' for line in lines]
    return "\n".join(["text,label", *rows]) + "\n"


def _encoded(rng: random.Random, text: str, encoding: str) -> bytes | None:
    if encoding == _MIXED:
        lines = text.splitlines(keepends=True)
        if len(lines) < 10:
            return None
        legacy = set(rng.sample(range(1, len(lines)), 4))
        return b"".join(
            line.encode("cp1252" if number in legacy else "utf-8", errors="replace")
            for number, line in enumerate(lines)
        )
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return None


def _ours(data: bytes) -> str:
    return decode(data).text


def _chardet(data: bytes) -> str:
    return _decoded(data, chardet.detect(data)["encoding"])


def _charset_normalizer(data: bytes) -> str:
    best = charset_normalizer.from_bytes(data).best()
    return _decoded(data, best.encoding if best is not None else None)


def _decoded(data: bytes, name: str | None) -> str:
    name = (name or "utf-8").lower().replace("_", "-")
    plain = {"shift-jis": "shift_jis", "euc-kr": "euc_kr", "iso-8859-1": "iso8859-1"}.get(name, name)
    return data.decode(_WIDER.get(plain, plain), errors="replace").removeprefix("\ufeff")


READERS: dict[str, Callable[[bytes], str]] = {
    "Workbench": _ours,
    "chardet": _chardet,
    "charset-normalizer": _charset_normalizer,
}


if __name__ == "__main__":
    main()
