"""What may be loaded: safetensors weights, native architectures and plain tokenizers, and nothing that can run code.

Everything here reads JSON and headers only; no weight is read and no library is asked to load before it has passed.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import ModelError
from workbench.i18n import N_, say
from workbench.models.families import FAMILIES

CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
TOKENIZER_CONFIG = "tokenizer_config.json"
SPECIAL_TOKENS = "special_tokens_map.json"
VOCABULARY = "vocab.txt"
WEIGHTS = "model.safetensors"
WEIGHTS_INDEX = "model.safetensors.index.json"

WORD_PIECE_FAMILIES = frozenset(
    {"bert", "convbert", "distilbert", "electra", "ernie", "megatron-bert", "mobilebert", "roformer", "squeezebert"}
)
"""Families whose vocab.txt can be read without a tokenizer.json."""

_UNSAFE_SUFFIXES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".h5", ".msgpack")
_MAX_CONFIG_BYTES = 1_000_000
_MAX_INDEX_BYTES = 50_000_000
_MAX_TOKENIZER_BYTES = 200_000_000
_MAX_HEADER_BYTES = 100_000_000  # the limit of safetensors itself
_MAX_SHARDS = 256
_BITS = {
    "F64": 64,
    "F32": 32,
    "F16": 16,
    "BF16": 16,
    "I64": 64,
    "I32": 32,
    "I16": 16,
    "I8": 8,
    "U64": 64,
    "U32": 32,
    "U16": 16,
    "U8": 8,
    "BOOL": 8,
}


@dataclass(frozen=True)
class Tensor:
    """What a safetensors header says of one tensor.

    Attributes:
        dtype: Such as `F32`.
        shape: Its sizes.
        file: The file that holds it.
    """

    dtype: str
    shape: tuple[int, ...]
    file: Path


def check_folder(folder: Path) -> str:
    """Checks that a folder holds a model that may be loaded.

    Returns:
        Its family, such as `bert`.

    Raises:
        ModelError: For a missing or unreadable config, an unknown family, pickled or damaged weights, a missing
            tokenizer, or a file that leads out of the folder.
    """
    family = read_family(folder)
    read_headers(folder)
    check_tokenizer(folder, family)
    return family


def read_family(folder: Path) -> str:
    """The family of a folder's model, one of FAMILIES.

    Raises:
        ModelError: If there is no readable config, or it names no family that can be used.
    """
    if not folder.is_dir():
        raise ModelError(say(N_("There is no folder {folder}."), folder=str(folder)))
    family = read_object(folder, CONFIG).get("model_type")
    if not isinstance(family, str) or family not in FAMILIES:
        raise ModelError(
            say(N_("Models of the kind “{family}” cannot be fine-tuned here."), family=str(family)[:60]),
            say(N_("Choose a text encoder such as BERT, RoBERTa, DeBERTa, ModernBERT or XLM-RoBERTa.")),
        )
    return family


def read_object(folder: Path, name: str, *, limit: int = _MAX_CONFIG_BYTES) -> dict[str, Any]:
    """Reads a JSON file that holds one object.

    Raises:
        ModelError: If it is missing, too large, leads out of the folder or is not a JSON object.
    """
    path = inside(folder, name)
    try:
        if path.stat().st_size > limit:
            raise _too_large(path)
        value = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelError(
            say(N_("{folder} is not a model folder: it has no {file}."), folder=str(folder), file=name),
            say(N_("Choose the folder that holds config.json, model.safetensors and tokenizer.json.")),
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path) from error
    if not isinstance(value, dict):
        raise _unreadable(path)
    return value


def read_optional_object(folder: Path, name: str) -> dict[str, Any]:
    """As read_object, but an empty one if there is no such file."""
    return read_object(folder, name) if inside(folder, name).is_file() else {}


def inside(folder: Path, name: str) -> Path:
    """The path of a file in a folder, its links followed.

    Links are allowed within the folder, and into the folder of a Hub cache that the folder itself belongs to, where
    `snapshots/<revision>/` holds links to `../../blobs/`.

    Raises:
        ModelError: If the name or a link leads elsewhere.
    """
    root = folder.resolve()
    path = (root / name).resolve()
    allowed = [root]
    if root.parent.name == "snapshots":
        allowed.append(root.parent.parent / "blobs")
    if not any(path.is_relative_to(place) for place in allowed):
        raise ModelError(
            say(N_("The file {file} of this model leads out of its folder."), file=name[:100]),
            say(N_("Copy the model's real files into the folder.")),
        )
    return path


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files of a folder, in the order of its index.

    Raises:
        ModelError: If there are none, or the index is not a plain list of files in the folder.
    """
    single = inside(folder, WEIGHTS)
    if single.is_file():
        return [single]
    if inside(folder, WEIGHTS_INDEX).is_file():
        return _shards(folder)
    unsafe = sorted(p.name for p in folder.iterdir() if p.suffix in _UNSAFE_SUFFIXES)
    if unsafe:
        raise ModelError(
            say(
                N_("The weights of this model are in {file}, a format that can run code on your computer."),
                file=unsafe[0],
            ),
            say(N_("Choose a version of the model that has model.safetensors.")),
        )
    raise ModelError(
        say(N_("{folder} is not a model folder: it has no {file}."), folder=str(folder), file=WEIGHTS),
        say(N_("Choose the folder that holds config.json, model.safetensors and tokenizer.json.")),
    )


def read_headers(folder: Path) -> dict[str, Tensor]:
    """The tensors of a folder's weights by name, as their files' headers declare and their sizes confirm.

    Raises:
        ModelError: If a file is damaged, or declares what it does not hold.
    """
    tensors: dict[str, Tensor] = {}
    for path in weight_files(folder):
        tensors.update(_header(path))
    if not tensors:
        raise _damaged(folder / WEIGHTS)
    return tensors


def check_tokenizer(folder: Path, family: str) -> None:
    """Checks that a folder has a tokenizer that can be read.

    Raises:
        ModelError: If it has none.
    """
    path = inside(folder, TOKENIZER)
    if path.is_file():
        if path.stat().st_size > _MAX_TOKENIZER_BYTES:
            raise _too_large(path)
        return
    if family in WORD_PIECE_FAMILIES and inside(folder, VOCABULARY).is_file():
        return
    raise ModelError(
        say(N_("This model has no tokenizer.json, so its words cannot be read.")),
        say(N_("Choose a version of the model that has tokenizer.json.")),
    )


def _shards(folder: Path) -> list[Path]:
    index = read_object(folder, WEIGHTS_INDEX, limit=_MAX_INDEX_BYTES).get("weight_map")
    names = list(dict.fromkeys(index.values())) if isinstance(index, dict) else []
    if not names or len(names) > _MAX_SHARDS or not all(_is_plain_weight_name(name) for name in names):
        raise _unreadable(folder / WEIGHTS_INDEX)
    paths = [inside(folder, name) for name in names]
    for path in paths:
        if not path.is_file():
            raise ModelError(
                say(N_("This model is not complete: {file} is missing."), file=path.name),
                say(N_("Download it again.")),
            )
    return paths


def _is_plain_weight_name(name: object) -> bool:
    return isinstance(name, str) and name.endswith(".safetensors") and Path(name).name == name


def _header(path: Path) -> Iterator[tuple[str, Tensor]]:
    """Reads a header: 8 bytes of length, little-endian, then JSON (safetensors' format description)."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            prefix = stream.read(8)
            length = struct.unpack("<Q", prefix)[0] if len(prefix) == 8 else 0
            if not 2 <= length <= min(_MAX_HEADER_BYTES, size - 8):
                raise _damaged(path)
            header = json.loads(stream.read(length))
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not isinstance(header, dict):
        raise _damaged(path)
    for name, entry in header.items():
        if name != "__metadata__":
            yield name, _tensor(path, entry, data_bytes=size - 8 - length)


def _tensor(path: Path, entry: object, *, data_bytes: int) -> Tensor:
    if not isinstance(entry, dict):
        raise _damaged(path)
    dtype, shape, offsets = entry.get("dtype"), _counts(entry.get("shape")), _counts(entry.get("data_offsets"))
    if shape is None or offsets is None or len(offsets) != 2 or dtype not in _BITS:
        raise _damaged(path)
    begin, end = offsets
    if (end - begin) * 8 != math.prod(shape) * _BITS[dtype] or not begin <= end <= data_bytes:
        raise _damaged(path)
    return Tensor(dtype=dtype, shape=shape, file=path)


def _counts(value: object) -> tuple[int, ...] | None:
    if isinstance(value, list) and all(type(item) is int and item >= 0 for item in value):
        return tuple(value)
    return None


def _damaged(path: Path) -> ModelError:
    return ModelError(
        say(N_("The weights in {file} are damaged."), file=path.name),
        say(N_("Download or copy the model again.")),
    )


def _unreadable(path: Path) -> ModelError:
    return ModelError(
        say(N_("{file} of this model is damaged: it cannot be read."), file=path.name),
        say(N_("Download or copy the model again.")),
    )


def _too_large(path: Path) -> ModelError:
    return ModelError(
        say(N_("{file} of this model is larger than any real one."), file=path.name),
        say(N_("Download or copy the model again.")),
    )
