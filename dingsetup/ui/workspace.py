"""What outlives a profile: facts, settings, the key store, the practice tenant; opens sessions."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from dingsetup.facts import Facts, FactsError, load_facts
from dingsetup.language import Language
from dingsetup.profile import SUPPORT, Profile, ProfileEdition, ProfileError, Profiles
from dingsetup.rehearsal import PRACTICE, practice_profile
from dingsetup.secrets import SecretStore
from dingsetup.settings import Settings, save_settings
from dingsetup.ui.bundle_opening import BundleOpening
from dingsetup.ui.session import Session
from dingsetup.ui.tasks import Task, Tasks

if TYPE_CHECKING:
    from dingsetup.practice import App, PracticeTenant


class Workspace(QObject):
    """One program, one window, one open session."""

    opened = Signal()
    """Another session, language, facts or colours: everything is drawn anew."""
    practice_changed = Signal()
    trouble = Signal(str)

    def __init__(
        self,
        profiles: Profiles,
        secrets: SecretStore,
        facts: Facts,
        language: Language,
        settings: Settings,
        tasks: Tasks,
    ) -> None:
        super().__init__()
        self.profiles = profiles
        self.secrets = secrets
        self.facts = facts
        self.language = language
        self.settings = settings
        self.tasks = tasks
        self.session: Session | None = None
        self.running: dict[str, PracticeTenant] = {}
        """The tenants of our own, by the id of the profile each belongs to."""
        self._bundles = BundleOpening(self)
        self._starting: Task | None = None
        self._tenants: list[PracticeTenant] = []
        self.said = ""
        """The last trouble: what happens before there is a window is shown in it."""
        self.trouble.connect(self._say)
        tasks.failed.connect(lambda error: self.trouble.emit(str(error)))

    def _say(self, text: str) -> None:
        self.said = text

    @property
    def tenant(self) -> "PracticeTenant | None":
        """The tenant of the open profile, or the one to practise on."""
        supporting = self.session is not None and self.session.profile.id == SUPPORT
        return self.running.get(SUPPORT if supporting else PRACTICE)

    # -- profiles

    def open_profile(self, id: str) -> None:
        """Open a profile from disk; a file that cannot be read is named and stays as it is."""
        try:
            profile = self.profiles.load(id)
        except ProfileError as error:
            self.trouble.emit(str(error))
            return
        self.remember(profile=id)
        self.show(profile)
        if id == SUPPORT:
            self._bundles.come_back()

    def open_bundle(self, path: Path | str) -> None:
        """Open a support file as the profile `support`, on a tenant made from it.

        It is read beside the window; a file that is refused is named and replaces nothing.
        """
        self._bundles.open(Path(path))

    def create_profile(self, name: str, edition: ProfileEdition) -> None:
        """Make a profile and open it at the first step."""
        profile = Profile(id=self.profiles.new_id(name), name=name, edition=edition)
        try:
            self.profiles.save(profile)
        except ProfileError as error:
            self.trouble.emit(str(error))
            return
        self.remember(profile=profile.id)
        self.show(profile)

    def remove_profile(self) -> None:
        """Forget the open profile: its folder and its secret."""
        session = self.session
        if session is None:
            return
        id = session.profile.id
        self.close_session()
        if (tenant := self.running.pop(id, None)) is not None:
            self.end_tenant(tenant)
        self.remember(profile="")

        def work(task: object) -> None:
            self.secrets.forget(id)
            self.profiles.remove(id)

        self.tasks.start(
            work, lambda done: None, failed=lambda error: self.trouble.emit(str(error))
        )
        self.opened.emit()

    def forget_secret(self) -> None:
        """Take the open profile's secret out of the key store."""
        if self.session is not None:
            self.session.set_secret("")
            self.opened.emit()

    def show(self, profile: Profile) -> None:
        """Open a session of a profile in the place of the one before."""
        self.close_session()
        self.said = ""
        session = Session(
            profile, self.facts, self.language, self.profiles, self.secrets, self.tasks, self
        )
        session.trouble.connect(self.trouble)
        self.session = session
        self._bundles.attach(session)
        self.opened.emit()

    def close_session(self) -> None:
        if self.session is not None:
            # It is deleted with the workspace: what it still has under way ends a moment later.
            self.session.close()
            self.session = None

    # -- the practice tenant

    def open_practice(self, scenarios: Sequence[str] = ()) -> None:
        """Open the practice profile at once; the tenant follows as soon as it runs."""
        if self.session is None or self.session.profile.id != PRACTICE:
            trouble = ""
            kept = Profile(id=PRACTICE, name=PRACTICE, edition="practice")
            if PRACTICE in self.profiles.ids():
                try:
                    kept = self.profiles.load(PRACTICE)
                except ProfileError as error:
                    trouble = str(error)
            self.show(kept)
            if trouble:
                self.trouble.emit(trouble)
        if self.tenant is not None:
            self.set_scenarios(scenarios or self.tenant.scenarios)
            return

        if self._starting is None:
            self._starting = self.tasks.start(
                lambda task: self.start_tenant(task, scenarios),
                self._practise,
                finished=self._started,
            )

    def start_tenant(
        self, task: Task, scenarios: Sequence[str], app: "App | None" = None
    ) -> "PracticeTenant":
        """On a thread: a tenant that comes after the window closed is ended again."""
        from dingsetup.practice import PracticeTenant

        tenant = PracticeTenant.start(self.facts, scenarios=scenarios, app=app)
        self._tenants.append(tenant)
        if task.cancelled.is_set():
            tenant.stop()
        return tenant

    def _started(self) -> None:
        self._starting = None

    def _practise(self, tenant: "PracticeTenant") -> None:
        self.running[PRACTICE] = tenant
        if self.session is not None and self.session.profile.id == PRACTICE:
            # Another tenant: nobody has allowed this computer on it yet.
            self.session.edit(allowance=None)
        self._hand_out()
        self.practice_changed.emit()

    def set_scenarios(self, scenarios: Sequence[str]) -> None:
        """Break or mend things on the practice tenant. Raises UnknownScenario."""
        if self.tenant is None:
            return
        self.tenant.set_scenarios(scenarios)
        self._hand_out()
        self.practice_changed.emit()

    def _hand_out(self) -> None:
        """Fill the practice profile with what the tenant hands out today."""
        session, tenant = self.session, self.tenant
        if session is None or tenant is None or session.profile.id != PRACTICE:
            return
        fresh = practice_profile(tenant, self.facts)
        names = ("app_key", "agent_id", "corp_id", "me", "domain", "homepage", "base_url")
        fields = {name: getattr(fresh, name) for name in names}
        for name in ("pasted_addresses", "pasted_redirect_urls"):
            if not getattr(session.profile, name):
                fields[name] = getattr(fresh, name)
        session.edit(since="network", **fields)
        # Everybody may know a practice tenant's secret; the key store is none of its business.
        session.hand_out(tenant.identity.app_secret)

    def end_tenant(self, tenant: "PracticeTenant") -> None:
        """End one that is not needed any more, without waiting for it."""
        self._tenants.remove(tenant)
        self.tasks.start(lambda task: tenant.stop(), lambda done: None)

    def stop_practice(self) -> None:
        self.running.clear()
        while self._tenants:
            self._tenants.pop().stop()

    # -- choices for the whole program

    def set_language(self, code: str) -> None:
        self.language = Language(code)
        self.remember(language=code)
        if self.session is not None:
            self.session.language = self.language
        self.opened.emit()

    def set_colours(self, colours: str) -> None:
        self.remember(colours=colours)
        self.opened.emit()

    def use_facts(self, file: str) -> None:
        """Put a user's facts file over ours, or with an empty path go back to ours."""

        def taken(facts: Facts) -> None:
            self.facts = facts
            self.remember(facts_file=file)
            if self.session is not None:
                self.show(self.session.profile)
                self._hand_out()

        def refused(error: Exception) -> None:
            known = isinstance(error, FactsError)
            said = self.language.gettext("Facts file refused. {file}, at {key}: {reason}")
            text = said if known else "{error}"
            values = vars(error) if known else {"error": error}
            self.trouble.emit(text.format(**values))

        self.tasks.start(
            lambda task: load_facts(Path(file) if file else None), taken, failed=refused
        )

    def remember(self, **choices: str) -> None:
        """Keep choices for the next start; a file that cannot be written is said, nothing else."""
        settings = msgspec.structs.replace(self.settings, **choices)
        if settings == self.settings:
            return
        self.settings = settings
        try:
            save_settings(self.profiles.home, self.settings)
        except OSError as error:
            self.trouble.emit(str(error))
