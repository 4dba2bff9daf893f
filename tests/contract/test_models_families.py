"""Every family that may be loaded gives, through our loader, what transformers gives for the model that was saved."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from workbench.models import families, loading, safety

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
TEXTS = ["the cat sat on a mat", "a dog"]


READ_BY_HEADS_ONLY = re.compile(
    r"summary_\\w+|classifier_dropout|cls_dropout|hidden_dropout|attention_layers|add_cross_attention"
)


def save_tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))


def tiny_config(family: str) -> Any:
    config_class = transformers.CONFIG_MAPPING[family]
    values = {config_class.attribute_map.get(key, key): value for key, value in COMMON.items()}
    return config_class(**(values | SPECIAL.get(family, {})))


@pytest.mark.parametrize("family", sorted(families.FAMILIES))
def test_that_each_family_loads_with_the_outputs_of_the_original(family: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    original = transformers.AutoModel.from_config(tiny_config(family)).eval()
    original.save_pretrained(tmp_path)
    save_tokenizer(tmp_path)

    assert safety.check_folder(tmp_path) == family
    encoder = loading.load_encoder(tmp_path)
    batch = loading.load_tokenizer(tmp_path)(TEXTS, padding=True, return_tensors="pt", return_token_type_ids=False)

    with torch.inference_mode():
        expected = original(**batch).last_hidden_state  # (b, t, h)
        found = encoder(**batch).last_hidden_state
    assert found.shape[:2] == batch["input_ids"].shape
    assert torch.equal(found, expected)
    assert not encoder.training


@pytest.mark.parametrize("family", ["bert", "roberta", "distilbert", "electra", "deberta-v2", "modernbert", "mpnet"])
@pytest.mark.parametrize("auto", ["AutoModelForMaskedLM", "AutoModelForSequenceClassification"])
def test_that_a_model_saved_with_a_head_gives_its_encoder(family: str, auto: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    original = getattr(transformers, auto).from_config(tiny_config(family)).eval()
    original.save_pretrained(tmp_path)
    save_tokenizer(tmp_path)

    encoder = loading.load_encoder(tmp_path)

    batch = loading.load_tokenizer(tmp_path)(TEXTS, padding=True, return_tensors="pt", return_token_type_ids=False)
    with torch.inference_mode():
        expected = original.base_model(**batch).last_hidden_state
        assert torch.equal(encoder(**batch).last_hidden_state, expected)


@pytest.mark.parametrize("family", sorted(families.FAMILIES))
def test_that_every_key_that_the_modelling_code_reads_is_taken_over(family: str) -> None:
    config_class = transformers.CONFIG_MAPPING[family]
    source = inspect.getsource(importlib.import_module(transformers.MODEL_MAPPING[config_class].__module__))
    read = set(re.findall(r"\bconfig\.([a-z]\w*)", source)) | set(
        re.findall(r'attr\(\s*(?:self\.)?config,\s*"(\w+)"', source)
    )
    fields = {field.name for field in dataclasses.fields(config_class)}
    known = fields | set(config_class.attribute_map) | families.EXTRA_KEYS | set(dir(transformers.PreTrainedConfig))
    derived = {"true_hidden_size"}  # MobileBert computes it

    assert {key for key in read - known - derived if not READ_BY_HEADS_ONLY.fullmatch(key)} == set()
