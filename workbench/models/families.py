"""The families of text models that may be loaded, and which keys of a config.json are taken over.

A family gets here only if transformers itself has its classes, so that no code of a model's author is ever run, and if
its base model answers input_ids and attention_mask with one hidden state for each token.
"""

from __future__ import annotations

ENCODERS = (
    "albert",
    "bert",
    "camembert",
    "convbert",
    "data2vec-text",
    "deberta",
    "deberta-v2",
    "distilbert",
    "electra",
    "ernie",
    "eurobert",
    "ibert",
    "megatron-bert",
    "mobilebert",
    "modernbert",
    "mpnet",
    "rembert",
    "roberta",
    "roberta-prelayernorm",
    "roformer",
    "squeezebert",
    "xlm-roberta",
    "xlm-roberta-xl",
)

DECODERS = ("gpt2", "gpt_neo", "gpt_neox", "llama", "mistral", "opt", "qwen2", "qwen3")

FAMILIES = frozenset(ENCODERS + DECODERS)

OFFSET_POSITIONS = frozenset(
    {"camembert", "data2vec-text", "ibert", "mpnet", "roberta", "roberta-prelayernorm", "xlm-roberta", "xlm-roberta-xl"}
)
"""Families whose positions count from pad_token_id + 1, so that they read that many tokens less than
`max_position_embeddings` (transformers, `create_position_ids_from_input_ids`)."""

EXTRA_KEYS = frozenset(
    {
        "attention_head_size",
        "conv_act",
        "conv_groups",
        "conv_kernel_size",
        "embedding_size",
        "global_attn_every_n_layers",
        "global_rope_theta",
        "head_dim",
        "local_rope_theta",
        "norm_rel_ebd",
        "partial_rotary_factor",
        "pooler_hidden_size",
        "position_buckets",
        "rope_parameters",
        "rope_scaling",
        "rope_theta",
        "rotary_emb_base",
        "rotary_pct",
        "share_att_key",
        "sliding_window",
        "talking_head",
    }
)
"""Keys that are no fields of a config class, yet change what its model computes: the modelling code still reads
them. A contract test looks that code through for more."""

LIMITS = {
    "num_hidden_layers": 256,
    "num_attention_heads": 1024,
    "hidden_size": 65_536,
    "intermediate_size": 262_144,
    "vocab_size": 4_000_000,
    "max_position_embeddings": 10_000_000,
}
"""Largest values taken over, well above any real model's; they bound the time that building a model takes."""

LARGEST_NUMBER = 10_000_000_000
LONGEST_LIST = 1024
LONGEST_TEXT = 200

_UNLIMITED_TOKENS = 1_000_000  # tokenizers without a limit state 10^30


def max_tokens(family: str, *, positions: object, pad_id: object, stated: object) -> int:
    """The longest input of a model in tokens, special ones included; the values may come straight from JSON.

    Args:
        family: Such as `roberta`.
        positions: `max_position_embeddings` of its config; a model without it has no limit of its own.
        pad_id: `pad_token_id` of its config.
        stated: `model_max_length` of its tokenizer's config.
    """
    limit = positions if isinstance(positions, int) and positions > 0 else _UNLIMITED_TOKENS
    if family in OFFSET_POSITIONS:
        limit -= (pad_id if isinstance(pad_id, int) else 1) + 1
    if isinstance(stated, int | float) and 0 < stated < limit:
        limit = int(stated)
    return limit
