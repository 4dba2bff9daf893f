"""The map of texts and the plot of their lengths: what the mouse and the keys do, and what is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from widget_examples import click, color_share, light, press, shown

from workbench.gui.theme import mix
from workbench.gui.widgets.length_plot import LengthPlot
from workbench.gui.widgets.text_map import TextMap, inside_of
from workbench.values import LengthHistogram

pytestmark = pytest.mark.gui

PLACES = np.array([(-0.8, -0.8), (0.8, 0.8), (0.0, 0.0), (0.8, -0.8)], np.float32)
LENGTHS = LengthHistogram(
    edges=(0, 10, 20, 30), counts=(5, 3, 1), limit=20, truncated_rows=1, lost_share=0.1, median=9, unknown_share=0.0
)


def mapped(qtbot: QtBot) -> TextMap:
    widget = TextMap(light())
    qtbot.addWidget(widget)
    shown(widget, 420, 400)
    widget.set_dots(PLACES, np.array([0, 1, 0, -1]))
    return widget


def at(widget: TextMap, x: float, y: float) -> QPoint:
    point: QPointF = widget.mapFromScene(widget.getViewBox().mapViewToScene(QPointF(x, y)))
    return QPointF(point).toPoint()


def draw(widget: TextMap, *corners: tuple[float, float]) -> None:
    points = [at(widget, *corner) for corner in corners]
    target = widget.viewport()
    QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
    for point in points[1:]:
        QTest.mouseMove(target, point)
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])


def test_that_a_click_chooses_the_nearest_dot(qtbot: QtBot) -> None:
    widget = mapped(qtbot)
    chosen: list[int] = []
    widget.dot_chosen.connect(chosen.append)
    click(widget.viewport(), at(widget, 0.8, 0.8) + QPoint(3, 2))
    click(widget.viewport(), at(widget, 0.4, -0.4))
    assert chosen == [1]


def test_that_a_loop_chooses_what_lies_inside(qtbot: QtBot) -> None:
    widget = mapped(qtbot)
    with qtbot.waitSignal(widget.dots_chosen) as signal:
        draw(widget, (-0.3, 0.3), (1, 1), (1, -1), (-0.3, -0.3))
    assert signal.args is not None
    assert signal.args[0].tolist() == [1, 2, 3]


def test_that_an_empty_loop_and_escape_let_go(qtbot: QtBot) -> None:
    widget = mapped(qtbot)
    cleared: list[int] = []
    widget.cleared.connect(lambda: cleared.append(1))
    draw(widget, (-0.3, 0.3), (1, 1), (1, -1), (-0.3, -0.3))
    draw(widget, (-0.9, 0.9), (-0.5, 0.9), (-0.5, 0.5))
    assert len(cleared) == 1
    draw(widget, (-0.3, 0.3), (1, 1), (1, -1), (-0.3, -0.3))
    press(widget, Qt.Key.Key_Escape)
    assert len(cleared) == 2


def test_that_arrow_keys_go_from_dot_to_dot(qtbot: QtBot) -> None:
    widget = mapped(qtbot)
    hovered: list[int] = []
    widget.dot_hovered.connect(hovered.append)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left):
        press(widget, key)
    assert hovered == [2, 1, 3, 0]
    with qtbot.waitSignal(widget.dot_chosen) as signal:
        press(widget, Qt.Key.Key_Return)
    assert signal.args == [0]


def test_that_the_rest_is_dimmed(qtbot: QtBot) -> None:
    widget, theme = mapped(qtbot), light()
    second = mix(theme.label_color(1), theme.tokens.surface, 0.85)
    assert color_share(widget.grab().toImage(), second) > 0
    widget.set_chosen(np.array([0]))
    assert color_share(widget.grab().toImage(), second) == 0


@pytest.mark.parametrize("size", [(420, 400), (900, 300), (300, 700)])
def test_that_the_whole_map_is_seen_in_every_shape(qtbot: QtBot, size: tuple[int, int]) -> None:
    widget = mapped(qtbot)
    widget.resize(*size)
    assert all(widget.rect().contains(at(widget, float(x), float(y))) for x, y in PLACES)


def test_that_a_map_that_is_waited_for_has_no_dots(qtbot: QtBot) -> None:
    widget = mapped(qtbot)
    assert widget.summary() == "A map of 4 texts in 2 labels."
    widget.set_waiting("Laying out 4 texts")
    assert widget.summary() == ""


@pytest.mark.parametrize("seed", range(5))
def test_that_inside_is_what_a_painter_path_says(seed: int) -> None:
    from PySide6.QtGui import QPolygonF

    random = np.random.default_rng(seed)
    polygon, places = random.uniform(-1, 1, (12, 2)), random.uniform(-1, 1, (200, 2)).astype(np.float32)
    shape = QPolygonF([QPointF(x, y) for x, y in polygon])
    expected = [shape.containsPoint(QPointF(float(x), float(y)), Qt.FillRule.OddEvenFill) for x, y in places]
    assert inside_of(polygon, places).tolist() == expected


def test_that_lengths_are_told_in_words_and_hovered(qtbot: QtBot) -> None:
    plot = LengthPlot(light())
    qtbot.addWidget(plot)
    shown(plot, 600, 300)
    plot.set_lengths(LENGTHS)
    assert plot.summary() == "Half of the texts have at most 9 tokens. The model reads 20; 1 text is longer."
    hovered: list[int] = []
    plot.bin_hovered.connect(hovered.append)
    for tokens in (15.0, 25.0):
        scene = plot.getViewBox().mapViewToScene(QPointF(tokens, 1))
        QTest.mouseMove(plot.viewport(), plot.mapFromScene(scene))
    assert hovered == [1, 2]
    assert color_share(plot.grab().toImage(), light().tokens.warn) > 0.01  # the bar beyond the limit


def test_that_no_lengths_draw_no_bars(qtbot: QtBot) -> None:
    plot = LengthPlot(light())
    qtbot.addWidget(plot)
    shown(plot, 600, 300)
    plot.set_lengths(LENGTHS)
    plot.set_lengths(None)
    assert plot.summary() == ""
    assert color_share(plot.grab().toImage(), light().tokens.chart[0]) == 0
