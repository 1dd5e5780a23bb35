"""A value of the plan in a chip: one click, or the space bar, copies it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QToolButton

from dingsetup.language import Language
from dingsetup.ui.widgets.basic import link

COPIED_MS = 1500


class Chip(QToolButton):
    """One value in a fixed-width face, with a note beside it."""

    def __init__(self, language: Language, value: str, note: str = "") -> None:
        super().__init__()
        _ = language.gettext
        self._value = value
        self._text = f"{value}   {note}" if note else value
        self._copied = _("Copied")
        self.setProperty("look", "chip")
        self.setText(self._text)
        self.setFont(fixed_font())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(_("Click to copy"))
        self.setAccessibleName(_("Copy {value}").format(value=value))
        self.clicked.connect(self.copy)
        self._back = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._back.timeout.connect(lambda: self.setText(self._text))

    def copy(self) -> None:
        """Put the value on the clipboard and say so for a moment, without changing in width."""
        QGuiApplication.clipboard().setText(self._value)
        self.setMinimumWidth(self.width())
        self.setText(self._copied)
        self._back.start()


def copy_link(add: Callable[..., None], language: Language, value: str, text: str = "") -> None:
    """Add a link that copies a value and says so."""
    _ = language.gettext

    def copy() -> None:
        QGuiApplication.clipboard().setText(value)
        made.setText(_("Copied"))
        made.setAccessibleName(_("Copied"))

    made = link(text or _("Copy"), copy, _("Copy {value}").format(value=value[:60]))
    add(made)


def fixed_font() -> QFont:
    """The system's fixed-width face, with Chinese where it has none of its own."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    size = QGuiApplication.font().pointSizeF()
    if size > 0:
        font.setPointSizeF(size * 0.95)
    # The face by its real name: behind a generic one no second family is ever asked.
    font.setFamilies([QFontInfo(font).family(), *QGuiApplication.font().families()])
    return font
