"""What is done of a support file on threads: gathering, packing, and the key that maps back."""

import threading
from pathlib import Path

import msgspec

from dingsetup.profile import now
from dingsetup.ui.support.asked import Asked
from dingsetup.ui.support.card import Progress
from dingsetup.ui.support.draft import Prepared
from dingsetup.ui.support.lines import LineList


def prepare(asked: Asked, cancel: threading.Event, progress: Progress) -> Prepared:
    """Gather and redact everything, as lines."""
    import dingsetup.ui.support.lines_panel  # noqa: F401 - here, where nobody waits for it
    from dingsetup.support.gathering import gather
    from dingsetup.support.lines import to_lines

    snapshot, key = asked.today(), asked.key()
    bundle = gather(asked.folder, snapshot, asked.pseudonyms(key), cancel=cancel, progress=progress)
    rest = msgspec.structs.replace(bundle, calls=(), bindings=(), sends=(), deliveries=())
    lines = LineList(to_lines(bundle))
    return Prepared(at=now(), snapshot=snapshot, key=key, bundle=rest, lines=lines)


def save_bundle(path: str, prepared: Prepared, cancel: threading.Event, progress: Progress) -> int:
    """Write what is not struck, and return the file's size in bytes. Raises BundleError."""
    from dingsetup.support.lines import manifest_of, strike
    from dingsetup.support.writing import write_bundle

    lines = prepared.lines
    kept, struck = strike(lines.lines, lines.all_struck())
    manifest = manifest_of(prepared.bundle, struck)
    write_bundle(Path(path), kept, manifest, cancel=cancel, progress=progress)
    return Path(path).stat().st_size


def save_key(
    path: str, asked: Asked, prepared: Prepared, cancel: threading.Event, progress: Progress
) -> int:
    """Write which pseudonym stands for what, and return how many. Raises BundleError."""
    from dingsetup.support.gathering import gather
    from dingsetup.support.writing import write_key

    # Remembered only now: most files are sent without a key being wanted.
    pseudonyms = asked.pseudonyms(prepared.key, remember=True)
    gather(asked.folder, prepared.snapshot, pseudonyms, cancel=cancel, progress=progress)
    table = pseudonyms.table()
    write_key(Path(path), table, prepared.bundle.key_id)
    return len(table)
