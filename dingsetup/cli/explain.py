"""`dingsetup explain`: says what an answer of DingTalk means, why it came and what to do."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypedDict, Unpack, cast

import click
import msgspec

from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import SpokenCommand, command, option
from dingsetup.dingtalk.body import decode_text
from dingsetup.dingtalk.errors import AnswerReader
from dingsetup.dingtalk.explain import Explanation, codes_in
from dingsetup.dingtalk.explain import explain as read_text
from dingsetup.dingtalk.masking import mask
from dingsetup.findings import Kind
from dingsetup.language.links import ToldLink, told_links
from dingsetup.language.sentence import N_
from dingsetup.links import Links, error_code

BAD_LINES = 1
"""Exit code when a line of a --jsonl file was not one."""
NEGATIVE = re.compile(r"-[0-9]{1,7}")
BARE_CODE = re.compile(
    r"-?[0-9]{1,7}"
    r"|(?=.*[a-z][A-Z])[A-Za-z]+(?:\.[A-Za-z]*[A-Z][A-Za-z]*)*"
    r"|[A-Z][a-z]+(?:\.[A-Z][a-z]*)+"
)
"""A number, `invalidParam` or `Forbidden.AccessDenied`, but not `answer.txt`."""
HOSTS = ("oapi", "api", "login")
BOM = b"\xef\xbb\xbf"
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
    links: list[ToldLink]
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
        self._links = Links(session.facts)

    def is_code(self, word: str) -> bool:
        """Whether a word is a bare code by its form, or one the facts name."""
        return BARE_CODE.fullmatch(word) is not None or self._reader.knows(word)

    def other_codes(self, text: bytes, explained: Explained) -> list[str]:
        """The codes of the other answers that stand in a text."""
        codes = codes_in(decode_text(text), self._reader)
        return [code for code in codes if code != explained.code] if explained.code else []

    def explain(self, text: bytes | str, **given: Unpack[Given]) -> Explained:
        """Never raises, whatever the text."""
        return self._in_words(read_text(text, self._reader, **given))

    def explain_line(self, line: bytes) -> Explained:
        """Explain one line of a --jsonl file. Raises msgspec.DecodeError or UnicodeDecodeError."""
        recorded = _recorded(line)
        body: Any = "" if recorded.body_raw is None else recorded.body_raw
        return self.explain(
            body if isinstance(body, str) else json.dumps(body),
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
            links=told_links(self._language, self._links.of_code(code, found.values)),
            people=[Person(one.userid, one.kind, one.values) for one in found.people],
        )


class ExplainCommand(SpokenCommand):
    """Takes a negative code such as `-1`, which is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        codes = [] if "--" in args else [word for word in args if NEGATIVE.fullmatch(word)]
        others = [word for word in args if word not in codes]
        return super().parse_args(ctx, [*others, "--", *codes] if codes else args)


@command("explain", N_("Say what an answer of DingTalk means and what to do."), cls=ExplainCommand)
@option(
    "--host",
    metavar="oapi|api",
    type=click.Choice([*HOSTS, *(f"{host}.dingtalk.com" for host in HOSTS)], case_sensitive=False),
    help=N_("Which of DingTalk's hosts answered."),
)
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
    text = _text(session, explainer, source)
    if not text.removeprefix(BOM).strip() and given["status"] is None:
        session.fail(session.language.gettext("There is nothing to explain: the text is empty."))
    explained = explainer.explain(text, **given)
    if as_json:
        print_json(explained)
    else:
        _print(session, explained, explainer.other_codes(text, explained))


def _explain_lines(session: Session, explainer: Explainer, source: str | None) -> int:
    """Explain line by line; a bad line is named and the run goes on."""
    bad = 0
    with _opened(source) as file:
        for number, line in _lines(file):
            try:
                print_json(explainer.explain_line(line), one_line=True)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                bad = BAD_LINES
                print_json({"error": f"line {number}: {error}", "line": number}, one_line=True)
    return bad


def _recorded(line: bytes) -> Recorded:
    """Read one line. The standard library also takes half a character, which others write."""
    try:
        return msgspec.json.decode(line, type=Recorded, strict=False)
    except msgspec.DecodeError as error:
        try:
            return msgspec.convert(json.loads(line), Recorded, strict=False)
        except (ValueError, RecursionError):
            raise error from None


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(file, 1):
        bare = line.removeprefix(BOM).strip()
        if bare:
            yield number, bare


def _text(session: Session, explainer: Explainer, source: str | None) -> bytes:
    """Read the file or stdin; a bare code that is no file is the text itself. Raises Failure."""
    if source not in (None, "-") and not Path(source).exists():
        if explainer.is_code(source):
            return source.encode()
        text = session.language.gettext("“{source}” is neither a file nor a code of DingTalk's.")
        session.fail(text.format(source=mask(source[:80])))
    with _opened(source) as file:
        return file.read(MOST_BYTES)


def _opened(source: str | None) -> BinaryIO:
    return sys.stdin.buffer if source in (None, "-") else Path(source).open("rb")


def _print(session: Session, explained: Explained, others: list[str]) -> None:
    _ = session.language.gettext
    paper = Paper()
    paper.line(explained.title, "bold")
    for text in (explained.cause, explained.remedy and f"→ {explained.remedy}"):
        if text:
            paper.line(text, indent=2)
    for link in explained.links:
        paper.exact(f"{link.title}: {link.url}", indent=2)
    paper.line()
    named = {_("Kind"): explained.kind, _("Code"): explained.code}
    named |= {_("DingTalk's words"): explained.message}
    named |= {name: v for name, v in explained.values.items() if name not in ("code", "message")}
    paper.table((name, _shown(session, v)) for name, v in named.items() if v not in (None, "", []))
    if explained.people:
        paper.heading(_("Not reached"))
        paper.table((person.userid, str(person.kind)) for person in explained.people)
    if others:
        paper.line()
        text = _("More answers stand in this text: {codes}. Explain each by itself.")
        paper.line(text.format(codes=session.language.listed(others)))


def _shown(session: Session, value: Any) -> str:
    return (
        session.language.listed(cast("list[Any]", value)) if isinstance(value, list) else str(value)
    )
