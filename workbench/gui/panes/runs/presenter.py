"""What the Runs pane decides: which runs show, which are compared and in which color, what can be done with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.gui import wording
from workbench.gui.panes.runs.comparison import MOST_TICKED, best_ids
from workbench.protocol import EvaluationLogged, UpdateRun
from workbench.tasks import base as tasks
from workbench.values import Run, RunState, Version

if TYPE_CHECKING:
    from workbench.gui.pane import PaneContext

StateFilter = Literal["all", "starred", "finished", "stopped", "interrupted", "failed", "running"]
NextStep = Literal["use", "resume", "watch", "none"]

_LAST_STEPS = 200
"""Memory is read from so many steps before the last evaluation: a long run has a hundred thousand."""


@dataclass(frozen=True)
class Story:
    """What the library tells of a run's course: its looks at the validation rows, and the memory that it took."""

    evaluations: tuple[EvaluationLogged, ...] = ()
    memory_bytes: int = 0


class RunsPresenter(QObject):
    """The decisions of the Runs pane.

    Args:
        context: The collaborators.
        search_words: The words of a run that the search field looks through.

    Signals:
        changed: Other runs, ticks, filter or current run.
        full: The user ticked more runs than can be compared.
    """

    changed = Signal()
    full = Signal()

    def __init__(self, context: PaneContext, search_words: Callable[[Run], str] = lambda run: run.name) -> None:
        super().__init__()
        self._session = context.session
        self._training = context.training
        self._search_words = search_words
        self._stories: dict[int, tuple[object, Story]] = {}
        self._has_ticked = False
        self._seen_run: int | None = None
        self._retick: dict[int, int] = {}
        self._pending: dict[int, dict[str, str | bool]] = {}
        self.runs: list[Run] = []
        self.versions: dict[int, Version] = {}
        self.best: frozenset[int] = frozenset()
        self.ranks: dict[int, int] = {}
        self.current_id: int | None = None
        self.query = ""
        self.filter: StateFilter = "all"
        self._session.runs_changed.connect(self.refresh)
        self._session.run_changed.connect(self.refresh)
        self._training.started.connect(self.refresh)
        self._training.ended.connect(self.refresh)
        self._training.queue_changed.connect(self.changed)
        self._session.failed.connect(self._on_failed)
        self.refresh()

    # What shows

    def refresh(self) -> None:
        """Reads the runs anew."""
        library = self._session.library
        self.runs = [run for run in map(self._with_pending, library.runs()) if not run.deleted]
        self.versions = {version.id: version for version in library.versions()}
        self.best = best_ids(self.runs)
        known = {run.id for run in self.runs}
        self.ranks = {run_id: rank for run_id, rank in self.ranks.items() if run_id in known}
        self._follow_session()
        if self.current_id not in known:
            self.current_id = self.runs[0].id if self.runs else None
        self.changed.emit()

    @property
    def current(self) -> Run | None:
        """The run that the buttons are about; None while it is hidden by filter or search."""
        return next((run for run in self.shown if run.id == self.current_id), None)

    @property
    def ticked(self) -> list[Run]:
        """The runs that are compared, in the order of their colors."""
        by_id = {run.id: run for run in self.runs}
        return [by_id[run_id] for run_id in sorted(self.ranks, key=lambda one: self.ranks[one])]

    @property
    def shown(self) -> list[Run]:
        """The runs that pass filter and search, newest first."""
        parts = self.query.casefold().split()
        return [
            run
            for run in self.runs
            if self._passes(run) and all(part in self._search_words(run).casefold() for part in parts)
        ]

    @property
    def metric(self) -> str:
        """The key of the metric that chose the best epochs."""
        return tasks.spec(self._task).metric

    @property
    def metric_title(self) -> str:
        """The metric's name, not yet translated."""
        return tasks.spec(self._task).metric_title

    @property
    def progress(self) -> float | None:
        """How far the run is that is being trained here, 0 to 1; None if there is none."""
        return self._training.log.progress if self._training.is_running else None

    def is_training(self, run: Run) -> bool:
        """Whether it is the run that this window trains now."""
        return self._training.is_running and self._training.log.run_id == run.id

    def state(self, run: Run) -> RunState:
        """What became of a run; one that goes on here runs, whatever its row still says."""
        return "running" if self.is_training(run) else run.state

    def story(self, run: Run) -> Story:
        """The course of a run; read once where the run is over."""
        mark = (run.state, run.seconds, run.epochs)
        kept = self._stories.get(run.id)
        if kept is not None and kept[0] == mark and self.state(run) != "running":
            return kept[1]
        story = self._read_story(run)
        self._stories[run.id] = (mark, story)
        return story

    def folder(self, run: Run) -> Path:
        """Where a run's files lie."""
        return self._session.library.folder / run.folder

    # What the user does

    def search(self, query: str) -> None:
        """Shows only the runs with these words."""
        self.query = query
        self._keep_current_in_sight()
        self.changed.emit()

    def filter_by(self, state: StateFilter) -> None:
        """Shows only the runs in that state."""
        self.filter = state
        self._keep_current_in_sight()
        self.changed.emit()

    def choose(self, run_id: int) -> None:
        """Makes a run the one that the buttons are about."""
        if run_id != self.current_id:
            self.current_id = run_id
            self.changed.emit()

    def tick(self, run_id: int, *, is_on: bool) -> None:
        """Takes a run into the comparison, in the first color that is free, or out of it."""
        if is_on == (run_id in self.ranks):
            return
        if is_on and len(self.ranks) >= MOST_TICKED:
            self.full.emit()
            return
        self._has_ticked = True
        if is_on:
            self.ranks[run_id] = self._free_rank()
        else:
            del self.ranks[run_id]
        self.changed.emit()

    def star(self, run_id: int, *, is_on: bool) -> None:
        """Stars a run, or takes the star away."""
        self._change(run_id, starred=is_on)

    def rename(self, run_id: int, name: str) -> None:
        """Gives a run another name; an empty one leaves the old."""
        wanted = " ".join(name.split())
        if wanted and any(run.id == run_id and wording.run_name(run) != wanted for run in self.runs):
            self._change(run_id, name=wanted)

    def delete(self, run: Run) -> Callable[[], None]:
        """Deletes a run.

        Returns:
            What brings it back, with its color and as the run that Results shows.
        """
        rank = self.ranks.get(run.id)
        was_shown = self._session.run is not None and self._session.run.id == run.id
        self.current_id = self._neighbour(run)
        self._change(run.id, deleted=True)
        if was_shown:
            self._show_another(run)

        def undo() -> None:
            if rank is not None:
                self._retick[run.id] = rank
            self._change(run.id, deleted=False)
            if was_shown:
                self._session.show_run(run.id, quietly=True)

        return undo

    def next_step(self, run: Run) -> NextStep:
        """What one would do with a run."""
        if self.is_training(run):
            return "watch"
        if run.state in ("interrupted", "failed") and self._session.library.checkpoints(run.id):
            return "resume"
        return "use" if run.report is not None else "none"

    @property
    def can_resume(self) -> bool:
        """Whether a run could go on now: one trains at a time."""
        return not self._training.is_running

    def use(self, run: Run) -> None:
        """Makes a run the one that Results and Try show."""
        self._session.show_run(run.id)

    def resume(self, run: Run) -> None:
        """Goes on with an interrupted run."""
        if self.can_resume:
            self._session.resume_run(run.id)

    # Inside

    @property
    def _task(self) -> str:
        run = self.current
        return run.task if run is not None else self._session.task

    def _change(self, run_id: int, **changes: str | bool) -> None:
        """Shows a change at once and asks for it; the engine may be busy for a moment."""
        self._pending[run_id] = {**self._pending.get(run_id, {}), **changes}
        self._session.change_run(msgspec.convert({"run_id": run_id, **changes}, UpdateRun))
        self.refresh()

    def _with_pending(self, run: Run) -> Run:
        changes = self._pending.get(run.id, {})
        if all(getattr(run, name) == value for name, value in changes.items()):
            self._pending.pop(run.id, None)
            return run
        return msgspec.structs.replace(run, **changes)

    def _on_failed(self) -> None:
        """A change that was refused must not be shown as done."""
        self._pending.clear()
        self.refresh()

    def _keep_current_in_sight(self) -> None:
        shown = [run.id for run in self.shown]
        if shown and self.current_id not in shown:
            self.current_id = shown[0]

    def _passes(self, run: Run) -> bool:
        if self.filter == "all":
            return True
        return run.starred if self.filter == "starred" else self.state(run) == self.filter

    def _follow_session(self) -> None:
        """The run that Results shows becomes current when it changes, and is ticked until the user ticks others."""
        known = {run.id for run in self.runs}
        shown = self._session.run.id if self._session.run is not None else None
        if shown != self._seen_run:
            self._seen_run = shown
            if shown in known:
                self.current_id = shown
        tested = [run.id for run in self.runs if run.report is not None]
        if not self._has_ticked:
            first = [shown] if shown is not None and shown in known else tested or [run.id for run in self.runs]
            self.ranks = dict.fromkeys(first[:1], 0)
        for run_id in [each for each in self._retick if each in known]:
            rank = self._retick.pop(run_id)
            if rank not in self.ranks.values():
                self.ranks[run_id] = rank

    def _free_rank(self) -> int:
        return next(rank for rank in range(MOST_TICKED) if rank not in self.ranks.values())

    def _neighbour(self, run: Run) -> int | None:
        """The run that is current once this one is gone: the one below it, else the one above."""
        ids = [each.id for each in self.shown]
        if run.id not in ids:
            return self.current_id
        place = ids.index(run.id)
        rest = ids[:place] + ids[place + 1 :]
        return rest[min(place, len(rest) - 1)] if rest else None

    def _show_another(self, gone: Run) -> None:
        """Results must not go on showing a deleted run while there is another."""
        others = [run for run in self.runs if run.report is not None and run.id != gone.id]
        others.sort(key=lambda run: run.model.kind == "baseline")
        if others:
            self._seen_run = others[0].id
            self._session.show_run(others[0].id, quietly=True)

    def _read_story(self, run: Run) -> Story:
        if self.is_training(run):
            log = self._training.log
            used = log.last_step.memory_bytes if log.last_step else 0
            return Story(tuple(log.evaluations), used)
        library = self._session.library
        looks = library.evaluations(run.id)
        steps = library.steps(run.id, after=max(0, looks[-1].step - _LAST_STEPS)) if looks else []
        return Story(tuple(looks), max((step.memory_bytes for step in steps), default=0))
