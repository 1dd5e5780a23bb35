"""Makes a message of a push: values are read, templates filled in, the test mark put in front."""

import itertools
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from dingsetup.messages.filters import BREAK, Url, escaped, quoted
from dingsetup.messages.marks import mark_for, marked, marked_markdown
from dingsetup.messages.push import Parts, Push, TextLanguage
from dingsetup.messages.samples import default_links, sample_values
from dingsetup.messages.templates import TemplateError, render
from dingsetup.messages.unseen import seen
from dingsetup.messages.values import (
    Button,
    Fault,
    FormLine,
    Message,
    MessageType,
    Problem,
    Severity,
)
from dingsetup.messages.variables import read_values

__all__ = ["Composed", "compose", "default_links", "mark_for", "sample_values"]

_COLOUR = re.compile(r"[0-9A-Fa-f]{8}")
_HEAD = "DataWind"
"""OA wants one; DingTalk shows the app's name in its place (KB 0775)."""
_STARTS = re.compile(r"\s*(?:#{1,6} |>|[-*+] |\d{1,9}[.)] |!\[|$)")
"""A markdown line that is no continuation of the one before."""
_ALONE = re.compile(r"\s*(?:#{1,6} |!\[[^\]]*\]\([^)]*\)\s*$|$)")
"""A markdown line that nothing continues."""
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


class Composed(msgspec.Struct, frozen=True):
    """A message, and what of it is not as it was meant.

    The place of a template's fault is the name of the part (`body`, `buttons.0.url`), that of a
    value's fault the name of the variable.
    """

    message: Message
    faults: tuple[Fault, ...] = ()


def compose(
    push: Push,
    type: MessageType,
    language: TextLanguage,
    values: Mapping[str, Any],
    *,
    number: int = 1,
    media_id: str = "",
    picture_url: str = "",
) -> Composed:
    """Fill a push in. Never raises for bad input: what fails is a fault, the rest is made.

    `values` are texts by the variables' names, as a form or a command line holds them; what is
    left out is empty, not a sample. `number` is the test's on this day, from 1. `media_id` is the
    picture as uploaded, for IMAGE, LINK and OA; markdown takes a public `picture_url`, and the
    media id only where there is none, which is documented nowhere. Limits, links and a missing
    picture are not looked at here: `lint` does.
    """
    read = read_values(push, language, values)
    context = {
        **read.context,
        "picture": Url(picture_url or media_id),
        "language": language,
    }
    draft = _Draft(push.parts_in(language), context, mark_for(language, number), language)
    message = draft.message(type, media_id, picture_url)
    faults = [*read.faults]
    faults.extend(fault for fault in draft.faults if fault not in faults)
    if type is MessageType.IMAGE:
        faults.append(Fault(Problem.MARK_IMPOSSIBLE, Severity.WARNING))
    return Composed(message, tuple(faults))


class _Draft:
    """A push being filled in; keeps what went wrong on the way."""

    def __init__(
        self, parts: Parts, context: Mapping[str, Any], mark: str, language: TextLanguage
    ) -> None:
        self.faults: list[Fault] = []
        self._parts = parts
        self._context = context
        self._mark = mark
        self._colon = "：" if language == "zh" else ": "

    def message(self, type: MessageType, media_id: str, picture_url: str) -> Message:
        """The message of this type; parts that it has no place for are not filled in."""
        title = marked(self._line("title", self._parts.title), self._mark)
        start = Message(type=type, title=title)
        if type is MessageType.TEXT:
            return msgspec.structs.replace(start, text=self._plain_text())
        if type in (MessageType.MARKDOWN, MessageType.CARD, MessageType.BUTTONS):
            return self._markdown(msgspec.structs.replace(start, picture_url=quoted(picture_url)))
        start = msgspec.structs.replace(start, media_id=media_id)
        if type is MessageType.OA:
            return self._oa(start)
        return self._link(start) if type is MessageType.LINK else start

    def _markdown(self, start: Message) -> Message:
        body = self._filled("body", self._parts.body, markdown=True)
        buttons = self._buttons()
        if start.type is MessageType.MARKDOWN:
            links = " · ".join(f"[{escaped(b.title)}]({quoted(b.url)})" for b in buttons)
            body, buttons = f"{body}\n\n{links}".strip(), ()
        if start.type is MessageType.CARD:
            buttons = buttons[:1]
        return msgspec.structs.replace(
            start,
            text=marked_markdown(broken(body), self._mark),
            url=buttons[0].url if start.type is MessageType.CARD and buttons else "",
            buttons=buttons,
        )

    def _plain_text(self) -> str:
        text = self._filled("plain", self._parts.plain)
        links = [f"{button.title}{self._colon}{button.url}" for button in self._buttons()]
        return marked("\n".join([text, *links]).strip(), self._mark)

    def _oa(self, start: Message) -> Message:
        parts = self._parts
        colour = self._line("head_colour", parts.head_colour)
        if not _COLOUR.fullmatch(colour):
            colour = start.head_colour
        return msgspec.structs.replace(
            start,
            text=self._summary(),
            url=self._url(),
            pc_url=self._line("pc_url", parts.pc_url),
            form=self._form(),
            rich_number=self._line("rich_number", parts.rich_number),
            rich_unit=self._line("rich_unit", parts.rich_unit),
            head=_HEAD,
            head_colour=colour.upper(),
            author=self._line("author", parts.author),
        )

    def _link(self, start: Message) -> Message:
        return msgspec.structs.replace(start, text=self._summary(), url=self._url())

    def _summary(self) -> str:
        if self._parts.summary:
            return marked(self._filled("summary", self._parts.summary), self._mark)
        return marked(self._filled("plain", self._parts.plain), self._mark)

    def _form(self) -> tuple[FormLine, ...]:
        lines = (
            FormLine(
                self._line(f"form.{place}.key", part.key),
                self._line(f"form.{place}.value", part.value),
            )
            for place, part in enumerate(self._parts.form)
        )
        return tuple(line for line in lines if line.value)

    def _buttons(self) -> tuple[Button, ...]:
        buttons = (
            Button(
                self._line(f"buttons.{place}.title", part.title),
                self._line(f"buttons.{place}.url", part.url),
            )
            for place, part in enumerate(self._parts.buttons)
        )
        return tuple(button for button in buttons if button.url)

    def _url(self) -> str:
        return next((button.url for button in self._buttons()), "")

    def _line(self, place: str, source: str) -> str:
        return " ".join(self._filled(place, source).split())

    def _filled(self, place: str, source: str, *, markdown: bool = False) -> str:
        """A part filled in; its source where that fails, so that its author sees what stands."""
        try:
            text = render(source, self._context, markdown=markdown) if source else ""
        except TemplateError as error:
            self.faults.append(msgspec.structs.replace(error.fault, place=place))
            text = source
        return _BLANK_LINES.sub("\n\n", self._seen(place, text.replace("\t", " ")).strip())

    def _seen(self, place: str, text: str) -> str:
        """Templates come from others, too: what a value may not hide, they may not either."""
        found = seen(text)
        if found.code:
            self._warn(Problem.CONTROL_CHARACTERS, place, code=found.code)
        if found.turned:
            self._warn(Problem.DIRECTION_MARKS, place)
        return found.text

    def _warn(self, problem: Problem, place: str, **values: Any) -> None:
        named = {"name": place, "part": place, **values}
        self.faults.append(Fault(problem, Severity.WARNING, place=place, values=named))


def broken(body: str) -> str:
    """Markdown whose line ends DingTalk keeps: a bare one would join two lines to one."""
    lines = body.split("\n")
    pieces = [lines[0]]
    for above, line in itertools.pairwise(lines):
        if _ALONE.match(above) or _STARTS.match(line):
            pieces.append(f"\n{line}")
        else:
            pieces[-1] = pieces[-1].rstrip()
            pieces.append(f"{BREAK}{line.strip()}")
    return "".join(pieces)
