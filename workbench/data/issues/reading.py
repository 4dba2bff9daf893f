"""Checks of how the chosen model reads the texts."""

from __future__ import annotations

import numpy as np

from workbench.data.issues.check import Finding, slow_about_model
from workbench.data.issues.evidence import Evidence
from workbench.i18n import N_, say

LEAST_UNKNOWN = 0.02
"""A model that does not know more than this share of the tokens reads another text than a person does."""

_UNKNOWN_TEXT = 0.1  # share of unknown tokens from which a text is one of those that are shown


@slow_about_model
def long_text(evidence: Evidence) -> Finding | None:
    """Texts that the model reads only the beginning of."""
    counts = evidence.token_counts
    if counts is None:
        return None
    is_long = counts.tokens > counts.limit
    lost = np.maximum(counts.tokens - counts.limit, 0).sum() / max(1, counts.tokens.sum())
    rows = evidence.rows[is_long]
    if not len(rows):
        return None
    one = N_("{n:,} text is longer than {limit:,} tokens; {lost} in 100 of all tokens are not read.")
    many = N_("{n:,} texts are longer than {limit:,} tokens; {lost} in 100 of all tokens are not read.")
    sentence = say(one, many, n=len(rows), limit=counts.limit, lost=_in_100(float(lost)))
    return Finding(sentence, rows, "info")


@slow_about_model
def unknown_tokens(evidence: Evidence) -> Finding | None:
    """Texts with words that the model does not know."""
    counts = evidence.token_counts
    if counts is None:
        return None
    share = counts.unknown.sum() / max(1, counts.tokens.sum())
    rows = evidence.rows[counts.unknown > _UNKNOWN_TEXT * counts.tokens]
    if share < LEAST_UNKNOWN or not len(rows):
        return None
    sentence = say(
        N_("{share} in 100 tokens are unknown to {model}: choose a model that knows the language."),
        share=_in_100(float(share)),
        model=counts.model,
    )
    return Finding(sentence, rows)


def _in_100(share: float) -> str:
    """A share as a number of 100, with a digit after the point where it would be 0."""
    return f"{100 * share:.0f}" if share >= 0.01 else f"{100 * share:.1f}"
