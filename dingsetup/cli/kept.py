"""What a profile keeps, in lines for people: values, dated answers, what was changed."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec

from dingsetup.cli.answering import QUESTIONS
from dingsetup.cli.session import Session
from dingsetup.profile import Profile

LONGEST = 60
"""Characters of a value that one line shows."""
NAMES = {str(kind): name for name, kind in QUESTIONS.items()}


def value_rows(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and value of what is filled in; a value's further lines have no name."""
    for name, value in values.items():
        if value in ("", None, {}, [], ()) or name == "answers":
            continue
        for place, line in enumerate(_lines(value)):
            yield ("" if place else name), line


def answer_rows(session: Session, profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Yield question, yes or no, and when it was answered."""
    for kind, answer in profile.answers.items():
        day = session.language.moment(answer.at)
        yield NAMES.get(kind, kind), "yes" if answer.yes else "no", day


def kept_line(session: Session, id: str, fields: Mapping[str, Any]) -> str:
    """Say in one line what a profile keeps now; long values are cut."""
    shown = [f"{name}={_short(name, value)}" for name, value in fields.items()]
    text = session.language.gettext("Profile {id} keeps {fields}.")
    return text.format(id=id, fields=session.language.listed(shown))


def _short(name: str, value: Any) -> str:
    if name == "proxy" and value == "":
        return "none"
    text = " ".join(str(value or "").split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict):
        named = cast("dict[str, Any]", value)
        return [f"{name}: {_text(entry)}" for name, entry in named.items() if entry is not None]
    if isinstance(value, list):
        return [_text(entry) for entry in cast("list[Any]", value)]
    return _text(value).splitlines()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
