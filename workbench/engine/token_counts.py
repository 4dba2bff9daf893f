"""Counts the tokens of texts with a base model's tokenizer, and keeps the counts of a version in its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from workbench import settings
from workbench.data import tables
from workbench.data.issues import TokenCounts
from workbench.i18n import N_, say
from workbench.models import catalog
from workbench.protocol import Progressed
from workbench.values import LengthHistogram, Version

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

TOKENS_FOLDER = "tokens"
MOST_CHARACTERS = 50_000
"""Of a text; what lies beyond is beyond every model's longest input, too."""

_BATCH_TEXTS = 2_000
_BINS = 32
_STEPS = (1, 2, 4, 5, 8)


def text_limit(max_tokens: int) -> int:
    """Where training cuts texts: what was asked for, or the default of its setting for 0."""
    return max_tokens or int(settings.defaults(settings.TRAINING)["max_tokens"])


def count_tokens(
    model: str, texts: Sequence[str], *, library: Path, max_tokens: int = 0
) -> Generator[Progressed, None, TokenCounts]:
    """Counts the tokens of texts, special ones included; can be closed after each batch.

    The limit is what a run reads, or what the model can if that is less.

    Args:
        model: `starter`, a folder or the Hub id of a model that is on this computer.
        texts: Any.
        library: The user's library.
        max_tokens: As for `text_limit`.

    Raises:
        ModelError: If there is no such model here, or its tokenizer cannot be used.
    """
    from workbench.models import loading

    card = catalog.card(model, library=library)
    tokenizer = loading.load_tokenizer(Path(card.folder))
    tokens, unknown = np.empty(len(texts), np.int64), np.zeros(len(texts), np.int64)
    unknown_id = _unknown_id(tokenizer)
    for start in range(0, len(texts), _BATCH_TEXTS):
        batch = [text[:MOST_CHARACTERS] for text in texts[start : start + _BATCH_TEXTS]]
        for at, encoding in enumerate(tokenizer.backend_tokenizer.encode_batch_fast(batch), start=start):
            ids = encoding.ids
            tokens[at] = len(ids)
            unknown[at] = ids.count(unknown_id)
        yield Progressed(what=say(N_("Counting tokens")), done=start + len(batch), total=len(texts))
    return TokenCounts(
        model=card.title,
        limit=min(text_limit(max_tokens), int(tokenizer.model_max_length)),
        tokens=tokens,
        unknown=unknown,
    )


def count_tokens_of(
    version: Version, model: str, texts: Sequence[str], *, library: Path, max_tokens: int = 0
) -> Generator[Progressed, None, TokenCounts]:
    """Counts the tokens of a version's texts, or finds the counts that were kept.

    Args:
        version: Whose folder keeps them.
        model: See count_tokens.
        texts: All of its texts, in the order of the rows.
        library: The user's library.
        max_tokens: As for `text_limit`.

    Raises:
        ModelError: If there is no such model here, or its tokenizer cannot be used.
    """
    folder = Path(catalog.card(model, library=library).folder)
    path = library / version.folder / TOKENS_FOLDER / f"{_key(folder, version)}.arrow"
    if path.exists():
        counts = yield from count_tokens(model, [], library=library, max_tokens=max_tokens)
        tokens, unknown = tables.read_counts(path)
        return TokenCounts(model=counts.model, limit=counts.limit, tokens=tokens, unknown=unknown)
    counts = yield from count_tokens(model, texts, library=library, max_tokens=max_tokens)
    path.parent.mkdir(exist_ok=True)
    tables.write_counts(path, counts.tokens, counts.unknown)
    return counts


def histogram(counts: TokenCounts) -> LengthHistogram:
    """How long texts are, in about 32 bins of a round width; empty texts are not among them."""
    tokens = counts.tokens
    top = max(counts.limit, int(np.quantile(tokens, 0.99)) if len(tokens) else 0)
    width = _round_width(top / _BINS)
    edges = np.arange(0, top + width, width)
    bins = np.minimum(tokens // width, len(edges) - 2)
    lost = np.maximum(tokens - counts.limit, 0)
    return LengthHistogram(
        edges=tuple(edges.tolist()),
        counts=tuple(np.bincount(bins, minlength=len(edges) - 1).tolist()),
        limit=counts.limit,
        truncated_rows=int((lost > 0).sum()),
        lost_share=float(lost.sum() / max(1, tokens.sum())),
        median=int(np.median(tokens)) if len(tokens) else 0,
        unknown_share=float(counts.unknown.sum() / max(1, tokens.sum())),
    )


def _round_width(least: float) -> int:
    """The least of 1, 2, 4, 5, 8, 10, 20 ... that is not below."""
    scale = 1
    while True:
        for step in _STEPS:
            if step * scale >= least:
                return step * scale
        scale *= 10


def _unknown_id(tokenizer: PreTrainedTokenizerFast) -> int:
    number = tokenizer.unk_token_id
    return number if isinstance(number, int) else -1


def _key(folder: Path, version: Version) -> str:
    """Names the counts by the tokenizer's bytes and the column that was read."""
    digest = hashlib.sha256(f"{version.profile.roles.text}\n".encode())
    for name in ("tokenizer.json", "vocab.txt", "tokenizer_config.json"):
        if (folder / name).exists():
            digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]
