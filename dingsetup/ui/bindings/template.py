"""Saves the template of a list of users."""

from pathlib import Path
from typing import TYPE_CHECKING

from dingsetup.ui import dialogs
from dingsetup.ui.alive import while_there

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dingsetup.ui.bindings.panel import Tools


def save_template(parent: "QWidget", tools: "Tools") -> None:
    """Ask where, and write it on a thread."""
    session, book = tools.session, tools.book
    _ = session.language.gettext

    def save(path: str) -> None:
        def work(task: object) -> None:
            from dingsetup.bindings.sheets import write_template
            from dingsetup.language.exports import template_text

            write_template(Path(path), template_text(session.language))

        said = _("Template saved: {path}").format(path=path)
        session.tasks.start(
            work, lambda done: session.noted.emit(said), failed=while_there(book, book.failed.emit)
        )

    dialogs.save_file(
        parent, _("Save the template"), "dingsetup-users.xlsx", "Excel (*.xlsx);;CSV (*.csv)", save
    )
