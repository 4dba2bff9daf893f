"""The trained models that are loaded: the last two that were asked, so that comparing two runs loads each once."""

from __future__ import annotations

import importlib
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import RunError, WorkbenchError
from workbench.i18n import N_, say
from workbench.store import Library
from workbench.values import Run

if TYPE_CHECKING:  # its module imports torch, which the baseline does without
    from workbench.training.task_model import Predictor

MODEL_FOLDER = "model"
"""The folder of the trained model in a run's folder."""

_KEPT = 2


class Predictors:
    """Loads the models of runs and keeps the last two.

    Args:
        library: The library whose runs are asked.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._loaded: OrderedDict[tuple[int, int], Predictor] = OrderedDict()  # by run and age of its model

    def get(self, run: Run) -> Predictor:
        """The trained model of a run; loading it can take seconds, asking again takes none.

        Raises:
            RunError: If the run has no model, or its files are gone or damaged.
        """
        folder = self._library.folder / run.folder / MODEL_FOLDER
        if not folder.is_dir():
            raise _missing(run)
        key = (run.id, folder.stat().st_mtime_ns)
        if key not in self._loaded:
            self.forget(run.id)
            while len(self._loaded) >= _KEPT:
                self._loaded.popitem(last=False)
            self._loaded[key] = _load(run, folder)
        self._loaded.move_to_end(key)
        return self._loaded[key]

    def forget(self, run_id: int) -> None:
        """Lets go of a run's model, so that its files can be removed."""
        for key in [key for key in self._loaded if key[0] == run_id]:
            del self._loaded[key]


def _load(run: Run, folder: Path) -> Predictor:
    part = "baseline" if run.model.kind == "baseline" else "model"
    loader = importlib.import_module(f"workbench.tasks.{run.task}.{part}")
    try:
        predictor: Predictor = loader.load_predictor(folder)
    except WorkbenchError as error:
        raise _damaged(run, str(error)) from error
    except (OSError, ValueError, KeyError) as error:  # what readers of JSON, safetensors and tokenizers raise
        raise _damaged(run, repr(error)) from error
    return predictor


def _missing(run: Run) -> RunError:
    if run.state == "running":
        return RunError(
            say(N_("“{name}” is still training and has no model yet."), name=run.name),
            say(N_("Wait until it has finished, or stop it and keep the best epoch.")),
        )
    if run.state in ("interrupted", "failed"):
        return RunError(
            say(N_("“{name}” did not finish and has no model."), name=run.name),
            say(N_("Resume the run, or start another one.")),
        )
    return RunError(
        say(N_("The model of “{name}” is gone from {folder}."), name=run.name, folder=run.folder),
        say(N_("Put the folder back, or train again.")),
    )


def _damaged(run: Run, details: str) -> RunError:
    return RunError(
        say(
            N_("The model of “{name}” in {folder} cannot be loaded: its files are damaged."),
            name=run.name,
            folder=run.folder,
        ),
        say(N_("Put the folder back from a copy, or train again.")),
        details=details,
    )
