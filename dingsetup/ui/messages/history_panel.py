"""Everything that was sent from here: looked through, made again, compared."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit

from dingsetup.language import Language
from dingsetup.messages.deliveries import Delivery, Sending
from dingsetup.ui.messages.panel import Panel, Tools
from dingsetup.ui.messages.people_list import Entry, EntryView
from dingsetup.ui.messages.standing import STATES, Standing, delivery_line, worst
from dingsetup.ui.tasks import Task
from dingsetup.ui.widgets.basic import button, label, row

if TYPE_CHECKING:
    from dingsetup.messages.history import Again, Comparison

PAUSE_MS = 120
MOST = 100
"""Sends shown of those found, newest first."""
LIST_EMS, PEOPLE_EMS = 13, 11


class HistoryPanel(Panel):
    """Above, the sends; below, the chosen one, or how two chosen ones differ."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("History"))
        self._sendings: dict[int, Sending] = {}
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Title, text, person, task number …"))
        self.field.setAccessibleName(_("Find in the history"))
        self.field.setClearButtonEnabled(True)
        self.list = EntryView(self.theme, _("Messages sent"))
        self.list.setObjectName("sendings")
        self.list.setFixedHeight(self.theme.gap(LIST_EMS))
        self.again = button(_("Make it again"), self._make_again, "primary")
        self.compare = button(_("Compare the two"), self._compare)
        self.said = label("", "mute")
        self.people = EntryView(self.theme, _("What became of it for each"))
        self.people.setFixedHeight(self.theme.gap(PEOPLE_EMS))
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self._look)
        self.field.textChanged.connect(lambda text: self.pause.start())
        self.list.moved.connect(self._show_chosen)
        for part in (self.field, self.list):
            self.content.addWidget(part)
        hint = label(_("Choose two with Ctrl to compare them."), "small", wrap=False)
        self.content.addLayout(row(self.theme, self.again, self.compare, hint, None))
        for part in (self.said, self.people):
            self.content.addWidget(part)
        self._show_chosen()

    def begin(self) -> None:
        self.field.setFocus(Qt.FocusReason.TabFocusReason)
        self._look()

    def _look(self) -> None:
        text, outbox = self.field.text(), self.tools.post.outbox
        self.run(lambda task: outbox.sendings(text, MOST), self._found)

    def _found(self, sendings: Sequence[Sending]) -> None:
        self._sendings = {one.id: one for one in sendings}
        self.list.show_entries([self._entry(one) for one in sendings])
        if sendings and not self.list.current:
            self.list.go_to(str(sendings[0].id))
        self._show_chosen()

    def _entry(self, sending: Sending) -> Entry:
        from dingsetup.language.deliveries import tally_line

        at = self.language.moment(sending.at)
        title = sending.message.title or sending.message.text.strip().partition("\n")[0]
        name = f"{at} · {title or _push_name(self.tools, sending)}"
        line = tally_line(self.language, sending.tally)
        return Entry(str(sending.id), name, line, worst(sending))

    @property
    def _chosen(self) -> list[Sending]:
        found = (self._sendings.get(int(key)) for key in self.list.selected())
        return [one for one in found if one is not None]

    def _show_chosen(self) -> None:
        chosen = self._chosen
        self.again.setEnabled(len(chosen) == 1)
        self.compare.setEnabled(len(chosen) == 2)
        if len(chosen) != 1:
            self.people.hide()
            nothing = self.language.gettext("Nothing was sent from here yet.")
            self.said.setText("" if self._sendings or self.busy else nothing)
            return
        outbox, sending = self.tools.post.outbox, chosen[0]
        self.run(
            lambda task: Standing(sending, outbox.deliveries(sending.id)),
            self._show_standing,
        )

    def _show_standing(self, standing: Standing) -> None:
        from dingsetup.language.deliveries import sending_lines

        lines = sending_lines(self.language, standing.sending)
        tasks = [str(one.task_id) for one in standing.sending.batches if one.task_id]
        if tasks:
            named = self.language.gettext("Task {tasks}")
            lines.append(named.format(tasks=self.language.listed(tasks)))
        self.said.setText("\n".join(lines))
        self.people.show_entries([_person(self.language, one) for one in standing.deliveries])
        self.people.show()

    # -- again, and compared

    def _make_again(self) -> None:
        outbox, sending = self.tools.post.outbox, self._chosen[0]

        def work(task: Task) -> "Again":
            from dingsetup.messages.history import again

            return again(outbox, sending.id)

        self.run(work, self.again_wanted.emit)

    def _compare(self) -> None:
        outbox = self.tools.post.outbox
        before, after = sorted(one.id for one in self._chosen)

        def work(task: Task) -> "Comparison":
            from dingsetup.messages.history import compare

            return compare(outbox, before, after)

        self.run(work, self._show_comparison)

    def _show_comparison(self, comparison: "Comparison") -> None:
        from dingsetup.language.deliveries import comparison_lines

        self.people.hide()
        self.said.setText("\n".join(comparison_lines(self.language, comparison)))


def _push_name(tools: Tools, sending: Sending) -> str:
    pushes = tools.composer.pushes
    push = pushes.find(sending.push) if pushes is not None else None
    return tools.session.language.pick(push.name) if push is not None else sending.push


def _person(language: Language, delivery: Delivery) -> Entry:
    who = delivery.recipient
    name = who.name or who.username or who.userid
    state = STATES[delivery.fate]
    return Entry(who.userid, name, delivery_line(language, delivery), state)
