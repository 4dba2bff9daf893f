"""Icons: Lucide line drawings in the colour of the text beside them, drawn sharp for each screen's scale.

Whoever shows one draws it anew when the theme changes: the colour is part of the picture.
"""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workbench import paths

SIZES = (14, 15, 16, 18, 20)
"""The sizes, in logical pixels, at which icons are drawn."""


def icon(name: str, color: str, *, filled: bool = False) -> QIcon:
    """An icon for buttons and menus, sharp on every screen that is attached now.

    Args:
        name: A file of `resources/icons`, without `.svg`.
        color: A colour of the tokens, `#RRGGBB`.
        filled: Whether the shape is filled, as only a set star is.

    Raises:
        FileNotFoundError: If there is no such icon.
    """
    result = QIcon()
    for scale in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}):
        for size in SIZES:
            result.addPixmap(_draw(name, size, color, scale=scale, filled=filled))
    return result


def pixmap(name: str, size: int, color: str, *, scale: float = 0.0, filled: bool = False) -> QPixmap:
    """One picture of an icon.

    Args:
        name: A file of `resources/icons`, without `.svg`.
        size: Side in logical pixels.
        color: A colour of the tokens, `#RRGGBB`.
        scale: Device pixels for each logical one; 0 takes the finest screen's.
        filled: Whether the shape is filled.
    """
    return _draw(name, size, color, scale=scale or _finest_scale(), filled=filled)


def _finest_scale() -> float:
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)


@functools.lru_cache(maxsize=1024)
def _draw(name: str, size: int, color: str, *, scale: float, filled: bool) -> QPixmap:
    side = round(size * scale)
    result = QPixmap(QSize(side, side))
    result.fill(Qt.GlobalColor.transparent)
    svg = _source(name).replace("currentColor", color)
    if filled:
        svg = svg.replace('fill="none"', f'fill="{color}"')
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    result.setDevicePixelRatio(scale)
    return result


@functools.cache
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
