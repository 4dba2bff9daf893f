"""What the Data pane decides, over a real library and the real handlers."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_pane_examples import Desk, write_rows
from pytestqt.qtbot import QtBot

from workbench.gui.panes.data.dialect_choice import DialectChoice
from workbench.gui.panes.data.presenter import DataPresenter
from workbench.protocol import ImportFile, SelectRows
from workbench.values import Roles, SplitRecipe

pytestmark = pytest.mark.gui


@pytest.fixture
def presenter(at_desk: Desk) -> DataPresenter:
    return DataPresenter(at_desk.session, at_desk.engines, at_desk.context.messages)


def _shown(presenter: DataPresenter) -> list[str]:
    assert presenter.table is not None
    column = presenter.table.column("review").to_pylist()
    return column if presenter.rows is None else [column[row] for row in presenter.rows]


def test_that_the_page_follows_the_import(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    pages = [presenter.page]
    at_desk.session.imports.open_file(write_rows(tmp_path))
    pages.append(presenter.page)
    at_desk.engines.answer()
    pages.append(presenter.page)
    assert pages == ["empty", "importing", "filled"]
    assert presenter.shown_rows == 7


def test_that_a_quick_second_import_does_not_take_the_table_away(
    at_desk: Desk, presenter: DataPresenter, tmp_path: Path, qtbot: QtBot
) -> None:
    at_desk.open(write_rows(tmp_path))
    at_desk.session.imports.open_file(write_rows(tmp_path, "text,label\na,b\nc,d\n", "other.csv"))
    assert presenter.page == "filled"
    qtbot.waitUntil(lambda: presenter.page == "importing", timeout=3000)


def test_that_a_cancelled_import_leaves_the_first_page(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    at_desk.session.imports.open_file(write_rows(tmp_path))
    at_desk.session.imports.cancel()
    assert presenter.page == "empty"
    assert at_desk.engines.waiting() == []


def test_that_a_file_without_a_label_column_fails_with_another_way_to_read_it(
    at_desk: Desk, presenter: DataPresenter, tmp_path: Path
) -> None:
    path = write_rows(tmp_path, "text\nhello there\nhow are you\n")
    at_desk.open(path)
    assert presenter.failure is not None
    assert presenter.failure.path == str(path)
    assert presenter.failure.may_be_read_otherwise
    assert presenter.page == "empty"


def test_that_no_way_to_read_is_offered_for_a_file_that_is_not_there(
    at_desk: Desk, presenter: DataPresenter, tmp_path: Path
) -> None:
    at_desk.open(tmp_path / "gone.csv")
    assert presenter.failure is not None
    assert not presenter.failure.may_be_read_otherwise


def test_that_a_failure_goes_when_another_file_is_opened(
    at_desk: Desk, presenter: DataPresenter, tmp_path: Path
) -> None:
    at_desk.open(tmp_path / "gone.csv")
    at_desk.session.imports.open_file(write_rows(tmp_path))
    assert presenter.failure is None


def test_that_only_rows_with_the_text_are_shown(
    at_desk: Desk, presenter: DataPresenter, tmp_path: Path, qtbot: QtBot
) -> None:
    at_desk.open(write_rows(tmp_path))
    presenter.type_query("  COFFEE ")
    qtbot.waitUntil(lambda: bool(at_desk.engines.waiting()), timeout=2000)
    at_desk.engines.answer()
    assert _shown(presenter) == ["keeps coffee hot until noon and looks good"] * 2
    presenter.show_all()
    assert presenter.shown_rows == 7


def test_that_fast_typing_asks_once(at_desk: Desk, presenter: DataPresenter, tmp_path: Path, qtbot: QtBot) -> None:
    at_desk.open(write_rows(tmp_path))
    for end in range(1, 7):
        presenter.type_query("coffee"[:end])
    qtbot.waitUntil(lambda: bool(at_desk.engines.waiting()), timeout=2000)
    assert [request.query for request in at_desk.engines.waiting() if isinstance(request, SelectRows)] == ["coffee"]


def test_that_only_the_answer_to_the_newest_question_counts(
    at_desk: Desk, presenter: DataPresenter, tmp_path: Path
) -> None:
    at_desk.open(write_rows(tmp_path))
    presenter.show_label("good")
    presenter.show_label("bad")
    at_desk.engines.answer(newest_first=True)
    assert _shown(presenter) == [
        "the strap broke after two weeks",
        "the left earbud went silent after a month",
    ]


def test_that_a_column_sorts_up_then_down_then_not(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    first_rows = []
    for _ in range(3):
        presenter.sort("review")
        at_desk.engines.answer()
        first_rows.append(_shown(presenter)[0])
    assert first_rows == [
        "arrived a day early and well packed",
        "the strap broke after two weeks",
        "the strap broke after two weeks",
    ]
    assert presenter.rows is None


def test_that_the_rows_of_an_issue_are_shown(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    presenter.show_issue("exact_duplicates")
    at_desk.engines.answer()
    assert presenter.rows is not None
    assert presenter.rows.tolist() == [2]
    issue = presenter.shown_issue()
    assert issue is not None
    assert issue.rows == 1


def test_that_removing_duplicates_can_be_undone(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    busy: list[bool] = []
    presenter.busy_changed.connect(lambda: busy.append(presenter.is_busy))
    presenter.mend("exact_duplicates")
    at_desk.engines.answer()
    assert busy == [True, False]
    assert presenter.shown_rows == 6
    (notice,) = at_desk.notices
    assert notice.text == "1 row removed."
    assert [version.rows for version in presenter.versions()] == [6, 7]
    assert notice.action is not None
    notice.action.run()
    assert presenter.shown_rows == 7
    assert len(at_desk.notices) == 1


def test_that_a_change_of_roles_keeps_the_search_but_not_the_label(
    at_desk: Desk, presenter: DataPresenter, tmp_path: Path
) -> None:
    at_desk.open(write_rows(tmp_path))
    presenter.show_label("good")
    presenter.sort("review")
    presenter.set_role("kind", "unused")
    at_desk.engines.answer()
    assert presenter.version is not None
    assert presenter.version.profile.roles == Roles(text="review", id="order")
    assert presenter.filter.label is None
    assert presenter.filter.sort_by == "review"


def test_that_another_split_changes_the_shares(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    rows = "\n".join(f"text number {i} is here,{'a' if i % 2 else 'b'}" for i in range(100))
    at_desk.open(write_rows(tmp_path, f"text,label\n{rows}\n"))
    presenter.set_split(SplitRecipe(validation=0.2, test=0.3, seed=1))
    at_desk.engines.answer()
    assert presenter.version is not None
    split = presenter.version.profile.split
    assert (split.train, split.validation, split.test) == (50, 20, 30)


def test_that_lines_that_could_not_be_read_are_listed(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    assert [(row.line, row.raw) for row in presenter.odd_records()] == [(8, "one,two,three,four,five")]


def test_that_a_file_that_grew_is_noticed(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    path = write_rows(tmp_path)
    at_desk.open(path)
    assert not presenter.is_changed_on_disk()
    path.write_text(path.read_text() + "more of it,good,Lyon\n")
    assert presenter.is_changed_on_disk()
    path.unlink()
    assert not presenter.is_changed_on_disk()


def test_that_a_file_is_read_as_the_user_says(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    path = write_rows(tmp_path)
    choice = DialectChoice(encoding="cp1252", delimiter=",", has_header=False)
    at_desk.session.imports.start(choice.to_import(str(path)))
    (request,) = at_desk.engines.waiting()
    assert isinstance(request, ImportFile)
    assert (request.encoding, request.delimiter, request.has_header) == ("cp1252", ",", False)
    at_desk.engines.answer()
    assert presenter.shown_rows == 9  # the names are a row now, and without them the widest row counts


def test_that_recent_files_name_each_dataset_once(at_desk: Desk, presenter: DataPresenter, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    presenter.mend("exact_duplicates")
    at_desk.engines.answer()
    at_desk.open(write_rows(tmp_path, "text,label\na b c,x\nd e f,y\n", "other.csv"))
    assert [(version.name, version.number) for version in presenter.recent(8)] == [("other.csv", 1), ("reviews.csv", 2)]
