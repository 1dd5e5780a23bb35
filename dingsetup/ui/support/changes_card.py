"""What changed between two checks, or a check and a support file: the first cause on top."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QWidget

from dingsetup.findings import State
from dingsetup.language.bundles import OTHER_KEYS
from dingsetup.rehearsal import has_tenant
from dingsetup.support.changes import Change, Comparison, Weight
from dingsetup.ui import dialogs
from dingsetup.ui.alive import while_there
from dingsetup.ui.support.card import Tools, WorkCard
from dingsetup.ui.support.draft import keep_draft, kept_draft
from dingsetup.ui.support.opening_card import PATTERN
from dingsetup.ui.support.sides import CHECK, FILE, TODAY, WORKED, Compared, compare_named
from dingsetup.ui.support.told_line import ToldLine
from dingsetup.ui.widgets.basic import label
from dingsetup.ui.widgets.box import Box
from dingsetup.ui.widgets.gradual import Gradual, Part

if TYPE_CHECKING:
    from dingsetup.support.history import Entry

CHOOSE = "choose"
STATES = {
    Weight.CAUSE: State.FAILED,
    Weight.WORSE: State.WARNING,
    Weight.OTHER: State.MANUAL,
    Weight.BETTER: State.PASSED,
}


class ChangesCard(WorkCard):
    """Compares anew whenever another side is chosen or a check has ended."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("What changed"))
        self._again = False
        """Whether something else was wanted while a comparison was under way."""
        draft = kept_draft(self.session)
        self._chosen = {"before": draft.before or WORKED, "after": draft.after or TODAY}
        self._compared: Compared | None = None
        self.before = Box(_("Compare from"))
        self.after = Box(_("Compare to"))
        for side, box in self._boxes.items():
            box.activated.connect(partial(self._activated, side))
        self._lines = Gradual(0)
        self.content.addLayout(self._sides())
        self.content.addWidget(self._lines)
        self._fill_boxes()
        self.session.running_changed.connect(self._run_ended)
        self.session.secret_changed.connect(self._secret_known)

    @property
    def _boxes(self) -> dict[str, Box]:
        return {"before": self.before, "after": self.after}

    def _sides(self) -> QGridLayout:
        """Below each other: side by side, a check's moment would be cut in a small window."""
        sides = QGridLayout()
        sides.setHorizontalSpacing(self.theme.gap(0.4))
        sides.setVerticalSpacing(self.theme.gap(0.3))
        for place, box in enumerate(self._boxes.values()):
            sides.addWidget(label(box.accessibleName(), "mute", wrap=False), place, 0)
            sides.addWidget(box, place, 1)
        sides.setColumnStretch(1, 1)
        return sides

    def compare(self) -> None:
        """Compare the chosen sides as they are now."""
        if self.busy:
            self._again = True
            return
        if not self._ready:
            return
        asked, before, after = self.tools.asked(), self._chosen["before"], self._chosen["after"]
        self.run("", lambda cancel, report: compare_named(asked, before, after), self._show)

    @property
    def _ready(self) -> bool:
        """Whether the secret is there: without it, it would count as gone."""
        session = self.session
        return session.loaded and (bool(session.secret) or not has_tenant(session.profile))

    def _secret_known(self) -> None:
        """It is told a turn before the session has it all."""
        self.session.tasks.on_main(while_there(self, self.compare))

    def running_changed(self) -> None:
        if not self.busy and self._again:
            self._again = False
            self.compare()

    def _run_ended(self) -> None:
        # While it is not seen it is compared when it is shown again.
        if self.isVisible() and not self.session.running:
            self.compare()

    # -- choosing

    def _activated(self, side: str, place: int) -> None:
        chosen = str(self._boxes[side].itemData(place))
        if chosen != CHOOSE:
            self.choose(side, chosen)
            return
        self._fill_boxes()  # what was chosen before, until there is a file
        title = self.language.gettext("Open a support file")
        dialogs.open_file(self, title, PATTERN, lambda path: self.choose(side, f"{FILE}{path}"))

    def choose(self, side: str, chosen: str) -> None:
        """Put something on one of the sides, `before` or `after`."""
        self._chosen[side] = chosen
        keep_draft(self.session, msgspec.structs.replace(kept_draft(self.session), **self._chosen))
        self._fill_boxes()
        self.compare()

    def _fill_boxes(self) -> None:
        choices = self._choices()
        for side, box in self._boxes.items():
            blocker = QSignalBlocker(box)
            box.clear()
            chosen = self._chosen[side]
            named = dict(choices)
            if chosen not in named:
                named[chosen] = self._name(chosen)
            named[CHOOSE] = self.language.gettext("A support file …")
            for key, text in named.items():
                box.addItem(text, key)
            box.setCurrentIndex(list(named).index(chosen))
            blocker.unblock()

    def _choices(self) -> dict[str, str]:
        _ = self.language.gettext
        found = self._compared
        worked = found.worked if found is not None else None
        last = _("When everything last worked")
        if worked is not None:
            said = _("When everything last worked ({moment})")
            last = said.format(moment=self.language.moment(worked.last_at))
        choices = {TODAY: _("Now"), WORKED: last}
        for entry in found.entries if found is not None else ():
            choices[f"{CHECK}{entry.id}"] = self._entry(entry)
        return choices

    def _entry(self, entry: "Entry") -> str:
        """An earlier check, by its moment and what was found."""
        language = self.language
        tally = [
            f"{language.state(state)} {entry.counts[state]}"
            for state in (State.FAILED, State.BLOCKED, State.WARNING)
            if entry.counts.get(state)
        ]
        said = language.gettext("Check of {moment}").format(moment=language.moment(entry.at))
        return " · ".join([said, *(tally or [language.gettext("nothing wrong")])])

    def _name(self, chosen: str) -> str:
        if chosen.startswith(FILE):
            return Path(chosen.removeprefix(FILE)).name
        number = chosen.removeprefix(CHECK)
        return self.language.gettext("Check {number}").format(number=number)

    # -- showing

    def _show(self, compared: Compared) -> None:
        self._compared = compared
        self._fill_boxes()
        self._lines.fill(self._parts(compared))

    def refuse(self, error: Exception) -> None:
        """What was compared before says nothing of what is chosen now."""
        self._lines.fill([])
        super().refuse(error)

    def _parts(self, compared: Compared) -> list[Part]:
        _ = self.language.gettext
        comparison = compared.comparison
        if comparison is None:
            said = _("Not there yet: every check is kept from now on, to be compared with later.")
            if compared.entries:
                said = _("In no check so far did everything work: choose an earlier check above.")
            return [Part(said, partial(label, said, "mute"))]
        if not compared.same_key:
            said = _(OTHER_KEYS)
            return [Part(said, partial(label, said, "mute")), *self._changes(comparison)]
        return self._changes(comparison)

    def _changes(self, comparison: Comparison) -> list[Part]:
        _ = self.language.gettext
        if not comparison.changes:
            said = _("Nothing has changed.")
            return [Part(said, partial(ToldLine, self.theme, self.language, State.PASSED, said))]
        return [Part(change, partial(self._line, change)) for change in comparison.changes]

    def _line(self, change: Change) -> QWidget:
        from dingsetup.language.changes import change_line

        said = change_line(self.language, change)
        strong = change.weight is Weight.CAUSE
        return ToldLine(self.theme, self.language, STATES[change.weight], said, strong=strong)
