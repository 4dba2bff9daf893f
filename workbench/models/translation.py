"""Translation models (Marian) in the library: which pairs are there, and texts by way of another language and back.

As for all models, the config is rebuilt from an allow-list, weights are safetensors, and the tokenizer is a
tokenizer.json: the SentencePiece files of these models are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import ModelError
from workbench.i18n import N_, say
from workbench.models import loading, safety

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FAMILY = "marian"
MOST_TOKENS = 256
_TEXTS_AT_ONCE = 16
_SIGNS = ("decoder_start_token_id", "pad_token_id", "eos_token_id", "forced_eos_token_id")
_DIRECTION = re.compile(r"(?:^|[-_])(?P<source>[a-z]{2,3})[-_](?P<target>[a-z]{2,3})$")


class Translation:
    """One direction of translation.

    Args:
        model: A MarianMTModel in evaluation mode; its own types do not fit each other.
        tokenizer: For both languages, with the end sign put after a text.
    """

    def __init__(self, model: Any, tokenizer: Tokenizer) -> None:
        self._model = model
        self._tokenizer = tokenizer

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """The most probable translation word by word (greedy), of the first 256 tokens of each text."""
        found: list[str] = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            found += self._batch(texts[start : start + _TEXTS_AT_ONCE])
        return found

    def _batch(self, texts: Sequence[str]) -> list[str]:
        import torch

        config = self._model.config
        ids = [
            encoding.ids[:MOST_TOKENS] or [config.eos_token_id]
            for encoding in self._tokenizer.encode_batch(list(texts))
        ]
        longest = max(map(len, ids))
        input_ids = torch.tensor([own + [config.pad_token_id] * (longest - len(own)) for own in ids])
        mask = torch.tensor([[1] * len(own) + [0] * (longest - len(own)) for own in ids])
        with torch.inference_mode():
            output: Any = self._model.generate(
                input_ids=input_ids,
                attention_mask=mask,
                do_sample=False,
                num_beams=1,
                max_new_tokens=min(MOST_TOKENS, 2 * longest + 8),
                suppress_tokens=[config.pad_token_id],
            )
        return [text.strip() for text in self._tokenizer.decode_batch(output.tolist(), skip_special_tokens=True)]


def round_trip(library: Path, language: str) -> Callable[[Sequence[str]], list[str]] | None:
    """Translates texts of a language into another one and back; None where no two models for that are in the library.

    Args:
        library: The user's folder; its `models` is looked through for folders named as in `opus-mt-en-zh`.
        language: An ISO 639-1 code.

    Raises:
        ModelError: If a model is damaged or cannot be loaded safely.
    """
    pair = find_pair(library, language)
    if pair is None:
        return None
    there, back = map(load_translation, pair)
    return lambda texts: back(there(texts))


def find_pair(library: Path, language: str) -> tuple[Path, Path] | None:
    """The folders of two models that lead from a language to another one and back."""
    found = {direction: folder for folder in _folders(library) if (direction := _direction(folder)) is not None}
    for (source, target), folder in sorted(found.items()):
        if source == language and (target, source) in found:
            return folder, found[target, source]
    return None


def load_translation(folder: Path) -> Translation:
    """One translation model.

    Raises:
        ModelError: If it is damaged or cannot be loaded safely.
    """
    import torch
    from safetensors.torch import load_file
    from tokenizers import Tokenizer
    from transformers import GenerationConfig, MarianConfig, MarianMTModel

    safety.check_tokenizer(folder, FAMILY)
    safety.read_headers(folder)
    config = loading.rebuilt_config(folder, MarianConfig)
    weights = {name: tensor for path in safety.weight_files(folder) for name, tensor in load_file(path).items()}
    try:
        loaded: Any = MarianMTModel.from_pretrained(
            None, config=config, state_dict=weights, dtype=torch.float32, output_loading_info=True
        )
        tokenizer = Tokenizer.from_str(safety.inside(folder, safety.TOKENIZER).read_text(encoding="utf-8"))
    except Exception as error:  # tokenizers raises Exception itself
        raise _broken(folder, str(error)) from error
    model, info = loaded
    if info["missing_keys"]:
        raise _broken(folder, ", ".join(sorted(info["missing_keys"])[:20]))
    raw = safety.read_object(folder, safety.CONFIG)
    signs = {key: raw[key] for key in _SIGNS if isinstance(raw.get(key), int)}
    model.config.update(signs)
    model.generation_config = GenerationConfig(**signs)  # type: ignore[no-untyped-call] # transformers types it not
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Translation(model.eval(), tokenizer)


def _folders(library: Path) -> list[Path]:
    models = library / "models"
    found = [path.parent for depth in ("*", "*/*", "*/*/*") for path in sorted(models.glob(f"{depth}/{safety.CONFIG}"))]
    return [folder for folder in found if safety.read_object(folder, safety.CONFIG).get("model_type") == FAMILY]


def _direction(folder: Path) -> tuple[str, str] | None:
    for name in (folder.name, folder.parent.name):
        match = _DIRECTION.search(name.lower())
        if match is not None:
            return match["source"], match["target"]
    return None


def _broken(folder: Path, details: str) -> ModelError:
    return ModelError(
        say(N_("The translation model in {folder} is incomplete or damaged."), folder=str(folder)),
        say(N_("Download or copy the model again.")),
        details=details,
    )
