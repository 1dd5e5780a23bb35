"""Qt's properties and texts set without the `Qt` namespace, for what is in the first frame."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetrics


def set_by_name(target: QObject, **values: str) -> None:
    """Set properties to enumerators by name: `set_by_name(text, textFormat="PlainText")`.

    The first `Qt.X` of a process makes all 93 enumerations of that namespace, a tenth of the
    whole start: what the window's first frame needs names its values, all else says `Qt.X`.
    """
    for name, value in values.items():
        if not target.setProperty(name, value):
            raise ValueError(f"{type(target).__name__} has no {name} {value}")


def elided(metrics: QFontMetrics, text: str, room: int) -> str:
    """The text, its end cut off where it needs more pixels than there are."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    from PySide6.QtCore import Qt  # see above: most texts fit

    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
