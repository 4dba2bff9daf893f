"""Names of people anywhere in a text, by a language model: Presidio over spaCy, where both are installed.

Nothing is downloaded. Which models there are is asked of the installed packages, so that neither library is imported
before it is needed.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator
from typing import Any

from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_, say
from workbench.values import Sentence

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LEAST_SCORE = 0.5


def missing() -> Sentence | None:
    """What must be installed before names are found by a model; None if nothing."""
    if importlib.util.find_spec("presidio_analyzer") is None:
        return say(
            N_("Finding names by a model takes the optional part “privacy” of Workbench, which is not installed.")
        )
    if not installed_models():
        return say(N_("Finding names by a model takes a language model of spaCy, and none is installed."))
    return None


def installed_models() -> dict[str, str]:
    """The installed models of spaCy by their language; of several the one with the longest name, such as `_trf`."""
    names = {point.name for point in importlib.metadata.entry_points(group="spacy_models")}
    return {name.partition("_")[0]: name for name in sorted(names)}


def _find(text: str) -> Iterator[Found]:
    models = installed_models()
    language = "zh" if _CHINESE.search(text) and "zh" in models else _first_but_chinese(models)
    for result in _analyzer(tuple(sorted(models.items()))).analyze(text, language=language, entities=["PERSON"]):
        if result.score >= _LEAST_SCORE and text[result.start : result.end].strip("* "):
            written = text[result.start : result.end]
            yield Found(result.start, result.end, " ".join(written.lower().split()))


def _first_but_chinese(models: dict[str, str]) -> str:
    return "en" if "en" in models else next((language for language in models if language != "zh"), "zh")


@functools.cache
def _analyzer(models: tuple[tuple[str, str], ...]) -> Any:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    languages = [language for language, _ in models]
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": language, "model_name": name} for language, name in models],
    }
    recognizers = [SpacyRecognizer(supported_language=each, supported_entities=["PERSON"]) for each in languages]
    return AnalyzerEngine(
        nlp_engine=NlpEngineProvider(nlp_configuration=configuration).create_engine(),
        registry=RecognizerRegistry(recognizers=recognizers, supported_languages=languages),
        supported_languages=languages,
    )


RECOGNIZER = Recognizer(
    title=N_("Names, by a language model"),
    hint="[A-ZÀ-Þ][a-zß-ÿ]|[\u4e00-\u9fff]{2}",
    find=_find,
    certainty=20,
    needs_model=True,
    tag="NAME",
    missing=missing,
)
