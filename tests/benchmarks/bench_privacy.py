"""How well personal data is found: ours beside Presidio's own patterns, false alarms on real texts, and speed.

Run it as `python tests/benchmarks/bench_privacy.py [FILE ...]`. The labelled sentences are those of
`tests/data/privacy`: made by hand, and known to who made the recognisers, so that the figures say how the two compare
rather than how either does elsewhere. Presidio is measured where `presidio-analyzer` is installed, with all its pattern
recognisers of the kinds that both know, without a language model and without the network.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from privacy_sentences import Labelled, labelled_sentences

from workbench.data.privacy import count_entities, default_kinds, find_entities

Place = tuple[int, int, str]
Finder = Callable[[str], set[Place]]

PRESIDIO_NAMES = {
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "bank_card",
    "IBAN_CODE": "iban",
    "IP_ADDRESS": "ip",
    "URL": "url",
    "US_SSN": "us_ssn",
    "US_PASSPORT": "passport",
}
SMS_ROWS = 100_000


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="CSV files whose longest column is looked through")
    parser.add_argument("--names", type=Path, help="a CoNLL file of Chinese characters with PER tags")
    options = parser.parse_args()
    sentences = labelled_sentences()
    places = sum(len(sentence.entities) for sentence in sentences)
    print(f"{len(sentences)} labelled sentences, {places} places; a place counts if both of its ends are right")
    finders: dict[str, Finder] = {"ours": _ours}
    if importlib.util.find_spec("presidio_analyzer") is not None:
        finders["presidio"] = _presidio()
    else:
        print("presidio-analyzer is not installed: ours only")
    for name, finder in finders.items():
        _print_scores(name, sentences, finder)
    for file in options.files:
        _print_false_alarms(file)
    if options.names is not None:
        _print_names(options.names)


def _ours(text: str) -> set[Place]:
    return {(entity.start, entity.end, entity.kind) for entity in find_entities(text)}


def _presidio() -> Finder:
    import tldextract
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer,
        EmailRecognizer,
        IbanRecognizer,
        IpRecognizer,
        PhoneRecognizer,
        UrlRecognizer,
        UsPassportRecognizer,
        UsSsnRecognizer,
    )

    # It would fetch the list of domain endings; the copy that comes with it will do.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    recognizers: list[Any] = [
        EmailRecognizer(),
        PhoneRecognizer(supported_regions=("CN", "US", "GB", "DE", "FR")),
        CreditCardRecognizer(),
        IbanRecognizer(),
        IpRecognizer(),
        UrlRecognizer(),
        UsSsnRecognizer(),
        UsPassportRecognizer(),
    ]

    def find(text: str) -> set[Place]:
        found = [result for each in recognizers for result in each.analyze(text, each.supported_entities, None) or []]
        return {(r.start, r.end, PRESIDIO_NAMES[r.entity_type]) for r in _strongest(found)}

    return find


def _strongest(found: Iterable[Any]) -> list[Any]:
    """Without those that lie in another one of a higher score, as Presidio's engine leaves them out."""
    kept: list[Any] = []
    for result in sorted(found, key=lambda each: (-each.score, each.start - each.end)):
        if all(result.end <= other.start or result.start >= other.end for other in kept):
            kept.append(result)
    return kept


def _print_scores(name: str, sentences: Sequence[Labelled], finder: Finder) -> None:
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    started = time.perf_counter()
    for sentence in sentences:
        found, labelled = finder(sentence.text), set(sentence.entities)
        right.update(kind for _, _, kind in found & labelled)
        wrong.update(kind for _, _, kind in found - labelled)
        missed.update(kind for _, _, kind in labelled - found)
    seconds = time.perf_counter() - started
    print(f"\n{name} ({1e6 * seconds / len(sentences):.0f} µs a sentence)")
    print(f"{'kind':12}{'places':>8}{'precision':>11}{'recall':>8}")
    for kind in default_kinds():
        print(
            f"{kind:12}{right[kind] + missed[kind]:8}{_share(right, wrong, kind):>11}{_share(right, missed, kind):>8}"
        )


def _share(right: Counter[str], other: Counter[str], kind: str) -> str:
    whole = right[kind] + other[kind]
    return f"{right[kind] / whole:.2f}" if whole else "-"


def _print_false_alarms(file: Path) -> None:
    """What is found in real texts: rows of each kind a thousand, with some examples for the eye."""
    csv.field_size_limit(10_000_000)
    with file.open(encoding="utf-8", newline="") as stream:
        texts = [max(cells, key=len) for cells in csv.reader(stream) if cells][1:]
    many = (texts * (SMS_ROWS // len(texts) + 1))[:SMS_ROWS] if sum(map(len, texts)) < 200 * len(texts) else texts
    started = time.perf_counter()
    count_entities(many)
    seconds = time.perf_counter() - started
    print(f"\n{file.name}: {len(texts):,} rows; {len(many):,} rows looked through in {seconds:.2f} s")
    for kind, rows in count_entities(texts).items():
        examples = [find_entities(texts[row], [kind])[0].text for row in rows[:: max(1, len(rows) // 5)][:5]]
        print(f"{kind:12}{len(rows):6} rows, {1000 * len(rows) / len(texts):6.2f} of 1,000; {examples}")


def _print_names(file: Path) -> None:
    """How many tagged names are touched, and how many finds touch none; every second sentence was not looked at."""
    sentences = [sentence for sentence in file.read_text(encoding="utf-8").split("\n\n") if sentence.strip()]
    for kinds in (["name"], ["name", "cn_name"]):
        for part, chosen in (("all", sentences), ("held out", sentences[1::2])):
            labelled = [_tagged(sentence) for sentence in chosen]
            found = [find_entities(text, kinds) for text, _ in labelled]
            names = sum(len(places) for _, places in labelled)
            touched = sum(
                any(a < each.end and each.start < b for each in entities)
                for (_, places), entities in zip(labelled, found, strict=True)
                for a, b in places
            )
            right = sum(
                any(a < each.end and each.start < b for a, b in places)
                for (_, places), entities in zip(labelled, found, strict=True)
                for each in entities
            )
            finds = sum(map(len, found))
            print(
                f"\n{file.name}, {part}: {'+'.join(kinds)} touches {touched:,} of {names:,} names"
                f" ({touched / names:.3f}); {right:,} of {finds:,} finds touch a name ({right / max(1, finds):.3f})"
            )


def _tagged(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """The text of a tagged sentence, and where its names stand."""
    rows = [line.split() for line in sentence.splitlines() if len(line.split()) > 1]
    text, places = "", list[tuple[int, int]]()
    for row in rows:
        end = len(text) + len(row[0])
        if row[-1] == "B-PER":
            places.append((len(text), end))
        elif row[-1] == "I-PER" and places:
            places[-1] = (places[-1][0], end)
        text += row[0]
    return text, places


if __name__ == "__main__":
    main()
