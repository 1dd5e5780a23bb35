"""What the window shows: one profile, its findings, and the run under way.

Data flows one way: pages call methods here, the session changes its values and says so, and pages
draw themselves anew. Nothing here waits: files, the key store and the tenant are asked on threads.
"""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from dingsetup.facts import Facts
from dingsetup.findings import SEVERITY, Finding, State
from dingsetup.language import Language
from dingsetup.profile import Allowance, Profile, ProfileError, Profiles, now
from dingsetup.rehearsal import has_tenant
from dingsetup.secrets import SecretStore
from dingsetup.ui.keeper import Keeper, Loaded
from dingsetup.ui.tasks import Task, Tasks

if TYPE_CHECKING:
    from dingsetup.checks.runner import Outcome, Progress
    from dingsetup.dingtalk.transport import Call
    from dingsetup.support.opening import Opened

SAVE_DELAY_MS = 400
"""Typing is saved once it pauses."""


class LastRun(msgspec.Struct, frozen=True):
    """When a step was last checked, how long it took, and what it cost."""

    at: datetime.datetime
    seconds: float | None = None
    counted: int | None = None
    """Calls that count in the month's quota."""


class Session(QObject):
    """One open profile."""

    profile_changed = Signal()
    findings_changed = Signal()
    running_changed = Signal()
    secret_changed = Signal()
    """The secret came from the key store or the practice tenant, not from a key typed."""
    progressed = Signal(object)
    noted = Signal(str)
    """A sentence about something just done that cannot be seen."""
    trouble = Signal(str)
    """A sentence about something that could not be kept."""

    loaded = False
    """Whether the secret and the earlier findings are there."""
    secrets_in_memory = False
    """Whether the system has no key store that could be used."""
    cancelled = False
    """Whether the last run was cancelled."""

    def __init__(
        self,
        profile: Profile,
        facts: Facts,
        language: Language,
        profiles: Profiles,
        secrets: SecretStore,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.profile = profile
        self.facts = facts
        self.language = language
        self.tasks = tasks
        self.secret = ""
        self.last: dict[str, LastRun] = {}
        self.calls: tuple[Call, ...] = ()
        """The calls of the last run."""
        self.opened: Opened | None = None
        """The support file this profile was made of, once it is read."""
        self._keeper = Keeper(profile, profiles, secrets, self._complain)
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._loading = False
        self._wanted: tuple[str, ...] | None = None
        """Steps to check once the secret is there."""
        self._run: Task | None = None
        self._next: tuple[str, ...] = ()
        """Steps to check when the run under way has ended."""
        self._outdated_meanwhile: frozenset[str] = frozenset()
        self._saving = QTimer(self, singleShot=True, interval=SAVE_DELAY_MS)
        self._saving.timeout.connect(self.save)

    # -- what pages read

    @property
    def steps(self) -> list[str]:
        """Ids of the guide's steps, in its order."""
        return [step.id for step in self.facts.steps]

    @property
    def stale(self) -> frozenset[str]:
        """Steps to be checked again, as something changed since."""
        return frozenset(self.profile.outdated)

    def findings(self, step: str) -> tuple[Finding, ...]:
        return self._findings.get(step, ())

    def all_findings(self) -> list[Finding]:
        return [finding for step in self.steps for finding in self.findings(step)]

    def state(self, step: str) -> State | None:
        """The worst state of a step's findings; None before it was checked."""
        states = {finding.standing for finding in self.findings(step)}
        return next((state for state in SEVERITY if state in states), None)

    @property
    def _practice(self) -> bool:
        return self.profile.edition == "practice" or has_tenant(self.profile)

    @property
    def running(self) -> bool:
        return self._run is not None or self._wanted is not None

    @property
    def saved(self) -> bool:
        """Whether the file holds all that was typed."""
        return self._keeper.holds(self.profile)

    # -- what pages ask for

    def edit(self, *, since: str = "", **fields: Any) -> None:
        """Change fields of the profile; checks from the step `since` on are then out of date."""
        if all(getattr(self.profile, name) == value for name, value in fields.items()):
            return
        from dingsetup.pasted.shapes import without_secrets  # not needed to paint the first page

        # A secret pasted or typed where it does not belong must not reach the profile's file.
        kept = {n: without_secrets(v) if isinstance(v, str) else v for n, v in fields.items()}
        changed = msgspec.structs.replace(self.profile, **kept)
        if changed == self.profile:
            return
        self.profile = changed
        self._saving.start()
        if since:
            self._outdate(since)
        self.profile_changed.emit()

    def hand_out(self, secret: str) -> None:
        """Take the secret of a practice tenant, which everybody may know; nothing is kept."""
        self.secret = secret
        self.secret_changed.emit()

    def set_secret(self, secret: str) -> None:
        """Keep the app's secret in the key store and in memory, nowhere else."""
        if secret == self.secret:
            return
        self.secret = secret
        self._outdate("credentials")
        self.tasks.start(
            lambda task: self._keeper.write_secret(lambda: self.secret),
            lambda done: None,
            failed=lambda error: self.trouble.emit(str(error)),
        )

    def answer(self, question: str, yes: bool, about: str, step: str) -> None:
        """Keep a person's answer, and look at the step again: that asks nobody else."""
        self.profile = self.profile.answer(question, yes, about)
        self.save()
        if self.running:
            # The run under way looks at the answers as they were.
            self._mark(self.stale | {step})
            self._outdated_meanwhile = self._outdated_meanwhile | {step}
            self.findings_changed.emit()
        self.profile_changed.emit()
        self.check([step])

    def allow_this_computer(self, ip: str) -> None:
        """Remember that the admin puts this computer on the allowlist for the checks."""
        self.edit(allowance=Allowance(ip, now()))
        self.save()
        self.check(["security"])

    def check(self, steps: Iterable[str] = ()) -> None:
        """Run the checks of some steps, or all; one run at a time."""
        if self.running:
            return
        self.cancelled = False
        if not self.loaded:
            self._wanted = tuple(steps)
            self.running_changed.emit()
            self.load()
            return
        profile, secret, wanted = self.profile, self.secret, tuple(steps)
        facts, keeper = self.facts, self._keeper

        def work(task: Task) -> "Outcome":
            from dingsetup.ui.checking import check_and_keep

            def report(progress: "Progress") -> None:
                self._report(task, progress)

            return check_and_keep(task, profile, secret, facts, wanted, keeper, report)

        self._run = self.tasks.start(work, self._take, failed=self._failed, finished=self._finished)
        self._outdated_meanwhile = frozenset()
        self.running_changed.emit()

    def cancel(self) -> None:
        self._next = ()
        self.cancelled = True
        if self._run is not None:
            self._run.cancel()
        elif self._wanted is not None:
            self._wanted = None
            self.running_changed.emit()

    def load(self) -> None:
        """Fetch the secret and what earlier runs found, once; a check begins with it."""
        if self._loading:
            return
        self._loading = True

        def done(loaded: Loaded) -> None:
            self.secret = self.secret or loaded.secret
            self.secrets_in_memory = loaded.in_memory
            for entry in loaded.findings:
                step = entry.finding.step
                self._findings[step] = (*self._findings.get(step, ()), entry.finding)
                self.last[step] = LastRun(entry.at)
            # What was changed before the findings were there makes them out of date all the same.
            self._mark(self.stale | (set(self._findings) & self._outdated_meanwhile))
            self.findings_changed.emit()
            self.secret_changed.emit()
            if not self.secret and not self._practice and self.findings("credentials"):
                # What was found of a secret that is gone says nothing about the next one.
                self._outdate("credentials")
            if loaded.trouble:
                self.trouble.emit(loaded.trouble)

        self.tasks.start(
            lambda task: self._keeper.fetch(),
            done,
            failed=lambda error: self.trouble.emit(str(error)),
            finished=self._loaded,
        )

    def _loaded(self) -> None:
        """Go on with the check that was wanted before the secret was there."""
        self.loaded = True
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.check(wanted)

    def save(self) -> None:
        """Write the profile now, on a thread."""
        self._saving.stop()
        self.tasks.start(
            lambda task: self._keeper.write_profile(lambda: self.profile),
            lambda done: None,
            failed=lambda error: self.trouble.emit(str(error)),
        )

    def close(self) -> None:
        """Write what is not yet written; the window goes away and nothing waits for it."""
        self.cancel()
        self._saving.stop()
        try:
            self._keeper.write_profile(lambda: self.profile)
        except ProfileError as error:
            self.trouble.emit(str(error))

    # -- inner works

    def _mark(self, stale: Iterable[str]) -> None:
        """Keep which steps are out of date, also over the next start."""
        outdated = tuple(sorted(stale))
        if outdated != self.profile.outdated:
            self.profile = msgspec.structs.replace(self.profile, outdated=outdated)
            self._saving.start()

    def _outdate(self, since: str) -> None:
        later = self.steps[self.steps.index(since) :]
        self._mark(self.stale | {step for step in later if self._findings.get(step)})
        self._outdated_meanwhile = self._outdated_meanwhile | set(later)
        self.findings_changed.emit()

    def _report(self, task: Task, progress: "Progress") -> None:
        def tell() -> None:
            if not task.cancelled.is_set():
                self.progressed.emit(progress)

        self.tasks.on_main(tell)

    def _complain(self, text: str) -> None:
        """From any thread."""
        self.tasks.on_main(lambda: self.trouble.emit(text))

    def _take(self, outcome: "Outcome") -> None:
        from dingsetup.ui.checking import settle, waiting_for_this_computer

        self.calls = outcome.calls
        counted = sum(call.counted for call in outcome.calls)
        found: dict[str, list[Finding]] = {}
        for finding in outcome.findings:
            found.setdefault(finding.step, []).append(finding)
        for step, findings in found.items():
            self._findings[step] = tuple(findings)
            self.last[step] = LastRun(outcome.at, outcome.seconds, counted)
        # What was typed while the run was under way is not what it looked at.
        self._mark((self.stale - set(found)) | (set(found) & self._outdated_meanwhile))
        # Settled on today's profile: it may have been allowed while the run was under way.
        self.edit(allowance=settle(self.profile, outcome.findings, outcome.at).allowance)
        self.findings_changed.emit()
        self._next = waiting_for_this_computer(outcome.findings, self._findings)

    def _failed(self, error: Exception) -> None:
        from dingsetup.ui.checking import Cancelled

        if not isinstance(error, Cancelled):
            self.tasks.failed.emit(error)

    def _finished(self) -> None:
        self._run = None
        self.running_changed.emit()
        following, self._next = self._next, ()
        if following:
            self.check(following)
