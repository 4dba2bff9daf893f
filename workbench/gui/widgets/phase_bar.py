"""The progress of a run: one segment for each phase, as long as its estimate, with its name and time below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.painting import Ink, draw_bar, draw_text, plain_tooltip, text_width

_BAR, _GAP, _LEAST, _ICON = 6, 6, 80, 14

PhaseState = Literal["waiting", "current", "done", "failed"]


@dataclass(frozen=True)
class Phase:
    """One phase.

    Attributes:
        name: Such as `Training`.
        weight: Its expected length, in seconds.
        state: Where it stands.
        done: How much of it is done, 0 to 1; counts while it is current.
        note: Beside the name: time used or expected, or `epoch 2.8 of 4`.
    """

    name: str
    weight: float
    state: PhaseState = "waiting"
    done: float = 0.0
    note: str = ""


class PhaseBar(QWidget):
    """Segments for the phases of a run; widths follow the estimates, and none is too narrow for its name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._phases: list[Phase] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_phases(self, phases: Sequence[Phase]) -> None:
        """Shows these phases, in their order."""
        if list(phases) == self._phases:
            return
        self._phases = list(phases)
        text = "; ".join(f"{each.name} {each.note} {self._share(each):.0%}".replace("  ", " ") for each in phases)
        self.setAccessibleDescription(text)
        self.setToolTip(plain_tooltip("\n".join(f"{each.name} {each.note}" for each in phases)))
        self.update()

    def phases(self) -> list[Phase]:
        """The phases, in their order."""
        return list(self._phases)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(480, 30)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(200, 30)

    def segments(self) -> list[QRectF]:
        """Where the segments stand."""
        count = len(self._phases)
        if not count:
            return []
        room = self.width() - _GAP * (count - 1)
        widths = _widths([max(each.weight, 0.0) for each in self._phases], [self._least(p) for p in self._phases], room)
        result, x = [], 0.0
        for width in widths:
            result.append(QRectF(x, 0, width, _BAR))
            x += width + _GAP
        return result

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for phase, bar in zip(self._phases, self.segments(), strict=True):
            fill = t.error if phase.state == "failed" else t.accent
            draw_bar(painter, bar, self._share(phase), fill=fill, track=t.track)
            self._draw_caption(painter, phase, QRectF(bar.left(), 12, bar.width() + _GAP - 2, 18))

    def _draw_caption(self, painter: QPainter, phase: Phase, rect: QRectF) -> None:
        t = self._theme.tokens
        x = rect.left()
        icon, color = {"done": ("check", t.ok), "failed": ("circle-alert", t.error)}.get(phase.state, ("", ""))
        if icon:
            painter.drawPixmap(QPointF(x, rect.top() + 2), pixmap(icon, _ICON, color))
            x += _ICON + 6
        is_current = phase.state in ("current", "failed")
        name_font = font("card_title" if is_current else "small")
        name_width = min(text_width(phase.name, name_font) + 1, rect.right() - x)
        name_ink = Ink(name_font, t.text if is_current else t.text_2)
        draw_text(painter, QRectF(x, rect.top(), name_width, rect.height()), phase.name, name_ink)
        x += name_width + 6
        if rect.right() - x > 12:
            note = QRectF(x, rect.top(), rect.right() - x, rect.height())
            draw_text(painter, note, phase.note, Ink(font("small"), t.text_3, Qt.AlignmentFlag.AlignLeft))

    def _least(self, phase: Phase) -> float:
        icon = _ICON + 6 if phase.state in ("done", "failed") else 0
        text = text_width(phase.name, font("card_title")) + text_width(phase.note, font("small")) + 8
        return max(_LEAST, icon + text)

    @staticmethod
    def _share(phase: Phase) -> float:
        return {"done": 1.0, "waiting": 0.0}.get(phase.state, min(max(phase.done, 0.0), 1.0))


def _widths(weights: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Divides the room by weight, each part at least as wide as its text; all shrink alike if even that is too much."""
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    narrow: set[int] = set()
    while True:
        rest = [at for at in range(len(weights)) if at not in narrow]
        left = room - sum(least[at] for at in narrow)
        total = sum(weights[at] for at in rest) or 1.0
        new = {at for at in rest if weights[at] / total * left < least[at]}
        if not new or new == set(rest):
            break
        narrow |= new
    widths = [least[at] if at in narrow else weights[at] / total * left for at in range(len(weights))]
    slack = room - sum(widths)
    widest = widths.index(max(widths))
    widths[widest] += slack
    return widths
