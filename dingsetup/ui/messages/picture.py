"""The picture that goes with a message: the sample dashboard, or a file of the user's own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from dingsetup.findings import State
from dingsetup.ui import dialogs
from dingsetup.ui.alive import while_there
from dingsetup.ui.messages.draft import Draft
from dingsetup.ui.session import Session
from dingsetup.ui.tasks import Task
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import Elided, label, link, row

if TYPE_CHECKING:
    from dingsetup.messages.pictures import Picture

SHOWN = 1200
"""Pixels of the longer side that the preview keeps of a file; a photo has ten times as many."""


class PictureChoice(QWidget):
    """Looks at a file on a thread: what is no picture is said before anything is sent."""

    chosen = Signal(str)
    """A file that can be sent; empty for the sample dashboard."""
    shown = Signal(object)
    """The user's picture for the preview, a QImage; None for the sample."""
    url_changed = Signal(str)
    """The public address of a picture, which takes no upload."""

    def __init__(self, theme: Theme, session: Session) -> None:
        super().__init__()
        self._theme = theme
        self._session = session
        self._looking: Task | None = None
        self.fault = ""
        """Why the file that was chosen cannot be sent."""
        _ = session.language.gettext
        self._sample = QRadioButton(_("Sample dashboard"))
        self._own = QRadioButton(_("My own picture"))
        self._group = QButtonGroup(self)
        for one in (self._sample, self._own):
            self._group.addButton(one)
        self._sample.setChecked(True)
        self._sample.clicked.connect(self._to_sample)
        self._own.clicked.connect(self._ask)
        self._file = Elided()
        self._said = label("", "small")
        self._other = link(_("Choose a picture …"), self._ask)
        self._url = QLineEdit()
        self._url.setPlaceholderText(_("or a public address: https://…/picture.png"))
        self._url.setAccessibleName(_("Public address of the picture"))
        self._url.textEdited.connect(self.url_changed)
        self._lay_out()

    def _lay_out(self) -> None:
        _, theme = self._session.language.gettext, self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.15))
        column.addWidget(label(_("Picture"), "small"))
        column.addWidget(self._sample)
        column.addLayout(row(theme, self._own, None, self._other))
        column.addWidget(self._file)
        column.addWidget(self._said)
        column.addWidget(self._url)
        self._file.hide()
        self._said.hide()

    def show_draft(self, draft: Draft, *, in_text: bool) -> None:
        """Offer a public address where the picture stands in the text; show what there is."""
        self._url.setVisible(in_text)
        if self._url.text() != draft.picture_url:
            self._url.setText(draft.picture_url)
        if draft.picture and self._file.text() != draft.picture and not self.fault:
            # It was chosen before the window was drawn anew.
            self.take(draft.picture)

    def _to_sample(self) -> None:
        self._stop()
        self._say("")
        self._file.hide()
        self.chosen.emit("")
        self.shown.emit(None)

    def _ask(self) -> None:
        _ = self._session.language.gettext
        pattern = _("Pictures") + " (*.png *.jpg *.jpeg *.gif *.bmp)"
        dialog = dialogs.open_file(self, _("Choose a picture"), pattern, self.take)
        dialog.rejected.connect(self._show_choice)

    def _show_choice(self) -> None:
        """Nothing was chosen: the button that was pressed must not say otherwise."""
        (self._sample if self._file.isHidden() else self._own).setChecked(True)

    def take(self, path: str) -> None:
        """Look at a file, and use it if it can be sent."""
        self._stop()
        self._own.setChecked(True)
        self._file.setText(path)
        self._file.show()

        def work(task: Task) -> "tuple[Picture, QImage]":
            from dingsetup.messages.pictures import inspect

            return inspect(path), _small(path)

        self._looking = self._session.tasks.start(
            work,
            while_there(self, lambda found: self._take(path, *found)),
            failed=while_there(self, self._refuse),
        )

    def _take(self, path: str, picture: "Picture", image: QImage) -> None:
        from dingsetup.language.pictures import picture_line

        self._say(picture_line(self._session.language, picture), State.PASSED)
        self.fault = ""
        self.chosen.emit(path)
        self.shown.emit(image)

    def _refuse(self, error: Exception) -> None:
        from dingsetup.language.pictures import picture_told
        from dingsetup.messages.pictures import PictureError

        if isinstance(error, PictureError):
            told = picture_told(self._session.language, error)
            said = "\n".join(filter(None, (told.title, told.remedy)))
        else:
            said = str(error)
        self.fault = said
        self._say(said, State.FAILED)
        # What was chosen before is not what is meant now.
        self.chosen.emit("")
        self.shown.emit(None)

    def _say(self, text: str, state: State = State.PASSED) -> None:
        if not text:
            self.fault = ""
        self._said.setText(text)
        self._said.setVisible(bool(text))
        colour = self._theme.states[State.FAILED] if state is State.FAILED else self._theme.mute
        self._said.setStyleSheet(f"color: {colour}")

    def _stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None


def _small(path: str) -> QImage:
    """The picture as the preview needs it; read at that size where the format allows."""
    reader = QImageReader(path)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > SHOWN:
        size.scale(SHOWN, SHOWN, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(size)
    return reader.read()
