"""The hand-over sheet: what it holds in a few lines, and where to put it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from dingsetup.ui import dialogs
from dingsetup.ui.support.card import Progress, Tools, WorkCard
from dingsetup.ui.support.standing import Line, standing_lines
from dingsetup.ui.support.told_line import ToldLine
from dingsetup.ui.widgets.basic import button, label
from dingsetup.ui.widgets.flow import flow
from dingsetup.ui.widgets.gradual import Gradual, Part

if TYPE_CHECKING:
    from dingsetup.support.rendering import Form

FORMS: dict["Form", str] = {
    "html": "HTML (*.html)",
    "md": "Markdown (*.md)",
    "json": "JSON (*.json)",
}
NAME = "dingsetup-report"


class ReportCard(WorkCard):
    """Follows the findings; the report itself is made when it is wanted."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        self._badge = label("", "badge", wrap=False)
        super().__init__(tools, _("Hand over"), self._badge)
        said = _(
            "One sheet for whoever takes over or signs off: what was set up, what is proved and"
            " how, what a person confirmed, what is open, and the values to type into DataWind."
            " The Client Secret is never in it."
        )
        self._lines = Gradual(0)
        self.show_it = button(_("Show in the browser"), self.show_report, "primary")
        self.saves = {
            form: button(f"{text.partition(' ')[0]} …", partial(self._choose, form))
            for form, text in FORMS.items()
        }
        for form, each in self.saves.items():
            each.setAccessibleName(_("Save the report as {form}").format(form=form))
        save = label(_("Save as"), "mute", wrap=False)
        self.said = label("", "mute")
        self.said.hide()
        ways = flow(self.theme.gap(0.4), self.show_it, save, *self.saves.values())
        for part in (label(said, "mute"), self._lines, ways, self.said):
            self.content.addWidget(part)
        self.session.findings_changed.connect(self.show_standing)
        self.session.profile_changed.connect(self.show_standing)
        self.show_standing()

    def show_standing(self) -> None:
        """What the report would hold now."""
        lines = standing_lines(self.session)
        self._lines.fill([Part(line, partial(self._line, line)) for line in lines])
        checked = max((run.at for run in self.session.last.values()), default=None)
        self._badge.setVisible(checked is not None)
        if checked is not None:
            said = self.language.gettext("checked {moment}")
            self._badge.setText(said.format(moment=self.language.moment(checked)))

    def _line(self, line: Line) -> QWidget:
        return ToldLine(self.theme, self.language, line.state, line.text, line.more)

    def running_changed(self) -> None:
        for each in (self.show_it, *self.saves.values()):
            each.setEnabled(not self.busy)

    # -- to the browser, and into a file

    def show_report(self) -> None:
        """Write the report beside the profile's own files, and open it in the browser."""
        self.save("html", str(self.tools.folder / f"{NAME}.html"), self._open)

    def _open(self, path: str) -> None:
        _ = self.language.gettext
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(path))
        # A system may say that it opened it and show nothing: so the file is named either way.
        there = _("Handed to the browser. The report is in {path}")
        self._say(there if opened else _("No browser started. The report is in {path}"), path)

    def _choose(self, form: "Form") -> None:
        title = self.language.gettext("Save the report")
        dialogs.save_file(
            self, title, f"{NAME}.{form}", FORMS[form], lambda path: self.save(form, path)
        )

    def save(self, form: "Form", path: str, done: Callable[[str], None] | None = None) -> None:
        """Write the report in one of its forms, then do something with the file."""
        asked, language = self.tools.asked(), self.language
        self.said.hide()

        def work(cancel: object, progress: Progress) -> None:
            from dingsetup.files import write_atomically
            from dingsetup.support.gathering import sends_of
            from dingsetup.support.rendering import render
            from dingsetup.support.report import make_report
            from dingsetup.ui.support.sides import lately

            today, sends = asked.today(), sends_of(asked.folder)
            report = make_report(today, asked.facts, changes=lately(asked), sends=sends)
            write_atomically(Path(path), render(report, language, form).encode())

        self.run(language.gettext("Writing …"), work, lambda none: (done or self._saved)(path))

    def _saved(self, path: str) -> None:
        self._say(self.language.gettext("Saved: {path}"), path)

    def _say(self, text: str, path: str) -> None:
        self.said.setText(text.format(path=path))
        self.said.show()
        self.session.noted.emit(self.said.text())
