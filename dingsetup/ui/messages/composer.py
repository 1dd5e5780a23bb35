"""Keeps the draft, and makes message, outline and faults of it anew while somebody types.

All of it is arithmetic on a few thousand letters, so it is done on the main thread, a moment after
the key; what must be loaded for it is loaded on a thread beforehand.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from dingsetup.messages.bubble import Bubble
from dingsetup.messages.values import Fault, Message, MessageType, Severity
from dingsetup.profile import data_folder
from dingsetup.ui.alive import while_there
from dingsetup.ui.messages.draft import Draft, keep_draft, kept_draft
from dingsetup.ui.messages.makers import load
from dingsetup.ui.messages.words import MESSAGE_LANGUAGES
from dingsetup.ui.session import Session

if TYPE_CHECKING:
    from dingsetup.messages.compose import Composed
    from dingsetup.messages.history import Again
    from dingsetup.messages.limits import Meter
    from dingsetup.messages.pushes import Push, Pushes

PAUSE_MS = 15
"""A key that follows this fast is drawn together with the one before."""
PENDING = "@uploaded-when-sent"
"""Stands where the picture's id will be: its upload waits for the sending."""
WITH_PICTURE = frozenset({MessageType.IMAGE, MessageType.LINK, MessageType.OA})
"""Types that have a place for an uploaded picture."""
IN_TEXT = frozenset({MessageType.MARKDOWN, MessageType.CARD, MessageType.BUTTONS})
"""Types with a picture in their text, which a subscription's screenshot then is."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft comes to."""

    message: Message
    bubble: Bubble
    faults: tuple[Fault, ...]
    meters: "tuple[Meter, ...]"

    @property
    def errors(self) -> tuple[Fault, ...]:
        """With one of these it cannot be sent."""
        return tuple(one for one in self.faults if one.severity is Severity.ERROR)


class Composer(QObject):
    """Owns the draft."""

    loaded = Signal()
    """The pushes are there, or were read anew."""
    edited = Signal()
    """The draft is another."""
    made_anew = Signal()
    """Message, outline and faults are those of the draft."""
    failed = Signal(Exception)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.draft: Draft = kept_draft(session)
        self.pushes: Pushes | None = None
        self.made: Made | None = None
        self.trial: Push | None = None
        """The template that is being edited, shown instead of the push as it is kept."""
        self._loading = False
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self.make)

    @property
    def folder(self) -> Path:
        """Where the user's own templates are."""
        return data_folder() / "templates"

    @property
    def push(self) -> "Push | None":
        if self.trial is not None:
            return self.trial
        return self.pushes.find(self.draft.push) if self.pushes is not None else None

    @property
    def type(self) -> MessageType:
        push = self.push
        own = push.default_type if push is not None else MessageType.TEXT
        return self.draft.type or own

    @property
    def in_text(self) -> bool:
        """Whether a picture would stand in the message's text."""
        push = self.push
        return self.type in IN_TEXT and push is not None and push.group == "subscription"

    @property
    def with_picture(self) -> bool:
        """Whether a picture goes with the message."""
        return self.type in WITH_PICTURE or self.in_text

    @property
    def uploads(self) -> bool:
        """Whether it is uploaded: a public address in a text needs no upload."""
        return self.with_picture and not (self.in_text and self.draft.picture_url.strip())

    def load(self, *, anew: bool = False) -> None:
        """Read the pushes and load what makes messages of them, on a thread."""
        if self._loading or (self.pushes is not None and not anew):
            return
        self._loading = True
        folder = self.folder
        self._session.tasks.start(
            lambda task: load(folder),
            while_there(self, self._loaded),
            failed=while_there(self, self.failed.emit),
            finished=while_there(self, self._not_loading),
        )

    def _not_loading(self) -> None:
        self._loading = False

    def _loaded(self, pushes: "Pushes") -> None:
        self.pushes = pushes
        if pushes.find(self.draft.push) is None:
            # The picture of a whole page shows best what this is about.
            ids = [push.id for push in pushes.all]
            first = FIRST if FIRST in ids else ids[0]
            self.draft = msgspec.structs.replace(self.draft, push=first)
        self.loaded.emit()
        # In a turn of its own: the fields of the push were just built.
        self.pause.start()

    def edit(self, **fields: Any) -> None:
        """Change the draft."""
        self._take(msgspec.structs.replace(self.draft, **fields))

    def set_value(self, name: str, value: str) -> None:
        self._take(self.draft.with_value(name, value))

    def take_again(self, made: "Again") -> None:
        """Take an earlier send for a new one, filled in as it was."""
        content = made.content
        if self.pushes is None or self.pushes.find(content.push) is None:
            return
        language = content.language if content.language in MESSAGE_LANGUAGES else "zh"
        typed = {**self.draft.typed, (content.push, language): content.variables}
        self.edit(
            push=content.push,
            type=content.message.type,
            language=language,
            typed=typed,
            status=content.message.status,
            people=made.recipients,
        )

    def to_samples(self) -> None:
        """Take back everything typed in this push."""
        self._take(self.draft.with_samples())
        self.loaded.emit()

    def try_template(self, push: "Push | None") -> None:
        """Show a template that is being edited; None for the one that is kept."""
        self.trial = push
        self.pause.start()

    def _take(self, draft: Draft) -> None:
        if draft == self.draft:
            return
        self.draft = draft
        keep_draft(self._session, draft)
        self.edited.emit()
        self.pause.start()

    def values(self) -> Mapping[str, str]:
        """Of all variables: what was typed, else the profile's own links, else the sample."""
        push, profile = self.push, self._session.profile
        if push is None:
            return {}
        from dingsetup.messages.compose import default_links, sample_values

        base_url = profile.base_url or ""
        links = default_links(push, profile.domain, profile.corp_id, base_url)
        return {**sample_values(push, self.draft.language), **links, **self.draft.values}

    def make(self) -> None:
        """Make everything of the draft now."""
        self.pause.stop()
        push = self.push
        if push is None:
            return
        from dingsetup.messages.limits import meters
        from dingsetup.messages.lint import lint
        from dingsetup.messages.outline import bubble

        message, faults = self.message(self.draft.number)
        profile = self._session.profile
        facts = self._session.facts
        people = len(self.draft.people or ())
        found = lint(message, facts, domain=profile.domain, people=people)
        self.made = Made(
            message=message,
            bubble=bubble(message),
            faults=(*faults, *(one for one in found if one not in faults)),
            meters=meters(message, facts),
        )
        self.made_anew.emit()

    def message(self, number: int) -> tuple[Message, tuple[Fault, ...]]:
        """The message as this test of the day, and what went wrong filling it in."""
        made = self.maker(number)(PENDING if self.uploads else "")
        return made.message, made.faults

    def maker(self, number: int) -> "Callable[[str], Composed]":
        """Makes the message of the draft as it is now with a picture's media id, on any thread."""
        from dingsetup.messages.compose import Composed, compose

        push, draft, type, values = self.push, self.draft, self.type, self.values()
        assert push is not None
        url = draft.picture_url.strip() if self.in_text else ""

        def make(media_id: str) -> Composed:
            made = compose(
                push,
                type,
                draft.language,
                values,
                number=number,
                media_id=media_id,
                picture_url=url,
            )
            if type is not MessageType.OA or draft.status is None:
                return made
            message = msgspec.structs.replace(made.message, status=draft.status)
            return Composed(message, made.faults)

        return make


FIRST = "subscription-scheduled"
