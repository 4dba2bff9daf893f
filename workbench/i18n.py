"""One catalogue for all layers: English sentences are the keys, `resources/locale/<language>/*.json` the translations.

Every visible text is a literal in a call of `tr`, `say` or `N_`, so that a test can find those that lack a
translation. JSON files, one an area, take the place of gettext's compiled ones because the engine sends sentences
that are not yet translated (`Sentence`) and the window renders them anew when the language is switched.
"""

from __future__ import annotations

import functools
import json
import locale
import os

from workbench import paths
from workbench.values import Sentence

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}

CONTEXT = "::"
"""What stands before it in a template is not shown: it tells apart one English word with two translations."""

_current = {"language": "en"}  # the one choice that every text depends on


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a text for translation where it is written; `tr` translates it where it is shown."""
    return text


def say(one: str, many: str = "", /, **values: str | int | float) -> Sentence:
    """Makes a sentence that can be translated later.

    Args:
        one: The template; with `many`, its form for n = 1.
        many: The form for other counts; needs a value `n`.
        values: What fills the braces.
    """
    return Sentence(one=one, many=many, values=values)


def render(sentence: Sentence) -> str:
    """Renders a sentence in the current language."""
    template = sentence.many if sentence.many and sentence.values.get("n") != 1 else sentence.one
    translated = catalogue(_current["language"]).get(template) or template.rpartition(CONTEXT)[2]
    return translated.format(**sentence.values) if sentence.values else translated


def tr(one: str, many: str = "", /, **values: str | int | float) -> str:
    """Translates a template into the current language and fills it. See `say`."""
    return render(say(one, many, **values))


def sentences(*parts: str) -> str:
    """Sentences one after the other; Chinese ones need no space between them. Empty ones are left out."""
    return ("" if current_language() == "zh_CN" else " ").join(part for part in parts if part)


def set_language(language: str) -> None:
    """Switches the language of every text rendered from now on.

    Args:
        language: A key of LANGUAGES.

    Raises:
        KeyError: If it is not one.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    _current["language"] = language


def current_language() -> str:
    """The language in use, a key of LANGUAGES."""
    return _current["language"]


def system_language() -> str:
    """The language of the desktop, as far as there is a catalogue for it; else English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    name = named or locale.getlocale()[0] or ""
    return "zh_CN" if name.lower().startswith(("zh", "chinese")) else "en"


@functools.cache
def catalogue(language: str) -> dict[str, str]:
    """The translations of one language, all areas together; empty for English.

    Raises:
        ValueError: If two areas translate one text differently: a bug in the catalogue.
    """
    merged: dict[str, str] = {}
    for path in sorted((paths.resources() / "locale" / language).glob("*.json")):
        for key, text in json.loads(path.read_text(encoding="utf-8")).items():
            if merged.setdefault(key, text) != text:
                raise ValueError(f"{path.name}: {key!r} is translated in two ways")
    return merged
