"""Import: a file or pasted cells, how they were understood, what would change, what is faulty."""

import threading
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from dingsetup.bindings.imports import ImportPlan, apply_import, plan_import
from dingsetup.bindings.sheets import Sheet, SheetError, SheetTrouble
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingError, Change, Trouble
from dingsetup.ui import dialogs
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.faults import FaultList
from dingsetup.ui.bindings.mapping import MappingForm
from dingsetup.ui.bindings.panel import Panel, Progress, Tools
from dingsetup.ui.bindings.preview import LineTable
from dingsetup.ui.bindings.source import Source
from dingsetup.ui.bindings.tally import Count, Tally
from dingsetup.ui.bindings.template import save_template
from dingsetup.ui.widgets.basic import button, label, row
from dingsetup.ui.widgets.box import Box

_NOT_UNDERSTOOD = (SheetTrouble.NO_USERNAME, SheetTrouble.NO_HEADER)
KEPT = "sheetLookedAt"
"""Property of the session: the sheet is still there when the window is drawn anew."""
PATTERN = "CSV, Excel (*.csv *.xlsx *.tsv *.txt)"


class ImportPanel(Panel):
    """Nothing changes before “Import” is pressed."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("Import DataWind users"))
        self._source = Source()
        self._plan: ImportPlan | None = None
        self.content.addLayout(self._choices(tools))
        self._found = QWidget()
        self._found.hide()
        self.content.addWidget(self._found)
        self._what = label("", "strong")
        self._sheets = Box(_("Worksheet"))
        # As wide as the names of the worksheets: it stands in a line of its own.
        self._sheets.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._sheets.activated.connect(lambda: self._choose_sheet(self._sheets.currentText()))
        self._mapping = MappingForm(self.theme, self.language)
        self._mapping.changed.connect(self._remap)
        self._preview = LineTable(self.theme, _("First rows of the sheet"), 7)
        self._tally = Tally(self.theme)
        self._faults = FaultList(tools)
        self._go = button(_("Import"), self._run, "primary")
        self._cancel = button(_("Cancel"), self.close_panel)
        self._lay_out()

    def _choices(self, tools: Tools) -> Any:
        _ = self.language.gettext
        self._choose = button(_("Choose a file …"), self.choose_file)
        return row(
            self.theme,
            self._choose,
            button(_("Paste"), self._paste),
            button(_("Save a template …"), lambda: save_template(self, tools)),
            None,
        )

    def _lay_out(self) -> None:
        _ = self.language.gettext
        column = QVBoxLayout(self._found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.gap(0.4))
        what = row(self.theme, self._what, self._sheets, None)
        self._what.setWordWrap(False)
        column.addLayout(what)
        column.addWidget(self._tally)
        column.addLayout(row(self.theme, self._go, self._cancel, None))
        column.addWidget(self._faults)
        column.addWidget(label(_("Which column is what"), "heading"))
        column.addWidget(self._mapping)
        self._first = label(_("The first rows"), "heading")
        column.addWidget(self._first)
        column.addWidget(self._preview)

    # -- where users come from

    def begin(self) -> None:
        self.focus_on(self._choose)
        self.choose_file()

    def resume(self) -> None:
        """Go on with the sheet that was looked at when the window was drawn anew."""
        self._read(self.session.property(KEPT))

    def leave(self) -> None:
        self.session.setProperty(KEPT, None)
        super().leave()

    def choose_file(self) -> None:
        _ = self.language.gettext
        dialogs.open_file(self, _("A list of DataWind users"), PATTERN, self.read_file)

    def read_file(self, path: str) -> None:
        self._read(Source(path=Path(path)))

    def read_text(self, text: str) -> None:
        self._read(Source(text=text))

    def _paste(self) -> None:
        self.read_text(QGuiApplication.clipboard().text())

    def _choose_sheet(self, name: str) -> None:
        self._read(msgspec.structs.replace(self._source, sheet=name, mapping=None))

    def _remap(self, mapping: dict[str, str | int]) -> None:
        self._read(msgspec.structs.replace(self._source, mapping=mapping))

    def _read(self, source: Source) -> None:
        self._source = source
        self._plan = None
        self.session.setProperty(KEPT, source)
        table = self.book.table

        def work(cancel: threading.Event, progress: Progress) -> ImportPlan:
            return plan_import(table, source.read(cancel, progress), cancel, progress)

        def go() -> None:
            self.run(self._doing_text(), work, self._show, self._refused)

        if not self.busy:
            go()
            return
        self.give_up()
        # What was given up ends in the loop's next turn.
        self.session.tasks.on_main(while_there(self, go))

    def _doing_text(self) -> str:
        _ = self.language.gettext
        path = self._source.path
        if path is None:
            return _("Reading what was pasted …")
        return _("Reading {file} …").format(file=path.name)

    def running_changed(self) -> None:
        self._go.setEnabled(not self.busy and self._plan is not None)

    # -- what was found

    def _show(self, plan: ImportPlan) -> None:
        self._plan = plan
        sheet = plan.sheet
        self._found.show()
        self._what.setText(self._describe(sheet))
        self._sheets.setVisible(len(sheet.sheets) > 1)
        self._sheets.clear()
        self._sheets.addItems(list(sheet.sheets))
        self._sheets.setCurrentText(sheet.name)
        self._mapping.show_sheet(sheet)
        self._show_preview(sheet)
        self._show_changes(plan)
        self._faults.show_faults(sheet.faults)
        changes = plan.new + plan.changed
        text = self.language.ngettext("Import {n} user", "Import {n} users", changes)
        self._go.setText(text.format(n=f"{changes:,}"))
        self._go.setVisible(bool(changes))
        for part in (self._first, self._preview):
            part.show()
        self._go.setEnabled(bool(changes))
        if not self._mapping.isAncestorOf(QApplication.focusWidget() or self):
            self.focus_on(self._go if changes else self._cancel)

    def _name(self) -> str:
        path = self._source.path
        return path.name if path is not None else self.language.gettext("Pasted cells")

    def _describe(self, sheet: Sheet) -> str:
        _ = self.language.gettext
        signs = {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}
        kind = "Excel" if sheet.kind == "xlsx" else "CSV" if sheet.kind == "csv" else ""
        encoding = "" if sheet.kind == "pasted" else sheet.encoding
        parts = (
            self._name(),
            kind,
            encoding,
            signs.get(sheet.delimiter, sheet.delimiter),
            sheet.name,
        )
        return " · ".join(part for part in parts if part)

    def _show_preview(self, sheet: Sheet) -> None:
        headers = sheet.headers if any(sheet.headers) else [""] * len(sheet.headers)
        rows = sheet.preview[sheet.header_line :]
        self._preview.show_lines(list(headers), len(rows), lambda place: rows[place])

    def _show_changes(self, plan: ImportPlan) -> None:
        _ = self.language.gettext
        counts = [
            Count(plan.new, _("new users")),
            Count(plan.changed, _("users with other values than in the table")),
            Count(plan.same, _("users as they are in the table")),
        ]
        if plan.kept:
            kept = _("keep the account that was bound by hand, though the sheet says another")
            counts.append(Count(len(plan.kept), kept))
        self._tally.show_counts(counts)

    def _refused(self, error: Exception) -> None:
        """Say why; where only the username's column is missing, have it chosen."""
        self.refuse(error)
        asks = isinstance(error, SheetError) and error.kind in _NOT_UNDERSTOOD
        self._found.setVisible(asks)
        if isinstance(error, SheetError) and asks:
            self._what.setText(self._name())
            self._sheets.hide()
            self._mapping.ask_username(list(error.values.get("headers", ())))
            self._tally.show_counts([])
            self._faults.show_faults([])
            for part in (self._first, self._preview, self._go):
                part.hide()

    # -- the import

    def _run(self) -> None:
        plan = self._plan
        if plan is None:
            return
        self._go.setEnabled(False)

        def work(table: Table, cancel: threading.Event) -> Change | None:
            return apply_import(table, plan)

        self.change(work, lambda change: self.close_panel(), self._not_imported)

    def _not_imported(self, error: Exception) -> None:
        if isinstance(error, BindingError) and error.kind is Trouble.CHANGED_MEANWHILE:
            self._plan = None
            again = self.language.gettext("Work it out again")
            self.notice.tell(error, (again, lambda: self._read(self._source)))
        else:
            self.refuse(error)
        self.running_changed()
