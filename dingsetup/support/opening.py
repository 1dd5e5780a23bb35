"""A support file opened as a profile: its folder is made aside, and takes the old one's place."""

import shutil
import tempfile
from pathlib import Path

import msgspec

from dingsetup.bindings.restore import put_back
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Cancel
from dingsetup.facts import Facts
from dingsetup.files import is_stale, write_atomically
from dingsetup.links import without_strange_links
from dingsetup.profile import SUPPORT, Profile, Profiles
from dingsetup.store import Store
from dingsetup.support.reading import read_bundle, read_content
from dingsetup.support.reproduction import Reproduction, reproduce
from dingsetup.support.values import Bundle

BUNDLE_FILE = "bundle.dingsetup"
"""The copy that stays in the profile's folder, so that the next start comes back to it."""
STEP = "overview"
_ASIDE = ".opening-"
_OLD = "old"
_STALE_S = 24 * 3600
"""A folder made aside may wait for a person; after a day whoever made it was killed."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A support file that a profile was made of."""

    bundle: Bundle
    """Without what stands in the profile's own database: bindings, calls, deliveries."""
    reproduction: Reproduction


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A folder made aside, waiting to take its place."""

    opened: Opened
    folder: Path


def is_taken(profiles: Profiles) -> bool:
    """Whether somebody's own profile has the reserved id, which no support file may replace."""
    folder = profiles.folder(SUPPORT)
    return (folder / "profile.json").exists() and not (folder / BUNDLE_FILE).exists()


def prepare(path: Path, profiles: Profiles, facts: Facts, cancel: Cancel = None) -> Prepared:
    """Read a support file and make a folder of it aside; the open one is not touched.

    Raises BundleError, Cancelled, DatabaseError, ProfileError and OSError; then nothing is left.
    """
    content = read_content(path)
    profiles.home.mkdir(parents=True, exist_ok=True)
    _clear_stale(profiles)
    aside = Path(tempfile.mkdtemp(dir=profiles.home, prefix=_ASIDE))
    try:
        folder = Profiles(aside).folder(SUPPORT)
        write_atomically(folder / BUNDLE_FILE, content)
        bundle = read_bundle(folder / BUNDLE_FILE, cancel=cancel)
        opened = _opened(bundle, facts, path.stem)
        _fill(Profiles(aside), bundle, opened.reproduction.profile, facts, cancel)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return Prepared(opened=opened, folder=folder)


def take_place(prepared: Prepared, profiles: Profiles) -> None:
    """Put a prepared folder where the profile's is, which goes. Raises OSError: then it stays."""
    place, aside = profiles.folder(SUPPORT), prepared.folder.parent.parent
    old = aside / _OLD
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(old)
    try:
        prepared.folder.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def discard(prepared: Prepared) -> None:
    """Take a prepared folder away again."""
    shutil.rmtree(prepared.folder.parent.parent, ignore_errors=True)


def reopen(profiles: Profiles, facts: Facts, name: str, cancel: Cancel = None) -> Opened:
    """What the profile was made of, from the copy in its folder. Raises BundleError."""
    bundle = read_bundle(profiles.folder(SUPPORT) / BUNDLE_FILE, cancel=cancel)
    return _opened(bundle, facts, name)


def _opened(bundle: Bundle, facts: Facts, name: str) -> Opened:
    made = reproduce(bundle, facts)
    profile = msgspec.structs.replace(made.profile, name=name, step=STEP)
    return Opened(
        bundle=msgspec.structs.replace(bundle, bindings=(), calls=(), deliveries=()),
        reproduction=msgspec.structs.replace(made, profile=profile),
    )


def _clear_stale(profiles: Profiles) -> None:
    """Take away what was left by somebody who was killed while opening a file; a profile that was
    already out of its place goes back there."""
    place = profiles.folder(SUPPORT)
    for aside in profiles.home.glob(f"{_ASIDE}*"):
        if aside.is_symlink() or not aside.is_dir() or not is_stale(aside, _STALE_S):
            continue
        if (aside / _OLD).is_dir() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            (aside / _OLD).rename(place)
        shutil.rmtree(aside, ignore_errors=True)


def _fill(
    profiles: Profiles, bundle: Bundle, profile: Profile, facts: Facts, cancel: Cancel
) -> None:
    """Findings as they were kept, the log of calls, and the binding table as it stood."""
    folder = profiles.folder(SUPPORT)
    profiles.save(profile)
    store = Store(folder)
    harmless = [
        msgspec.structs.replace(kept, finding=without_strange_links(kept.finding, facts))
        for kept in bundle.snapshot.findings
    ]
    store.restore(harmless, profile.tenant)
    store.log(reversed(bundle.calls))
    if bundle.bindings:
        put_back(Table(folder), bundle.bindings, cancel)
