"""Whether a model can read the texts: how long they are in its tokens, and how much of them it does not know.

Unknown tokens are counted and weighed by the characters they stand for, because one of them may swallow a whole word.
Models that spell unknown words out in bytes have no unknown token: there, many tokens a character tell it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from workbench.i18n import N_, say
from workbench.values import Sentence

SAMPLE_TEXTS = 2_000
SAMPLE_CHARACTERS = 400_000
_LEAST_TEXTS = 20
_LONGEST_TEXT = 50_000  # characters; what lies beyond is beyond every model's longest input, too
_WORRYING_UNKNOWN = 0.1
_WORRYING_FRAGMENTS = (
    1.3  # tokens for each character; English has about 0.25, Chinese at most 1 in a model that knows it
)
_MULTILINGUAL = 10  # with so many languages, one that is missing in the list is no news


@dataclass(frozen=True)
class Reading:
    """How a model reads a sample of texts.

    Attributes:
        lengths: Tokens of each text, special ones included, before any cut: (n,).
        unknown_tokens: Share of the tokens that are the unknown token.
        unknown_characters: Share of the characters, white space apart, that lie under unknown tokens.
        tokens_per_character: Tokens for each character that is not white space.
    """

    lengths: NDArray[np.int64]
    unknown_tokens: float
    unknown_characters: float
    tokens_per_character: float

    def mean_tokens(self, max_tokens: int) -> float:
        """Mean tokens in a text after the cut."""
        return float(np.minimum(self.lengths, max_tokens).mean()) if len(self.lengths) else 0.0

    def truncated_share(self, max_tokens: int) -> float:
        """Share of the texts that are cut."""
        return float((self.lengths > max_tokens).mean()) if len(self.lengths) else 0.0


def sample(texts: Sequence[str]) -> list[str]:
    """Texts spread evenly over all of them: at most 2,000, and fewer if they are long."""
    if not texts:
        return []
    few = [texts[i * len(texts) // _LEAST_TEXTS] for i in range(min(_LEAST_TEXTS, len(texts)))]
    mean = max(1.0, sum(min(len(text), _LONGEST_TEXT) for text in few) / len(few))
    size = max(_LEAST_TEXTS, min(SAMPLE_TEXTS, int(SAMPLE_CHARACTERS / mean)))
    size = min(size, len(texts))
    return [texts[i * len(texts) // size][:_LONGEST_TEXT] for i in range(size)]


def read(texts: Sequence[str], tokenizer: Tokenizer, *, unknown: str | None) -> Reading:
    """Reads texts with a tokenizer that neither cuts nor pads.

    Args:
        texts: A sample.
        tokenizer: The model's.
        unknown: Its token for what it does not know, if it has one.
    """
    unknown_id = tokenizer.token_to_id(unknown) if unknown is not None else None
    lengths: list[int] = []
    characters = unknown_tokens = unknown_characters = own_tokens = 0
    for text, encoding in zip(texts, tokenizer.encode_batch(list(texts)), strict=True):
        lengths.append(len(encoding.ids))
        own_tokens += len(encoding.ids) - sum(encoding.special_tokens_mask)
        characters += len("".join(text.split()))
        if unknown_id is None or unknown_id not in encoding.ids:
            continue
        for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            if token == unknown_id:
                unknown_tokens += 1
                unknown_characters += len("".join(text[start:end].split()))
    return Reading(
        lengths=np.asarray(lengths, dtype=np.int64),
        unknown_tokens=unknown_tokens / max(1, own_tokens),
        unknown_characters=min(1.0, unknown_characters / max(1, characters)),
        tokens_per_character=own_tokens / max(1, characters),
    )


def warning(reading: Reading, *, languages: Sequence[str], language: str) -> Sentence | None:
    """A sentence if the model does not suit the texts.

    Args:
        reading: How it reads them.
        languages: Those that its authors state, ISO 639-1.
        language: That of the texts, or empty.
    """
    if reading.unknown_characters >= _WORRYING_UNKNOWN:
        return say(
            N_("This model does not know {share} in 100 of the characters in your texts. Choose a multilingual model."),
            share=round(reading.unknown_characters * 100),
        )
    if reading.tokens_per_character >= _WORRYING_FRAGMENTS:
        return say(
            N_("This model needs {tokens} tokens for each character of your texts. Choose a multilingual model."),
            tokens=f"{reading.tokens_per_character:.1f}",
        )
    if language and languages and language not in languages and len(languages) < _MULTILINGUAL:
        return say(N_("This model was made for another language than that of your texts. Choose a multilingual model."))
    return None
