"""The faulty cells of a sheet: line, column, reason; to be copied or saved."""

import csv
import io
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dingsetup.bindings.sheets import SheetFault
from dingsetup.files import write_atomically
from dingsetup.language.sheets import fault_text
from dingsetup.ui import dialogs
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.panel import Tools
from dingsetup.ui.bindings.preview import LineTable
from dingsetup.ui.widgets.basic import button, label, row

_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run a cell that begins with one of these."""


class FaultList(QWidget):
    """Hidden while there is none."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._language = tools.session.language
        self._faults: list[SheetFault] = []
        _ = self._language.gettext
        self._said = label("", "strong")
        self._table = LineTable(tools.theme, _("Faulty cells"), 14, wide=2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tools.theme.gap(0.25))
        column.addWidget(self._said)
        column.addWidget(self._table)
        copy = button(_("Copy the list"), self._table.copy)
        save = button(_("Save the list …"), self._choose)
        column.addLayout(row(tools.theme, copy, save, None))
        self.hide()

    def show_faults(self, faults: list[SheetFault]) -> None:
        language = self._language
        self._faults = faults
        # First: whatever measures the table asks for lines of the list that is there now.
        self._table.show_lines(self._headers(), len(faults), self._line)
        self.setVisible(bool(faults))
        left_out = sum(fault.left_out for fault in faults)
        said = language.ngettext("{n} faulty cell or row", "{n} faulty cells and rows", len(faults))
        parts = [said.format(n=f"{len(faults):,}")]
        if left_out:
            out = language.ngettext("{n} row does not go in", "{n} rows do not go in", left_out)
            parts.append(out.format(n=f"{left_out:,}"))
        self._said.setText(" · ".join(parts))
        self._table.show_few(len(faults) + 1)

    def _headers(self) -> list[str]:
        _ = self._language.gettext
        return [_("Line"), _("Column"), _("What is wrong"), _("What becomes of it")]

    def _line(self, place: int) -> list[str]:
        fault = self._faults[place]
        _ = self._language.gettext
        fate = _("row left out") if fault.left_out else _("the rest of the row goes in")
        return [str(fault.line), fault.column, fault_text(self._language, fault), fate]

    def _choose(self) -> None:
        _ = self._language.gettext
        title = _("Save the list of faulty cells")
        dialogs.save_file(self, title, "faults.csv", "CSV (*.csv)", self._save)

    def _save(self, path: str) -> None:
        lines = [self._headers(), *(self._line(place) for place in range(len(self._faults)))]

        def work(task: object) -> None:
            text = io.StringIO(newline="")
            csv.writer(text).writerows([[_harmless(cell) for cell in line] for line in lines])
            # Excel reads UTF-8 only with its mark.
            write_atomically(Path(path), text.getvalue().encode("utf-8-sig"))

        said = self._language.gettext("Saved: {path}").format(path=path)
        session = self._tools.session
        session.tasks.start(
            work,
            lambda done: session.noted.emit(said),
            failed=while_there(self, self._tools.book.failed.emit),
        )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUNS) else cell
