"""Folders that are broken or mean harm are refused in words, before anything of them runs or is allocated."""

from __future__ import annotations

import json
import pickle
import shutil
import struct
from pathlib import Path
from typing import Any

import pytest
from tiny_models import WORDS, save_tiny_model

from workbench.errors import ModelError
from workbench.models import loading, safety


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("safety") / "model")


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy of a whole model, to be spoilt."""
    return Path(shutil.copytree(original, tmp_path / "model"))


def change_config(folder: Path, **values: Any) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")


def write_header(path: Path, header: object, *, data: bytes = b"") -> None:
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def test_that_a_config_that_names_code_runs_none_of_it(folder: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    code = f"from pathlib import Path\nPath({str(canary)!r}).touch()\n"
    for name in ("modeling_evil.py", "configuration_evil.py", "tokenization_evil.py"):
        (folder / name).write_text(code, encoding="utf-8")
    change_config(
        folder,
        auto_map={"AutoConfig": "configuration_evil.Evil", "AutoModel": "modeling_evil.Evil"},
        custom_pipelines={"x": {"impl": "modeling_evil.Evil"}},
        _name_or_path=str(folder),
        attn_implementation="evil/kernel",
        _attn_implementation="evil/kernel",
        transformers_weights="pytorch_model.bin",
        quantization_config={"quant_method": "evil"},
    )
    tokenizer_config = {"auto_map": {"AutoTokenizer": ["tokenization_evil.Evil", None]}, "tokenizer_class": "Evil"}
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer_config), encoding="utf-8")

    config = loading.load_config(folder)
    loading.load_encoder(folder)
    loading.load_tokenizer(folder)

    assert not canary.exists()
    assert config.name_or_path == ""
    for key in ("auto_map", "custom_pipelines", "quantization_config", "transformers_weights"):
        assert not hasattr(config, key)


def test_that_an_adapter_beside_the_weights_is_not_followed(folder: Path) -> None:
    adapter = {"base_model_name_or_path": "evil/model", "peft_type": "LORA"}
    (folder / "adapter_config.json").write_text(json.dumps(adapter), encoding="utf-8")

    assert loading.load_encoder(folder).config.hidden_size == 16


class Evil:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "weights.ckpt", "model.pkl"])
def test_that_pickled_weights_are_refused_with_what_to_do(name: str, folder: Path, tmp_path: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / name).write_bytes(pickle.dumps(Evil(tmp_path / "canary")))

    with pytest.raises(ModelError, match=f"in {name}, a format that can run code") as caught:
        loading.load_encoder(folder)

    assert caught.value.fix is not None
    assert "safetensors" in caught.value.fix.one
    assert not (tmp_path / "canary").exists()


def test_that_pickled_weights_named_safetensors_are_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "model.safetensors").write_bytes(pickle.dumps(Evil(tmp_path / "canary")))

    with pytest.raises(ModelError, match=r"model\.safetensors are damaged"):
        loading.load_encoder(folder)

    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "F32", "shape": [4], "data_offsets": [0, 8]},  # says 16 bytes, has 8
        {"dtype": "F32", "shape": [36_000, 36_000], "data_offsets": [0, 5_184_000_000]},  # 5 GB that are not there
        {"dtype": "F32", "shape": [36_000, 36_000], "data_offsets": [0, 16]},
        {"dtype": "F32", "shape": [-4], "data_offsets": [0, 16]},
        {"dtype": "F32", "shape": [True], "data_offsets": [0, 4]},
        {"dtype": "F32", "shape": [4], "data_offsets": [16, 0]},
        {"dtype": "X99", "shape": [4], "data_offsets": [0, 16]},
        {"dtype": "F32", "shape": "4", "data_offsets": [0, 16]},
        ["F32", [4], [0, 16]],
    ],
)
def test_that_a_header_that_lies_is_refused(entry: object, folder: Path) -> None:
    write_header(folder / "model.safetensors", {"weight": entry}, data=bytes(16))

    with pytest.raises(ModelError, match="are damaged"):
        safety.read_headers(folder)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x02", struct.pack("<Q", 2**60) + b"{}", struct.pack("<Q", 2) + b"[]", struct.pack("<Q", 9) + b"{" * 9],
)
def test_that_a_file_that_is_no_safetensors_is_refused(content: bytes, folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(content)

    with pytest.raises(ModelError, match="are damaged"):
        safety.read_headers(folder)


def test_that_a_cut_file_is_refused(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(ModelError, match="are damaged"):
        loading.load_encoder(folder)


@pytest.mark.parametrize(
    "values",
    [
        {"vocab_size": 10**12},
        {"hidden_size": 10**7},
        {"num_hidden_layers": 10**6},
        {"num_hidden_layers": -1},
        {"num_attention_heads": 0},
        {"hidden_size": "16"},
        {"hidden_act": "exec"},
        {"hidden_act": "x" * 1000},
        {"layer_norm_eps": [1, 2]},
        {"hidden_dropout_prob": float("inf")},
    ],
)
def test_that_absurd_values_of_a_config_are_refused(values: dict[str, Any], folder: Path) -> None:
    change_config(folder, **values)

    with pytest.raises(ModelError, match=r"config\.json of this model has values that cannot be used"):
        loading.load_encoder(folder)


@pytest.mark.parametrize("values", [{"vocab_size": 3_000_000}, {"num_hidden_layers": 200}, {"num_hidden_layers": 3}])
def test_that_a_config_with_more_than_the_weights_hold_is_refused(values: dict[str, Any], folder: Path) -> None:
    change_config(folder, **values)

    with pytest.raises(ModelError, match="weights of this model are not complete"):
        loading.load_encoder(folder)


def test_that_a_missing_layer_is_refused_and_a_missing_pooler_is_not(folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    path = folder / "model.safetensors"
    weights = load_file(path)
    save_file({key: value for key, value in weights.items() if "pooler" not in key}, path)
    loading.load_encoder(folder)
    save_file({key: value for key, value in weights.items() if "layer.1.output.dense.bias" not in key}, path)

    with pytest.raises(ModelError, match="weights of this model are not complete") as caught:
        loading.load_encoder(folder)

    assert "layer.1.output.dense.bias" in caught.value.details


@pytest.mark.parametrize("family", ["whisper", "vit", "", "../bert", 7, None, "trust_me"])
def test_that_an_unknown_family_is_refused(family: object, folder: Path) -> None:
    change_config(folder, model_type=family)

    with pytest.raises(ModelError, match="cannot be fine-tuned here"):
        safety.check_folder(folder)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"{}" + b" " * 2_000_000])
def test_that_a_config_that_is_no_object_is_refused(content: bytes, folder: Path) -> None:
    (folder / "config.json").write_bytes(content)

    with pytest.raises(ModelError, match=r"config\.json of this model is"):
        safety.check_folder(folder)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_that_a_link_out_of_the_folder_is_refused(name: str, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    (folder / name).rename(secret)
    (folder / name).symlink_to(secret)

    with pytest.raises(ModelError, match=f"The file {name} of this model leads out of its folder"):
        safety.check_folder(folder)


def test_that_the_links_of_a_hub_cache_are_followed(folder: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "models--org--name" / "snapshots" / "abc"
    blobs = tmp_path / "models--org--name" / "blobs"
    shutil.move(folder, blobs)
    snapshot.mkdir(parents=True)
    for path in blobs.iterdir():
        (snapshot / path.name).symlink_to(Path("../../blobs") / path.name)

    assert safety.check_folder(snapshot) == "bert"


@pytest.mark.parametrize("shard", ["../secret.safetensors", "/etc/x.safetensors", "evil.bin", 7])
def test_that_an_index_that_names_other_files_is_refused(shard: object, folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    index = {"weight_map": {"a": shard}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")

    with pytest.raises(ModelError):
        safety.weight_files(folder)


def test_that_a_model_in_parts_loads_and_a_missing_part_is_named(folder: Path, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    loading.load_encoder(folder).save_pretrained(parts, max_shard_size="10KB")
    shutil.copy(folder / "tokenizer.json", parts)
    shards = sorted(parts.glob("model-*.safetensors"))
    assert len(shards) > 1
    loading.load_encoder(parts)
    shards[-1].unlink()

    with pytest.raises(ModelError, match=f"{shards[-1].name} is missing"):
        loading.load_encoder(parts)


def test_that_a_missing_tokenizer_is_refused(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()

    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        safety.check_folder(folder)


def test_that_a_damaged_tokenizer_is_refused(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"version": "1.0"}', encoding="utf-8")

    with pytest.raises(ModelError, match=r"tokenizer\.json of this model is damaged"):
        loading.load_tokenizer(folder)


def test_that_a_tokenizer_with_more_words_than_the_model_is_refused(folder: Path) -> None:
    path = folder / "tokenizer.json"
    tokenizer = json.loads(path.read_text(encoding="utf-8"))
    tokenizer["model"]["vocab"]["zebra"] = 32
    path.write_text(json.dumps(tokenizer), encoding="utf-8")

    with pytest.raises(ModelError, match="does not belong to its weights"):
        loading.load_tokenizer(folder)


def test_that_a_vocabulary_alone_makes_a_word_piece_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    (folder / "vocab.txt").write_text("\n".join([*WORDS, "##s", "你", "好"]) + "\n", encoding="utf-8")

    tokenizer = loading.load_tokenizer(folder)

    # by hand, from BERT's rules: lower case, Chinese characters apart, longest pieces first
    tokens = tokenizer.convert_ids_to_tokens(tokenizer("The cats 你好 zebra")["input_ids"])
    assert tokens == ["[CLS]", "the", "cat", "##s", "你", "好", "[UNK]", "[SEP]"]
    assert tokenizer.pad_token_id == 0


def test_that_a_stored_cut_and_padding_of_a_tokenizer_are_undone(folder: Path) -> None:
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    backend = Tokenizer.from_file(str(path))
    backend.enable_truncation(4)
    backend.enable_padding(length=4)
    backend.save(str(path))

    tokenizer = loading.load_tokenizer(folder)

    assert [len(ids) for ids in tokenizer(["the cat sat on the mat", "a"])["input_ids"]] == [8, 3]


def test_that_the_longest_input_is_that_of_the_positions(folder: Path) -> None:
    assert loading.load_tokenizer(folder).model_max_length == 40
    (folder / "tokenizer_config.json").write_text('{"model_max_length": 24}', encoding="utf-8")
    assert loading.load_tokenizer(folder).model_max_length == 24
    (folder / "tokenizer_config.json").write_text('{"model_max_length": 1e30}', encoding="utf-8")
    assert loading.load_tokenizer(folder).model_max_length == 40
