"""What a person does to cells: type, fill, empty, copy and paste, as changes of the book."""

import threading
from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication

from dingsetup.bindings import edits
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import EDITABLE, BindingError, Change, Trouble
from dingsetup.language.bindings import column_name, trouble_of
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.book import Book
from dingsetup.ui.bindings.cells import copied
from dingsetup.ui.bindings.clipboard import MOST_ROWS, read_cells, write_cells
from dingsetup.ui.bindings.model import BindingModel
from dingsetup.ui.bindings.view import BindingView
from dingsetup.ui.session import Session

_READ_AT_ONCE = 2000
_BETWEEN = " · "

Done = Callable[[Change | None], None]


class CellCommands:
    """Each is one change, whatever the number of cells; it never waits for it."""

    def __init__(
        self,
        session: Session,
        book: Book,
        model: BindingModel,
        view: BindingView,
        import_pasted: Callable[[str], None],
    ) -> None:
        self._session = session
        self._book = book
        self._model = model
        self._view = view
        self._import_pasted = import_pasted

    def open_editor(self) -> None:
        """Type into the current cell; of one that is not typed into say so."""
        field = self._view.column()
        if field in EDITABLE:
            self._view.edit(self._view.currentIndex())
        elif field:
            told = trouble_of(
                self._session.language,
                BindingError(Trouble.FIELD_FIXED, field=column_name(self._session.language, field)),
            )
            self._session.noted.emit(f"{told.title}{_BETWEEN}{told.cause}")

    def type_into(self, row: int, field: str, text: str) -> None:
        self._book.do(lambda table, cancel: edits.edit(table, row, field, text))

    def fill(self, text: str) -> None:
        """Write a text into all selected cells of the current column."""
        field = self._view.column()
        selected = self._view.selected(field)
        if field in EDITABLE and selected:
            self._book.do(
                lambda table, cancel: edits.fill(table, selected.ids(), field, text, cancel=cancel)
            )

    def fill_down(self) -> None:
        """Write the topmost selected cell of the current column into the others."""
        field, runs = self._view.column(), self._view.ranges()
        if runs and field in EDITABLE:
            self.fill(self._model.raw(runs[0][0], field))

    def clear(self) -> None:
        """Empty the selected cells that are typed into."""
        self._write_everywhere(
            [one for one in self._view.selected_fields() if one != "enabled"], ""
        )

    def _write_everywhere(self, fields: Sequence[str], text: str) -> None:
        """Write the same into the selected cells of these columns."""
        chosen = [(field, self._view.selected(field)) for field in fields]

        def work(table: Table, cancel: threading.Event) -> Change | None:
            cells = [(row, field, text) for field, rows in chosen for row in rows.ids()]
            return edits.paste(table, cells, cancel=cancel)

        if chosen:
            self._book.do(work)

    def copy(self) -> None:
        """Put the selected cells on the clipboard; many rows are read on a thread."""
        columns, selected = self._view.selected_columns(), self._view.selected()
        language, table = self._session.language, self._book.table
        if not selected or not columns:
            return

        def work(task: object) -> str:
            # Texts, not lists: millions of those would have the collector stop the window.
            parts: list[str] = []
            ids = selected.ids()[:MOST_ROWS]
            for start in range(0, len(ids), _READ_AT_ONCE):
                rows = table.rows(ids[start : start + _READ_AT_ONCE])
                parts.append(
                    write_cells([copied(language, row, name) for name in columns] for row in rows)
                )
            return "\n".join(parts)

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            count = min(len(selected), MOST_ROWS)
            said = language.ngettext("{n} row copied.", "{n} rows copied.", count)
            self._session.noted.emit(said.format(n=f"{count:,}"))

        refuse = while_there(self._book, self._book.failed.emit)
        self._session.tasks.start(work, done, failed=refuse)

    def paste(self) -> None:
        """Write cells from the clipboard where the cursor is; whole users go to the import."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            return
        lines = read_cells(text)
        if not self._book.standing.size or _holds_headers(lines):
            self._import_pasted(text)
        elif len(lines) == 1 and len(lines[0]) == 1:
            self._write_everywhere(self._view.selected_fields(), lines[0][0])
        else:
            self._paste_block(lines)

    def _paste_block(self, lines: Sequence[Sequence[str]]) -> None:
        shown, ranges = self._view.shown_columns(), self._view.ranges()
        columns = self._view.selected_columns()
        if not ranges or not columns:
            return
        top = ranges[0][0]
        left = shown.index(columns[0])
        rows = self._model.ids(top, min(top + len(lines), self._model.rowCount()) - 1)
        fields = shown[left : left + max(map(len, lines))]
        cells = [
            (row, field, text)
            for row, line in zip(rows, lines, strict=False)
            for field, text in zip(fields, line, strict=False)
            if field in EDITABLE
        ]
        left, fixed = len(lines) - len(rows), [one for one in fields if one not in EDITABLE]
        self._write(cells, lambda change: self._tell_left_over(left, fixed))

    def _write(
        self,
        cells: Sequence[tuple[int, str, str]],
        done: Done = lambda change: None,
    ) -> None:
        if cells:
            self._book.do(lambda table, cancel: edits.paste(table, cells, cancel=cancel), done)

    def _tell_left_over(self, rows: int, fixed: Sequence[str]) -> None:
        language = self._session.language
        if rows > 0:
            said = language.ngettext(
                "{n} row of the clipboard found no row below the cursor.",
                "{n} rows of the clipboard found no row below the cursor.",
                rows,
            )
            self._session.noted.emit(said.format(n=f"{rows:,}"))
        elif fixed:
            names = language.listed([column_name(language, one) for one in fixed])
            said = language.gettext("Not typed into, so passed over: {columns}.")
            self._session.noted.emit(said.format(columns=names))


def _holds_headers(lines: Sequence[Sequence[str]]) -> bool:
    """Whether a block begins with headers of a list of users, username among them."""
    from dingsetup.bindings.sheets.headers import meaning  # not needed before something is pasted

    fields = {meaning(text) for text in lines[0]} - {""} if len(lines) > 1 else set[str]()
    return len(fields) > 1 and "username" in fields
