"""The first column: what is pushed, as which type, with which values."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QVBoxLayout, QWidget

from dingsetup.messages.values import MessageType, Severity
from dingsetup.ui.messages.composer import Composer, Made
from dingsetup.ui.messages.fault_list import FaultList
from dingsetup.ui.messages.inner import Inner
from dingsetup.ui.messages.links import Links
from dingsetup.ui.messages.meters import Meters
from dingsetup.ui.messages.picture import PictureChoice
from dingsetup.ui.messages.status_bar import StatusEdit
from dingsetup.ui.messages.toggles import Toggles
from dingsetup.ui.messages.variables import VariableForm
from dingsetup.ui.messages.words import GROUPS, MESSAGE_LANGUAGES, type_name
from dingsetup.ui.session import Session
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label, link, row
from dingsetup.ui.widgets.box import Box

if TYPE_CHECKING:
    from dingsetup.messages.pushes import Push


class FormCard(QFrame):
    """Shows the composer's draft, and changes it."""

    template_wanted = Signal()

    def __init__(self, theme: Theme, session: Session, composer: Composer) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._language = session.language
        self._composer = composer
        self._theme = theme
        _ = session.language.gettext
        self.setAccessibleName(_("Message"))
        names = [(group, _(name)) for group, name in GROUPS.items()]
        self.groups = Toggles(theme, _("Kind of push"), names)
        self._push = Box(_("What is pushed"))
        self._about = label("", "small")
        self._type = Box(_("Message type"))
        languages = list(MESSAGE_LANGUAGES.items())
        self._languages = Toggles(theme, _("Language of the message"), languages)
        self.variables = VariableForm(theme, session.language)
        self.picture = PictureChoice(theme, session)
        self.links = Links(theme, session.language)
        self.status = StatusEdit(theme, session.language)
        self.meters = Meters(theme, session.language)
        self.faults = FaultList(theme, session.language)
        self._samples = link(_("Back to the sample"), composer.to_samples)
        self._edit = link(_("Edit the template …"), self.template_wanted.emit)
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        _ = self._language.gettext
        self._scroll = Inner(theme)
        column = self._scroll.column
        self._pushes = _captioned(theme, _("What is pushed"), self._push)
        column.addWidget(self._pushes)
        column.addWidget(self._about)
        column.addLayout(row(theme, self._edit, None, self._samples))
        column.addWidget(_captioned(theme, _("Message type"), self._type))
        column.addWidget(self._languages)
        self._parts = (self.variables, self.picture, self.status, self.links)
        for part in (self.faults, *self._parts, self.meters):
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.gap(0.7)] * 4)
        outer.setSpacing(theme.gap(0.5))
        outer.addWidget(self.groups)
        outer.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        composer = self._composer
        composer.loaded.connect(self.show_draft)
        composer.edited.connect(self.show_draft)
        composer.made_anew.connect(self._show_made)
        self.groups.chosen.connect(self._to_group)
        self._push.activated.connect(lambda place: self._to_push(str(self._push.currentData())))
        self._type.activated.connect(lambda place: self._to_type())
        self._languages.chosen.connect(lambda code: composer.edit(language=code))
        self.variables.changed.connect(composer.set_value)
        self.picture.chosen.connect(lambda path: composer.edit(picture=path))
        self.picture.url_changed.connect(lambda url: composer.edit(picture_url=url))
        self.status.changed.connect(lambda: composer.edit(status=self.status.value))

    def focus_first(self) -> None:
        self._type.setFocus(Qt.FocusReason.TabFocusReason)

    # -- what is chosen

    def _to_group(self, group: str) -> None:
        pushes = self._composer.pushes
        if pushes is not None:
            first = next((push for push in pushes.all if push.group == group), None)
            if first is not None:
                self._to_push(first.id)

    def _to_push(self, id: str) -> None:
        self._composer.edit(push=id, type=None)

    def _to_type(self) -> None:
        self._composer.edit(type=MessageType(str(self._type.currentData())))

    # -- what is shown

    def show_draft(self) -> None:
        """Show the draft; fields that hold it already are left alone."""
        composer, push = self._composer, self._composer.push
        if push is None or composer.pushes is None:
            return
        self.groups.choose(push.group)
        self._languages.choose(composer.draft.language)
        pick = self._language.pick
        among = [(one.id, pick(one.name)) for one in composer.pushes.all if one.group == push.group]
        _fill(self._push, among, push.id)
        self._pushes.setVisible(len(among) > 1)
        types = [(str(one), type_name(self._language, one)) for one in MessageType]
        _fill(self._type, types, str(composer.type))
        self._about.setText(self._about_text(push))
        self.variables.show_variables(push.variables, composer.values())
        self._samples.setVisible(bool(composer.draft.values))
        self.picture.setVisible(composer.with_picture)
        self.picture.show_draft(composer.draft, in_text=composer.in_text)
        self.status.setVisible(composer.type is MessageType.OA)
        self.status.show_value(composer.draft.status)

    def _about_text(self, push: "Push") -> str:
        pick = self._language.pick
        between = "" if self._language.chinese else " "
        return between.join((pick(push.about), pick(push.unconfirmed)))

    def _show_made(self) -> None:
        made, push = self._composer.made, self._composer.push
        if made is None or push is None:
            return
        names = {one.name for one in push.variables}
        self.variables.blame(_blamed(self._told, made, names))
        # What is said below its field is not said twice.
        self.faults.show_faults([one for one in made.faults if one.place not in names])
        self.links.show_message(made.message)
        self.meters.show_meters(made.meters)

    def _told(self, made: Made, place: int) -> str:
        from dingsetup.language.message_faults import fault_told

        told = fault_told(self._language, made.faults[place], self._composer.push)
        return told.title


def _blamed(
    told: Callable[[Made, int], str], made: Made, names: set[str]
) -> dict[str, tuple[str, Severity]]:
    """What is wrong with which variable: the first that is said of it."""
    found: dict[str, tuple[str, Severity]] = {}
    for place, fault in enumerate(made.faults):
        if fault.place in names and fault.place not in found:
            found[fault.place] = (told(made, place), fault.severity)
    return found


def _fill(box: QComboBox, entries: list[tuple[str, str]], chosen: str) -> None:
    """Offer these; a box that offers them already only moves."""
    if [(str(box.itemData(n)), box.itemText(n)) for n in range(box.count())] != entries:
        box.clear()
        for value, text in entries:
            box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _captioned(theme: Theme, text: str, box: QWidget) -> QWidget:
    """A box with its name above it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.gap(0.1))
    said = QLabel(text)
    said.setProperty("look", "small")
    said.setBuddy(box)
    column.addWidget(said)
    column.addWidget(box)
    return made
