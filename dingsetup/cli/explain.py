"""`dingsetup explain`: says what an answer of DingTalk means, why it came and what to do."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypedDict, Unpack, cast

import click
import msgspec

from dingsetup.cli.links import Link, Links, error_code
from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import command, option
from dingsetup.dingtalk.errors import AnswerReader
from dingsetup.dingtalk.explain import Explanation
from dingsetup.dingtalk.explain import explain as read_text
from dingsetup.findings import Kind
from dingsetup.language.sentence import N_

BAD_LINES = 1
"""Exit code when a line of a --jsonl file was not one."""
BARE_CODE = re.compile(r"-?[0-9]{1,7}|[A-Za-z]+\.[A-Za-z.]+|[a-z]+[A-Z][A-Za-z]+")
MOST_BYTES = 100 * 1024 * 1024
"""Of a text that is read at once; what comes after them is not looked at."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a --jsonl file: an answer as somebody recorded it."""

    body_raw: Any
    """The body as text; JSON that was decoded already is taken too."""
    host: str | None = None
    endpoint: str | None = None
    http_status: int | None = None


class Person(msgspec.Struct, frozen=True):
    """What became of a message to one person."""

    userid: str
    kind: Kind
    values: dict[str, Any]


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """An explanation as `dingsetup explain --json` prints it."""

    kind: Kind
    values: dict[str, Any]
    code: str | None
    message: str
    title: str
    cause: str
    remedy: str
    links: list[Link]
    people: list[Person]


class Given(TypedDict):
    """Where an answer comes from, as far as it is known."""

    host: str | None
    endpoint: str | None
    status: int | None


class Explainer:
    """Explains texts, in words."""

    def __init__(self, session: Session) -> None:
        self._language = session.language
        self._facts = session.facts
        self._reader = AnswerReader(session.facts)
        self._links = Links(session.facts, session.language)

    def explain(self, text: bytes | str, **given: Unpack[Given]) -> Explained:
        """Never raises, whatever the text."""
        return self._in_words(read_text(text, self._reader, **given))

    def explain_line(self, line: bytes) -> Explained:
        """Explain one line of a --jsonl file. Raises msgspec.DecodeError or UnicodeDecodeError."""
        recorded = msgspec.json.decode(line, type=Recorded, strict=False)
        body: Any = "" if recorded.body_raw is None else recorded.body_raw
        return self.explain(
            body if isinstance(body, str) else msgspec.json.encode(body),
            host=recorded.host,
            endpoint=recorded.endpoint,
            status=recorded.http_status,
        )

    def _in_words(self, found: Explanation) -> Explained:
        """What the facts say of the very code is more exact than what its kind says."""
        # Whose address was refused is not known here: it need not be this computer's.
        told = self._language.tell_kind(found.kind, {**found.values, "case": "explained"})
        code = error_code(self._facts, found.code or "", found.kind)
        return Explained(
            kind=found.kind,
            values=found.values,
            code=found.code,
            message=found.message,
            title=told.title,
            cause=self._language.pick(code.cause) if code else told.cause,
            remedy=self._language.pick(code.remedy) if code else told.remedy,
            links=self._links.of_code(code, found.values),
            people=[Person(one.userid, one.kind, one.values) for one in found.people],
        )


@command("explain", help=N_("Say what an answer of DingTalk means and what to do."))
@option("--host", metavar="oapi|api", help=N_("Which of DingTalk's hosts answered."))
@option("--endpoint", metavar='"POST /path"', help=N_("Which route answered."))
@option("--status", type=click.IntRange(0, 999), help=N_("The answer's HTTP status."))
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
@option(
    "--jsonl",
    is_flag=True,
    help=N_("Read one recorded answer per line, write one explanation per line."),
)
@click.argument("source", metavar="[FILE]", required=False)
@click.pass_context
def explain(
    context: click.Context,
    session: Session,
    source: str | None,
    as_json: bool,
    jsonl: bool,
    **given: Unpack[Given],
) -> None:
    """FILE is a file, `-` for stdin (as without it), or the bare code itself."""
    explainer = Explainer(session)
    if jsonl:
        context.exit(_explain_lines(session, explainer, source))
    explained = explainer.explain(_text(session, source), **given)
    if as_json:
        print_json(explained)
    else:
        _print(session, explained)


def _explain_lines(session: Session, explainer: Explainer, source: str | None) -> int:
    """Explain line by line; a bad line is named and the run goes on."""
    bad = 0
    with _opened(session, source) as file:
        for number, line in _lines(file):
            try:
                print_json(explainer.explain_line(line), one_line=True)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                bad = BAD_LINES
                print_json({"error": f"line {number}: {error}", "line": number}, one_line=True)
    return bad


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(file, 1):
        bare = line.removeprefix(b"\xef\xbb\xbf").strip()
        if bare:
            yield number, bare


def _text(session: Session, source: str | None) -> bytes:
    with _opened(session, source) as file:
        return file.read(MOST_BYTES)


def _opened(session: Session, source: str | None) -> BinaryIO:
    """Open the file, stdin, or the argument itself where it is a bare code and no file."""
    if source is None or source == "-":
        return sys.stdin.buffer
    if BARE_CODE.fullmatch(source) and not Path(source).exists():
        return io.BytesIO(source.encode())
    return Path(source).open("rb")


def _print(session: Session, explained: Explained) -> None:
    _ = session.language.gettext
    paper = Paper()
    paper.line(explained.title, "bold")
    for text in (explained.cause, explained.remedy and f"→ {explained.remedy}"):
        if text:
            paper.line(text, indent=2)
    for link in explained.links:
        paper.exact(f"{link.title}: {link.url}", indent=2)
    paper.line()
    rows = [(_("Kind"), str(explained.kind))]
    rows += [(_("Code"), explained.code)] if explained.code else []
    rows += [(_("DingTalk's words"), explained.message)] if explained.message else []
    rows += [(name, _shown(session, value)) for name, value in explained.values.items()]
    paper.table(rows)
    if explained.people:
        paper.heading(_("Not reached"))
        paper.table((person.userid, str(person.kind)) for person in explained.people)


def _shown(session: Session, value: Any) -> str:
    return (
        session.language.listed(cast("list[Any]", value)) if isinstance(value, list) else str(value)
    )
