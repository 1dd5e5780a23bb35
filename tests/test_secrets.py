"""Secrets live in the system's key store, or in memory, and nowhere else."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import keyring
import keyring.errors
import pytest

from dingsetup import secrets
from dingsetup.secrets import Place, SecretStore, StoreFailed, StoreTimeout, Trouble

SECRET = "s3cret-that-must-not-show"
PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
DRIVER = """
import json, sys
from dingsetup.secrets import SecretStore
store = SecretStore()
for order in sys.argv[1:]:
    verb, _, value = order.partition("=")
    got = {
        "set": lambda: store.set("p1", value),
        "get": lambda: store.get("p1"),
        "forget": lambda: store.forget("p1"),
        "place": lambda: store.place,
        "trouble": lambda: store.trouble,
    }[verb]()
    print(json.dumps(got))
"""


class FakeBackend:
    """A key store in a dict, which can be told to fail or to hang."""

    def __init__(self, error: Exception | None = None, hang: threading.Event | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.error = error
        self.hang = hang

    def _obey(self) -> None:
        if self.hang is not None:
            self.hang.wait(10)
        if self.error is not None:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._obey()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._obey()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._obey()
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError("no such password")
        del self.kept[service, username]


def store_over(backend: FakeBackend, limit: float = 2.0) -> SecretStore:
    return SecretStore(lambda: (backend, Place.SECRET_SERVICE), limit)


def test_a_secret_is_kept_under_our_service_and_the_profiles_id() -> None:
    backend = FakeBackend()
    store = store_over(backend)
    store.set("p1", SECRET)
    assert backend.kept == {("dingsetup", "p1"): SECRET}
    assert store.get("p1") == SECRET
    assert store.get("p2") is None
    assert store.place is Place.SECRET_SERVICE
    assert store.trouble is None


def test_a_forgotten_secret_is_gone_and_forgetting_twice_is_fine() -> None:
    backend = FakeBackend()
    store = store_over(backend)
    store.set("p1", SECRET)
    store.forget("p1")
    store.forget("p1")
    assert backend.kept == {}
    assert store.get("p1") is None


def test_without_a_key_store_secrets_live_in_memory_for_this_run_only() -> None:
    store = SecretStore()
    store.set("p1", SECRET)
    assert store.get("p1") == SECRET
    assert store.place is Place.MEMORY
    assert store.trouble is Trouble.NO_STORE
    assert SecretStore().get("p1") is None
    store.forget("p1")
    assert store.get("p1") is None


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (keyring.errors.NoKeyringError(SECRET), Trouble.NO_STORE),
        (keyring.errors.KeyringLocked(SECRET), Trouble.LOCKED),
        (keyring.errors.InitError(SECRET), Trouble.LOCKED),
        (keyring.errors.PasswordSetError(SECRET), Trouble.FAILED),
        (OSError(SECRET), Trouble.FAILED),
    ],
)
def test_a_store_that_refuses_is_left_aside_and_the_reason_told(
    error: Exception, trouble: Trouble
) -> None:
    store = store_over(FakeBackend(error))
    store.set("p1", SECRET)
    assert store.get("p1") == SECRET
    assert store.place is Place.MEMORY
    assert store.trouble is trouble


def test_a_store_that_fails_later_keeps_the_new_secret_in_memory() -> None:
    backend = FakeBackend()
    store = store_over(backend)
    store.set("p1", "old")
    backend.error = keyring.errors.KeyringLocked()
    store.set("p1", SECRET)
    assert store.get("p1") == SECRET
    assert store.place is Place.MEMORY


def test_a_hung_store_costs_its_time_limit_once_and_not_the_run() -> None:
    hang = threading.Event()
    store = store_over(FakeBackend(hang=hang), limit=0.05)
    store.set("p1", SECRET)
    assert store.get("p1") == SECRET
    assert store.place is Place.MEMORY
    assert store.trouble is Trouble.TIMED_OUT
    hang.set()


def test_a_hung_search_for_a_store_falls_back_to_memory() -> None:
    hang = threading.Event()

    def search() -> None:
        hang.wait(10)

    store = SecretStore(search, limit=0.05)
    assert store.place is Place.MEMORY
    assert store.trouble is Trouble.TIMED_OUT
    hang.set()


def test_forgetting_says_so_when_a_secret_may_have_stayed() -> None:
    backend = FakeBackend()
    store = store_over(backend, limit=0.2)
    store.set("p1", SECRET)
    backend.error = keyring.errors.KeyringLocked(SECRET)
    with pytest.raises(StoreFailed, match="locked") as refused:
        store.forget("p1")
    assert SECRET not in repr(refused.value)
    backend.error, backend.hang = None, threading.Event()
    with pytest.raises(StoreTimeout, match="did not answer"):
        store.forget("p1")
    backend.hang.set()


@pytest.mark.parametrize("secret", ["x" * 1281, "\U0001f600" * 641])
def test_a_secret_too_long_for_windows_is_refused_everywhere_without_being_shown(
    secret: str,
) -> None:
    backend = FakeBackend()
    with pytest.raises(secrets.SecretTooLong) as refused:
        store_over(backend).set("p1", secret)
    assert secret not in str(refused.value)
    assert "1280" in str(refused.value)
    assert backend.kept == {}


def test_the_longest_secret_that_windows_takes_is_kept() -> None:
    store = store_over(FakeBackend())
    store.set("p1", "x" * 1280)
    assert store.get("p1") == "x" * 1280


def _backend_named(module: str, name: str) -> object:
    return type(name, (), {"__module__": module})()


def test_a_plain_file_back_end_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    alt = _backend_named("keyrings.alt.file", "PlaintextKeyring")
    monkeypatch.setattr(keyring, "get_keyring", lambda: alt)
    assert secrets.system_backend() is None


def test_of_a_chain_of_back_ends_the_first_allowed_one_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alt = _backend_named("keyrings.alt.file", "PlaintextKeyring")
    wallet = _backend_named("keyring.backends.kwallet", "DBusKeyring")
    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(backends=[alt, wallet]))
    assert secrets.system_backend() == (wallet, Place.KWALLET)


def test_keyring_is_not_imported_before_it_is_needed() -> None:
    program = (
        "import sys, dingsetup.secrets as s; s.SecretStore(); sys.exit('keyring' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def in_session(folder: Path, *commands: list[str], unlock: bool = True) -> list[object]:
    """Run driver commands under one D-Bus with its own gnome-keyring; return what they print."""
    run = folder / "run"
    run.mkdir(mode=0o700)
    daemon = "printf pass | gnome-keyring-daemon --unlock" if unlock else "gnome-keyring-daemon"
    lines = ["set -e", f'{daemon} --daemonize --components=secrets >"$HOME/log" 2>&1']
    lines += [f'"$PYTHON" -c "$DRIVER" {" ".join(orders)}' for orders in commands]
    script = folder / "session.sh"
    script.write_text("\n".join(lines), encoding="utf-8")
    hidden = ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND", "DISPLAY", "WAYLAND_DISPLAY")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    env |= {"HOME": str(folder), "XDG_RUNTIME_DIR": str(run), "PYTHON": sys.executable}
    env |= {"XDG_DATA_HOME": str(folder / "data"), "DRIVER": DRIVER}
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", str(script)],
        env=env,
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's key store")
@pytest.mark.skipif(
    not all(shutil.which(program) for program in PROGRAMS),
    reason=f"needs {' and '.join(PROGRAMS)}; `make test` installs them when root",
)
class TestSecretService:
    """The real thing: gnome-keyring on a D-Bus session of its own."""

    def test_a_secret_outlives_the_program_and_is_forgotten_for_good(self, tmp_path: Path) -> None:
        answers = in_session(
            tmp_path,
            ["place", f"set={SECRET}", "get"],
            ["get", "forget", "get"],
            ["get", "place", "trouble"],
        )
        assert answers[:3] == ["secret_service", None, SECRET]
        assert answers[3:6] == [SECRET, None, None]
        assert answers[6:] == [None, "secret_service", None]

    def test_no_file_of_the_key_store_holds_the_secret_in_clear(self, tmp_path: Path) -> None:
        in_session(tmp_path, [f"set={SECRET}", "place"])
        written = [file for file in tmp_path.rglob("*.keyring") if file.is_file()]
        assert written
        assert not [file for file in written if SECRET.encode() in file.read_bytes()]

    def test_a_store_that_stays_locked_means_memory_for_this_run(self, tmp_path: Path) -> None:
        answers = in_session(tmp_path, [f"set={SECRET}", "get", "place"], unlock=False)
        assert answers == [None, SECRET, "memory"]
