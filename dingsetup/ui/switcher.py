"""The head of the list of steps: which profile is open, and the menu of everything else."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from dingsetup.language import Language
from dingsetup.language.names import EDITIONS
from dingsetup.profile import SUPPORT, Profile, ProfileError
from dingsetup.rehearsal import PRACTICE
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label
from dingsetup.ui.widgets.by_name import elided, set_by_name
from dingsetup.ui.workspace import Workspace

ENDING = ".dingsetup"


def shown_name(language: Language, profile: Profile) -> str:
    """A profile's name; the practice tenant's is ours to translate."""
    if profile.id == SUPPORT:
        return language.gettext("{name} (support file)").format(name=profile.name)
    return language.gettext("Practice tenant") if profile.id == PRACTICE else profile.name


class Switcher(QWidget):
    """The open profile as a button; its menu opens others, settings and languages."""

    def __init__(
        self, theme: Theme, workspace: Workspace, show_profile: Callable[[], None]
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._show_profile = show_profile
        _ = workspace.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.gap(0.6), theme.gap(0.7), theme.gap(0.6), theme.gap(0.2))
        column.setSpacing(theme.gap(0.2))
        self._button = QToolButton()
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_by_name(self._button, toolButtonStyle="ToolButtonTextOnly")
        self._button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._button.setMinimumHeight(theme.gap(1.6))
        self._room = theme.gap(10.5)
        """Pixels for a name beside the menu's arrow."""
        self._menu = QMenu(self._button)
        self._menu.aboutToShow.connect(self._fill)
        self._button.setMenu(self._menu)
        column.addWidget(self._button)
        self._badges = QHBoxLayout()
        self._edition = label("", "badge", wrap=False)
        self._corp = label("", "badge", wrap=False)
        self._badges.addWidget(self._edition)
        self._badges.addWidget(self._corp)
        self._badges.addStretch(1)
        column.addLayout(self._badges)
        if workspace.session is not None:
            workspace.session.profile_changed.connect(self.show_profile)
        self.show_profile()

    def show_profile(self) -> None:
        _ = self._workspace.language.gettext
        session = self._workspace.session
        if session is None:
            self._button.setText(_("No profile yet"))
            self._edition.hide()
            self._corp.hide()
            return
        profile = session.profile
        name = shown_name(self._workspace.language, profile)
        short = elided(self._button.fontMetrics(), name, self._room)
        self._button.setText(short.replace("&", "&&"))
        self._button.setToolTip(name)
        self._button.setAccessibleName(_("Profile {name}").format(name=name))
        self._edition.setText(_(EDITIONS[profile.edition]))
        self._corp.setText(f"{profile.corp_id[:7]}…{profile.corp_id[-2:]}")
        self._corp.setVisible(len(profile.corp_id) > 12)

    def _fill(self) -> None:
        workspace = self._workspace
        _ = workspace.language.gettext
        menu = self._menu
        menu.clear()
        current = workspace.session.profile.id if workspace.session else ""
        for id in workspace.profiles.ids():
            if id != PRACTICE:
                name = self._name_of(id)
                self._add(name, lambda id=id: workspace.open_profile(id), id == current)
        self._add(_("Practice tenant"), workspace.open_practice, current == PRACTICE)
        self._add(_("Open a support file …"), self._choose_bundle)
        menu.addSeparator()
        self._add(_("New profile …"), self._welcome)
        if workspace.session is not None:
            self._add(_("This profile …"), self._show_profile)
        menu.addSeparator()
        self._add(_("Use a facts file …"), self._choose_facts)
        if workspace.settings.facts_file:
            self._add(_("Use the built-in facts again"), lambda: workspace.use_facts(""))
        menu.addSeparator()
        for code, name in (("zh_CN", "中文"), ("en", "English")):
            self._add(
                name,
                lambda code=code: workspace.set_language(code),
                workspace.language.code == code,
            )
        menu.addSeparator()
        colours = workspace.settings.colours
        for code, name in (
            ("", _("Colours of the system")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ):
            self._add(name, lambda code=code: workspace.set_colours(code), colours == code)

    def _add(self, text: str, do: Callable[[], None], current: bool | None = None) -> None:
        action = self._menu.addAction(text)
        if current is not None:
            action.setCheckable(True)
            action.setChecked(current)
        action.triggered.connect(lambda: do())

    def _name_of(self, id: str) -> str:
        """A profile's name; its id where the file cannot be read, which opening it then says."""
        try:
            profile = self._workspace.profiles.load(id)
            return shown_name(self._workspace.language, profile) or id
        except ProfileError:
            return id

    def _welcome(self) -> None:
        self._workspace.close_session()
        self._workspace.opened.emit()

    def _choose_bundle(self) -> None:
        from dingsetup.ui import dialogs  # not needed to paint the first page

        _ = self._workspace.language.gettext
        title, pattern = _("Open a support file"), f"dingsetup (*{ENDING})"
        dialogs.open_file(self, title, pattern, self._workspace.open_bundle)

    def _choose_facts(self) -> None:
        from dingsetup.ui import dialogs  # not needed to paint the first page

        _ = self._workspace.language.gettext
        dialogs.open_file(self, _("Facts file"), "TOML (*.toml)", self._workspace.use_facts)
