"""A call as the practice tenant reads it, and the arguments a route expects."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from dingsetup.practice.answers import Form, Refused, argument_missing, argument_wrong

Shape = Literal["text", "whole", "flag", "object"]


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file sent along."""

    field: str
    filename: str
    content: bytes


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request, read."""

    name: str
    """`METHOD /path` as the facts name it, with `{placeholders}`."""
    form: Form
    path: Mapping[str, str]
    """Values of the placeholders."""
    arguments: Mapping[str, Any]
    token: str | None
    """Where this form looks for it; None when it is not there."""
    query: Mapping[str, str] = {}
    files: tuple[Upload, ...] = ()

    def __getitem__(self, name: str) -> Any:
        return self.arguments[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.arguments.get(name, default)


def form_of(path: str) -> Form:
    if path.startswith("/topapi/"):
        return Form.TOPAPI
    return Form.NEW if path.startswith("/v1.0/") else Form.PLAIN


def check_present(call: Call, required: tuple[str, ...]) -> None:
    """Raise Refused for the first argument that is not there; an empty text is not there."""
    for name in required:
        if call.get(name) in (None, ""):
            raise Refused(argument_missing(call.form, name))


def check_shapes(call: Call, shapes: Mapping[str, Shape]) -> Call:
    """Return the call with its arguments as their types, whether they came as JSON or a form.

    Raises Refused for the first that is something else.
    """
    arguments = dict(call.arguments)
    for name, shape in shapes.items():
        if arguments.get(name) in (None, ""):
            arguments.pop(name, None)
            continue
        value = _READERS[shape](arguments[name])
        if value is None:
            raise Refused(argument_wrong(call.form, name))
        arguments[name] = value
    return msgspec.structs.replace(call, arguments=arguments)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    # The gateway takes a number for a text, e.g. a mobile number.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    digits = value.removeprefix("-") if isinstance(value, str) else ""
    return int(str(value)) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def _flag(value: object) -> bool | None:
    # Python's "True" in a form is refused, as gh:007gzs/dingtalk-sdk#39 found.
    return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value))


def _object(value: object) -> dict[str, Any] | None:
    found = _from_json(value) if isinstance(value, str) else value
    return found if isinstance(found, dict) else None  # pyright: ignore[reportUnknownVariableType]


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


_READERS: Mapping[Shape, Callable[[object], Any]] = {
    "text": _text,
    "whole": _whole,
    "flag": _flag,
    "object": _object,
}
