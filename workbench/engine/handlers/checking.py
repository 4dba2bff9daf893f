"""Requests for what takes more than a moment to know about the texts: the late checks, and the lengths in tokens."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import msgspec
import pyarrow as pa

from workbench.data import tables
from workbench.data.issues import Examples, Finding, SlowCheck, late_checks
from workbench.data.issues.evidence import rows_with_text
from workbench.data.issues.late import with_findings
from workbench.engine.context import Context, Handler
from workbench.engine.evidence import gather
from workbench.engine.token_counts import count_tokens_of, histogram, text_limit
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.protocol import CheckVersion, Event, LengthsMeasured, MeasureLengths, Progressed, VersionReady
from workbench.store import Library
from workbench.values import Version


def check_version(request: CheckVersion, context: Context) -> Iterator[Event]:
    """Makes the late checks and adds what they find to the profile; what is checked already is left as it is.

    Nothing is added where the roles or the split were changed meanwhile.

    Raises:
        ModelError: If the model is not here or cannot be used.
    """
    library = context.library
    version = library.version(request.version_id)
    request = msgspec.structs.replace(request, max_tokens=text_limit(request.max_tokens))
    if (version.profile.checked_with, version.profile.checked_tokens) != (request.model, request.max_tokens):
        findings = yield from _check(version, request, library)
        _keep(library, version, findings, request)
    yield VersionReady(version_id=version.id)


def measure_lengths(request: MeasureLengths, context: Context) -> Iterator[Event]:
    """Counts the tokens of every text.

    Raises:
        DataError: If the version has no text column.
        ModelError: If the model is not here or cannot be used.
    """
    version = context.library.version(request.version_id)
    examples = _examples(context.library, version)
    if examples.texts is None:
        raise DataError(
            say(N_("“{name}” has no text column yet."), name=version.name), say(N_("Choose the text column."))
        )
    texts = examples.texts.take(pa.array(rows_with_text(examples))).to_pylist()
    library, longest = context.library.folder, request.max_tokens
    counts = yield from count_tokens_of(version, request.model, texts, library=library, max_tokens=longest)
    yield LengthsMeasured(version_id=version.id, model=request.model, lengths=histogram(counts))


HANDLERS = (
    Handler(CheckVersion, "background", check_version),
    Handler(MeasureLengths, "interactive", measure_lengths),
)


def _check(
    version: Version, request: CheckVersion, library: Library
) -> Generator[Event, None, dict[str, Finding | None]]:
    """Makes the checks that are still to be made: with another model or limit only those that are about them."""
    examples = _examples(library, version)
    checks = late_checks(examples)
    is_first = not version.profile.checked_with
    if not is_first:
        checks = tuple(check for check in checks if isinstance(check, SlowCheck) and check.is_about_model)
    evidence = yield from gather(
        examples, request.model, library=library.folder, with_labels=is_first, max_tokens=request.max_tokens
    )
    findings: dict[str, Finding | None] = {}
    for done, check in enumerate(checks):
        what = say(N_("Checking {n:,} row."), N_("Checking {n:,} rows."), n=version.rows)
        yield Progressed(what=what, done=done, total=len(checks))
        if isinstance(check, SlowCheck):
            findings[check.kind] = check(evidence) if evidence is not None else None
        else:
            findings[check.kind] = check(examples)
    return findings


def _keep(library: Library, version: Version, findings: dict[str, Finding | None], request: CheckVersion) -> None:
    """Adds the findings to the version as it is now, unless they were made under other roles or another split."""
    now, then = library.version(version.id).profile, version.profile
    if (now.roles, now.split_recipe) != (then.roles, then.split_recipe):
        return
    folder = library.folder / version.folder
    rows = tables.read_issues(folder, now)
    profile, rows = with_findings(now, rows, findings, model=request.model, max_tokens=request.max_tokens)
    tables.write_marks(folder, tables.Marks(tables.read_split(folder / tables.SPLIT_FILE), rows))
    library.replace_profile(version.id, profile)


def _examples(library: Library, version: Version) -> Examples:
    folder = library.folder / version.folder
    examples = Examples(tables.read_table(folder), version.profile.roles)
    return examples.divided(tables.read_split(folder / tables.SPLIT_FILE))
