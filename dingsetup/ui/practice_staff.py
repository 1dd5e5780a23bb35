"""Lets people of the practice company leave, fall asleep or change their number."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dingsetup.ui.alive import while_there
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button
from dingsetup.ui.workspace import Workspace

if TYPE_CHECKING:
    from dingsetup.practice import PracticeTenant
    from dingsetup.practice.company import Person

Deed = Callable[["PracticeTenant", "Person"], None]


class StaffButtons(QWidget):
    """Each changes one person at random, rather one whom a user is bound to."""

    def __init__(self, theme: Theme, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        _ = workspace.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.3))
        for text, said, deed in (
            (_("Somebody leaves"), _("{name} has left the practice company."), _leave),
            (_("Somebody is deactivated"), _("{name} is no longer active on DingTalk."), _sleep),
            (_("Somebody changes number"), _("{name} has another mobile number now."), _renumber),
        ):
            column.addWidget(button(text, lambda said=said, deed=deed: self._do(said, deed)))

    def _do(self, said: str, deed: Deed) -> None:
        workspace, session = self._workspace, self._workspace.session
        tenant = workspace.tenant
        if tenant is None or session is None:
            return
        folder = workspace.profiles.folder(session.profile.id)

        def work(task: object) -> "Person | None":
            bound = _bound(folder)
            there = [one for one in tenant.company.people if one.active]
            chosen = [one for one in there if one.userid in bound] or there
            if not chosen:
                return None
            person = random.choice(chosen)
            deed(tenant, person)
            return person

        def tell(person: "Person | None") -> None:
            _ = workspace.language.gettext
            nobody = _("Nobody active is left in the practice company.")
            session.noted.emit(said.format(name=person.name) if person is not None else nobody)

        session.tasks.start(work, while_there(self, tell))


def _bound(folder: Path) -> set[str]:
    from dingsetup.bindings.table import Table

    table = Table(folder)
    return {row.userid for row in table.each() if row.userid} if table.file.exists() else set()


def _leave(tenant: "PracticeTenant", person: "Person") -> None:
    tenant.leave(person.userid)


def _sleep(tenant: "PracticeTenant", person: "Person") -> None:
    tenant.change_person(person.userid, active=False)


def _renumber(tenant: "PracticeTenant", person: "Person") -> None:
    taken = {one.mobile for one in tenant.company.people}
    free = (f"139{random.randrange(10**8):08}" for _ in range(1000))
    tenant.change_person(person.userid, mobile=next(one for one in free if one not in taken))
