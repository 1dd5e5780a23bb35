"""Export: the table for later, or a work list for DataWind; all rows or those shown now."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout

from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Row
from dingsetup.ui import dialogs
from dingsetup.ui.bindings.panel import Panel, Progress, Tools
from dingsetup.ui.widgets.basic import button, label, row

_AT_ONCE = 2000


class ExportPanel(Panel):
    """Writes on a thread; what stood in the file before is replaced only by a whole one."""

    def __init__(self, tools: Tools, shown: Sequence[int]) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("Export"))
        self._shown = shown
        self._whole = QRadioButton(_("The whole table, which can be imported again"))
        self._work = QRadioButton(
            _("A work list: what to enter in DataWind's 用户账号关联 for each user")
        )
        self._whole.setChecked(True)
        size = tools.book.standing.size
        self._all = QRadioButton(_("All {count} users").format(count=f"{size:,}"))
        self._found = QRadioButton(_("The {count} shown now").format(count=f"{len(shown):,}"))
        self._all.setChecked(True)
        self._found.setEnabled(0 < len(shown) < size)
        for title, choices in (
            (_("What"), (self._whole, self._work)),
            (_("Which"), (self._all, self._found)),
        ):
            self.content.addLayout(self._group(title, choices))
        self._go = button(_("Save as …"), self._choose, "primary")
        self._go.setEnabled(bool(size))
        self.content.addWidget(label(_("Excel (.xlsx) or CSV, by the name you give."), "mute"))
        self.content.addLayout(row(self.theme, self._go, None))

    def begin(self) -> None:
        self.focus_on(self._whole)

    def running_changed(self) -> None:
        self._go.setEnabled(not self.busy)

    def _group(self, title: str, choices: Sequence[QRadioButton]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(label(title, "heading"))
        group = QButtonGroup(self)
        for choice in choices:
            group.addButton(choice)
            column.addWidget(choice)
        return column

    def _choose(self) -> None:
        _ = self.language.gettext
        name = "dingsetup-work-list.xlsx" if self._work.isChecked() else "dingsetup-bindings.xlsx"
        dialogs.save_file(
            self, _("Save the export"), name, "Excel (*.xlsx);;CSV (*.csv)", self.save
        )

    def save(self, path: str) -> None:
        """Write the file."""
        language, table = self.language, self.book.table
        ids = list(self._shown) if self._found.isChecked() else None
        total = len(ids) if ids is not None else self.book.standing.size
        work_list = self._work.isChecked()

        def work(cancel: threading.Event, progress: Progress) -> int:
            from dingsetup.bindings.sheets import write_table, write_work_list
            from dingsetup.language.exports import table_text, work_text

            rows, how = _rows(table, ids), {"cancel": cancel, "progress": progress}
            if work_list:
                return write_work_list(Path(path), rows, work_text(language), total=total, **how)
            return write_table(Path(path), rows, table_text(language), total=total, **how)

        self.run(language.gettext("Writing …"), work, lambda count: self._written(path, count))

    def _written(self, path: str, count: int) -> None:
        said = self.language.ngettext(
            "{n} user written to {path}", "{n} users written to {path}", count
        )
        self.session.noted.emit(said.format(n=f"{count:,}", path=path))
        self.close_panel()


def _rows(table: Table, ids: Sequence[int] | None) -> Iterator[Row]:
    if ids is None:
        yield from table.each()
        return
    for start in range(0, len(ids), _AT_ONCE):
        yield from table.rows(ids[start : start + _AT_ONCE])
