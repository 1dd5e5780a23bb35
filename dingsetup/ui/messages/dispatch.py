"""Brings message, people and post together: what a send takes, what is against it, what came."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from dingsetup.messages.deliveries import UNDER_WAY, Fate, Recipient, SendPlan
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.tenant import Tenant
from dingsetup.ui.messages.notice import MessageNotice
from dingsetup.ui.messages.order import Order
from dingsetup.ui.messages.outcome import doubt_line, is_own, open_ways, outcome_line
from dingsetup.ui.messages.panel import Tools
from dingsetup.ui.messages.people_card import PeopleCard
from dingsetup.ui.messages.send_words import cost_details, cost_line, duplicate_note
from dingsetup.ui.messages.stage import Stage
from dingsetup.ui.messages.standing import Standing, reached, sent_as
from dingsetup.ui.messages.watch import SOON_MS

PAUSE_MS = 250
"""What a send takes is worked out once typing pauses."""


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
        self._recipients: tuple[Recipient, ...] = ()
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
        post.restored.connect(self._restored)
        post.stands.connect(self._stands)
        post.busy_changed.connect(lambda: box.show_busy(post.busy))
        post.progressed.connect(lambda done, total: box.show_busy(True, done=done, total=total))
        post.status_set.connect(self._note_status)
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
        session.profile_changed.connect(self._show_outcome)

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

        def known() -> None:
            self._changed()
            # A look that fell due before could not be made.
            self._tools.post.watch.follow(SOON_MS)

        self._tools.session.tasks.on_main(while_there(self, known))

    def _people_changed(self) -> None:
        self._show_people()
        self._changed()

    def _changed(self) -> None:
        self._show_block()
        self.pause.start()

    def _show_people(self) -> None:
        people, standing = self._tools.people, self._standing
        known = {one.recipient.userid: one for one in standing.deliveries} if standing else {}
        self._card.show_people(people.choices, known, people.me, people.anyway)
        if people.recipients != self._recipients:
            # Also where they are as many as before: others were meant at the first press.
            self._recipients = people.recipients
            self._box.disarm()
        self._box.show_people(len(self._recipients))

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
        note = duplicate_note(language, plan, self._in_doubt())
        self._box.show_plan(note, cost_line(language, plan, used), more)
        self._tools.composer.edit(number=number)

    def _in_doubt(self) -> set[str]:
        """Userids of those of whom nobody knows whether they got the last one."""
        people = self._standing.deliveries if self._standing else []
        return {one.recipient.userid for one in people if one.fate is Fate.UNKNOWN}

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
        self._standing = standing
        self._tools.composer.edit(sending=standing.sending.id)
        self.counted.emit(*reached(standing.sending))
        self._show_outcome()
        self._show_people()
        self.pause.start()

    def _show_outcome(self) -> None:
        standing, profile = self._standing, self._tools.session.profile
        if standing is not None:
            said = outcome_line(self._language, profile, standing)
            doubt = doubt_line(self._language, standing)
            self._box.show_result(said, open_ways(self._box, profile, standing), doubt)

    def begin(self) -> None:
        """Show what became of the send before the window was drawn anew; after a start of the
        program of the last one today."""
        sending = self._tools.composer.draft.sending
        if sending:
            self._tools.post.show(sending)
        else:
            self._tools.post.show_last(sent_as(self._tools.session.profile))

    def _restored(self, standing: Standing) -> None:
        self._tools.people.restore([one.recipient for one in standing.deliveries])

    def look(self) -> None:
        """Ask now what became of the last send."""
        self._ask(self._tools.post.watch.look)

    def _recall(self) -> None:
        self._ask(self._tools.post.recall)

    def _set_status(self) -> None:
        """Give the message that was sent the status bar that stands in the form."""
        post, status = self._tools.post, self._tools.composer.draft.status
        if status is not None:
            self._ask(lambda tenant, sending: post.set_status(tenant, sending, status))

    def _note_status(self) -> None:
        """Nothing of what is shown has changed: without a word it looks as if nothing was done."""
        said = self._language.gettext("The status bar has been updated.")
        self._tools.session.noted.emit(said)

    def _resume(self) -> None:
        self._ask(self._tools.post.resume)

    def _ask(self, ask: Callable[[Tenant, int], None]) -> None:
        """Ask about the send that is shown, if this profile's app sent it."""
        tenant, standing = self._tools.tenant(), self._standing
        if tenant is not None and standing is not None and is_own(tenant.profile, standing):
            ask(tenant, standing.sending.id)
