"""How the painted widgets draw dots, bars, chips and text; text is always plain, and is cut where it must be."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from workbench.gui.theme import Theme, font, mix

ChipTone = Literal["neutral", "accent", "ok", "warn", "error"]

DOT = 8
LONGEST_TOOLTIP = 2000
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Ink:
    """How a text is drawn: font, color as `#RRGGBB`, and where it stands in its rectangle."""

    font: QFont
    color: str
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


def plain_tooltip(text: str) -> str:
    """The text as a tooltip that shows its characters as they are, whatever markup they look like."""
    if not text:
        return ""
    shown = text if len(text) <= LONGEST_TOOLTIP else text[:LONGEST_TOOLTIP] + "…"
    return f"<qt>{html.escape(shown).replace(chr(10), '<br>')}</qt>"


def set_tooltip(widget: QWidget, text: str) -> None:
    """Sets a plain tooltip; screen readers get the same text without the wrapping."""
    widget.setToolTip(plain_tooltip(text))
    widget.setAccessibleDescription(text)


def one_line(text: str) -> str:
    """The text with its line breaks and tabs as spaces, cut to what any screen can show."""
    return " ".join(text[:1000].split()) if any(c in text for c in "\n\r\t") else text[:1000]


def text_width(text: str, of: QFont) -> float:
    """The width of a text in pixels."""
    return QFontMetricsF(of).horizontalAdvance(text)


def draw_text(painter: QPainter, rect: QRectF, text: str, ink: Ink) -> bool:
    """Draws one line of text, in the middle of the height; returns whether it had to be cut."""
    metrics = QFontMetricsF(ink.font)
    line = one_line(text)
    shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, rect.width() + 0.5)
    painter.setFont(ink.font)
    painter.setPen(QColor(ink.color))
    flags = int(ink.align | _MIDDLE) | int(Qt.TextFlag.TextSingleLine) | int(Qt.TextFlag.TextDontClip)
    painter.drawText(rect, flags, shown)
    return shown != line


def draw_dot(painter: QPainter, center: QPointF, color: str, *, size: float = DOT) -> None:
    """Draws the dot that stands for a label or a series."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawEllipse(center, size / 2, size / 2)


def draw_bar(painter: QPainter, rect: QRectF, share: float, *, fill: str, track: str) -> None:
    """Draws a horizontal bar with round ends.

    Args:
        painter: Where.
        rect: The whole track.
        share: How much of it is filled, 0 to 1.
        fill: Color of the filled part.
        track: Color of the empty part.
    """
    radius = min(4.0, rect.height() / 2)
    whole = QPainterPath()
    whole.addRoundedRect(rect, radius, radius)
    painter.fillPath(whole, QColor(track))
    share = min(max(share, 0.0), 1.0)
    if share <= 0:
        return
    width = max(rect.width() * share, min(rect.height(), rect.width()))
    part = QPainterPath()
    part.addRoundedRect(QRectF(rect.left(), rect.top(), width, rect.height()), radius, radius)
    painter.fillPath(part, QColor(fill))


def draw_panel(painter: QPainter, rect: QRectF, *, fill: str, border: str, radius: float) -> None:
    """Draws a rounded rectangle with a crisp outline of one pixel inside `rect`."""
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(QColor(border), 1) if border else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius - 0.5, radius - 0.5)


def draw_line(painter: QPainter, start: QPointF, end: QPointF, color: str) -> None:
    """Draws a hairline; the caller gives positions on whole pixels, half a pixel is added here."""
    painter.setPen(QPen(QColor(color), 1))
    half = QPointF(0.5, 0.5)
    painter.drawLine(start + half, end + half)


def chip_colors(theme: Theme, tone: ChipTone) -> tuple[str, str, str]:
    """Ground, outline (empty for none) and text of a chip."""
    t = theme.tokens
    if tone == "accent":
        return t.accent_soft, "", t.accent_text
    if tone == "neutral":
        return t.sunken, t.border, t.text_2
    return getattr(t, f"{tone}_soft"), "", getattr(t, tone)


def chip_width(text: str, *, has_chevron: bool = False) -> float:
    """The width that a chip with this text takes."""
    return text_width(text, font("chip")) + 16 + (16 if has_chevron else 0)


def draw_chip(painter: QPainter, rect: QRectF, text: str, colors: tuple[str, str, str]) -> None:
    """Draws a chip; see `chip_colors` for its colors."""
    ground, border, color = colors
    if ground:
        draw_panel(painter, rect, fill=ground, border=border or ground, radius=6)
    draw_text(painter, rect.adjusted(8, 0, -8, 0), text, Ink(font("chip"), color))


def draw_chevron(painter: QPainter, center: QPointF, color: str, *, is_up: bool = False) -> None:
    """Draws the small open arrow of a menu or of a sorted column."""
    painter.setPen(QPen(QColor(color), 1.25, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    rise = -1.75 if is_up else 1.75
    tip = center + QPointF(0, rise)
    painter.drawLine(center + QPointF(-3.25, -rise), tip)
    painter.drawLine(tip, center + QPointF(3.25, -rise))


def draw_focus(painter: QPainter, rect: QRectF, theme: Theme, *, radius: float) -> None:
    """Draws the focus ring inside `rect`: an accent line with a soft halo inside of it."""
    t = theme.tokens
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(t.accent_soft), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.setPen(QPen(QColor(t.accent), 1))
    painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), radius - 2, radius - 2)


def hover_fill(theme: Theme, ground: str) -> str:
    """The ground under the mouse: four percent nearer to the text."""
    return mix(theme.tokens.text, ground, 0.04)


def pressed_fill(theme: Theme, ground: str) -> str:
    """The ground while pressed: eight percent nearer to the text."""
    return mix(theme.tokens.text, ground, 0.08)
