"""Translation models in the library: found by pairs, loaded safely, and the same answer every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import MarianConfig, MarianMTModel

from workbench.errors import ModelError
from workbench.models.translation import find_pair, load_translation, round_trip

WORDS = ["</s>", "<unk>", "<pad>", "the", "cat", "sat", "on", "mat", "le", "chat", "tapis"]


def save_marian(folder: Path, *, seed: int = 0) -> Path:
    """A tiny random model of two layers with a tokenizer of eleven words."""
    torch.manual_seed(seed)
    config = MarianConfig(
        vocab_size=len(WORDS), decoder_vocab_size=len(WORDS), d_model=16, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16,
        max_position_embeddings=300, pad_token_id=2, eos_token_id=0, decoder_start_token_id=2, forced_eos_token_id=0,
    )  # fmt: skip
    MarianMTModel(config).save_pretrained(folder)
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 0)])
    tokenizer.add_special_tokens(["</s>", "<pad>"])
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_that_a_pair_is_found_by_the_names_of_its_folders(tmp_path: Path) -> None:
    there = save_marian(tmp_path / "models" / "opus-mt-en-fr")
    assert find_pair(tmp_path, "en") is None
    assert round_trip(tmp_path, "en") is None
    back = save_marian(tmp_path / "models" / "someone" / "opus-mt-fr-en")
    assert find_pair(tmp_path, "en") == (there, back)
    assert find_pair(tmp_path, "fr") == (back, there)
    assert find_pair(tmp_path, "zh") is None


def test_that_texts_come_back_the_same_every_time(tmp_path: Path) -> None:
    save_marian(tmp_path / "models" / "opus-mt-en-fr", seed=1)
    save_marian(tmp_path / "models" / "opus-mt-fr-en", seed=2)
    translate = round_trip(tmp_path, "en")
    assert translate is not None
    texts = ["the cat sat on the mat", "the mat", ""] * 10
    first = translate(texts)
    assert len(first) == 30
    assert first == translate(texts)
    assert first[:3] == first[27:]  # padding to the longest of a batch changes nothing
    assert all(set(text.split()) <= set(WORDS) - {"<pad>", "</s>"} for text in first)


def test_that_the_translation_is_that_of_the_model_itself(tmp_path: Path) -> None:
    folder = save_marian(tmp_path / "opus-mt-en-fr", seed=3)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    ids = torch.tensor([tokenizer.encode("the cat sat").ids])
    model: Any = MarianMTModel.from_pretrained(folder)
    expected = model.generate(input_ids=ids, num_beams=1, do_sample=False, max_new_tokens=16, suppress_tokens=[2])
    assert load_translation(folder)(["the cat sat"]) == [tokenizer.decode(expected[0].tolist())]


def test_that_damaged_and_unsafe_models_are_refused(tmp_path: Path) -> None:
    folder = save_marian(tmp_path / "opus-mt-en-fr")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "encoder_layers": 2}))
    with pytest.raises(ModelError, match="incomplete or damaged"):
        load_translation(folder)
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        load_translation(folder)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match="can run code"):
        load_translation(folder)
