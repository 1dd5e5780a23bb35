"""What `--strike` takes out of a support file: lines of a member, or all of it."""

import re
from collections.abc import Iterable, Mapping, Sized
from typing import Any

import click
import msgspec

from dingsetup.cli.session import Session

WRITTEN = re.compile(r"(?P<member>[a-z]+)(\.jsonl)?(:(?P<first>\d{1,9})(-(?P<last>\d{1,9}))?)?")
SUFFIX = ".jsonl"


class Span(msgspec.Struct, frozen=True):
    """Lines of a member, counted from 1, as they are printed."""

    member: str
    first: int
    last: int | None
    """None for all up to the end."""


class Strike(click.ParamType[Span]):
    """`MEMBER`, `MEMBER:LINE` or `MEMBER:LINE-LINE`."""

    name = "MEMBER:LINE[-LINE]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """Read one span. Raises click's BadParameter."""
        found = WRITTEN.fullmatch(str(value))
        if found is None:
            self.fail(f"{value}: MEMBER:LINE[-LINE]", param, ctx)
        first = found["first"]
        if first is None:
            return Span(found["member"], 1, None)
        return Span(found["member"], int(first), int(found["last"] or first))


def struck_lines(
    session: Session, spans: Iterable[Span], lines: Mapping[str, Sized]
) -> set[tuple[str, int]]:
    """Member and index (from 0) of every line struck. Raises UsageError for one there is not."""
    _ = session.language.gettext
    struck: set[tuple[str, int]] = set()
    for span in spans:
        member = span.member + SUFFIX
        if member not in lines:
            text = _("There is no part “{name}”. Known ones: {names}.")
            names = session.language.listed(parts(lines))
            raise click.UsageError(text.format(name=span.member, names=names))
        count = len(lines[member])
        last = count if span.last is None else span.last
        if span.last is not None and not 1 <= span.first <= last <= count:
            text = _("{name} has {count} lines; {first} to {last} are not among them.")
            told = text.format(name=span.member, count=count, first=span.first, last=last)
            raise click.UsageError(told)
        struck |= {(member, index) for index in range(span.first - 1, last)}
    return struck


def parts(lines: Mapping[str, Any]) -> list[str]:
    """The members as the command line names them."""
    return [part_of(member) for member in lines]


def part_of(member: str) -> str:
    return member.removesuffix(SUFFIX)
