"""Editing a template in the place of the form: its parts, kept as one's own, shared as a file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout

from dingsetup.facts import Text
from dingsetup.findings import State
from dingsetup.messages.values import Fault
from dingsetup.ui import dialogs
from dingsetup.ui.alive import while_there
from dingsetup.ui.bindings.filters import is_escape
from dingsetup.ui.messages.fault_list import FaultList
from dingsetup.ui.messages.inner import Inner
from dingsetup.ui.messages.notice import MessageNotice
from dingsetup.ui.messages.panel import Tools
from dingsetup.ui.messages.template_parts import PartEdits, is_of_parts, variable_names
from dingsetup.ui.tasks import Task
from dingsetup.ui.widgets.basic import button, label, link, row
from dingsetup.ui.widgets.flow import flow

if TYPE_CHECKING:
    from dingsetup.messages.pushes import Push

PATTERN = "TOML (*.toml)"


class TemplateCard(QFrame):
    """The preview follows while the parts are edited; nothing is kept before it is saved."""

    closed = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._tools = tools
        self._language = tools.session.language
        self._composer = tools.composer
        push = self._composer.push
        assert push is not None
        self._push: Push = push
        theme = tools.theme
        _ = self._language.gettext
        self.setAccessibleName(_("Template"))
        self.notice = MessageNotice(theme, self._language)
        self._name = QLineEdit(self._language.pick(push.name))
        self._name.setMaxLength(100)
        self._parts = PartEdits(theme, self._language)
        self._parts.show_parts(push.parts_in(self._composer.draft.language))
        self._faults = FaultList(theme, self._language)
        self._save_text = _("Save") if push.own else _("Save as my own")
        self._save = button(self._save_text, self._press_save, "primary")
        self._delete = button(_("Delete"), self._press_delete)
        self._delete.setVisible(push.own)
        self._deleting = False
        self._objecting = False
        self._objection = label("", "small")
        self._objection.setStyleSheet(f"color: {theme.states[State.FAILED]}")
        self._objection.hide()
        self._lay_out()
        self._parts.changed.connect(self._try)
        self._composer.made_anew.connect(self._show_faults)

    def _lay_out(self) -> None:
        _, theme = self._language.gettext, self._tools.theme
        close = link(_("Back to the form"), self.close_card)
        head = label(_("Template"), "heading", wrap=False)
        scroll = Inner(theme)
        said = QLabel(_("Name"))
        said.setProperty("look", "small")
        said.setBuddy(self._name)
        known = label(_("Variables: {names}").format(names=variable_names(self._push)), "small")
        for part in (said, self._name, known, self._parts):
            scroll.column.addWidget(part)
        scroll.column.addStretch(1)
        share = flow(
            theme.gap(0.2),
            self._save,
            self._delete,
            button(_("Export …"), self._choose_export),
            button(_("Import …"), self._choose_import),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.gap(0.7)] * 4)
        outer.setSpacing(theme.gap(0.4))
        outer.addLayout(row(theme, head, None, close))
        outer.addWidget(self.notice)
        outer.addWidget(scroll, 1)
        # Below what scrolls: else it is seen by nobody who types in the first fields.
        outer.addWidget(self._faults)
        outer.addWidget(self._objection)
        outer.addWidget(share)

    def begin(self) -> None:
        self._parts.focus_first()

    # -- what is edited

    def _edited(self) -> "Push":
        """The push with the parts as they are typed."""
        language = self._composer.draft.language
        parts = {**self._push.parts, language: self._parts.parts()}
        return msgspec.structs.replace(self._push, parts=parts)

    def _try(self) -> None:
        self._object(False)
        self._composer.try_template(self._edited())

    def _show_faults(self) -> None:
        self._faults.show_faults(self._errors())

    def _errors(self) -> list[Fault]:
        """What is wrong with the template; what is with values and links is said in the form."""
        made, names = self._composer.made, self._parts.names
        return [one for one in made.errors if is_of_parts(one, names)] if made is not None else []

    def close_card(self) -> None:
        """Back to the form; what was not saved is gone."""
        self.closed.emit()

    # -- kept and shared

    def _press_save(self) -> None:
        """What is wrong wants a second press: no message is made of such a template."""
        # What was just typed counts as well.
        self._composer.make()
        if self._errors() and not self._objecting:
            self._object(True)
        else:
            self.save()

    def _object(self, objecting: bool) -> None:
        _ = self._language.gettext
        self._objecting = objecting
        said = _(
            "It has errors: no message can be sent with it. Press again to save it all the same."
        )
        self._objection.setText(said if objecting else "")
        self._objection.setVisible(objecting)
        self._save.setText(_("Save all the same") if objecting else self._save_text)

    def save(self) -> None:
        """Keep it among the user's own; one of ours becomes another with a name of its own."""
        pushes, folder = self._composer.pushes, self._composer.folder
        assert pushes is not None
        push = self._named(self._edited())
        if not push.own:
            push = msgspec.structs.replace(push, id=pushes.free_id(push.id), own=True)

        def work(task: Task) -> str:
            from dingsetup.messages.pushes import save_push

            save_push(folder, push)
            return push.id

        self._run(work, self._saved)

    def _named(self, push: "Push") -> "Push":
        """With its name; a copy that kept the old one is told apart."""
        name = self._name.text().strip() or self._language.pick(push.name)
        if not push.own and name == self._language.pick(push.name):
            name = self._language.gettext("{name} (my own)").format(name=name)
        return msgspec.structs.replace(push, name=Text(zh=name, en=name))

    def _saved(self, id: str) -> None:
        said = self._language.gettext("Template saved.")
        self._tools.session.noted.emit(said)
        self._composer.edit(push=id)
        self._composer.load(anew=True)
        self.closed.emit()

    def _press_delete(self) -> None:
        if not self._deleting:
            self._deleting = True
            self._delete.setText(self._language.gettext("Really delete it"))
            return
        folder, id = self._composer.folder, self._push.id

        def work(task: Task) -> str:
            from dingsetup.messages.pushes import delete_push

            delete_push(folder, id)
            return id

        self._run(work, self._deleted)

    def _deleted(self, id: str) -> None:
        self._composer.load(anew=True)
        self.closed.emit()

    def _choose_export(self) -> None:
        _ = self._language.gettext
        name = f"{self._push.id}.toml"
        dialogs.save_file(self, _("Export the template"), name, PATTERN, self.export_to)

    def export_to(self, path: str) -> None:
        """Write it to a file that others can import."""
        push = self._named(self._edited()) if self._push.own else self._edited()

        def work(task: Task) -> str:
            from dingsetup.messages.pushes import export_push

            export_push(Path(path), push)
            return path

        said = self._language.gettext("Saved: {path}")
        self._run(work, lambda done: self._tools.session.noted.emit(said.format(path=done)))

    def _choose_import(self) -> None:
        _ = self._language.gettext
        dialogs.open_file(self, _("Import a template"), PATTERN, self.import_from)

    def import_from(self, path: str) -> None:
        """Take a file in as one's own, under an id that nothing has yet."""
        pushes, folder = self._composer.pushes, self._composer.folder
        assert pushes is not None

        def work(task: Task) -> str:
            from dingsetup.messages.pushes import read_push, save_push

            push = read_push(Path(path))
            if pushes.find(push.id) is not None:
                push = msgspec.structs.replace(push, id=pushes.free_id(push.id))
            save_push(folder, push)
            return push.id

        self._run(work, self._saved)

    def _run(self, work: Callable[[Task], str], done: Callable[[str], None]) -> None:
        self.notice.hide()
        self._tools.session.tasks.start(
            work, while_there(self, done), failed=while_there(self, self.notice.tell)
        )

    def event(self, event: QEvent) -> bool:
        if is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)
