"""What went wrong, inline: what was seen, why, what to do."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from dingsetup.bindings.values import BindingError
from dingsetup.database import DatabaseError
from dingsetup.findings import State
from dingsetup.language import Told
from dingsetup.language.bindings import trouble_of
from dingsetup.language.sheets import sheet_told
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button, clear, label, link
from dingsetup.ui.widgets.mark import Mark

if TYPE_CHECKING:
    from dingsetup.language import Language

Way = tuple[str, Callable[[], None]]


def tell_error(language: "Language", error: Exception) -> Told:
    """Any failure of the table in words."""
    from dingsetup.bindings.sheets import SheetError  # loaded with the first sheet or trouble

    _ = language.gettext
    if isinstance(error, BindingError):
        return trouble_of(language, error)
    if isinstance(error, SheetError):
        return sheet_told(language, error)
    if isinstance(error, DatabaseError):
        return Told(
            _("The profile's file cannot be used"),
            f"{error.file}: {error.reason}",
            _("Close other programs that use it and make room on the disk, then try again."),
        )
    if isinstance(error, OSError):
        return Told(_("The file cannot be used"), str(error), "")
    return Told(_("This did not succeed"), f"{type(error).__name__}: {error}", "")


class Notice(QFrame):
    """One trouble at a time; it goes when it is closed or with the next thing that succeeds."""

    def __init__(self, theme: Theme, language: "Language") -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self.setProperty("look", "card")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(*[theme.gap(0.5)] * 4)
        self._line.setSpacing(theme.gap(0.5))
        self.hide()

    def tell(self, error: Exception, way: Way | None = None) -> None:
        """Say why something failed."""
        self.say(tell_error(self._language, error), way=way)

    def say(self, told: Told, state: State = State.FAILED, way: Way | None = None) -> None:
        """Show what happened, and have a screen reader speak it; `way` is a button's text and
        what it does."""
        _ = self._language.gettext
        clear(self._line)
        mark = Mark(self._theme, state, self._language.state(state))
        self._line.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(self._theme.gap(0.08))
        words.addWidget(label(told.title, "strong"))
        if told.cause:
            words.addWidget(label(told.cause, "mute"))
        if told.remedy:
            words.addWidget(label(told.remedy))
        self._line.addLayout(words, 1)
        go = button(*way, "primary") if way is not None else None
        if go is not None:
            self._line.addWidget(go, alignment=Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(link(_("Close"), self.hide), alignment=Qt.AlignmentFlag.AlignTop)
        self.show()
        if go is not None:
            go.setFocus(Qt.FocusReason.TabFocusReason)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told.title))
