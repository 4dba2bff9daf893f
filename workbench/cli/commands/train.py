"""`workbench train FILE`: the whole job, from a file to a tested model."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

import msgspec

from workbench import settings
from workbench.cli.commands import Command
from workbench.cli.importing import import_version, set_split, with_roles
from workbench.cli.run_result import result, show_result
from workbench.cli.session import Session
from workbench.cli.split_options import add_split_arguments, named_roles, recipe_of
from workbench.errors import DataError
from workbench.i18n import N_, say, tr
from workbench.protocol import (
    DownloadModel,
    EstimateRun,
    InspectModel,
    ModelDownloaded,
    ModelInspected,
    RunEstimated,
    RunFinished,
    StartRun,
    TrainBaseline,
)
from workbench.settings import SettingValue
from workbench.tasks import base as tasks
from workbench.values import Roles, SplitRecipe, Version


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=tr(N_("FILE")), help=tr(N_("a table with texts and labels")))
    parser.add_argument(
        "--sheet", metavar="S", help=tr(N_("the sheet of a workbook; the first with a table if not given"))
    )
    parser.add_argument("--test-file", type=Path, metavar="F", help=tr(N_("test on the rows of this file instead")))
    parser.add_argument("--validation-file", type=Path, metavar="F", help=tr(N_("validate on the rows of this file")))
    add_split_arguments(parser)
    parser.add_argument("--task", default="text_classification", metavar="T", help=tr(N_("what the model shall do")))
    parser.add_argument(
        "--model", default="starter", metavar="M", help=tr(N_("starter, a folder, or an id of the model hub"))
    )
    parser.add_argument("--method", default="full", metavar="M", help=tr(N_("how the model is trained")))
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help=tr(N_("a setting; can be given many times"))
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=tr(N_("another number, another run")))
    parser.add_argument("--name", default="", metavar="NAME", help=tr(N_("what to call the run")))


def _run(options: Namespace, session: Session) -> None:
    chosen = settings.parse_assignments((*settings.TRAINING, *settings.SPLIT), options.set)
    tasks.spec(options.task)
    model = ready_model(session, options.model)
    version = import_version(session, options.file, sheet=options.sheet)
    version = with_roles(session, version, named_roles(options))
    _check_roles(version)
    test = _import_beside(session, options.test_file, version)
    version = set_split(session, version, _split(chosen, options, test=test))
    validation = _import_beside(session, options.validation_file, version)
    session.ask(TrainBaseline(version_id=version.id, test_version_id=test), RunFinished)
    request = StartRun(
        version_id=version.id,
        task=options.task,
        model=model,
        method=options.method,
        settings={setting.key: chosen[setting.key] for setting in settings.TRAINING if setting.key in chosen},
        seed=options.seed,
        name=options.name,
        test_version_id=test,
        validation_version_id=validation,
    )
    _warn(session, request)
    finish(session, session.ask(request, RunFinished).run_id)


def finish(session: Session, run_id: int) -> None:
    """Writes the result of a run that has ended."""
    run = session.library.run(run_id)
    session.console.result(result(run, session.folder))
    show_result(run, session.folder, session.console)


def ready_model(session: Session, name: str) -> str:
    """The name of a model that is on this computer; a model of the hub is downloaded first if it is not.

    Raises:
        CommandFailed: If there is no such model, or it cannot be used.
    """
    endpoint = str(settings.load_preferences(session.folder)["hub_endpoint"])
    if Path(name).expanduser().is_dir():
        name = str(Path(name).expanduser().absolute())
    card = session.ask(InspectModel(name=name, endpoint=endpoint), ModelInspected).model
    if card.kind == "hub" and not card.folder:
        card = session.ask(DownloadModel(name=name, endpoint=endpoint), ModelDownloaded).model
    return card.name


def _split(chosen: dict[str, SettingValue], options: Namespace, *, test: int | None) -> SplitRecipe:
    """How the training file is divided: it gives no rows to a part that has a file of its own."""
    recipe = recipe_of(options, chosen)
    return msgspec.structs.replace(
        recipe,
        validation=0.0 if options.validation_file else recipe.validation,
        test=0.0 if options.test_file else recipe.test,
        test_version_id=test,
    )


def _check_roles(version: Version) -> None:
    for role, option in ((version.profile.roles.text, "--text"), (version.profile.roles.label, "--label")):
        if role is None:
            raise DataError(
                say(N_("{file}: the column for {option} could not be guessed."), file=version.name, option=option),
                say(
                    N_("Name it with {option}. The columns are {names}."),
                    option=option,
                    names=", ".join(f"“{name}”" for name in version.columns),
                ),
            )


def _import_beside(session: Session, file: Path | None, training: Version) -> int | None:
    """Imports a test or validation file, whose columns must be called as those of the training file."""
    if file is None:
        return None
    roles: Roles = training.profile.roles
    version = import_version(session, file)
    return with_roles(session, version, {"text": roles.text, "label": roles.label}).id


def _warn(session: Session, request: StartRun) -> None:
    """Says before the training what speaks against this model on these texts."""
    question = EstimateRun(
        version_id=request.version_id, model=request.model, method=request.method, settings=request.settings
    )
    estimate = session.ask(question, RunEstimated).estimate
    if estimate.warning is not None:
        session.console.warn(estimate.warning)


COMMAND = Command(name="train", help=N_("train a model on a labeled table"), add_arguments=_add_arguments, run=_run)
