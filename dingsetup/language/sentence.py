"""One kind's sentences, as the catalogue's keys: what was found, why, what to do."""

import string
from collections.abc import Mapping
from typing import Any

import msgspec


def N_(message: str) -> str:
    """Mark a text for the catalogue; it is translated when it is shown."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:
    """Mark a text for the catalogue that differs by number."""
    return one, many


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """Templates with `{names}` from a finding's values.

    Each is a choice in order of preference: the first whose names all have values is taken, so an
    answer that left something out still reads well.
    """

    title: tuple[str, ...]
    cause: tuple[str, ...] = ()
    remedy: tuple[str, ...] = ()
    many: str = ""
    """The title for more than one, where English needs another."""
    count: str = ""
    """The value that tells one from many."""


def sentence(
    title: str | tuple[str, ...],
    cause: str | tuple[str, ...] = (),
    remedy: str | tuple[str, ...] = (),
) -> Sentence:
    """Short way to write a Sentence: one template or several for each part."""
    return Sentence(title=_choices(title), cause=_choices(cause), remedy=_choices(remedy))


def counted(
    count: str,
    title: tuple[str, str],
    cause: str | tuple[str, ...] = (),
    remedy: str | tuple[str, ...] = (),
) -> Sentence:
    """A Sentence whose title goes by the number in the value `count`."""
    one, many = title
    return Sentence(
        title=(one,), many=many, count=count, cause=_choices(cause), remedy=_choices(remedy)
    )


def _choices(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def names_in(template: str) -> set[str]:
    """The `{names}` a template needs."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def choose(templates: tuple[str, ...], values: Mapping[str, Any]) -> str:
    """The first template whose names all have values; empty when there is none."""
    having = {name for name, value in values.items() if value not in ("", None, [], ())}
    return next((t for t in templates if names_in(t) <= having), "")
