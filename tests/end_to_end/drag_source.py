"""A second program whose only window is a thing to drag: it offers a file, as a file manager would.

Usage: drag_source.py FILE X Y
Prints `ready` when it can be dragged and `dropped ACTION` after each drag.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class DragSource(QLabel):
    """A label that can be dragged as a file."""

    def __init__(self, path: str) -> None:
        super().__init__("drag me")
        self._path = path
        self.setFixedSize(120, 60)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Starts the drag."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._path)])
        drag.setMimeData(data)
        action = drag.exec(Qt.DropAction.CopyAction)
        sys.stdout.write(f"dropped {action.name}\n")
        sys.stdout.flush()


def main() -> int:
    """Shows the window until it is ended."""
    path, x, y = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    app = QApplication(sys.argv[:1])
    source = DragSource(path)
    source.setWindowTitle("drag source")
    source.move(x, y)
    source.show()
    QTimer.singleShot(500, lambda: (sys.stdout.write("ready\n"), sys.stdout.flush()))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
