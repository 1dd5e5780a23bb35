"""Brings message, people and post together: what a send takes, what is against it, what came."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from dingsetup.messages.deliveries import SETTLED, UNDER_WAY, Fate, Sending, SendPlan
from dingsetup.ui.messages.notice import MessageNotice
from dingsetup.ui.messages.order import Order
from dingsetup.ui.messages.panel import Tools
from dingsetup.ui.messages.people_card import PeopleCard
from dingsetup.ui.messages.post import Standing
from dingsetup.ui.messages.send_words import cost_details, cost_line, duplicate_note
from dingsetup.ui.messages.stage import Stage

PAUSE_MS = 250
"""What a send takes is worked out once typing pauses."""
ARRIVED = (Fate.DELIVERED, Fate.READ)
CAN_GO_ON = frozenset({Fate.WAITING, Fate.NOT_SENT})
"""Fates of people who may be sent to without a second copy."""


class Dispatch(QObject):
    """Owns no widget: it tells the people's card what to show, and does what its buttons ask."""

    counted = Signal(int, int)
    """People whom the last send reached, and people it was for."""

    def __init__(self, tools: Tools, card: PeopleCard, stage: Stage, notice: MessageNotice) -> None:
        super().__init__(card)
        self._tools = tools
        self._language = tools.session.language
        self._card = card
        self._box = card.send
        self._stage = stage
        self._notice = notice
        self._picture_fault = ""
        self._standing: Standing | None = None
        self._note = self._cost = ""
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self._plan)
        self._connect()

    def _connect(self) -> None:
        composer, people, post, box = (
            self._tools.composer,
            self._tools.people,
            self._tools.post,
            self._box,
        )
        composer.made_anew.connect(self._changed)
        people.changed.connect(self._people_changed)
        post.planned.connect(self._planned)
        post.refused.connect(self._refused)
        post.stands.connect(self._stands)
        post.busy_changed.connect(lambda: box.show_busy(post.busy))
        post.progressed.connect(lambda done, total: box.show_busy(True, done=done, total=total))
        post.watch.ask_as(self._tools.tenant)
        box.send_wanted.connect(self.send)
        box.cancel_wanted.connect(post.cancel)
        box.recall_wanted.connect(self._recall)
        box.look_wanted.connect(self.look)
        box.resume_wanted.connect(self._resume)
        box.status_wanted.connect(self._set_status)
        session = self._tools.session
        session.secret_changed.connect(self._secret_known)
        session.profile_changed.connect(self._changed)

    @property
    def standing(self) -> Standing | None:
        """The send whose fates are shown."""
        return self._standing

    def show_picture_fault(self, fault: str) -> None:
        """Why the picture that was chosen cannot be sent; empty where it can."""
        self._picture_fault = fault
        self._changed()

    @property
    def told(self) -> bool:
        """Whether DingTalk has said of everybody what became of it."""
        standing = self._standing
        return standing is not None and not standing.sending.tally.keys() & UNDER_WAY

    # -- before

    def _secret_known(self) -> None:
        """It is told a turn before the session has it all."""
        self._tools.session.tasks.on_main(self._changed)

    def _people_changed(self) -> None:
        self._show_people()
        self._changed()

    def _changed(self) -> None:
        self._show_block()
        self.pause.start()

    def _show_people(self) -> None:
        people, standing = self._tools.people, self._standing
        known = {one.recipient.userid: one for one in standing.deliveries} if standing else {}
        self._card.show_people(people.choices, known, people.me)
        ready = len(people.recipients)
        self._box.show_people(ready, len(people.choices) - ready)

    def _show_block(self) -> None:
        self._box.show_block(self._block())

    def _block(self) -> str:
        """Why it cannot be sent; empty where it can."""
        _ = self._language.gettext
        made, session = self._tools.composer.made, self._tools.session
        practice = session.profile.edition == "practice"
        if session.loaded and not practice and not (session.profile.app_key and session.secret):
            return _("Client ID or Client Secret is missing: fill them in under “Credentials”.")
        if self._picture_fault:
            return _("The picture cannot be sent.")
        if made is not None and made.errors:
            count = len(made.errors)
            return self._language.ngettext(
                "{n} thing must be mended first: see the message.",
                "{n} things must be mended first: see the message.",
                count,
            ).format(n=count)
        return ""

    def order(self, number: int) -> Order | None:
        """What would be sent, as this test of the day; None while something is missing for it."""
        composer, people = self._tools.composer, self._tools.people
        tenant, push = self._tools.tenant(), composer.push
        if tenant is None or push is None or not people.recipients:
            return None
        make = composer.maker(number)
        return Order(
            tenant=tenant,
            push=push.id,
            language=composer.draft.language,
            message=lambda media_id: make(media_id).message,
            number=number,
            variables=dict(composer.values()),
            recipients=people.recipients,
            picture=self._stage.file() if composer.uploads else None,
        )

    def _plan(self) -> None:
        order = None if self._block() else self.order(1)
        if order is None:
            self._box.show_plan("", "", "")
            return
        self._tools.post.plan(order)

    def _planned(self, plan: SendPlan, used: int) -> None:
        number = plan.number if plan.duplicates and plan.number else 1
        language = self._language
        more = cost_details(language, plan, used)
        self._box.show_plan(duplicate_note(language, plan), cost_line(language, plan, used), more)
        self._tools.composer.edit(number=number)

    # -- sending

    def send(self) -> None:
        """Send what is shown, to those who can receive it."""
        order = self.order(self._tools.composer.draft.number)
        if order is not None and not self._block():
            self._notice.hide()
            self._tools.post.send(order)

    def _refused(self, brought: Any) -> None:
        if isinstance(brought, SendPlan):
            # Somebody else has sent the same meanwhile: it is numbered, and asked again.
            self.pause.start()
        else:
            self._notice.tell_answer(brought)

    def _stands(self, standing: Standing) -> None:
        from dingsetup.language.deliveries import tally_line

        sending = standing.sending
        self._standing = standing
        self._tools.composer.edit(sending=sending.id)
        arrived = sum(sending.tally.get(fate, 0) for fate in ARRIVED)
        self.counted.emit(arrived, sending.people)
        recalled = bool(sending.batches) and all(one.recalled_at for one in sending.batches)
        at = sending.at.astimezone().strftime("%H:%M")
        said = f"{at} · {tally_line(self._language, sending.tally)}"
        if recalled:
            said = self._language.gettext("{tally} · taken back").format(tally=said)
        self._box.show_result(said, self._open_ways(sending, recalled=recalled))
        self._show_people()
        self.pause.start()

    def _open_ways(self, sending: Sending, *, recalled: bool) -> list[QWidget]:
        """What can still be done with a send."""
        from dingsetup.messages.recalling import MOST_WITH_STATUS

        box, message = self._box, sending.message
        tasks = any(one.task_id is not None for one in sending.batches)
        barred = message.status is not None and sending.people <= MOST_WITH_STATUS
        known = {
            box.look: tasks and bool(sending.tally.keys() - SETTLED),
            box.resume: bool(sending.tally.keys() & CAN_GO_ON),
            box.status: tasks and barred,
            box.recall: tasks and not recalled,
        }
        return [way for way, useful in known.items() if useful]

    def show(self, sending: int) -> None:
        """Show what became of a send."""
        if sending:
            self._tools.post.show(sending)

    def look(self) -> None:
        """Ask now what became of the last send."""
        tenant = self._tools.tenant()
        if tenant is not None and self._standing is not None:
            self._tools.post.watch.look(tenant, self._standing.sending.id)

    def _recall(self) -> None:
        tenant = self._tools.tenant()
        if tenant is not None and self._standing is not None:
            self._tools.post.recall(tenant, self._standing.sending.id)

    def _set_status(self) -> None:
        """Give the message that was sent the status bar that stands in the form."""
        tenant, status = self._tools.tenant(), self._tools.composer.draft.status
        if tenant is not None and self._standing is not None and status is not None:
            self._tools.post.set_status(tenant, self._standing.sending.id, status)

    def _resume(self) -> None:
        tenant = self._tools.tenant()
        if tenant is not None and self._standing is not None:
            self._tools.post.resume(tenant, self._standing.sending.id)
