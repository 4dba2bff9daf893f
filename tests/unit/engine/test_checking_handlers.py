"""The late checks and the lengths over a real library, with the starter model's tokenizer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from workbench.data import tables
from workbench.engine import evidence, token_counts
from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.errors import ModelError
from workbench.i18n import render
from workbench.models.starter import starter_folder
from workbench.protocol import (
    CheckVersion,
    Event,
    ImportFile,
    LengthsMeasured,
    MeasureLengths,
    Progressed,
    Request,
    RequestFailed,
    SetRoles,
    SetSplit,
    VersionReady,
)
from workbench.store import Library
from workbench.values import Roles, SplitRecipe, Version

GOOD = ("wonderful", "great", "lovely", "perfect", "happy")
BAD = ("awful", "broken", "terrible", "late", "angry")
PLAIN = ("the", "strap", "box", "order", "phone", "came", "with", "was", "and", "my", "shop", "today")
WRONG = (7, 42)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Library.open(tmp_path / "library") as library:
        yield Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """120 reviews, two of them with the wrong label, one very long, one with an address."""
    source = random.Random(0)
    lines = []
    for at in range(120):
        words = source.choices(GOOD if at % 2 else BAD, k=8) + source.choices(PLAIN, k=6)
        source.shuffle(words)
        is_good = bool(at % 2) != (at in WRONG)
        lines.append(f"{' '.join(words)},{'pos' if is_good else 'neg'}")
    lines.append(f"{'the phone was great and ' * 40},pos")
    lines.append("great shop write to ann@example.org,pos")
    path = tmp_path / "reviews.csv"
    path.write_text("review,sentiment\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def events(request: Request, context: Context) -> list[Event]:
    return list(run_request(request, context))


def ready(request: Request, context: Context) -> Version:
    last = events(request, context)[-1]
    assert isinstance(last, VersionReady)
    return context.library.version(last.version_id)


def kinds(version: Version) -> set[str]:
    return {issue.kind for issue in version.profile.issues}


def rows(context: Context, version: Version, kind: str) -> list[int]:
    numbers = tables.read_rows(tables.issue_file(context.library.folder / version.folder, kind))
    return [int(number) for number in numbers]


def test_that_what_late_checks_find_is_added(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    assert version.profile.checked_with == ""
    told = events(CheckVersion(version_id=version.id), context)
    assert {type(event) for event in told[:-1]} == {Progressed}
    checked = context.library.version(version.id)
    assert checked.profile.checked_with == "starter"
    assert kinds(checked) == kinds(version) | {"label_errors", "long_text", "personal_data"}
    assert set(WRONG) <= set(rows(context, checked, "label_errors"))
    assert rows(context, checked, "long_text") == [120]
    assert rows(context, checked, "personal_data") == [121]


def test_that_a_second_check_changes_nothing(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    checked = ready(CheckVersion(version_id=version.id), context)
    assert [type(event) for event in events(CheckVersion(version_id=version.id), context)] == [VersionReady]
    assert context.library.version(version.id) == checked


def test_that_another_split_keeps_what_was_found_and_other_roles_forget_it(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    checked = ready(CheckVersion(version_id=version.id), context)
    found = rows(context, checked, "label_errors")
    divided = ready(SetSplit(version_id=version.id, split=SplitRecipe(seed=5)), context)
    assert (kinds(divided), divided.profile.checked_with) == (kinds(checked), "starter")
    assert rows(context, divided, "label_errors") == found
    turned = ready(SetRoles(version_id=version.id, roles=Roles(text="review")), context)
    assert turned.profile.checked_with == ""
    assert not kinds(turned) & {"label_errors", "long_text", "personal_data"}
    again = ready(CheckVersion(version_id=version.id), context)
    assert kinds(again) >= {"long_text", "personal_data"}
    assert "label_errors" not in kinds(again)


def test_that_another_model_makes_only_its_own_checks_anew(
    context: Context, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = ready(ImportFile(path=str(file)), context)
    checked = ready(CheckVersion(version_id=version.id), context)
    monkeypatch.setattr(evidence, "_probabilities", None)  # would fail if the labels were looked at again
    again = ready(CheckVersion(version_id=version.id, model=str(starter_folder())), context)
    assert (kinds(again), again.profile.checked_with) == (kinds(checked), str(starter_folder()))


def test_that_texts_are_long_by_what_training_will_read(
    context: Context, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = ready(ImportFile(path=str(file)), context)
    checked = ready(CheckVersion(version_id=version.id), context)
    monkeypatch.setattr(evidence, "_probabilities", None)  # would fail if the labels were looked at again
    again = ready(CheckVersion(version_id=version.id, max_tokens=14), context)
    tokenizer = Tokenizer.from_file(str(starter_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = tables.read_table(context.library.folder / version.folder).column("review").to_pylist()
    expected = [row for row, text in enumerate(texts) if len(tokenizer.encode(text).ids) > 14]
    assert 1 < len(expected) < len(texts)
    assert rows(context, again, "long_text") == expected
    assert (kinds(again), again.profile.checked_tokens) == (kinds(checked), 14)
    told = events(MeasureLengths(version_id=version.id, max_tokens=14), context)[-1]
    assert isinstance(told, LengthsMeasured)
    assert (told.lengths.limit, told.lengths.truncated_rows) == (14, len(expected))
    told = events(MeasureLengths(version_id=version.id, max_tokens=100_000), context)[-1]
    assert isinstance(told, LengthsMeasured)
    assert told.lengths.limit == 512, "the model cannot read more"


def test_that_roles_changed_meanwhile_are_not_overwritten(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    running = run_request(CheckVersion(version_id=version.id), context)
    next(running)
    changed = ready(SetRoles(version_id=version.id, roles=Roles(text="review")), context)
    assert isinstance(list(running)[-1], VersionReady)
    assert context.library.version(version.id) == changed


def test_that_a_cancelled_check_changes_nothing(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    running = run_request(CheckVersion(version_id=version.id), context)
    for _ in range(4):
        next(running)
    running.close()
    assert context.library.version(version.id) == version


def test_that_a_sample_is_looked_at_and_said_so(context: Context, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_ROWS", 100)
    version = ready(ImportFile(path=str(file)), context)
    checked = ready(CheckVersion(version_id=version.id), context)
    issue = next(issue for issue in checked.profile.issues if issue.kind == "label_errors")
    assert render(issue.sentence).startswith("Of 100 rows,")


def test_that_a_table_without_texts_or_labels_is_checked_as_far_as_it_goes(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file), roles=Roles(label="sentiment")), context)
    assert ready(CheckVersion(version_id=version.id), context).profile.checked_with == "starter"
    told = events(MeasureLengths(version_id=version.id), context)[-1]
    assert isinstance(told, RequestFailed)
    assert render(told.error.what) == "“reviews.csv” has no text column yet."


def test_that_a_model_that_is_not_here_is_an_error_in_words(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    told = events(CheckVersion(version_id=version.id, model="no/such"), context)[-1]
    assert isinstance(told, RequestFailed)
    assert told.error.code == ModelError.code


def test_that_lengths_are_those_of_the_tokenizer_by_itself(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    told = events(MeasureLengths(version_id=version.id), context)[-1]
    assert isinstance(told, LengthsMeasured)
    tokenizer = Tokenizer.from_file(str(Path(starter_folder()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = tables.read_table(context.library.folder / version.folder).column("review").to_pylist()
    tokens = np.array([len(tokenizer.encode(text).ids) for text in texts])
    lengths = told.lengths
    assert (lengths.limit, lengths.truncated_rows) == (128, int((tokens > 128).sum()))
    assert lengths.median == int(np.median(tokens))
    assert lengths.lost_share == pytest.approx(np.maximum(tokens - 128, 0).sum() / tokens.sum())
    # numpy's histogram closes the last bin above; here it holds everything above it.
    expected, _ = np.histogram(np.minimum(tokens, lengths.edges[-1]), bins=lengths.edges)
    assert list(lengths.counts) == expected.tolist()


def test_that_lengths_are_counted_once(context: Context, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = ready(ImportFile(path=str(file)), context)
    first = events(MeasureLengths(version_id=version.id), context)
    again = events(MeasureLengths(version_id=version.id), context)
    assert (len(again), again[-1]) == (1, first[-1])
    other = ready(SetRoles(version_id=version.id, roles=Roles(text="sentiment")), context)
    told = events(MeasureLengths(version_id=other.id), context)[-1]
    assert isinstance(told, LengthsMeasured)
    assert told.lengths.median == 4  # a word in two pieces between two special tokens
    monkeypatch.setattr(token_counts, "MOST_CHARACTERS", 10)
    assert events(MeasureLengths(version_id=other.id), context)[-1] == told
