"""Redacts the lines of a support file: users, test messages, who got them, and the call log."""

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from dingsetup.bindings.values import BindingState, Confidence, Reason, Rule
from dingsetup.findings import Kind
from dingsetup.messages.deliveries import Fate
from dingsetup.messages.pushes import OURS as PUSHES
from dingsetup.store import CallRecord
from dingsetup.support.parsing import within_reach
from dingsetup.support.pseudonyms import Pseudonyms
from dingsetup.support.values import BindingLine, DeliveryLine, SendLine

ID = re.compile(r"[a-z][a-z0-9_:.-]{0,39}", re.ASCII)
"""What the steps, kinds and languages of the program are called."""
WORDS = frozenset(map(str, (*BindingState, *Rule, *Confidence, *Reason, *Fate, *Kind, "")))
METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "HEAD"})
UNKNOWN = str(Kind.UNKNOWN)
PARAMETER = re.compile(r"\{(\w+)\}")


def redact_calls(calls: Iterable[CallRecord], pseudonyms: Pseudonyms) -> list[CallRecord]:
    """The call log: which route, how it went, how long it took."""
    routes = _Routes(pseudonyms)
    return [
        CallRecord(
            within_reach(call.at),
            call.method if call.method in METHODS else UNKNOWN,
            routes.path(call.path),
            call.verdict if call.verdict in WORDS else UNKNOWN,
            call.ms,
            call.counted,
        )
        for call in calls
    ]


def redact_binding(line: BindingLine, pseudonyms: Pseudonyms) -> BindingLine:
    """One user of the binding table; a hundred thousand of them take about a second."""
    return BindingLine(
        username=pseudonyms.username(line.username),
        name=pseudonyms.name(line.name) if line.name else "",
        email=pseudonyms.email(line.email) if line.email else "",
        mobile=pseudonyms.mobile(line.mobile) if line.mobile else "",
        job_number=pseudonyms.job_number(line.job_number) if line.job_number else "",
        enabled=line.enabled,
        userid=pseudonyms.person(line.userid),
        rule=line.rule if line.rule in WORDS else UNKNOWN,
        confidence=line.confidence if line.confidence in WORDS else UNKNOWN,
        ignored=line.ignored,
        state=line.state if line.state in WORDS else UNKNOWN,
        reason=line.reason if line.reason in WORDS else UNKNOWN,
    )


def redact_sends(sends: Iterable[SendLine], pseudonyms: Pseudonyms) -> list[SendLine]:
    """Test messages; a template of the user's own has a name that may tell something."""
    ours = {file.stem for file in Path(PUSHES).glob("*.toml")}
    return [
        msgspec.structs.replace(
            send,
            at=within_reach(send.at),
            push=send.push if send.push in ours else pseudonyms.token(send.push),
            type=own_id(send.type),
            language=own_id(send.language),
            tally={own_id(fate): count for fate, count in send.tally.items()},
        )
        for send in sends
    ]


def redact_delivery(line: DeliveryLine, pseudonyms: Pseudonyms) -> DeliveryLine:
    """One person of a test message."""
    return msgspec.structs.replace(
        line,
        at=within_reach(line.at),
        userid=pseudonyms.person(line.userid),
        username=pseudonyms.username(line.username),
        fate=line.fate if line.fate in WORDS else UNKNOWN,
        kind=line.kind if line.kind in WORDS else UNKNOWN,
    )


def own_id(text: str) -> str:
    """A name the program gave; of another nothing is kept."""
    return text if not text or ID.fullmatch(text) else UNKNOWN


class _Routes:
    """Paths of the call log: those of the facts, with pseudonyms where they hold an id."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._pseudonyms = pseudonyms
        self._known = {entry.path: entry.path for entry in pseudonyms.public.endpoints}
        self._forms = [
            re.compile(PARAMETER.sub(r"([^/]+)", re.sub(r"([.+])", r"\\\1", path)))
            for path in self._known
            if PARAMETER.search(path)
        ]

    def path(self, path: str) -> str:
        made = self._known.get(path)
        if made is None:
            made = self._known[path] = self._made(path.partition("?")[0])
        return made

    def _made(self, path: str) -> str:
        known = self._known.get(path)
        found = next((hit for form in self._forms if (hit := form.fullmatch(path))), None)
        if known is not None or not path:
            return path
        if found is not None:
            for id in found.groups():
                path = path.replace(id, self._pseudonyms.credential(id))
            return path
        segments = (self._pseudonyms.text(one) for one in path.split("/"))
        return "/".join(one if ID.fullmatch(one.lower()) else "…" for one in segments if one)
