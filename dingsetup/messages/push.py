"""A kind of thing DataWind sends, as data: its variables, and its templates in each language."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

import msgspec

from dingsetup.facts import Text
from dingsetup.messages.values import MessageType

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
NAME_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,39}")
RESERVED = frozenset({"picture", "language", "loop"})
"""Names that templates know beside the push's own."""
MOST_VARIABLES = 40
MOST_ENTRIES = 50
"""Choices of a variable, lines of a form, buttons."""
LONGEST_NAME = 100
"""Characters of a name or label."""

TextLanguage = Literal["zh", "en"]
"""In which a message is written, whatever language the program speaks."""
Group = Literal["alert", "subscription", "sync"]


class Shape(StrEnum):
    """What a variable holds, and how it is typed."""

    TEXT = "text"
    LONG = "long"
    """Text of several lines."""
    NUMBER = "number"
    DATE = "date"
    """YYYY-MM-DD."""
    TIME = "time"
    """YYYY-MM-DD HH:MM."""
    URL = "url"
    FLAG = "flag"
    CHOICE = "choice"
    LIST = "list"
    """One per line, or divided by commas."""


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a template's file holds: misspelt keys are told, and defaults are not written."""


class Choice(_Entry, frozen=True, kw_only=True):
    value: str
    label: Text


class Variable(_Entry, frozen=True, kw_only=True):
    """Something that a push names and a person can change."""

    name: str
    shape: Shape = Shape.TEXT
    label: Text
    help: Text | None = None
    sample: Text
    """Of a date or time also `today`, `today-1`, `today 09:00`: see `sample_values`."""
    choices: tuple[Choice, ...] = ()
    """Of a CHOICE. A template knows the value as `name`, its label as `name_label`."""
    required: bool = True


class FormPart(_Entry, frozen=True):
    key: str
    value: str


class ButtonPart(_Entry, frozen=True):
    title: str
    url: str


class Parts(_Entry, frozen=True, kw_only=True):
    """The templates of one language, of which every type of message takes what it has place for.

    The test mark is no part of them: `compose` puts it in front.
    """

    title: str
    body: str
    """Markdown: for MARKDOWN, CARD and BUTTONS."""
    plain: str
    """For TEXT; links follow by themselves."""
    summary: str = ""
    """Up to three lines, for OA and LINK; `plain` where it is empty."""
    form: tuple[FormPart, ...] = ()
    """OA; a line whose value comes to nothing is left out."""
    rich_number: str = ""
    rich_unit: str = ""
    head_colour: str = ""
    """OA: eight hexadecimal digits, AARRGGBB."""
    author: str = ""
    buttons: tuple[ButtonPart, ...] = ()
    """The first is where CARD, OA and LINK lead. One whose address comes to nothing is left out."""
    pc_url: str = ""
    """OA: where a click on a PC leads."""


class Push(_Entry, frozen=True, kw_only=True):
    """A kind of thing that DataWind sends."""

    id: str
    group: Group
    name: Text
    about: Text
    unconfirmed: Text
    """What of it nobody has seen: shown wherever the push is offered."""
    default_type: MessageType
    variables: tuple[Variable, ...]
    parts: dict[TextLanguage, Parts]
    own: bool = False
    """Whether it is the user's own; a file cannot say so itself."""

    def parts_in(self, language: TextLanguage) -> Parts:
        """Its templates in a language, else in the one it has."""
        return self.parts.get(language) or next(iter(self.parts.values()))


def flaw(push: Push) -> str:
    """Why this can be no push though its types are right, as a word; empty when nothing is."""
    return next(_flaws(push), "")


def _flaws(push: Push) -> Iterator[str]:
    names = [variable.name for variable in push.variables]
    if not ID_PATTERN.fullmatch(push.id):
        yield "id_shape"
    if not push.parts:
        yield "no_parts"
    if not _short(push.name):
        yield "name_shape"
    if len(names) > MOST_VARIABLES or len(names) != len(set(names)):
        yield "variables"
    for variable in push.variables:
        yield from _variable_flaws(variable)
    if any(
        len(p.form) > MOST_ENTRIES or len(p.buttons) > MOST_ENTRIES for p in push.parts.values()
    ):
        yield "entries"


def _variable_flaws(variable: Variable) -> Iterator[str]:
    if not NAME_PATTERN.fullmatch(variable.name) or variable.name in RESERVED:
        yield "variable_name"
    if not _short(variable.label):
        yield "name_shape"
    choice = variable.shape is Shape.CHOICE
    if choice != bool(variable.choices) or len(variable.choices) > MOST_ENTRIES:
        yield "choices"


def _short(text: Text) -> bool:
    """Whether it can be shown as a name: there, on one line, and not endless."""
    return all(0 < len(t) <= LONGEST_NAME and t.isprintable() for t in (text.zh, text.en))
