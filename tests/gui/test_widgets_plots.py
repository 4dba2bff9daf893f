"""The plots: their numbers, their texts, and that a hundred thousand points stay quick."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from widget_examples import MARKUP, click, double_click, light, press, shown

from workbench.gui.widgets.compare_plot import ComparePlot, Series
from workbench.gui.widgets.metric_plot import MetricPlot, metric_range
from workbench.gui.widgets.plot_axes import round_step
from workbench.gui.widgets.plot_data import Column, RunCurves, SmoothColumn, keep_of, nice_ceiling, thinned

pytestmark = pytest.mark.gui


def filled(qtbot: QtBot) -> MetricPlot:
    plot = MetricPlot(light())
    qtbot.addWidget(plot)
    plot.set_metric("Macro-F1", hint="validation")
    plot.set_epochs(3)
    plot.append_steps([0.5, 1.0, 1.5, 2.0], [1.0, 0.8, 0.5, 0.4])
    plot.append_evaluation(1.0, loss=0.9, metric=0.70)
    plot.append_evaluation(2.0, loss=0.6, metric=0.86)
    plot.set_best(2.0, text="best so far: epoch 2")
    plot.set_baseline(0.79, text="simple baseline 0.79")
    shown(plot, 700, 560)
    plot.refresh()
    return plot


def test_that_smoothing_is_the_bias_corrected_mean() -> None:
    column = SmoothColumn(0.9)
    numbers = [3.0, 1.0, 2.0]
    column.extend(numbers)
    # By hand: weights (1 - b) b^(t - i), divided by their sum.
    expected = []
    for t in range(1, 4):
        weights = [0.1 * 0.9 ** (t - i) for i in range(1, t + 1)]
        expected.append(sum(w * x for w, x in zip(weights, numbers, strict=False)) / sum(weights))
    assert column.values().tolist() == pytest.approx(expected)


def test_that_smoothing_in_pieces_equals_smoothing_at_once() -> None:
    numbers = np.random.default_rng(0).normal(size=300)
    whole, pieces = SmoothColumn(0.95), SmoothColumn(0.95)
    whole.extend(numbers)
    for part in np.array_split(numbers, 7):
        pieces.extend(part)
    assert pieces.values() == pytest.approx(whole.values())


def test_that_no_smoothing_keeps_the_raw_line_and_nan_does_not_spread() -> None:
    column = SmoothColumn(keep_of(0.0))
    column.extend([1.0, float("nan"), 3.0])
    assert column.values().tolist() == [1.0, 1.0, 3.0]


def test_that_columns_grow_beyond_their_first_room() -> None:
    column = Column()
    for start in range(0, 5000, 500):
        column.extend(list(range(start, start + 500)))
    assert column.values().tolist() == list(range(5000))


def test_that_a_thinned_line_keeps_its_extremes_and_ends() -> None:
    x = np.arange(10_000, dtype=np.float64)
    y = np.sin(x / 50)
    y[1234], y[8765] = 9.0, -9.0
    thin_x, thin_y = thinned(x, y, 400)
    assert len(thin_x) <= 402
    assert (thin_y.max(), thin_y.min(), thin_x[-1]) == (9.0, -9.0, 9999.0)
    assert (np.diff(thin_x) >= 0).all()


@pytest.mark.parametrize(
    ("value", "ceiling"), [(1.12, 1.2), (0.031, 0.04), (7.0, 8.0), (0.0, 1.0), (float("nan"), 1.0)]
)
def test_that_the_axis_ends_at_a_round_number(value: float, ceiling: float) -> None:
    assert nice_ceiling(value) == pytest.approx(ceiling)


def test_that_steps_of_the_axis_are_round() -> None:
    assert round_step(1.2, 4) == pytest.approx(0.4)
    assert round_step(4.0, 5) == pytest.approx(1.0)
    assert metric_range([0.52, 0.86]) == pytest.approx((0.4, 1.0))


def test_that_the_summary_tells_the_numbers(qtbot: QtBot) -> None:
    plot = filled(qtbot)
    assert "Macro-F1 0.860 at best, at epoch 2.00." in plot.accessibleDescription()
    assert "Validation loss 0.600 at best, at epoch 2.00." in plot.accessibleDescription()


def test_that_the_mouse_reads_the_values_and_leaving_hides_them(qtbot: QtBot) -> None:
    plot = filled(qtbot)
    panel, box = plot.loss_panel, plot._read_outs[0]
    place = panel.place_of(1.02, 0.5).toPoint()
    QTest.mouseMove(panel.viewport(), place + QPoint(-3, 0))
    QTest.mouseMove(panel.viewport(), place)
    qtbot.waitUntil(box.isVisible)
    assert box.text().startswith("epoch 1, step 2, training 0.8")
    assert box.text().endswith("validation 0.900, Macro-F1 0.700")
    panel.left.emit()
    assert not box.isVisible()


def test_that_arrow_keys_read_the_values(qtbot: QtBot) -> None:
    plot = filled(qtbot)
    plot.metric_panel.setFocus()
    for _ in range(30):
        press(plot.metric_panel, Qt.Key.Key_Right)
    assert "Macro-F1 0.860" in plot._read_outs[1].text()


def test_that_zoom_is_reset_by_a_double_click_and_both_plots_follow(qtbot: QtBot) -> None:
    plot = filled(qtbot)
    plot.loss_panel.getViewBox().setXRange(1, 2, padding=0)
    assert plot.metric_panel.x_range() == pytest.approx((1, 2))
    double_click(plot.loss_panel.viewport(), QPoint(200, 100))
    assert plot.metric_panel.x_range() == pytest.approx((0, 3))


def test_that_waiting_stands_in_the_plot_until_data_come(qtbot: QtBot) -> None:
    plot = MetricPlot(light())
    qtbot.addWidget(plot)
    plot.set_waiting("Waiting for the first evaluation, about 12 s")
    shown(plot, 600, 500)
    plot.refresh()
    assert plot.metric_panel._waiting.isVisible()
    plot.append_evaluation(1.0, loss=0.5, metric=0.5)
    plot.refresh()
    assert not plot.metric_panel._waiting.isVisible()


def test_that_csv_holds_steps_and_evaluations_by_epoch(qtbot: QtBot, tmp_path: Path) -> None:
    plot = filled(qtbot)
    plot.export(tmp_path / "curves.csv")
    rows = list(csv.DictReader((tmp_path / "curves.csv").read_text(encoding="utf-8").splitlines()))
    assert [float(row["epoch"]) for row in rows] == [0.5, 1.0, 1.0, 1.5, 2.0, 2.0]
    assert [row["training_loss"] for row in rows if row["step"]] == ["1.0", "0.8", "0.5", "0.4"]
    assert [row["Macro-F1"] for row in rows if row["Macro-F1"]] == ["0.7", "0.86"]


def test_that_pictures_are_written_and_copied(qtbot: QtBot, tmp_path: Path) -> None:
    plot = filled(qtbot)
    plot.export(tmp_path / "curves.png")
    plot.export(tmp_path / "curves.svg")
    assert QImage(str(tmp_path / "curves.png")).width() == 2 * plot.width()
    assert "<svg" in (tmp_path / "curves.svg").read_text(encoding="utf-8")
    with qtbot.waitSignal(plot.image_copied):
        click(plot._copy)
    assert not QGuiApplication.clipboard().image().isNull()


def test_that_a_path_that_cannot_be_written_is_an_error(qtbot: QtBot, tmp_path: Path) -> None:
    plot = filled(qtbot)
    with pytest.raises(OSError, match="could not be written"):
        plot.export(tmp_path / "missing" / "curves.png")


def test_that_moving_the_slider_smooths_anew(qtbot: QtBot) -> None:
    plot = filled(qtbot)
    with qtbot.waitSignal(plot.smoothing_changed) as changed:
        plot.set_smoothing(0.0)
    assert changed.args == [0.0]
    assert plot._curves.smooth.values().tolist() == [1.0, 0.8, 0.5, 0.4]


def test_that_a_hundred_thousand_points_refresh_within_a_frame_or_two(qtbot: QtBot) -> None:
    plot = MetricPlot(light())
    qtbot.addWidget(plot)
    plot.set_epochs(10)
    epochs = np.arange(100_000) / 10_000
    plot.append_steps(epochs.tolist(), (1 + np.random.default_rng(0).normal(0, 0.1, 100_000)).tolist())
    shown(plot, 700, 560)
    plot.refresh()
    plot.append_steps([10.0], [1.0])
    started = time.process_time()
    plot.refresh()
    plot.grab()
    assert time.process_time() - started < 0.15


def test_that_nothing_is_drawn_anew_without_news(qtbot: QtBot) -> None:
    plot = filled(qtbot)
    assert not plot._stale
    plot.append_steps([], [])
    assert not plot._stale


def test_that_a_step_draws_the_metric_no_more(qtbot: QtBot) -> None:
    plot = filled(qtbot)
    plot.append_steps([1.0], [1.0])
    plot.set_best(plot._best, text=plot._best_text)
    plot.set_metric(*plot._metric[:1], hint=plot._metric[1])
    assert plot._stale == {"loss"}


def test_that_the_nearest_step_is_found_on_both_sides() -> None:
    curves = RunCurves(0.5)
    assert curves.nearest_step(1.0) == -1
    curves.append_steps([0.1, 0.2, 0.4], [1, 1, 1])
    assert [curves.nearest_step(epoch) for epoch in (0.0, 0.14, 0.16, 0.29, 0.31, 9.0)] == [0, 0, 1, 1, 2, 2]


def test_that_a_comparison_names_its_runs_as_plain_text(qtbot: QtBot) -> None:
    plot = ComparePlot(light())
    qtbot.addWidget(plot)
    plot.set_title("Macro-F1")
    plot.set_series([Series(MARKUP, 0, (1.0, 2.0), (0.7, 0.8), 2.0), Series("Run 2", 7, (1.0,), (0.6,))])
    plot.set_baseline(0.5, text="simple baseline")
    shown(plot, 600, 300)
    assert f"{MARKUP}: Macro-F1 0.800 at best, at epoch 2.00." in plot.summary()
    plot.panel.hovered.emit(1.1)
    assert plot._read_out.text() == f"epoch 1.1, {MARKUP} 0.700, Run 2 0.600"
