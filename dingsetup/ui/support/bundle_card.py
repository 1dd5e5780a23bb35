"""The support file: prepared on a thread, looked through line by line, then saved."""

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from dingsetup.findings import State
from dingsetup.ui import dialogs
from dingsetup.ui.support.bundle_work import prepare, save_bundle, save_key
from dingsetup.ui.support.card import Tools, WorkCard
from dingsetup.ui.support.draft import Prepared, keep_draft, kept_draft
from dingsetup.ui.support.opening_card import PATTERN
from dingsetup.ui.support.standing import age_line
from dingsetup.ui.support.told_line import ToldLine
from dingsetup.ui.support.words import size_text
from dingsetup.ui.widgets.basic import button, clear, label
from dingsetup.ui.widgets.flow import flow

if TYPE_CHECKING:
    from dingsetup.ui.support.lines_panel import LinesPanel

KEY = "JSON (*.json)"


class BundleCard(WorkCard):
    """Nothing leaves this computer by it: the file is the admin's to send."""

    lines_ready = Signal()
    """They should be in sight, and the buttons below them."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        self._badge = label("", "badge", wrap=False)
        super().__init__(tools, _("Support file"), self._badge)
        self._after_check = False
        """Whether a file is to be prepared once the run under way has ended."""
        self.panel: LinesPanel | None = None
        self.check = button(_("Check everything first"), self._check_first)
        self.prepare = button("", self.begin, "primary")
        self.save = button(_("Save the support file …"), self._choose, "primary")
        self.save_key = button(_("Save the key …"), self._choose_key)
        self._age = QVBoxLayout()
        self._place = QVBoxLayout()
        self.missing = label("", "strong")
        self.missing.hide()
        self.said = label("", "mute")
        self.said.hide()
        self._lay_out()
        self.session.findings_changed.connect(self.show_age)
        self.session.running_changed.connect(self._run_ended)
        self.show_age()
        if (kept := kept_draft(self.session).prepared) is not None:
            self._show_lines(kept)
        self.running_changed()

    def _lay_out(self) -> None:
        _ = self.language.gettext
        goes = _(
            "Goes out: findings, settings, log of calls, binding table, fates of test messages."
            " People, departments, numbers, e-mails, ids and keys are replaced by pseudonyms that"
            " stay the same from file to file; the public addresses of the allowlist stay."
        )
        never = _(
            "Never goes out: the Client Secret, tokens, names and numbers of people, texts of"
            " messages. You see every line before it is saved, and the file is yours to send."
        )
        key = _(
            "The key says which pseudonym stands for whom. It stays with you: with it you read"
            " support's answer under the real names. Never send it along."
        )
        gap = self.theme.gap(0.4)
        self._key_said = label(key, "small")
        ways = flow(gap, self.prepare, self.check)
        self._saves = flow(gap, self.save, self.save_key)
        for text in (goes, never):
            self.content.addWidget(label(text, "mute"))
        self.content.addLayout(self._age)
        self.content.addWidget(ways)
        self.content.addLayout(self._place)
        for part in (self.missing, self._saves, self._key_said, self.said):
            self.content.addWidget(part)

    # -- before

    def show_age(self) -> None:
        """Say it where the findings may no longer be so."""
        clear(self._age)
        said = age_line(self.session)
        if said:
            self._age.addWidget(ToldLine(self.theme, self.language, State.WARNING, said))
        self.check.setVisible(bool(said))

    def _check_first(self) -> None:
        self._after_check = True
        self.session.check()

    def _run_ended(self) -> None:
        self.running_changed()
        if self._after_check and not self.session.running:
            self._after_check = False
            if not self.session.cancelled:
                self.begin()

    def begin(self) -> None:
        """Gather all lines; what was struck before is struck again."""
        asked = self.tools.asked()
        doing = self.language.gettext("Gathering the lines …")
        self.said.hide()
        self.run(doing, lambda cancel, report: prepare(asked, cancel, report), self._prepared)

    def _prepared(self, prepared: Prepared) -> None:
        draft = kept_draft(self.session)
        if draft.prepared is not None:
            prepared.lines.strike_as(draft.prepared.lines)
        keep_draft(self.session, msgspec.structs.replace(draft, prepared=prepared))
        self._show_lines(prepared)
        if self.panel is not None and self.isVisible():
            self.panel.begin()
            self.lines_ready.emit()

    def _show_lines(self, prepared: Prepared) -> None:
        if self.panel is None:
            from dingsetup.ui.support.lines_panel import LinesPanel

            self.panel = LinesPanel(self.theme, self.session)
            self.panel.struck.connect(self.running_changed)
            self._place.addWidget(self.panel)
            self._order(self.panel)
        self.panel.show_lines(prepared.lines)
        self._show_missing(prepared)
        made = self.language.gettext("prepared {moment}")
        self._badge.setText(made.format(moment=self.language.moment(prepared.at)))
        self.running_changed()

    def _order(self, panel: "LinesPanel") -> None:
        """Made later than the buttons below it, it would come last with the Tab key."""
        parts = (self.check, panel.field, panel.view, panel.whole, self.save, self.save_key)
        for before, after in pairwise(parts):
            self.setTabOrder(before, after)

    def _show_missing(self, prepared: Prepared) -> None:
        """Say which parts of the profile's database could not be read."""
        from dingsetup.language.bundles import member_name
        from dingsetup.support.lines import missing_of

        language = self.language
        missing = [member_name(language, name) for name in missing_of(prepared.bundle)]
        self.missing.setVisible(bool(missing))
        said = language.gettext("Could not be read, and is not in the file: {parts}")
        self.missing.setText(said.format(parts=language.listed(missing)))

    # -- after

    def running_changed(self) -> None:
        _ = self.language.gettext
        prepared = kept_draft(self.session).prepared
        free = not self.busy and not self.session.running
        again = prepared is not None
        self.prepare.setText(_("Prepare anew") if again else _("Prepare and look through"))
        look = "" if again else "primary"
        if self.prepare.property("look") != look:
            self.prepare.setProperty("look", look)
            self.prepare.style().polish(self.prepare)
        for each in (self.prepare, self.check):
            each.setEnabled(free)
        for part in (self._badge, self._saves, self._key_said):
            part.setVisible(again)
        left = prepared.lines.total - prepared.lines.count if prepared is not None else 0
        self.save.setEnabled(free and left > 0)
        self.save_key.setEnabled(free)

    @property
    def at_rest(self) -> bool:
        return super().at_rest and (self.panel is None or self.panel.at_rest)

    def _choose(self) -> None:
        title = self.language.gettext("Save the support file")
        name = f"dingsetup-{self._day()}.dingsetup"
        dialogs.save_file(self, title, name, PATTERN, self.save_to)

    def _choose_key(self) -> None:
        title = self.language.gettext("Save the key")
        name = f"dingsetup-key-{self._day()}.json"
        dialogs.save_file(self, title, name, KEY, self.save_key_to)

    def _day(self) -> str:
        prepared = kept_draft(self.session).prepared
        return f"{prepared.at.astimezone():%Y%m%d}" if prepared is not None else ""

    def save_to(self, path: str) -> None:
        """Write the lines that go out."""
        prepared = kept_draft(self.session).prepared
        if prepared is None:
            return
        _ = self.language.gettext
        said = _("Saved: {path} ({size}). Send this file to support.")
        self.run(
            _("Writing …"),
            lambda cancel, report: save_bundle(path, prepared, cancel, report),
            lambda size: self._say(said.format(path=path, size=size_text(size))),
        )

    def save_key_to(self, path: str) -> None:
        """Write the key that maps back."""
        prepared, asked = kept_draft(self.session).prepared, self.tools.asked()
        if prepared is None:
            return
        _ = self.language.gettext
        said = _("Key saved: {path}. Keep it here; “dingsetup bundle reveal” reads answers by it.")
        self.run(
            _("Writing …"),
            lambda cancel, report: save_key(path, asked, prepared, cancel, report),
            lambda count: self._say(said.format(path=path)),
        )

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()
        self.session.noted.emit(text)
