"""Checks for single rows that stand out: labels that are probably wrong, texts unlike all others, personal data."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from workbench.data.issues.check import Finding, about, slow
from workbench.data.issues.evidence import Evidence
from workbench.data.label_errors import suspects
from workbench.data.privacy import KINDS, count_entities
from workbench.i18n import N_, say
from workbench.values import MaskEntities

LEAST_SHARED = 0.2
"""A text shares fewer than this of its words with other texts, if it is an outlier."""

_LEAST_TEXTS = 100  # among fewer, most words stand in one text only
_LEAST_WORDS = 5
_MOST_OUTLIERS = 0.02  # more of them are no outliers: the texts are of many kinds
_MOST_CHARACTERS = 20_000
_WORD = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]|[^\W\d_]+")
_HARMLESS_KINDS = ("url",)


@slow
def label_errors(evidence: Evidence) -> Finding | None:
    """Labels that are probably wrong, by what a model says that did not learn from the row."""
    probabilities = evidence.probabilities
    if probabilities is None:
        return None
    rows = probabilities.rows[suspects(probabilities.given, probabilities.values)]
    if not len(rows):
        return None
    if evidence.is_sample:
        one = N_("Of {looked:,} rows, {n:,} probably has a wrong label.")
        many = N_("Of {looked:,} rows, {n:,} probably have a wrong label.")
        return Finding(say(one, many, n=len(rows), looked=len(probabilities.rows)), rows)
    one, many = N_("{n:,} row probably has a wrong label."), N_("{n:,} rows probably have a wrong label.")
    return about(rows, one, many)


@slow
def outliers(evidence: Evidence) -> Finding | None:
    """Texts that share hardly a word with any other."""
    texts = sorted(set(evidence.texts))
    if len(texts) < _LEAST_TEXTS:
        return None
    words = [set(_WORD.findall(text[:_MOST_CHARACTERS].casefold())) for text in texts]
    common = Counter(word for own in words for word in own)
    odd = {
        text
        for text, own in zip(texts, words, strict=True)
        if len(own) >= _LEAST_WORDS and sum(common[word] > 1 for word in own) < LEAST_SHARED * len(own)
    }
    if len(odd) > _MOST_OUTLIERS * len(texts):
        return None
    rows = evidence.rows[np.array([text in odd for text in evidence.texts], np.bool_)]
    one = N_("{n:,} text shares hardly a word with any other.")
    many = N_("{n:,} texts share hardly a word with any other.")
    return about(rows, one, many, severity="info")


@slow
def personal_data(evidence: Evidence) -> Finding | None:
    """Texts with personal data; addresses of web pages alone are none."""
    found = {kind: rows for kind, rows in count_entities(evidence.texts).items() if len(rows)}
    found = {kind: rows for kind, rows in found.items() if kind not in _HARMLESS_KINDS}
    if not found:
        return None
    rows = evidence.rows[np.unique(np.concatenate(list(found.values())))]
    one = N_("{n:,} text has personal data in it.")
    many = N_("{n:,} texts have personal data in them.")
    kinds = tuple(kind for kind in KINDS if kind in found)
    return about(rows, one, many, remedy=MaskEntities(entities=kinds))
