"""Reads the values of a push's variables: texts from a form, a command line or a script."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

import msgspec

from dingsetup.messages.filters import MOST_ITEMS, Url
from dingsetup.messages.push import Push, Shape, TextLanguage, Variable
from dingsetup.messages.unseen import seen
from dingsetup.messages.values import Fault, Problem, Severity

LONGEST_VALUE = 2_000
"""Characters."""

_NUMBER = re.compile(r"[+-]?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?", re.ASCII)
_URL = re.compile(r"(?:https?|dingtalk|eapp)://[^\s<>\"\\^`{|}]+", re.IGNORECASE)
_DIVIDER = re.compile(r"[,，、;；]")
_WORDS = {
    "yes": True, "true": True, "1": True, "on": True, "是": True,
    "no": False, "false": False, "0": False, "off": False, "否": False,
}  # fmt: skip


class Read(msgspec.Struct, frozen=True):
    """Values as templates get them, and what was wrong with some."""

    context: dict[str, Any]
    faults: tuple[Fault, ...]


def known_names(push: Push) -> tuple[str, ...]:
    """All that a template of this push may name."""
    return (*empty_context(push), "picture", "language")


def empty_context(push: Push) -> dict[str, Any]:
    """Every variable with nothing in it."""
    context: dict[str, Any] = {}
    for variable in push.variables:
        context[variable.name] = _EMPTY.get(variable.shape, "")
        if variable.shape is Shape.CHOICE:
            context[f"{variable.name}_label"] = ""
    return context


def read_values(push: Push, language: TextLanguage, values: Mapping[str, Any]) -> Read:
    """Read values by their variables' shapes. Never raises: what cannot be read is a fault.

    A variable without a value is empty; a choice without one is its first.
    """
    reader = _Reader(language)
    context = empty_context(push)
    known = {variable.name: variable for variable in push.variables}
    for name in values:
        if name not in known:
            reader.fault(Problem.VARIABLE_UNKNOWN, str(name)[:60], known=tuple(known))
    for variable in push.variables:
        context |= reader.read(variable, values.get(variable.name))
    return Read(context, tuple(reader.faults))


class _Reader:
    """Reads one variable after the other and keeps what is wrong."""

    def __init__(self, language: TextLanguage) -> None:
        self.faults: list[Fault] = []
        self._language: TextLanguage = language

    def fault(self, problem: Problem, name: str, **values: Any) -> None:
        self.faults.append(_fault(problem, name, Severity.ERROR, values))

    def read(self, variable: Variable, given: Any) -> dict[str, Any]:
        if variable.shape is Shape.LIST:
            return {variable.name: self._list(variable, given)}
        text = self._text(variable, given)
        if not text and variable.required and variable.shape is not Shape.FLAG:
            self.fault(Problem.VARIABLE_MISSING, variable.name)
        if variable.shape is Shape.CHOICE:
            return self._choice(variable, text)
        if not text:
            return {variable.name: _EMPTY.get(variable.shape, "")}
        return {variable.name: self._shaped(variable, text)}

    def _shaped(self, variable: Variable, text: str) -> Any:
        try:
            return _READERS[variable.shape](text)
        except ValueError:
            self._misshapen(variable, text)
            return Url(text) if variable.shape is Shape.URL else text

    def _misshapen(self, variable: Variable, value: str) -> None:
        shown = value if len(value) <= 60 else f"{value[:59]}…"
        self.fault(Problem.VARIABLE_SHAPE, variable.name, wanted=str(variable.shape), value=shown)

    def _choice(self, variable: Variable, text: str) -> dict[str, Any]:
        folded = text.casefold()
        for choice in variable.choices:
            words = (choice.value, choice.label.zh, choice.label.en)
            if folded in (word.casefold() for word in words):
                break
        else:
            if text:
                self._misshapen(variable, text)
            choice = variable.choices[0]
        label = choice.label.zh if self._language == "zh" else choice.label.en
        return {variable.name: choice.value, f"{variable.name}_label": label}

    def _list(self, variable: Variable, given: Any) -> tuple[str, ...]:
        items: Sequence[Any] = ()
        if isinstance(given, list | tuple):
            items = cast("Sequence[Any]", given)
        elif text := _plain(given):
            items = text.split("\n") if "\n" in text.strip() else _DIVIDER.split(text)
        if len(items) > MOST_ITEMS:
            self.fault(Problem.VARIABLE_TOO_LONG, variable.name, limit=MOST_ITEMS, wanted="list")
        read = (self._text(variable, item) for item in items[:MOST_ITEMS])
        kept = tuple(item for item in read if item)
        if variable.required and not kept:
            self.fault(Problem.VARIABLE_MISSING, variable.name)
        return kept

    def _text(self, variable: Variable, given: Any) -> str:
        """The value as one clean text."""
        text = _plain(given)
        if text is None:
            self._misshapen(variable, type(given).__name__)
            return ""
        if len(text) > LONGEST_VALUE:
            self.fault(Problem.VARIABLE_TOO_LONG, variable.name, limit=LONGEST_VALUE)
            text = text[:LONGEST_VALUE]
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if variable.shape is not Shape.LONG:
            text = self._one_line(variable, text)
        return self._seen(variable, text.replace("\t", " ")).strip()

    def _one_line(self, variable: Variable, text: str) -> str:
        if "\n" in text:
            self._warn(Problem.CONTROL_CHARACTERS, variable, code="U+000A")
        return text.replace("\n", " ")

    def _seen(self, variable: Variable, text: str) -> str:
        found = seen(text)
        if found.code:
            self._warn(Problem.CONTROL_CHARACTERS, variable, code=found.code)
        if found.turned:
            self._warn(Problem.DIRECTION_MARKS, variable)
        return found.text

    def _warn(self, problem: Problem, variable: Variable, **values: Any) -> None:
        fault = _fault(problem, variable.name, Severity.WARNING, values)
        if fault not in self.faults:
            self.faults.append(fault)


def _fault(problem: Problem, name: str, severity: Severity, values: Mapping[str, Any]) -> Fault:
    return Fault(problem, severity, place=name, values={"name": name, **values})


def _plain(given: Any) -> str | None:
    """A value as text; None for what is none, such as a mapping."""
    if given is None:
        return ""
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, datetime.datetime):
        return given.isoformat(" ", "minutes")
    if isinstance(given, str | int | float | Decimal | datetime.date):
        try:
            return str(given)
        except ValueError:  # an integer of thousands of digits
            return None
    return None


def _number(text: str) -> Decimal:
    half = unicodedata.normalize("NFKC", text)
    if not _NUMBER.fullmatch(half):
        raise ValueError(text)
    return Decimal(half.replace(",", ""))


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(_dashed(text, _DATE))


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(_dashed(text, _TIME))


def _dashed(text: str, pattern: re.Pattern[str]) -> str:
    dashed = text.replace("/", "-")
    if not pattern.fullmatch(dashed):
        raise ValueError(text)
    return dashed


def _url(text: str) -> Url:
    if not _URL.fullmatch(text):
        raise ValueError(text)
    return Url(text)


def _flag(text: str) -> bool:
    if (word := text.casefold()) not in _WORDS:
        raise ValueError(text)
    return _WORDS[word]


_READERS: dict[Shape, Callable[[str], Any]] = {
    Shape.TEXT: str,
    Shape.LONG: str,
    Shape.NUMBER: _number,
    Shape.DATE: _date,
    Shape.TIME: _time,
    Shape.URL: _url,
    Shape.FLAG: _flag,
}
_EMPTY: dict[Shape, Any] = {Shape.FLAG: False, Shape.LIST: (), Shape.URL: Url("")}
