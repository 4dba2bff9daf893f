"""Tiny random models and a tokenizer of twelve words, for tests where speed matters more than truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "sat", "on", "mat", "a", "dog"]
COMMON = {
    "vocab_size": 32,
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 40,
    "pad_token_id": 0,
}
SPECIAL: dict[str, dict[str, Any]] = {
    "albert": {"embedding_size": 8},
    "electra": {"embedding_size": 8},
    "deberta": {"relative_attention": True, "pos_att_type": ["c2p", "p2c"], "position_biased_input": False},
    "deberta-v2": {
        "relative_attention": True,
        "pos_att_type": ["p2c", "c2p"],
        "position_buckets": 8,
        "share_att_key": True,
    },
    "modernbert": {"cls_token_id": 2, "sep_token_id": 3, "bos_token_id": 2, "eos_token_id": 3, "local_attention": 8},
    "eurobert": {"num_key_value_heads": 2, "head_dim": 8, "bos_token_id": 2, "eos_token_id": 3},
    "convbert": {"embedding_size": 16},
    "mobilebert": {"embedding_size": 16, "true_hidden_size": 16, "intra_bottleneck_size": 16},
    "rembert": {"input_embedding_size": 8, "output_embedding_size": 8},
    "roformer": {"embedding_size": 16},
    "squeezebert": {"embedding_size": 16},
    "xlm-roberta-xl": {},
    "gpt_neo": {"attention_types": [[["global", "local"], 1]], "window_size": 8},
    "llama": {"num_key_value_heads": 2, "head_dim": 8},
    "mistral": {"num_key_value_heads": 2, "head_dim": 8},
    "opt": {"ffn_dim": 32, "word_embed_proj_dim": 16},
    "qwen2": {"num_key_value_heads": 2},
    "qwen3": {"num_key_value_heads": 2, "head_dim": 8},
}


def save_tokenizer(folder: Path) -> None:
    """Writes tokenizer.json."""
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))


def tiny_config(family: str) -> Any:
    """The config of a model of two layers."""
    config_class = transformers.CONFIG_MAPPING[family]
    values = {config_class.attribute_map.get(key, key): value for key, value in COMMON.items()}
    return config_class(**(values | SPECIAL.get(family, {})))


def save_tiny_model(folder: Path, *, family: str = "bert") -> Path:
    """Writes a whole model folder, the same at every call."""
    torch.manual_seed(0)
    config = tiny_config(family)
    model_class: Any = transformers.MODEL_MAPPING[type(config)]
    model_class(config).save_pretrained(folder)
    save_tokenizer(folder)
    return folder
