"""The columns that a user names, and the ones that were meant."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import xlsxwriter

from workbench.cli.importing import check_columns
from workbench.cli.main import main
from workbench.cli.run_result import result
from workbench.errors import DataError
from workbench.i18n import render, say
from workbench.values import (
    Dialect,
    Figures,
    LabelReport,
    ModelCard,
    Profile,
    Report,
    Roles,
    Run,
    SplitRecipe,
    SplitSizes,
    Version,
)

FIGURES = Figures(accuracy=0.9, macro_f1=0.8, accuracy_low=0.85, accuracy_high=0.95)


def _version(*columns: str) -> Version:
    profile = Profile(
        roles=Roles(),
        reason=say("Nothing was found."),
        columns=(),
        labels=(),
        split_recipe=SplitRecipe(),
        split=SplitSizes(),
        issues=(),
        language="",
        mean_characters=0.0,
    )
    return Version(
        id=1,
        dataset_id=1,
        number=1,
        name="shop.csv",
        folder="datasets/1/v1",
        source="/data/shop.csv",
        bytes=1,
        sha256="",
        dialect=Dialect(encoding="utf-8", delimiter=","),
        columns=columns,
        rows=1,
        rejected=0,
        seconds=0.0,
        profile=profile,
        created_at="2026-11-22T00:00:00Z",
    )


def _run(report: Report | None) -> Run:
    return Run(
        id=7,
        name="Run 7",
        version_id=1,
        task="text_classification",
        model=ModelCard(name="starter", kind="starter", title="Starter"),
        method="full",
        settings={},
        changed=(),
        seed=0,
        state="finished",
        folder="runs/7",
        roles=Roles(),
        started_at="2026-11-22T00:00:00Z",
        seconds=12.3456,
        report=report,
    )


def _told(error: DataError) -> str:
    return render(error.what) + " " + render(error.fix) if error.fix else ""


def test_that_columns_that_exist_are_fine() -> None:
    check_columns(_version("Text", "Label"), {"text": "Text", "label": None})


@pytest.mark.parametrize(
    ("text", "label", "told"),
    [
        ("txet", None, "shop.csv has no column --text “txet”. Did you mean “Text”?"),
        ("text", "LABEL ", "shop.csv has no column --text “text”, --label “LABEL ”. Did you mean “Text”, “Label”?"),
        (None, "price", "shop.csv has no column --label “price”. Its columns are “Text”, “Label”."),
    ],
)
def test_that_all_wrong_columns_are_told_at_once_with_the_nearest(
    text: str | None, label: str | None, told: str
) -> None:
    with pytest.raises(DataError) as raised:
        check_columns(_version("Text", "Label"), {"text": text, "label": label})
    assert _told(raised.value) == told


def test_that_a_result_has_the_promised_form() -> None:
    report = Report(
        labels=("a",),
        examples=4,
        figures=FIGURES,
        per_label=(LabelReport(label="a", precision=1.0, recall=0.5, f1=0.667, support=4),),
        confusion=((4,),),
        commonest_label="a",
        commonest=FIGURES,
        baseline=msgspec.structs.replace(FIGURES, accuracy=0.7),
        thresholds=(),
    )
    library = Path("/library").absolute()
    assert result(_run(report), library) == {
        "run": 7,
        "folder": str(library / "runs" / "7"),
        "task": "text_classification",
        "model": "starter",
        "seconds": 12.346,
        "metrics": {
            "test": {
                "accuracy": 0.9,
                "macro_f1": 0.8,
                "per_label": {"a": {"precision": 1.0, "recall": 0.5, "f1": 0.667, "support": 4}},
            }
        },
        "baseline": {"accuracy": 0.7, "macro_f1": 0.8},
    }


def test_that_a_run_without_a_test_says_so() -> None:
    told = result(_run(None), Path("/library"))
    assert (told["metrics"], told["baseline"]) == ({"test": None}, None)


def test_that_train_reads_the_sheet_that_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        reviews, names = book.add_worksheet("Reviews"), book.add_worksheet("Names")
        reviews.write_row(0, 0, ("text", "label"))
        reviews.write_row(1, 0, ("a good one", "pos"))
        names.write_column(0, 0, ("name", "Ann"))
    assert main(["train", str(path), "--sheet", "Names", "--library", str(tmp_path / "library")]) == 2
    assert "The sheet “Names” of “book.xlsx” has one column" in capsys.readouterr().err
