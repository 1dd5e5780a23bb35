"""What a person does to whole rows, as changes of the book."""

import threading
from collections.abc import Callable, Sequence
from itertools import islice

from dingsetup.bindings import edits
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import BindingError, Change, Row, Trouble
from dingsetup.ui.bindings.book import Book
from dingsetup.ui.bindings.cells import candidates
from dingsetup.ui.bindings.model import PAGE, BindingModel
from dingsetup.ui.bindings.view import BindingView
from dingsetup.ui.session import Session

_READ_AT_ONCE = 2000

Done = Callable[[Change | None], None]
WithRows = Callable[[Table, list[int], threading.Event], Change | None]


class RowCommands:
    """Each is one change, whatever the number of rows; it never waits for it."""

    def __init__(
        self, session: Session, book: Book, model: BindingModel, view: BindingView
    ) -> None:
        self._session = session
        self._book = book
        self._model = model
        self._view = view

    def looked_at(self) -> list[Row]:
        """The first of the selected rows: enough to tell what can be done with them."""
        runs = self._view.ranges()
        places = (place for top, bottom in runs for place in range(top, bottom + 1))
        found = (self._model.row(place) for place in islice(places, PAGE))
        return [row for row in found if row is not None]

    # -- whole rows

    def accept(self) -> None:
        """Bind the selected rows to the one who is suggested for each."""
        current = self._model.row(self._view.place())
        if current is not None and current.userid and len(self._view.selected()) == 1:
            _ = self._session.language.gettext
            said = _("{username} is bound already: there is nothing to accept.")
            self._session.noted.emit(said.format(username=current.username))
            return
        skipped: list[int] = []

        def work(table: Table, rows: list[int], cancel: threading.Event) -> Change | None:
            try:
                return edits.accept(table, rows, cancel=cancel)
            except BindingError as error:
                if error.kind is not Trouble.NO_CANDIDATE:
                    raise
                single = _with_one_candidate(table, rows)
                if not single:
                    raise
                skipped.append(len(rows) - len(single))
                return edits.accept(table, single, cancel=cancel)

        self._with_selected(work, lambda change: self._tell_skipped(skipped))

    def reject(self) -> None:
        self._with_selected(lambda table, rows, cancel: edits.reject(table, rows, cancel=cancel))

    def unbind(self) -> None:
        self._with_selected(lambda table, rows, cancel: edits.unbind(table, rows, cancel=cancel))

    def ignore(self) -> None:
        """Leave the selected users out; take them in again where the current one is out."""
        current = self._model.row(self._view.place())
        on = current is None or not current.ignored
        self._with_selected(
            lambda table, rows, cancel: edits.ignore(table, rows, on=on, cancel=cancel)
        )

    def delete(self) -> None:
        self._with_selected(lambda table, rows, cancel: edits.delete(table, rows, cancel=cancel))

    def _with_selected(self, work: WithRows, done: Done = lambda change: None) -> None:
        selected = self._view.selected()
        if selected:
            self._book.do(lambda table, cancel: work(table, selected.ids(), cancel), done)

    # -- one row, from its pane

    def bind_one(self, row: int, userid: str) -> None:
        self._book.do(lambda table, cancel: edits.bind(table, row, userid))

    def reject_one(self, row: int, userid: str) -> None:
        self._book.do(lambda table, cancel: edits.reject(table, [row], userid))

    def unbind_one(self, row: int) -> None:
        self._book.do(lambda table, cancel: edits.unbind(table, [row]))

    def ignore_one(self, row: int, on: bool) -> None:
        self._book.do(lambda table, cancel: edits.ignore(table, [row], on=on))

    def _tell_skipped(self, skipped: Sequence[int]) -> None:
        if skipped:
            language = self._session.language
            said = language.ngettext(
                "{n} row was passed over: it has not one single suggestion.",
                "{n} rows were passed over: they have not one single suggestion.",
                skipped[0],
            )
            self._session.noted.emit(said.format(n=f"{skipped[0]:,}"))


def _with_one_candidate(table: Table, ids: Sequence[int]) -> list[int]:
    found: list[int] = []
    for start in range(0, len(ids), _READ_AT_ONCE):
        found += [one.id for one in table.rows(ids[start : start + _READ_AT_ONCE]) if _single(one)]
    return found


def _single(row: Row) -> bool:
    return not row.userid and len(candidates(row)) == 1
