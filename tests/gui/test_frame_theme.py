"""The tokens against tokens.md's rules of contrast, and the look that is made from them."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench import i18n, paths
from workbench.gui.icons import icon, pixmap
from workbench.gui.theme import DARK, LIGHT, Theme, Tokens, font, mix
from workbench.gui.theme import palette as qt_palette

pytestmark = pytest.mark.gui


def _luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(a: str, b: str) -> float:
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=["light", "dark"])
def test_that_every_text_colour_reaches_four_and_a_half_on_surface_and_window(t: Tokens) -> None:
    for color in (t.text, t.text_2, t.text_3, t.accent_text, t.ok, t.warn, t.error):
        assert _contrast(color, t.surface) >= 4.5
        assert _contrast(color, t.window) >= 4.5
    assert _contrast(t.on_accent, t.accent) >= 4.5


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=["light", "dark"])
def test_that_every_chart_colour_reaches_three_on_surface(t: Tokens) -> None:
    assert all(_contrast(color, t.surface) >= 3 for color in t.chart)


def test_that_the_seventh_label_is_grey() -> None:
    assert [LIGHT.label_color(i) for i in (0, 5, 6, 40)] == [LIGHT.chart[0], LIGHT.chart[5], LIGHT.text_3, LIGHT.text_3]


def test_that_mixing_is_linear_in_srgb() -> None:
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"
    assert mix("#3A57C9", "#FFFFFF", 1) == "#3A57C9"


def test_that_a_change_of_theme_is_told_and_changes_the_palette(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme("light")
    theme.apply(qapp)
    with qtbot.waitSignal(theme.changed):
        theme.set_choice("dark")
    assert theme.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_choice("dark")
    theme.set_choice("light")


def test_that_a_selected_row_keeps_its_text_colour() -> None:
    made = qt_palette(LIGHT)
    assert made.color(QPalette.ColorRole.HighlightedText) == made.color(QPalette.ColorRole.Text)


@pytest.mark.usefixtures("qapp")
def test_that_the_bundled_font_is_used_and_its_figures_are_tabular() -> None:
    assert QFontInfo(font("body")).family() == "Inter"
    widths = {QFontMetricsF(font("body")).horizontalAdvance(digit) for digit in "0123456789"}
    assert len(widths) == 1


@pytest.mark.usefixtures("qapp")
def test_that_chinese_titles_have_no_negative_spacing() -> None:
    assert font("title").letterSpacing() < 0
    i18n.set_language("zh_CN")
    assert font("title").letterSpacing() == 0


@pytest.mark.usefixtures("qapp")
def test_that_every_bundled_icon_is_drawn_in_the_colour_asked_for() -> None:
    for path in (paths.resources() / "icons").glob("*.svg"):
        image = pixmap(path.stem, 24, "#FF0000", scale=2.0).toImage()
        pixels = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
        colors = {(p.red(), p.green(), p.blue()) for p in pixels if p.alpha() == 255}
        assert colors == {(255, 0, 0)}, path.name


@pytest.mark.usefixtures("qapp")
def test_that_an_unknown_icon_is_a_bug() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no such icon", "#000000")


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_pictures_of_the_style_sheet_use_the_tokens(t: Tokens) -> None:
    for name, color in (("chevron", t.text_3), ("check", t.accent_text), ("check_on", t.on_accent)):
        svg = (paths.resources() / "themes" / t.name / f"{name}.svg").read_text(encoding="utf-8")
        assert set(re.findall(r"#[0-9A-F]{6}", svg)) == {color}
