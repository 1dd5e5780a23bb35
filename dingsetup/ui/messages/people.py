"""Who is to get it: "me" first, then whom somebody chose; looked up in the table on a thread."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dingsetup.bindings.table import Table
from dingsetup.messages.deliveries import Recipient
from dingsetup.ui.alive import while_there
from dingsetup.ui.messages.composer import Composer
from dingsetup.ui.session import Session
from dingsetup.ui.tasks import Task

if TYPE_CHECKING:
    from dingsetup.messages.recipients import Choice

MOST = 1000
"""People of one send."""


class People(QObject):
    """Keeps what speaks against each of the draft's people, as the table knew it last."""

    changed = Signal()
    failed = Signal(Exception)

    def __init__(self, table: Table, session: Session, composer: Composer, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._session = session
        self._composer = composer
        self._known: dict[str, Choice] = {}
        self._task: Task | None = None
        self._seen: tuple[object, object] | None = None
        composer.edited.connect(self._follow)

    @property
    def busy(self) -> bool:
        return self._task is not None

    @property
    def me(self) -> str:
        """Userid of whoever sits here; empty where nobody said."""
        return self._session.profile.me

    @property
    def choices(self) -> "list[Choice]":
        """The draft's people in their order; those not looked up yet are left out."""
        people = self._composer.draft.people or ()
        return [self._known[one.userid] for one in people if one.userid in self._known]

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who would really get it: nothing is sent to somebody who cannot receive it."""
        anyway = self.anyway
        return tuple(
            one.recipient
            for one in self.choices
            if reachable(one) or one.recipient.userid in anyway
        )

    @property
    def anyway(self) -> frozenset[str]:
        """Userids of those who are to get it although something speaks against it."""
        return self._composer.draft.anyway

    def look(self) -> None:
        """Look everybody up anew: the table may have changed while the page was away."""
        people = self._composer.draft.people
        if people is None and self.me:
            people = (Recipient(self.me),)
            self._composer.edit(people=people)
        self._look_up(people or ())

    def add(self, choices: "Sequence[Choice]") -> None:
        """Put people in, each once."""
        people = {one.userid: one for one in self._composer.draft.people or ()}
        for one in choices:
            self._known[one.recipient.userid] = one
            people.setdefault(one.recipient.userid, one.recipient)
        self._composer.edit(people=tuple(people.values())[:MOST])

    def add_me(self) -> None:
        """Put whoever sits here in."""
        if self.me and self.me in self._known:
            self.add([self._known[self.me]])
        elif self.me:
            people = self._composer.draft.people or ()
            self._composer.edit(people=(*people, Recipient(self.me)))

    def be(self, choice: "Choice") -> None:
        """This is whoever sits here, from now on."""
        self._session.edit(me=choice.recipient.userid)
        self.add([choice])

    def keep(self, userids: Sequence[str]) -> None:
        """Leave only these in."""
        wanted = set(userids)
        people = self._composer.draft.people or ()
        self._composer.edit(people=tuple(one for one in people if one.userid in wanted))

    def replace(self, recipients: Sequence[Recipient]) -> None:
        """Have just these, as an earlier send had them."""
        self._composer.edit(people=tuple(recipients))

    def restore(self, recipients: Sequence[Recipient]) -> None:
        """Have those of the last send, unless somebody has been chosen by now."""
        people = self._composer.draft.people
        if {one.userid for one in people or ()} <= {self.me}:
            self.replace(recipients)

    def send_anyway(self, userids: Sequence[str], wanted: bool) -> None:
        """Send it to these although something speaks against it; or no longer."""
        chosen = frozenset(userids)
        self._composer.edit(anyway=self.anyway | chosen if wanted else self.anyway - chosen)

    def _follow(self) -> None:
        people, anyway = self._composer.draft.people, self.anyway
        if (people, anyway) == self._seen:
            return
        self._seen = (people, anyway)
        unknown = [one for one in people or () if one.userid not in self._known]
        if unknown:
            self._look_up(unknown)
        else:
            self.changed.emit()

    def _look_up(self, people: Sequence[Recipient]) -> None:
        if self._task is not None:
            self._task.cancel()
        table, me = self._table, self.me

        def work(task: Task) -> "dict[str, Choice]":
            return look_up(table, [*([Recipient(me)] if me else []), *people])

        def finished() -> None:
            if self._task is task:
                self._task = None

        task = self._session.tasks.start(
            work,
            while_there(self, self._take),
            failed=while_there(self, self.failed.emit),
            finished=while_there(self, finished),
        )
        self._task = task

    def _take(self, found: "dict[str, Choice]") -> None:
        self._known |= found
        self.changed.emit()


def reachable(choice: "Choice") -> bool:
    """Whether a test would arrive: some hindrances keep only DataWind's own pushes back."""
    return choice.hindrance is None or str(choice.hindrance.kind) in _HARMLESS


_HARMLESS = frozenset({"disabled", "ignored", "conflict"})


def look_up(table: Table, people: Sequence[Recipient]) -> "dict[str, Choice]":
    """On a thread. By the account that was chosen: the binding may name another by now."""
    from dingsetup.messages.recipients import choices_of

    asked = dict(zip((one.userid for one in people), choices_of(table, people), strict=True))
    found = {userid: one for userid, one in asked.items() if one.recipient.userid == userid}
    moved = [Recipient(one.userid, one.name) for one in people if one.userid not in found]
    return found | dict(zip((one.userid for one in moved), choices_of(table, moved), strict=True))
