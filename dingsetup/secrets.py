"""The only door to the system's key store: app secrets live there, or in memory for this run."""

import logging
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol, TypeVar

SERVICE = "dingsetup"
TIME_LIMIT = 5.0
"""Seconds a call to the key store may take; a dead D-Bus can hold one for minutes."""
LENGTH_LIMIT = 1280
"""UTF-16 units; Windows' Credential Manager takes 2,560 bytes. Kept everywhere alike."""

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


class Place(StrEnum):
    """Where the secrets of this run live."""

    SECRET_SERVICE = "secret_service"
    WINDOWS = "windows"
    MACOS_KEYCHAIN = "macos_keychain"
    KWALLET = "kwallet"
    MEMORY = "memory"


class Trouble(StrEnum):
    """Why secrets are kept in memory only."""

    NO_STORE = "no_store"
    """The system has no key store, or only one that is not on the allow-list."""
    LOCKED = "locked"
    """It stayed locked, or its question was turned away."""
    TIMED_OUT = "timed_out"
    FAILED = "failed"


class SecretError(Exception):
    """A secret that can't be kept or forgotten; the text never holds it."""


class SecretTooLong(SecretError):
    """A secret longer than every key store takes."""

    def __init__(self, length: int) -> None:
        super().__init__(f"the secret has {length} characters, more than {LENGTH_LIMIT}")
        self.length = length


class StoreTimeout(SecretError):
    """The key store did not answer in time."""

    def __init__(self) -> None:
        super().__init__(f"the key store did not answer within {TIME_LIMIT:g} seconds")


class StoreFailed(SecretError):
    """The key store refused."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"the key store refused: {trouble}")
        self.trouble = trouble


class Backend(Protocol):
    """What is used of one of keyring's back ends."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


ALLOWED = {
    "keyring.backends.SecretService.Keyring": Place.SECRET_SERVICE,
    "keyring.backends.libsecret.Keyring": Place.SECRET_SERVICE,
    "keyring.backends.Windows.WinVaultKeyring": Place.WINDOWS,
    "keyring.backends.macOS.Keyring": Place.MACOS_KEYCHAIN,
    "keyring.backends.kwallet.DBusKeyring": Place.KWALLET,
    "keyring.backends.kwallet.DBusKeyringKWallet4": Place.KWALLET,
}
"""Back ends that encrypt; any other one, plain files above all, counts as no store."""


def system_backend() -> tuple[Backend, Place] | None:
    """Return keyring's choice if it is on the allow-list, else None."""
    import keyring

    chosen: Any = keyring.get_keyring()
    # Where a system has several back ends, keyring wraps them in a chain, best first.
    for backend in getattr(chosen, "backends", None) or [chosen]:
        place = ALLOWED.get(f"{type(backend).__module__}.{type(backend).__qualname__}")
        if place is not None:
            return backend, place
    return None


class SecretStore:
    """Keeps one secret per profile; safe to use from several threads.

    Every method may wait up to TIME_LIMIT for the key store, so none belongs on a window's thread.
    Once the key store has failed, this run keeps its secrets in memory, as `place` and `trouble`
    then say.
    """

    def __init__(
        self,
        find: Callable[[], tuple[Backend, Place] | None] = system_backend,
        limit: float = TIME_LIMIT,
    ) -> None:
        self._find = find
        self._limit = limit
        self._lock = threading.RLock()
        self._memory: dict[str, str] = {}
        self._searched = False
        self._backend: Backend | None = None
        self._place = Place.MEMORY
        self._trouble: Trouble | None = None

    @property
    def place(self) -> Place:
        """Where secrets live now; the first look searches for the key store."""
        self._search()
        return Place.MEMORY if self._trouble else self._place

    @property
    def trouble(self) -> Trouble | None:
        """Why `place` is memory; None where it is not."""
        self._search()
        return self._trouble

    def get(self, profile_id: str) -> str | None:
        """Return the profile's secret, or None where none is kept or the store can't be asked."""
        self._search()
        with self._lock:
            kept = self._memory.get(profile_id)
        if kept is not None or self._trouble or self._backend is None:
            return kept
        backend = self._backend
        try:
            return self._ask(lambda: backend.get_password(SERVICE, profile_id))
        except SecretError as error:
            self._fall_back(error)
            return None

    def set(self, profile_id: str, secret: str) -> None:
        """Keep the secret, in memory if need be. Raises SecretTooLong."""
        length = len(secret.encode("utf-16-le", "surrogatepass")) // 2
        if length > LENGTH_LIMIT:
            raise SecretTooLong(length)
        self._search()
        backend = self._backend
        if backend is not None and not self._trouble:
            try:
                self._ask(lambda: backend.set_password(SERVICE, profile_id, secret))
            except SecretError as error:
                self._fall_back(error)
            else:
                with self._lock:
                    self._memory.pop(profile_id, None)
                return
        with self._lock:
            self._memory[profile_id] = secret

    def forget(self, profile_id: str) -> None:
        """Delete the secret wherever it is kept; none there is fine.

        Raises StoreTimeout or StoreFailed where one may have stayed in the key store.
        """
        self._search()
        with self._lock:
            self._memory.pop(profile_id, None)
        backend = self._backend
        if backend is None:
            return

        def delete() -> None:
            if backend.get_password(SERVICE, profile_id) is not None:
                backend.delete_password(SERVICE, profile_id)

        self._ask(delete)

    def _search(self) -> None:
        with self._lock:
            if self._searched:
                return
            self._searched = True
            try:
                found = self._ask(self._find)
            except SecretError as error:
                self._fall_back(error)
                return
            if found is None:
                self._trouble = Trouble.NO_STORE
            else:
                self._backend, self._place = found

    def _fall_back(self, error: SecretError) -> None:
        trouble = error.trouble if isinstance(error, StoreFailed) else Trouble.TIMED_OUT
        log.info("the key store is left aside for this run: %s", trouble)
        with self._lock:
            self._trouble = trouble

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        return _within(self._limit, question)


def _within(limit: float, question: Callable[[], Answer]) -> Answer:
    """Ask on a daemon thread, which a hung key store may keep without keeping the program."""
    import queue  # not needed before a key store is asked

    answers: queue.SimpleQueue[tuple[Answer] | Trouble] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put((question(),))
        except Exception as error:  # noqa: BLE001 - back ends raise classes of their own libraries
            # Only its class goes on: the error's text and frames may hold the secret.
            answers.put(_trouble(type(error)))

    threading.Thread(target=ask, name="key store", daemon=True).start()
    try:
        answer = answers.get(timeout=limit)
    except queue.Empty:
        raise StoreTimeout from None
    if isinstance(answer, Trouble):
        raise StoreFailed(answer)
    return answer[0]


def _trouble(error: type[Exception]) -> Trouble:
    # By name along the ancestors: the back ends' libraries differ from system to system.
    names = {ancestor.__name__ for ancestor in error.__mro__}
    if "NoKeyringError" in names:
        return Trouble.NO_STORE
    # InitError is what keyring makes of a collection whose password question was turned away.
    if names & {"KeyringLocked", "LockedException", "PromptDismissedException", "InitError"}:
        return Trouble.LOCKED
    return Trouble.FAILED
