"""The second column: the message as DingTalk shows it, on a phone or a PC, light or dark."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from dingsetup.profile import now
from dingsetup.ui.messages.composer import Composer
from dingsetup.ui.messages.dashboard import as_png, draw_dashboard
from dingsetup.ui.messages.drawing.pictures import wants_picture
from dingsetup.ui.messages.preview import ListLine, NotificationCard, Preview
from dingsetup.ui.messages.toggles import Toggles, toggle
from dingsetup.ui.session import Session
from dingsetup.ui.switcher import shown_name
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label

MESSAGE, LIST, NOTIFICATION = "message", "list", "notification"
PHONE, PC = "phone", "pc"


class Stage(QFrame):
    """Follows the composer; drawing waits until the column is in sight."""

    def __init__(self, theme: Theme, session: Session, composer: Composer) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._session = session
        self._composer = composer
        self._theme = theme
        self._own: QImage | None = None
        _ = session.language.gettext
        self.setAccessibleName(_("Preview"))
        self._views = Toggles(
            theme,
            _("What is previewed"),
            [
                (MESSAGE, _("Message")),
                (LIST, _("Conversation list")),
                (NOTIFICATION, _("Notification")),
            ],
        )
        self._devices = Toggles(theme, _("Device"), [(PHONE, _("Phone")), (PC, _("PC"))])
        self._dark = toggle(_("Dark"))
        self._dark.setChecked(theme.dark)
        self.preview = Preview(session.language)
        self._line = ListLine(session.language)
        self._card = NotificationCard(session.language)
        self._stack = QStackedWidget()
        for part in (self.preview, self._line, self._card):
            self._stack.addWidget(part)
        self._note = label("", "small")
        self._views.choose(MESSAGE)
        self._devices.choose(PHONE)
        self._lay_out(theme)
        self._views.chosen.connect(self._show_view)
        self._devices.chosen.connect(lambda device: self.show_made())
        self._dark.clicked.connect(lambda: self.show_made())
        # In a turn of its own: the form has just shown what is wrong with the message.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.show_made)
        composer.made_anew.connect(self._soon.start)

    def _lay_out(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.gap(0.3))
        head.addWidget(self._devices, 1)
        head.addWidget(self._dark, alignment=Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.gap(0.7)] * 4)
        outer.setSpacing(theme.gap(0.4))
        outer.addWidget(self._views)
        outer.addLayout(head)
        outer.addWidget(self._stack, 1)
        outer.addWidget(self._note)
        self._note.hide()

    def show_picture(self, image: QImage | None) -> None:
        """The user's own picture; None for the sample dashboard."""
        self._own = image
        self.show_made()

    def _show_view(self, view: str) -> None:
        places = {MESSAGE: self.preview, LIST: self._line, NOTIFICATION: self._card}
        self._stack.setCurrentWidget(places[view])
        self.show_made()

    def picture(self) -> QImage:
        """What goes with the message: the user's own, else the sample dashboard."""
        if self._own is not None:
            return self._own
        return draw_dashboard(self._composer.values(), self._composer.draft.language)

    def file(self) -> Callable[[], Path | bytes]:
        """What is uploaded; the sample is packed on the thread that asks for it."""
        path = self._composer.draft.picture
        if path:
            return lambda: Path(path)
        image = self.picture()
        return lambda: as_png(image)

    def show_made(self) -> None:
        """Draw what the draft comes to."""
        made = self._composer.made
        if made is None:
            return
        bubble, shown = made.bubble, self._stack.currentWidget()
        assert isinstance(shown, Preview | ListLine | NotificationCard)
        shown.show_bubble(
            bubble,
            device="pc" if self._devices.value == PC else "phone",
            dark=self._dark.isChecked(),
            app_name=self.app_name,
            at=now(),
            picture=self.picture() if wants_picture(bubble) else None,
        )
        _ = self._session.language.gettext
        self._note.setText(_("DingTalk shows less than is sent: the end is cut off."))
        self._note.setVisible(bubble.cut)

    @property
    def app_name(self) -> str:
        """What DingTalk puts above: the app's name, which only its console knows."""
        return shown_name(self._session.language, self._session.profile)
