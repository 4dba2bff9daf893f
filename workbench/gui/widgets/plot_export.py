"""Pictures of a widget: to the clipboard, as PNG, as SVG."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

SCALE = 2.0
"""Pictures are drawn at twice the size, for slides and print."""


def picture(widget: QWidget) -> QPixmap:
    """The widget as it looks now, at twice its size."""
    result = QPixmap(widget.size() * SCALE)
    result.setDevicePixelRatio(SCALE)
    widget.render(result)
    return result


def copy_picture(widget: QWidget) -> None:
    """Puts the widget as it looks now on the clipboard."""
    QGuiApplication.clipboard().setPixmap(picture(widget))


def save_picture(widget: QWidget, path: Path) -> None:
    """Writes the widget as it looks now, as SVG if the path ends so, else as PNG.

    Raises:
        OSError: If the file cannot be written.
    """
    is_written = _save_svg(widget, path) if path.suffix.lower() == ".svg" else picture(widget).save(str(path), "PNG")
    if not is_written:
        raise OSError(f"{path} could not be written")


def _save_svg(widget: QWidget, path: Path) -> bool:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(QSize(widget.width(), widget.height()))
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    painter = QPainter()
    if not painter.begin(generator):
        return False
    widget.render(painter, QPoint())
    return painter.end()
