"""Where pushes come from and go to: ours from `resources/messages`, and the user's own files."""

import contextlib
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from dingsetup.files import write_atomically
from dingsetup.messages.push import (
    ID_PATTERN,
    ButtonPart,
    Choice,
    FormPart,
    Group,
    Parts,
    Push,
    Shape,
    TextLanguage,
    Variable,
    flaw,
)
from dingsetup.messages.toml_text import toml_text
from dingsetup.messages.values import Fault, Problem, Severity

__all__ = [
    "ButtonPart",
    "Choice",
    "FormPart",
    "Group",
    "Parts",
    "Push",
    "PushError",
    "Pushes",
    "Shape",
    "TextLanguage",
    "Variable",
    "delete_push",
    "export_push",
    "load_pushes",
    "read_push",
    "save_push",
]

OURS = Path(__file__).parent.parent / "resources" / "messages"
MOST_BYTES = 256 * 1024
"""Of a template's file: ours hold ten kilobytes."""
MOST_FILES = 200
"""Of the user's own; what lies beyond is no folder of templates."""


class PushError(Exception):
    """A file that is no template: `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.values['file']}: {fault.values['reason']}")
        self.fault = fault


class Pushes(msgspec.Struct, frozen=True):
    """All that can be sent, and which of the user's files could not be read."""

    all: tuple[Push, ...]
    faults: tuple[Fault, ...] = ()

    def find(self, id: str) -> Push | None:
        return next((push for push in self.all if push.id == id), None)

    def free_id(self, wanted: str) -> str:
        """An id that nothing has yet, for an own template made of the push `wanted`."""
        taken = {push.id for push in self.all}
        numbered = (f"{wanted[:36]}-{number}" for number in range(2, len(taken) + 3))
        return next(id for id in numbered if id not in taken)


def load_pushes(folder: Path | None = None) -> Pushes:
    """Read ours, then the user's own from `folder`; one of theirs that is none is a fault."""
    pushes = [_converted(file, file.read_bytes()) for file in sorted(OURS.glob("*.toml"))]
    faults: list[Fault] = []
    for file in _own_files(folder):
        try:
            push = read_push(file)
            if any(push.id == known.id for known in pushes):
                raise _unreadable(file, "id_taken")
        except PushError as error:
            faults.append(error.fault)
        else:
            pushes.append(push)
    return Pushes(tuple(pushes), tuple(faults))


def read_push(path: Path) -> Push:
    """Read a template somebody shares. Raises PushError.

    Its parts may still be faulty templates: they show when it is composed.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    if len(content) > MOST_BYTES:
        raise _unreadable(path, "too_large")
    return msgspec.structs.replace(_converted(path, content), own=True)


def save_push(folder: Path, push: Push) -> Path:
    """Keep a template among the user's own. Raises PushError for one that would not be read
    again, OSError when it cannot be written."""
    path = folder / f"{push.id}.toml"
    export_push(path, push)
    return path


def delete_push(folder: Path, id: str) -> None:
    """Take a template of the user's own away; one that is not there is no fault. Raises OSError."""
    if ID_PATTERN.fullmatch(id):
        (folder / f"{id}.toml").unlink(missing_ok=True)


def export_push(path: Path, push: Push) -> None:
    """Write a template to share it. Raises PushError for one that could not be read again, OSError
    when it cannot be written."""
    content = toml_text(_plain(push)).encode("utf-8", "replace")
    if len(content) > MOST_BYTES:
        raise _unreadable(path, "too_large")
    _converted(path, content)
    write_atomically(path, content)


def _own_files(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    with contextlib.suppress(OSError):
        return sorted(file for file in folder.iterdir() if file.suffix == ".toml")[:MOST_FILES]
    return []


def _converted(file: Path, content: bytes) -> Push:
    try:
        push = msgspec.convert(tomllib.loads(content.decode("utf-8-sig")), Push)
    except UnicodeDecodeError as error:
        raise _unreadable(file, "not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(file, str(error)) from error
    if reason := flaw(push):
        raise _unreadable(file, reason)
    return push


def _plain(push: Push) -> dict[str, Any]:
    """What of a push stands in its file: not whose it is."""
    values: dict[str, Any] = msgspec.to_builtins(push)
    values.pop("own", None)
    return values


def _unreadable(file: Path, reason: str) -> PushError:
    values = {"file": file.name, "reason": reason}
    return PushError(Fault(Problem.TEMPLATE_UNREADABLE, Severity.ERROR, values=values))
