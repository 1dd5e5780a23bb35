"""The previews of a message: the chat, the line among conversations, the notification."""

import datetime
from collections.abc import Callable

from PySide6.QtGui import QImage

from dingsetup.language import Language
from dingsetup.messages.bubble import Bubble
from dingsetup.messages.values import Fault
from dingsetup.ui.messages.drawing.chat import draw_chat
from dingsetup.ui.messages.drawing.conversations import draw_conversations
from dingsetup.ui.messages.drawing.measures import Look, look, scale_of
from dingsetup.ui.messages.drawing.notification import draw_notification
from dingsetup.ui.messages.drawing.scene import Scene, Shown, client_words
from dingsetup.ui.messages.screen import Screen
from dingsetup.ui.messages.spoken import spoken

Draw = Callable[[Shown, Look, float], Scene]


class _View(Screen):
    """One way to look at a message, in DingTalk's colours whatever the window's are."""

    def __init__(self, language: Language, name: str, draw: Draw) -> None:
        super().__init__(name, self._reason)
        self._language = language
        self._drawing = draw

    def show_bubble(
        self,
        bubble: Bubble,
        *,
        device: str,
        dark: bool,
        app_name: str,
        at: datetime.datetime,
        picture: QImage | None = None,
    ) -> None:
        """Show a message as it would arrive at `at`, on a `phone` or a `pc`.

        Without a picture, what stands for one is drawn where the message has one. Raises ValueError
        for another device.
        """
        shown = Shown(
            outline=bubble,
            app_name=app_name,
            at=at,
            words=client_words(self._language),
            picture=picture,
        )
        self.setAccessibleDescription(self._said(bubble))
        seen = look(device, dark=dark, scale=scale_of(self.font()))
        self.show_scene(seen, lambda at_look, width: self._drawing(shown, at_look, width))

    def _said(self, bubble: Bubble) -> str:
        return spoken(bubble)

    def _reason(self, fault: Fault) -> str:
        from dingsetup.language.message_faults import fault_told  # only who points asks why

        told = fault_told(self._language, fault)
        return "\n".join(part for part in (told.title, told.cause, told.remedy) if part)


class Preview(_View):
    """The message in its conversation; faults are underlined, their reason is a tool tip."""

    def __init__(self, language: Language) -> None:
        super().__init__(language, language.gettext("Preview of the message"), draw_chat)


class ListLine(_View):
    """The line of the conversation in DingTalk's list."""

    def __init__(self, language: Language) -> None:
        name = language.gettext("Preview in the list of conversations")
        super().__init__(language, name, draw_conversations)

    def _said(self, bubble: Bubble) -> str:
        return bubble.list_line


class NotificationCard(_View):
    """What the phone or PC shows when the message arrives."""

    def __init__(self, language: Language) -> None:
        name = language.gettext("Preview of the notification")
        super().__init__(language, name, draw_notification)

    def _said(self, bubble: Bubble) -> str:
        return "\n".join(bubble.notification)
