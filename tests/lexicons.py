"""A wordnet of a few English and Chinese words, in the format that `wn` reads."""

from __future__ import annotations

from pathlib import Path

import wn

_MEANINGS = {
    "en": (("room", "chamber"), ("clean", "tidy", "neat"), ("terrible", "awful"), ("phone", "telephone"), ("alone",)),
    "zh": (("漂亮", "美丽"), ("房间", "屋子"), ("非常好", "极好"), ("便宜", "廉价")),
}


def add_lexicons(folder: Path, *languages: str) -> None:
    """Puts a tiny wordnet for each language into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    wn.config.data_directory = str(folder)  # type: ignore[attr-defined] # it is there, though not named
    for language in languages:
        file = folder / f"{language}.xml"
        file.write_text(_lexicon(language), encoding="utf-8")
        wn.add(file, progress_handler=None)


def _lexicon(language: str) -> str:
    entries, synsets = [], []
    for number, words in enumerate(_MEANINGS[language]):
        synset = f"t{language}-s{number}"
        synsets.append(f'<Synset id="{synset}" ili="" partOfSpeech="n"/>')
        entries += [
            f'<LexicalEntry id="t{language}-e{number}-{at}"><Lemma writtenForm="{word}" partOfSpeech="n"/>'
            f'<Sense id="t{language}-n{number}-{at}" synset="{synset}"/></LexicalEntry>'
            for at, word in enumerate(words)
        ]
    tag = {"en": "en", "zh": "cmn-Hans"}[language]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE LexicalResource SYSTEM "http://globalwordnet.github.io/schemas/WN-LMF-1.0.dtd">\n'
        '<LexicalResource xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<Lexicon id="t{language}" label="tiny" language="{tag}" email="a@example.org" license="x" version="1">'
        f"{''.join(entries)}{''.join(synsets)}</Lexicon></LexicalResource>"
    )
