"""The third column: who gets it, whether they can, and what became of it for each."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from dingsetup.bindings.table import Table
from dingsetup.findings import State
from dingsetup.messages.deliveries import Delivery
from dingsetup.ui.messages.chooser import Chooser
from dingsetup.ui.messages.people import reachable
from dingsetup.ui.messages.people_list import Entry, EntryView
from dingsetup.ui.messages.send_box import SendBox
from dingsetup.ui.messages.standing import BAD, STATES, delivery_line
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button, label, link, row
from dingsetup.ui.widgets.flow import flow

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.recipients import Choice

LEAST_ROWS, MOST_ROWS = 2, 8
"""People whom the list shows without scrolling: at least, and where there is room for them."""


class PeopleCard(QFrame):
    """People above, the one main button below."""

    people_changed = Signal(object)
    """The userids that are left."""
    anyway_wanted = Signal(object, bool)
    """Userids to whom it is sent although something speaks against it; or no longer."""
    why_wanted = Signal(str)
    me_wanted = Signal()
    """Put whoever sits here in."""
    me_chosen = Signal(object)
    """Somebody, as a Choice, said who sits here."""

    def __init__(self, theme: Theme, session: Session, table: Table) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._language = session.language
        _ = self._language.gettext
        self.setAccessibleName(_("Recipients"))
        self._choices: Sequence[Choice] = ()
        self._deliveries: Mapping[str, Delivery] = {}
        self._me = ""
        self._anyway: Collection[str] = ()
        self._head = label(_("Recipients"), "heading", wrap=False)
        self._count = label("", "badge", wrap=False)
        self.add_me = button(_("Me"), self._add_me)
        self.add_me.setAccessibleName(_("Add myself"))
        self.choose = button(_("Choose …"), lambda: self.open_chooser())
        self.choose.setAccessibleName(_("Choose recipients"))
        self.list = EntryView(theme, _("Recipients"))
        self._detail = label("", "small")
        self._remove = link(_("Take out"), lambda: self._take_out(self.list.selected()))
        self.anyway = link("", self._press_anyway)
        self._why = link(_("Why?"), lambda: self.why_wanted.emit(self.list.current))
        self._empty = label(
            _("Nobody yet. Send it to yourself first; then choose people from the binding table."),
            "mute",
        )
        self.send = SendBox(theme, session)
        self.chooser = Chooser(theme, session, table)
        self._lay_out(theme)
        self.list.way_wanted.connect(self.why_wanted)
        self.list.removed.connect(self._take_out)
        self.list.moved.connect(self._show_detail)
        self.chooser.closed.connect(self.close_chooser)
        self.chooser.myself.connect(self.me_chosen)
        self.show_people((), {}, "")

    def _lay_out(self, theme: Theme) -> None:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.4))
        column.addLayout(row(theme, self._head, self._count, None, self.add_me, self.choose))
        column.addWidget(self._empty)
        # The list comes first: the space below it has what the list does not want.
        column.addWidget(self.list, 100)
        column.addWidget(self._detail)
        self._ways = flow(theme.gap(0.2), self._remove, self._why, self.anyway)
        column.addWidget(self._ways)
        column.addStretch(1)
        column.addWidget(self.send)
        self._stack = QStackedWidget()
        self._stack.addWidget(main)
        self._stack.addWidget(self.chooser)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(*[theme.gap(0.7)] * 4)
        self._outer.addWidget(self._stack)

    def least_height(self, width: int) -> int:
        """What it must have at this width, with a few lines of its list."""
        edges = self._outer.contentsMargins()
        shown = self._stack.currentWidget()
        layout = shown.layout() if shown is not None else None
        if layout is None:
            return 0
        frame = self.size() - self.contentsRect().size()
        inner = width - edges.left() - edges.right() - frame.width()
        least = layout.minimumHeightForWidth(inner) + edges.top() + edges.bottom()
        return least + frame.height()

    def most_height(self, width: int) -> int:
        """What it can use at this width: with few people no more than they take."""
        if self.choosing:
            return self.maximumHeight()
        spare = self.list.maximumHeight() - self.list.minimumHeight() if self._choices else 0
        return self.least_height(width) + spare

    def focus_first(self) -> None:
        """On the one main button, or on what comes before it."""
        first = self.send.go if self.send.go.isEnabled() else self.choose
        first.setFocus(Qt.FocusReason.TabFocusReason)

    # -- choosing

    def _add_me(self) -> None:
        if self._me:
            self.me_wanted.emit()
        else:
            self.open_chooser(myself=True)

    def open_chooser(self, *, myself: bool = False) -> None:
        """Choose people; `myself` for the one who sits here, whom nobody has named yet."""
        self.chooser.open([one.recipient.userid for one in self._choices], myself=myself)
        self._stack.setCurrentWidget(self.chooser)
        self.chooser.focus_first()

    def close_chooser(self) -> None:
        self._stack.setCurrentIndex(0)
        self.choose.setFocus()

    @property
    def choosing(self) -> bool:
        return self._stack.currentWidget() is self.chooser

    def _take_out(self, userids: Sequence[str]) -> None:
        gone = set(userids)
        left = [c.recipient.userid for c in self._choices if c.recipient.userid not in gone]
        self.people_changed.emit(left)

    def _hindered(self, selected: Sequence[str]) -> list[str]:
        """Userids of those selected who are left out unless somebody says otherwise."""
        hindered = {c.recipient.userid for c in self._choices if not reachable(c)}
        return [userid for userid in selected if userid in hindered]

    def _press_anyway(self) -> None:
        hindered = self._hindered(self.list.selected())
        self.anyway_wanted.emit(hindered, not set(hindered) <= set(self._anyway))

    # -- what is shown

    def show_people(
        self,
        choices: Sequence["Choice"],
        deliveries: Mapping[str, Delivery],
        me: str,
        anyway: Collection[str] = (),
    ) -> None:
        """Show who is to get it, `anyway` where something speaks against it; and of the last
        sending what became of it."""
        self._choices, self._deliveries = choices, deliveries
        self._me, self._anyway = me, anyway
        self.list.show_entries([self._entry(one) for one in choices])
        people = len(choices)
        said = self._language.ngettext("{n} person", "{n} people", people)
        self._count.setText(said.format(n=f"{people:,}"))
        self._count.setVisible(bool(people))
        self.add_me.setVisible(me not in {one.recipient.userid for one in choices} or not me)
        self._empty.setVisible(not people)
        self.list.setVisible(bool(people))
        self.list.setMinimumHeight(self.list.height_of(min(people, LEAST_ROWS)))
        self.list.setMaximumHeight(self.list.height_of(min(people, MOST_ROWS)))
        self._show_detail()

    def _entry(self, choice: "Choice") -> Entry:
        language, who = self._language, choice.recipient
        _ = language.gettext
        name = who.name or who.username or who.userid
        if who.userid == self._me:
            name = _("Me ({name})").format(name=name)
        state, line, way = self._standing(choice)
        return Entry(who.userid, name, line, state, way)

    def _standing(self, choice: "Choice") -> tuple[State | None, str, str]:
        from dingsetup.language.verdicts import hindrance_told

        language = self._language
        why = language.gettext("Why?")
        delivery = self._deliveries.get(choice.recipient.userid)
        if delivery is not None:
            bad = delivery.fate in BAD
            return STATES[delivery.fate], delivery_line(language, delivery), why if bad else ""
        if choice.hindrance is not None:
            title = hindrance_told(language, choice.hindrance).title
            if choice.recipient.userid in self._anyway and not reachable(choice):
                said = language.gettext("sent to anyway · {reason}")
                return State.WARNING, said.format(reason=title), why
            return State.WARNING if reachable(choice) else State.FAILED, title, why
        who = choice.recipient
        return None, " · ".join(dict.fromkeys(filter(None, (who.username, who.userid)))), ""

    def _show_detail(self) -> None:
        """The reason in full of whoever is chosen, and what to do about it."""
        current = self.list.current
        selected = self.list.selected()
        self._ways.setVisible(bool(selected))
        self._remove.setEnabled(bool(selected))
        self._why.setEnabled(bool(current))
        self._show_anyway(selected)
        said = _detail(self._language, self._choice(current), self._deliveries.get(current))
        self._detail.setText(said)
        self._detail.setVisible(bool(said))

    def _show_anyway(self, selected: Sequence[str]) -> None:
        hindered = self._hindered(selected)
        _ = self._language.gettext
        taken = set(hindered) <= set(self._anyway)
        text = _("Leave out after all") if taken else _("Send anyway")
        self.anyway.setText(text)
        self.anyway.setAccessibleName(text)
        self.anyway.setVisible(bool(hindered))

    def _choice(self, userid: str) -> "Choice | None":
        return next((one for one in self._choices if one.recipient.userid == userid), None)


def _detail(language: "Language", choice: "Choice | None", delivery: Delivery | None) -> str:
    from dingsetup.language.deliveries import fate_told
    from dingsetup.language.verdicts import hindrance_told

    if delivery is not None and delivery.fate in BAD:
        told = fate_told(language, delivery)
    elif delivery is None and choice is not None and choice.hindrance is not None:
        told = hindrance_told(language, choice.hindrance)
    else:
        return ""
    return "\n".join(part for part in (told.cause, told.remedy) if part)
