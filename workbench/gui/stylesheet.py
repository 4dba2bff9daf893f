"""The style sheet, made from the tokens: buttons, fields, menus, chips and cards; the rest is the palette's."""

from __future__ import annotations

from string import Template

from workbench import paths
from workbench.gui.tokens import Tokens, mix

_TEMPLATE = Template("""
QPushButton, QToolButton {
    background: $surface; color: $text; border: 1px solid $border_strong; border-radius: 7px;
    padding: 0 12px; min-height: 28px; font-weight: 500;
}
QPushButton:hover, QToolButton:hover { background: $surface_hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:open { background: $surface_pressed; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { background: $sunken; color: $text_3; border-color: $border; }
QPushButton::menu-indicator, QToolButton::menu-indicator { width: 0; image: none; }

*[kind="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; padding: 0 18px; min-height: 32px; font-weight: 600;
}
*[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
*[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
*[kind="primary"]:disabled { background: $sunken; color: $text_3; border-color: $border; }
*[kind="danger"] { color: $error; }
*[kind="danger_filled"] { background: $error; color: $on_error; border-color: $error; font-weight: 600; }
*[kind="danger_filled"]:hover { background: $error_hover; }
*[kind="quiet"], *[kind="link"] { background: transparent; border-color: transparent; color: $text_2; }
*[kind="link"] { color: $accent_text; padding: 0 6px; }
*[kind="quiet"]:hover, *[kind="link"]:hover { background: $quiet_hover; }
*[kind="quiet"]:pressed, *[kind="link"]:pressed { background: $quiet_pressed; }
*[kind="quiet"]:disabled, *[kind="link"]:disabled { color: $text_3; background: transparent; }
*[kind="quiet"]:focus, *[kind="link"]:focus { border-color: $accent; }
*[small="true"] { min-height: 24px; padding: 0 10px; border-radius: 6px; }
QToolButton[kind="quiet"] { padding: 0 5px; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: $surface; color: $text; border: 1px solid $border; border-radius: 6px;
    selection-background-color: $selection; selection-color: $text;
}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { min-height: 26px; padding: 0 8px; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border-color: $accent;
}
QLineEdit:disabled, QComboBox:disabled { background: $sunken; color: $text_3; }
*[invalid="true"], *[invalid="true"]:focus { border-color: $error; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($chevron); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $border; padding: 4px; outline: none;
}

QFrame[card="true"] { background: $surface; border: 1px solid $border; border-radius: 9px; }
QLabel { background: transparent; }
QLabel[tone="text_2"] { color: $text_2; }
QLabel[tone="text_3"] { color: $text_3; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="error"] { color: $error; }
QLabel[tone="accent_text"] { color: $accent_text; }
QToolTip {
    background: $tip; color: $tip_text; border: 1px solid $tip; padding: 6px 8px; font-size: 12px;
}

QMenuBar { background: transparent; color: $text_2; border: none; spacing: 0; }
QMenuBar::item { background: transparent; padding: 6px 9px; margin: 2px 1px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $quiet_hover; color: $text; }
QMenu { background: $surface; color: $text; border: 1px solid $border; border-radius: 9px; padding: 5px; }
QMenu::item { padding: 6px 18px 6px 12px; border-radius: 6px; min-height: 18px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $text_3; }
QMenu::icon { padding-left: 10px; }
QMenu::separator { height: 1px; background: $hairline; margin: 5px 0; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; }
QMenu::indicator:checked { image: url($check); }

QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $border_strong; border-radius: 4px;
    background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check_on); }
QCheckBox::indicator:focus { border-color: $accent; }

QScrollArea, QAbstractScrollArea { border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; padding: 2px; }
QScrollBar:horizontal { height: 10px; padding: 2px; }
QScrollBar::handle { background: $border_strong; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 28px; margin: 0 2px; }
QScrollBar::handle:horizontal { min-width: 28px; margin: 2px 0; }
QScrollBar::handle:hover { background: $text_3; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: transparent; border: none; width: 0; height: 0;
}
""")


def stylesheet(t: Tokens) -> str:
    """The style sheet of a theme."""
    colors = {name: value for name, value in vars(t).items() if isinstance(value, str)}
    return _TEMPLATE.substitute(
        colors,
        surface_hover=mix(t.text, t.surface, 0.04),
        surface_pressed=mix(t.text, t.surface, 0.08),
        accent_hover=mix("#000000", t.accent, 0.08),
        accent_pressed=mix("#000000", t.accent, 0.16),
        error_hover=mix("#000000", t.error, 0.08),
        on_error=t.on_accent if t.name == "light" else t.window,
        quiet_hover=mix(t.text, t.rail, 0.06),
        quiet_pressed=mix(t.text, t.rail, 0.1),
        selection=mix(t.accent, t.surface, 0.3),
        tip=t.text if t.name == "light" else t.border,
        tip_text=t.surface if t.name == "light" else t.text,
        chevron=_image(t, "chevron"),
        check=_image(t, "check"),
        check_on=_image(t, "check_on"),
    )


def _image(t: Tokens, name: str) -> str:
    """A picture for the style sheet, which can only name files; each theme has its own, in its own colours."""
    return (paths.resources() / "themes" / t.name / f"{name}.svg").as_posix()
