"""Reads the facts: ours, and over them the sections of a file the user gives."""

import datetime
import zlib
from pathlib import Path
from typing import Any, cast, get_args, get_origin, get_type_hints

import msgspec

from dingsetup.facts.schema import Facts
from dingsetup.facts.trouble import FactsError, Fault

OURS = Path(__file__).parent.parent / "resources" / "facts"
MOST_BYTES = 4 * 1024 * 1024
"""A facts file is a hundred kilobytes; anything far larger is some other file."""


def load_facts(extra: Path | None = None) -> Facts:
    """Read our facts, and over them the sections of the user's file.

    Raises FactsError that names the file, the key and the reason.
    """
    files = sorted(entry for entry in OURS.iterdir() if entry.suffix == ".toml")
    sources = {entry.name: entry.read_bytes() for entry in files}
    if extra is None and (compiled := _compiled(b"".join(sources.values()))) is not None:
        return compiled
    sections: dict[str, Any] = {}
    for name, content in sources.items():
        sections |= _read(name, content)
    ours = _convert("resources/facts", sections)
    if extra is None:
        return ours
    # A user's file is held against the rules; ours is held against them by the tests.
    from dingsetup.facts.rules import faults, gaps, later_than

    theirs = _read(str(extra), _content(extra))
    if not theirs:
        raise FactsError(str(extra), "-", "the file holds no section of facts")
    facts = _convert(str(extra), sections | theirs)
    # Only their dates are held against this computer's clock: a clock that is years behind
    # must not keep the program from starting with its own facts.
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)
    _refuse_first(str(extra), [*faults(facts), *gaps(ours, facts), *later_than(tomorrow, facts)])
    return facts


class Compiled(msgspec.Struct, frozen=True):
    """Our facts as the build compiled them: read ten times faster than their TOML."""

    of: int
    """Checksum of the files they were compiled of."""
    facts: Facts


def _compiled(sources: bytes) -> Facts | None:
    """The compiled facts; None where there are none, or of other files than these."""
    try:
        compiled = msgspec.json.decode((OURS / "compiled.json").read_bytes(), type=Compiled)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return compiled.facts if compiled.of == zlib.crc32(sources) else None


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise FactsError(str(file), "-", error.strerror or str(error)) from error
    if len(content) > MOST_BYTES:
        raise FactsError(str(file), "-", f"larger than {MOST_BYTES} bytes")
    return content


def _read(file: str, content: bytes) -> dict[str, Any]:
    import tomllib  # not needed where the facts are compiled

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FactsError(file, f"byte {error.start}", "not UTF-8 text") from error
    except (ValueError, RecursionError) as error:
        raise FactsError(file, "-", str(error)) from error


def _convert(file: str, sections: dict[str, Any]) -> Facts:
    try:
        return msgspec.convert(sections, Facts)
    except msgspec.ValidationError as error:
        key, reason = _located(sections) or _parts("", error)
        raise FactsError(file, key, reason) from error


def _located(sections: dict[str, Any]) -> Fault | None:
    """Find the entry that does not fit: msgspec leaves out an entry's place in its list."""
    hints = get_type_hints(Facts)
    for name, entries in sections.items():
        hint = hints.get(name)
        if get_origin(hint) is not tuple or not isinstance(entries, list):
            continue
        kind = get_args(hint)[0]
        for place, entry in enumerate(cast("list[Any]", entries)):
            try:
                msgspec.convert(entry, kind)
            except msgspec.ValidationError as error:
                return _parts(f"{name}[{place}]", error)
    return None


def _parts(prefix: str, error: msgspec.ValidationError) -> Fault:
    reason, _, path = str(error).partition(" - at `$")
    key = (prefix + path.rstrip("`")).removeprefix(".")
    return Fault(key or "-", reason)


def _refuse_first(file: str, found: Any) -> None:
    for fault in found:
        raise FactsError(file, fault.key, fault.reason)
