"""The chosen row: who it is, why it stands so, who it may be, and what happened to it."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dingsetup.bindings.values import Person, Reason, Row
from dingsetup.language import Language
from dingsetup.language.bindings import (
    action_name,
    event_lines,
    likeness,
    reason_of,
    rule_name,
    state_name,
)
from dingsetup.ui.bindings.cells import candidates, mark_of, moment, shown
from dingsetup.ui.bindings.people import PeopleSearch, person_line
from dingsetup.ui.bindings.story import Story
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button, clear, label, line, link, row
from dingsetup.ui.widgets.mark import Mark

PAUSE_MS = 60
"""Who runs down the rows with an arrow key is shown the one where they stop."""


class RowPane(QScrollArea):
    """Below the table; what is done here goes to the page as signals with the row's id."""

    bind_wanted = Signal(int, str)
    reject_wanted = Signal(int, str)
    unbind_wanted = Signal(int)
    ignore_wanted = Signal(int, bool)
    history_wanted = Signal()
    left = Signal()
    """Something was decided here: the keyboard goes back to the table."""

    def __init__(self, theme: Theme, language: Language, search: Callable[..., None]) -> None:
        super().__init__()
        self.setObjectName("rowpane")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(language.gettext("The chosen user"))
        self._theme = theme
        self._language = language
        self._story: Story | None = None
        content = QWidget()
        content.setObjectName("rowpanecontent")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(*[theme.gap(0.8)] * 4)
        self._column.setSpacing(theme.gap(0.35))
        self._head, self._who, self._past = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for part in (self._head, self._who, self._past):
            part.setSpacing(theme.gap(0.25))
        self._events = QWidget()
        self.search = PeopleSearch(theme, language, search)
        self.search.chosen.connect(self._bind)
        self.search.left.connect(self.left)
        self.search.opened.connect(lambda: self._show_soon(self.search))
        self._history = link(language.gettext("History"), self._toggle_history)
        self._lay_out()
        self.setWidget(content)
        self.hide()

    def _lay_out(self) -> None:
        self._column.addLayout(self._head)
        self._column.addLayout(self._who)
        self._column.addWidget(self.search)
        self._column.addLayout(row(self._theme, self._history, None))
        self._past.setContentsMargins(0, 0, 0, 0)
        self._events.setLayout(self._past)
        self._column.addWidget(self._events)
        self._column.addStretch(1)

    @property
    def row(self) -> int:
        """Id of the row that is shown; 0 for none."""
        return self._story.row.id if self._story is not None else 0

    def candidates(self) -> list[Person]:
        """Who is suggested for the row that is shown, with what the directory knows of them."""
        if self._story is None:
            return []
        people = self._story.people
        return [people.get(one) or Person(userid=one) for one in candidates(self._story.row)]

    def departments(self) -> dict[int, str]:
        return self._story.departments if self._story is not None else {}

    @property
    def with_history(self) -> bool:
        return self._story is not None and self._story.events is not None

    def show_story(self, story: Story | None) -> None:
        """Show a row, or nothing."""
        if story is not None and story == self._story:
            return
        if story is None or self._story is None or story.row.id != self._story.row.id:
            self.search.reset()
            self.verticalScrollBar().setValue(0)
        opened = story is not None and story.events is not None and not self.with_history
        self._story = story
        if story is not None:
            self.search.set_departments(story.departments)
        self.setVisible(story is not None)
        for part in (self._head, self._who, self._past):
            clear(part)
        if story is None:
            return
        self._show_head(story)
        self._show_people(story)
        self._show_history(story)
        if opened:
            self._show_soon(self._history)

    def _show_head(self, story: Story) -> None:
        language, found = self._language, story.row
        _ = language.gettext
        name = state_name(language, found.state)
        who = " · ".join(filter(None, (found.username, found.name, found.mobile, found.email)))
        mark = Mark(self._theme, mark_of(found), name)
        ignore = button(
            _("Take in again") if found.ignored else _("Needs no binding"),
            lambda: self._done(self.ignore_wanted, found.id, not found.ignored),
            "primary" if _left_out_first(found) else "",
        )
        top = row(self._theme, mark, label(who, "strong"), ignore)
        top.setStretch(1, 1)
        self._head.addLayout(top)
        told = reason_of(language, found)
        title = f"{name} · {told.title}" if told.title else name
        self._head.addWidget(label(title))
        for text, look in ((told.cause, "mute"), (told.remedy, "")):
            if text:
                self._head.addWidget(label(text, look))

    def _show_people(self, story: Story) -> None:
        found = story.row
        if found.userid:
            self._add_person(found, found.person or Person(userid=found.userid), story, bound=True)
            return
        for userid in candidates(found):
            person = story.people.get(userid) or Person(userid=userid)
            self._add_person(found, person, story, bound=False)

    def _add_person(self, found: Row, person: Person, story: Story, *, bound: bool) -> None:
        language = self._language
        _ = language.gettext
        self._who.addWidget(line())
        words = QVBoxLayout()
        words.setSpacing(self._theme.gap(0.05))
        words.addWidget(label(person_line(person, story.departments), "strong"))
        words.addWidget(label(self._how(found, person, bound=bound), "mute"))
        buttons = QHBoxLayout()
        buttons.setAlignment(Qt.AlignmentFlag.AlignTop)
        userid = person.userid
        if bound:
            buttons.addWidget(button(_("Unbind"), lambda: self._done(self.unbind_wanted, found.id)))
        else:
            look = "" if _left_out_first(found) else "primary"
            bind = button(_("Bind this person"), lambda: self._bind(userid), look)
            bind.setAccessibleName(_("Bind {userid}").format(userid=userid))
            turn_down = button(_("Not this person"), lambda: self._reject(userid))
            turn_down.setAccessibleName(_("Turn down {userid}").format(userid=userid))
            buttons.addWidget(bind)
            buttons.addWidget(turn_down)
        both = QHBoxLayout()
        both.addLayout(words, 1)
        both.addLayout(buttons)
        self._who.addLayout(both)

    def _how(self, found: Row, person: Person, *, bound: bool) -> str:
        language = self._language
        said = likeness(language, found, person) if person.name else ""
        rules = (
            [found.rule]
            if bound
            else [one.rule for one in found.candidates if one.userid == person.userid]
        )
        by = language.listed([rule_name(language, rule) for rule in rules if rule])
        parts = [language.gettext("Found by {rules}.").format(rules=by)] if by else []
        if bound and found.checked_at:
            seen = language.gettext("Last seen on DingTalk {moment}.")
            parts.append(seen.format(moment=shown(language, found, "checked_at")))
        return ("" if language.chinese else " ").join([*parts, said])

    def _show_history(self, story: Story) -> None:
        language = self._language
        _ = language.gettext
        self._history.setText(_("History") if story.events is None else _("Hide the history"))
        self._history.setAccessibleName(self._history.text())
        if story.events is None:
            return
        for event in story.events:
            when = moment(language, event.at)
            said = f"{when} · {action_name(language, event.action)}"
            self._past.addWidget(label(said, "small"))
            for text in event_lines(language, event):
                self._past.addWidget(label(text))
        if not story.events:
            self._past.addWidget(label(language.gettext("Nothing has happened to it yet."), "mute"))

    def _toggle_history(self) -> None:
        if self._story is not None and self.with_history:
            self.show_story(msgspec.structs.replace(self._story, events=None))
        else:
            self.history_wanted.emit()

    def _show_soon(self, part: QWidget) -> None:
        """Scroll so that this and what follows it is seen, once it has its place."""
        self.search.fit(self.viewport().height())
        QTimer.singleShot(0, self, lambda: self._show_from(part))

    def _show_from(self, part: QWidget) -> None:
        content = self.widget()
        layout = content.layout() if content is not None else None
        if layout is not None:
            layout.activate()
        self.verticalScrollBar().setValue(part.y() - self._theme.gap(0.2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.fit(self.viewport().height())

    def _done(self, signal: SignalInstance, *values: int | str | bool) -> None:
        # The button pressed goes with what it stood for; the keyboard must not fall anywhere.
        self.left.emit()
        signal.emit(*values)

    def _bind(self, userid: str) -> None:
        if self._story is not None:
            self._done(self.bind_wanted, self._story.row.id, userid)

    def _reject(self, userid: str) -> None:
        if self._story is not None:
            self._done(self.reject_wanted, self._story.row.id, userid)


def _left_out_first(found: Row) -> bool:
    """Whether the obvious thing is to leave the user out, not to bind who was found."""
    return found.reason is Reason.DISABLED_USER and not found.userid and not found.ignored
