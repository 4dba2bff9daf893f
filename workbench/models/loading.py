"""Loads what training needs of a model folder: its config, its tokenizer and its encoder.

Nothing in the folder is handed to a library that could follow it elsewhere: the config is rebuilt from an allow-list,
the weights are read with safetensors, and transformers receives values, never a path.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import ModelError
from workbench.i18n import N_, say
from workbench.models import families, safety

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from transformers import PreTrainedConfig, PreTrainedModel, PreTrainedTokenizerFast

_SPECIAL_TOKENS = ("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token")
_CONFIG_ERRORS = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""What config and model classes raise at values that they cannot use."""


def load_config(folder: Path) -> PreTrainedConfig:
    """The config of a model, rebuilt from the fields that its family's class declares.

    Raises:
        ModelError: If the family is unknown, or a value is of the wrong type or absurd.
    """
    from transformers import CONFIG_MAPPING

    family = safety.read_family(folder)
    return rebuilt_config(folder, CONFIG_MAPPING[family])


def rebuilt_config(folder: Path, config_class: type[PreTrainedConfig]) -> PreTrainedConfig:
    """A config of one class, from the fields of a folder's config.json that the class declares.

    Raises:
        ModelError: If a value is of the wrong type or absurd.
    """
    from huggingface_hub.errors import StrictDataclassError

    values = _allowed_values(safety.read_object(folder, safety.CONFIG), config_class)
    try:
        config: PreTrainedConfig = config_class(**values)
    except (StrictDataclassError, *_CONFIG_ERRORS) as error:
        raise _bad_config(str(error)) from error
    _check_limits(config)
    return config


def load_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    """The tokenizer of a model, with neither truncation nor padding set, and `model_max_length` what the model reads.

    Raises:
        ModelError: If it is missing, damaged, or does not belong to the model's weights.
    """
    from transformers import PreTrainedTokenizerFast

    config = load_config(folder)
    safety.check_tokenizer(folder, config.model_type)
    backend = _backend(folder)
    backend.no_truncation()
    backend.no_padding()
    if max(backend.get_vocab(with_added_tokens=True).values(), default=0) >= config.vocab_size:
        raise _foreign_tokenizer()
    stated = safety.read_optional_object(folder, safety.TOKENIZER_CONFIG)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call] # transformers types it not
        tokenizer_object=backend,
        model_max_length=families.max_tokens(
            config.model_type,
            positions=getattr(config, "max_position_embeddings", None),
            pad_id=getattr(config, "pad_token_id", None),
            stated=stated.get("model_max_length"),
        ),
        padding_side="right",
        truncation_side="right",
        **_special_tokens(folder, backend, pad_id=getattr(config, "pad_token_id", None)),
    )


def load_encoder(folder: Path) -> PreTrainedModel:
    """The base model of a folder on the CPU, in float32 and evaluation mode.

    A model that was saved with a head, such as a masked-language one, gives its encoder.

    Raises:
        ModelError: If the folder may not be loaded, or its weights do not fill the encoder.
    """
    import torch

    safety.check_folder(folder)
    config = load_config(folder)
    headers = safety.read_headers(folder)
    if parameters(config) > _available(headers) + _spare(config):
        raise _incomplete("")
    weights = _read_weights(folder)
    try:
        with _quiet_transformers():
            loaded: Any = _model_class(config).from_pretrained(
                None, config=config, state_dict=weights, dtype=torch.float32, output_loading_info=True
            )
    except (RuntimeError, *_CONFIG_ERRORS) as error:
        raise _incomplete(str(error)) from error
    encoder: PreTrainedModel = loaded[0].eval()
    missing = sorted(key for key in loaded[1]["missing_keys"] if "pooler" not in key)
    if missing:
        raise _incomplete(", ".join(missing[:20]))
    return encoder


def parameters(config: PreTrainedConfig) -> int:
    """The number of weights of a config's base model, counted without making them.

    Raises:
        ModelError: If no model can be built from the config.
    """
    return sum(parameter.numel() for parameter in skeleton(config).parameters())


def skeleton(config: PreTrainedConfig) -> PreTrainedModel:
    """The base model of a config on torch's meta device: its shapes without its weights.

    Raises:
        ModelError: If no model can be built from the config.
    """
    import torch

    try:
        with torch.device("meta"):
            model: PreTrainedModel = _model_class(config)(config)
    except (RuntimeError, *_CONFIG_ERRORS) as error:
        raise _bad_config(str(error)) from error
    return model


def _model_class(config: PreTrainedConfig) -> type[PreTrainedModel]:
    from transformers import MODEL_MAPPING

    mapping: Mapping[type[PreTrainedConfig], Any] = MODEL_MAPPING
    found: type[PreTrainedModel] = mapping[type(config)]
    return found


def _allowed_values(raw: Mapping[str, Any], config_class: type[PreTrainedConfig]) -> dict[str, Any]:
    from transformers import PreTrainedConfig

    base = {field.name for field in dataclasses.fields(PreTrainedConfig)}  # none of them shapes an encoder
    own = {field.name for field in dataclasses.fields(config_class)} - base
    values = {}
    for key, value in raw.items():
        name = config_class.attribute_map.get(key, key)
        if (name in own or name in families.EXTRA_KEYS) and value is not None:
            if not _is_plain(value):
                raise _bad_config(key)
            values[name] = value
    return values


def _is_plain(value: object, *, depth: int = 4) -> bool:
    """Whether a value is a bounded number, a short text, or a short list or object of such."""
    if isinstance(value, bool):
        return True
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) <= families.LARGEST_NUMBER
    if isinstance(value, str):
        return len(value) <= families.LONGEST_TEXT
    if depth and isinstance(value, list | dict) and len(value) <= families.LONGEST_LIST:
        items = value.values() if isinstance(value, dict) else value
        return all(_is_plain(item, depth=depth - 1) for item in items)
    return value is None


def _check_limits(config: PreTrainedConfig) -> None:
    for key, limit in families.LIMITS.items():
        value = getattr(config, key, None)
        if isinstance(value, int) and not 0 <= value <= limit:
            raise _bad_config(f"{key} = {value}")


def _backend(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    path = safety.inside(folder, safety.TOKENIZER)
    if not path.is_file():
        return _word_piece(folder)
    try:
        return Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:  # tokenizers raises Exception itself
        raise ModelError(
            say(N_("{file} of this model is damaged: it cannot be read."), file=path.name),
            say(N_("Download or copy the model again.")),
            details=str(error),
        ) from error


def _word_piece(folder: Path) -> Tokenizer:
    """A WordPiece tokenizer made from vocab.txt, with BERT's own rules."""
    from transformers import BertTokenizer

    stated = safety.read_optional_object(folder, safety.TOKENIZER_CONFIG)
    words = safety.inside(folder, safety.VOCABULARY).read_text(encoding="utf-8").split("\n")
    vocabulary = {word.rstrip("\r"): number for number, word in enumerate(words) if word.rstrip("\r")}
    tokenizer: PreTrainedTokenizerFast = BertTokenizer(
        vocab=vocabulary,
        do_lower_case=stated.get("do_lower_case") is not False,
        tokenize_chinese_chars=stated.get("tokenize_chinese_chars") is not False,
    )
    return tokenizer.backend_tokenizer


def _special_tokens(folder: Path, backend: Tokenizer, *, pad_id: int | None) -> dict[str, str]:
    """The special tokens that a folder names and its vocabulary has, and always one to pad with."""
    stated = safety.read_optional_object(folder, safety.SPECIAL_TOKENS)
    stated |= safety.read_optional_object(folder, safety.TOKENIZER_CONFIG)
    tokens = {}
    for key in _SPECIAL_TOKENS:
        value = stated.get(key)
        text = value.get("content") if isinstance(value, dict) else value
        if isinstance(text, str) and backend.token_to_id(text) is not None:
            tokens[key] = text
    if "pad_token" not in tokens:
        named = backend.id_to_token(pad_id) if pad_id is not None and pad_id >= 0 else None
        pad = named or tokens.get("eos_token") or tokens.get("unk_token") or backend.id_to_token(0)
        if pad is None:
            raise _foreign_tokenizer()
        tokens["pad_token"] = pad
    return tokens


def _read_weights(folder: Path) -> dict[str, torch.Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    weights: dict[str, torch.Tensor] = {}
    for path in safety.weight_files(folder):
        try:
            weights.update(load_file(path))
        except SafetensorError as error:
            raise ModelError(
                say(N_("The weights in {file} are damaged."), file=path.name),
                say(N_("Download or copy the model again.")),
                details=str(error),
            ) from error
    return weights


def _available(headers: Mapping[str, safety.Tensor]) -> int:
    return sum(math.prod(tensor.shape) for tensor in headers.values())


def _spare(config: PreTrainedConfig) -> int:
    """Weights that a checkpoint may lack: those of a pooler, a dense layer that is not used here."""
    hidden: int = config.hidden_size
    return hidden * hidden + hidden


@contextlib.contextmanager
def _quiet_transformers() -> Iterator[None]:
    """Keeps its progress bar and its table of unused weights off stderr, where a crash's last lines are looked for."""
    from transformers.utils import logging

    verbosity = logging.get_verbosity()
    bars = logging.is_progress_bar_enabled()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call] # as above
    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # as above
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call] # as above


def _bad_config(details: str) -> ModelError:
    return ModelError(
        say(N_("config.json of this model has values that cannot be used.")),
        say(N_("Download or copy the model again.")),
        details=details,
    )


def _incomplete(details: str) -> ModelError:
    return ModelError(
        say(N_("The weights of this model are not complete, or do not fit its config.json.")),
        say(N_("Download or copy the model again, or choose another model.")),
        details=details,
    )


def _foreign_tokenizer() -> ModelError:
    return ModelError(
        say(N_("The tokenizer of this model does not belong to its weights.")),
        say(N_("Download or copy the model again, or choose another model.")),
    )
