"""Keeps out of a report what a finding repeats of people, pasted texts and DingTalk's own words.

A report is handed on, so it is told by rule what may stand in it; whatever has no rule is hidden.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec

from dingsetup.facts import Facts
from dingsetup.findings import Finding
from dingsetup.pasted.addresses import fault_of
from dingsetup.pasted.comparison import Reason
from dingsetup.pasted.shapes import without_secrets
from dingsetup.plan import DomainError, clean_domain
from dingsetup.support.changes import Change, ChangeKind
from dingsetup.support.harmless import harmless

HIDDEN = "…"
LONGEST = 600
"""Characters of one text: what is longer is no value that anybody types."""
DROPPED = frozenset({"about"})
"""What only the next check needs."""
KEPT = frozenset(
    {
        *("field", "fields", "looks_like", "case", "reason", "scope", "limit", "total", "states"),
        *("blocked_by", "answer", "answered_at", "proved_at", "until", "length", "place"),
        *("name", "english", "wanted", "parameter", "path"),
    }
)
"""What our checks and the facts bring along."""
CODE = re.compile(r"[\w.:/-]{1,100}")
LINE_ENDS = re.compile(r"[\t\r\n]+")
NEAR_ENOUGH = frozenset(Reason) - {Reason.LONGER, Reason.SEVERAL, Reason.NOT_AN_ADDRESS}
"""Differences with which an entry holds nothing beyond a wanted one."""


def cleaned(value: Any) -> Any:
    """The same with every text in one line, without what would steer a terminal or turn it round.

    Takes what `msgspec.to_builtins` gives.
    """
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Mapping):
        items = cast("Mapping[Any, Any]", value).items()
        return {cleaned(name): cleaned(part) for name, part in items}
    if isinstance(value, list | tuple):
        return [cleaned(part) for part in cast("list[Any]", value)]
    return value


def _clean(text: str) -> str:
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}{HIDDEN}"
    return LINE_ENDS.sub(" ", harmless(cut))


def presentable(finding: Finding, facts: Facts, domain: str) -> Finding:
    """The finding with every value that is not known to be harmless replaced by `HIDDEN`.

    `domain` is DataWind's host, the only one besides DingTalk's that may be named.
    """
    kept: dict[str, Any] = {}
    for name, value in finding.values.items():
        if name in KEPT:
            kept[name] = value
        elif name not in DROPPED:
            kept[name] = _shown(_rule(finding, name, facts, domain), value)
    return msgspec.structs.replace(finding, values=kept)


def presentable_change(change: Change, facts: Facts, domain: str) -> Change:
    """The same for what a comparison found."""
    rule = _CHANGES.get(change.kind, _id)
    if change.kind is ChangeKind.HOMEPAGE:
        rule = partial(_homepage, facts=facts)
    values: dict[str, Any] = {}
    for name, value in change.values.items():
        if name in ("before", "after") and isinstance(value, Mapping) and "check" in value:
            finding = msgspec.convert(value, Finding)
            values[name] = msgspec.to_builtins(presentable(finding, facts, domain))
        else:
            told = name in ("before", "after", "gone", "new", "ip", "ip_before")
            values[name] = _shown(rule if told else _code, value)
    return msgspec.structs.replace(change, values=values)


def address(text: str) -> str:
    """An entry of an allowlist; hidden where it is no address at all."""
    return text if not text or fault_of(text) is not Reason.NOT_AN_ADDRESS else HIDDEN


def _shown(rule: Callable[[str], str], value: Any) -> Any:
    if isinstance(value, str):
        return rule(value)
    if isinstance(value, Mapping):
        remark = cast("Mapping[str, Any]", value)
        if {"entry", "reason"} <= remark.keys():
            return {"entry": _remark(rule, remark), "reason": str(remark["reason"])}
        return {name: _shown(rule, part) for name, part in remark.items()}
    if isinstance(value, list | tuple):
        return [_shown(rule, part) for part in cast("list[Any]", value)]
    return value


def _remark(rule: Callable[[str], str], remark: Mapping[str, Any]) -> str:
    """A near miss is shown to the letter, as the letter is what matters."""
    entry = str(remark["entry"])
    if rule is _origin and remark["reason"] in NEAR_ENOUGH:
        return entry
    return rule(entry)


def _rule(finding: Finding, name: str, facts: Facts, domain: str) -> Callable[[str], str]:
    urls = finding.check in ("redirect_urls", "surplus_urls")
    if name in ("missing", "extra", "unusable", "near"):
        if finding.step == "permissions":
            return _code
        return _kept if urls and name == "missing" else _origin if urls else address
    if name in ("homepage", "found"):
        return partial(_homepage, facts=facts)
    if name == "host":
        return lambda text: text if _known_host(text, domain) else HIDDEN
    if name in ("ip", "allowed"):
        return address
    if name in ("app_key", "agent_id", "corp_id"):
        return _id
    return _code if name in ("code", "scopes", "names") else _hidden


def _kept(text: str) -> str:
    return text


def _hidden(text: str) -> str:
    return HIDDEN if text else ""


def _id(text: str) -> str:
    """One of the app's ids, unless a secret was pasted in its place."""
    return _code(text) if without_secrets(text) == text else HIDDEN


def _code(text: str) -> str:
    return text if not text or CODE.fullmatch(text) else HIDDEN


def _origin(url: str) -> str:
    """Whose address it is: a path or query may name a person."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return HIDDEN
    if not host or parts.scheme not in ("http", "https"):
        return _hidden(url)
    rest = f"/{HIDDEN}" if parts.path.strip("/") or parts.query or parts.fragment else ""
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "") + rest


def _homepage(text: str, facts: Facts) -> str:
    """What differs from the guide's homepage, where it differs in its spelling only."""
    page = facts.homepage
    for wanted in (page.path, page.parameter, page.placeholder, page.placeholder.strip("$")):
        if text.strip("/").casefold() == wanted.strip("/").casefold():
            return text
    return _origin(text)


def _domain(text: str) -> str:
    try:
        return clean_domain(text)
    except DomainError:
        return _hidden(text)


_CHANGES: Mapping[ChangeKind, Callable[[str], str]] = {
    ChangeKind.DOMAIN: _domain,
    ChangeKind.ADDRESSES: address,
    ChangeKind.COMPUTER: address,
    ChangeKind.REDIRECT_URLS: _origin,
    ChangeKind.CONNECTION: _hidden,
}
"""How a change's values before and after may be told, where they are no words of ours."""


def _known_host(host: str, domain: str) -> bool:
    name = host.casefold()
    ours = name == domain or name == domain.partition(":")[0]
    return bool(name) and (ours or name.endswith(".dingtalk.com"))
