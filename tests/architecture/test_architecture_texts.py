"""Every text that a person can see is in the catalogue, in every language, with the same things to fill in."""

from __future__ import annotations

import ast
import json
import string
from pathlib import Path

import pytest
from source_files import modules, shown

from workbench import i18n, paths
from workbench.i18n import LANGUAGES, catalogue

MARKERS = {"tr", "say", "N_"}
OTHER_LANGUAGES = [language for language in LANGUAGES if language != "en"]


def _texts() -> dict[str, str]:
    """Every literal that is marked for translation, with the first file that has it."""
    found: dict[str, str] = {}
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in MARKERS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found.setdefault(argument.value, shown(path))
    return found


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_that_every_text_is_translated(language: str) -> None:
    known = catalogue(language)
    assert {text: where for text, where in _texts().items() if text and text not in known} == {}


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_that_no_translation_is_left_over(language: str) -> None:
    assert sorted(set(catalogue(language)) - set(_texts())) == []


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_that_translations_fill_in_the_same_things(language: str) -> None:
    texts = _texts()
    # A translation may leave the count of a singular form out, and no language may invent a field.
    wrong = {
        text: translated
        for text, translated in catalogue(language).items()
        if text in texts and (_fields(translated) | {"n"}) != (_fields(text) | {"n"})
    }
    assert wrong == {}


def test_that_chinese_keeps_its_tone() -> None:
    known = catalogue("zh_CN")
    rude = [text for text in known.values() if "您" in text or "！" in text]
    begging = [text for key, text in known.items() if "请" in text and "choose" not in key.lower()]
    assert rude + begging == []


def test_that_english_neither_begs_nor_shouts() -> None:
    rude = {text for text in _texts() if "!" in text or "please" in text.lower()}
    assert rude == set()


@pytest.mark.parametrize("path", sorted((paths.resources() / "locale").glob("*/*.json")), ids=lambda path: path.name)
def test_that_a_catalogue_file_is_sorted(path: Path) -> None:
    keys = list(json.loads(path.read_text(encoding="utf-8")))
    assert keys == sorted(keys)


def test_that_a_text_without_a_translation_is_shown_in_english() -> None:
    i18n.set_language("zh_CN")
    assert i18n.tr("no such text {n}", n=3) == "no such text 3"
