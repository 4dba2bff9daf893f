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
from tiny_models import save_tokenizer, tiny_config

from workbench.models import families, loading, safety

TEXTS = ["the cat sat on a mat", "a dog"]

READ_BY_HEADS_ONLY = re.compile(
    r"summary_\w+|(classifier|hidden|cls)_dropout|attention_layers|add_cross_attention|_\w+"
)


def new_model(auto: str, family: str) -> Any:
    return getattr(transformers, auto).from_config(tiny_config(family)).eval()


@pytest.mark.parametrize("family", sorted(families.FAMILIES))
def test_that_each_family_loads_with_the_outputs_of_the_original(family: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    original = new_model("AutoModel", family)
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
    original = new_model(auto, family)
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
