"""Which pages of consoles and documentation belong to a finding, a code or a step."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, cast

import msgspec

from dingsetup.facts import ErrorCode, Facts, Text
from dingsetup.findings import Finding, Kind
from dingsetup.profile import Profile

PLACEHOLDER = re.compile(r"\{(\w+)\}")
APPLY_URL = "apply_url"
HTTPS = re.compile(r"https://([a-z0-9.-]{1,253})(?:[/?#][!-~]{0,4000})?")
"""An address of a plain host, without a user, a port or anything a browser reads otherwise."""
DINGTALK = re.compile(r"((?:[a-z0-9-]+\.)*dingtalk)\.(?:com|io)")


class LinkKind(StrEnum):
    """What a page is for."""

    APPLY = "apply"
    """Where a missing permission is granted."""
    SCREEN = "screen"
    """Where the step is done."""
    CODE = "code"
    """Where DingTalk's code is documented."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A page to open."""

    kind: LinkKind
    url: str
    title: Text | None = None
    """Of a screen."""
    code: str = ""
    """DingTalk's code that is documented there."""


class Links:
    """Finds pages; with a profile its ids stand in their addresses, else those need none."""

    def __init__(self, facts: Facts, profile: Profile | None = None) -> None:
        self._facts = facts
        self._ids = {"client_id": profile.app_key, "agent_id": profile.agent_id} if profile else {}

    def of_finding(self, finding: Finding) -> tuple[Link, ...]:
        """The page that mends it, the step's screens, the code's documentation; each once."""
        code = error_code(self._facts, str(finding.values.get("code") or ""), finding.kind)
        # A support file may come from a program that knows more steps.
        known = [step for step in self._facts.steps if step.id == finding.step]
        screens = [part.link for step in known for part in (step, *step.actions)]
        pages = [page for screen in screens if (page := self.screen(screen))]
        return _once([*self._apply(finding.values), *pages, *_documented(code)])

    def of_code(self, code: ErrorCode | None, values: Mapping[str, Any]) -> tuple[Link, ...]:
        """The page that mends what a code complains about, and the code's documentation."""
        page = self.screen(code.link if code else None)
        return _once([*self._apply(values), *([page] if page else []), *_documented(code)])

    def screen(self, id: str | None) -> Link | None:
        """A console's screen; None where an id in its address is not known."""
        link = self._facts.link(id) if id else None
        url = _filled(link.url, self._ids) if link else ""
        return Link(kind=LinkKind.SCREEN, url=url, title=link.title) if link and url else None

    def _apply(self, values: Mapping[str, Any]) -> Iterator[Link]:
        if url := apply_page(self._facts, values):
            yield Link(kind=LinkKind.APPLY, url=url)
            return
        page, scopes = self._facts.link("apply_scope"), values.get("scopes")
        ids = {"client_id": str(values.get("app_key") or self._ids.get("client_id") or "")}
        for scope in cast("list[Any]", scopes) if isinstance(scopes, list | tuple) else ():
            if page and (url := _filled(page.url, ids | {"scope": str(scope)})):
                yield Link(kind=LinkKind.APPLY, url=url)


def apply_page(facts: Facts, values: Mapping[str, Any]) -> str:
    """The page that a finding names for applying; empty where it leads anywhere but to DingTalk's
    consoles, as a stranger's file may have it."""
    url = str(values.get(APPLY_URL) or "")
    consoles = {_dingtalks(link.url) for link in facts.links} - {""}
    return url if _dingtalks(url) in consoles else ""


def without_strange_links(finding: Finding, facts: Facts) -> Finding:
    """The finding without a page for applying that `apply_page` would not name."""
    values = finding.values
    if not values.get(APPLY_URL) or apply_page(facts, values):
        return finding
    kept = {name: value for name, value in values.items() if name != APPLY_URL}
    return msgspec.structs.replace(finding, values=kept)


def _dingtalks(url: str) -> str:
    """The host of DingTalk's that an address is of, without which of its two top domains it is in;
    empty for any other."""
    address = HTTPS.fullmatch(url)
    host = DINGTALK.fullmatch(address[1]) if address is not None else None
    return host[1] if host is not None else ""


def error_code(facts: Facts, code: str, kind: Kind) -> ErrorCode | None:
    """The fact about a code, where the kind says that the code means this here."""
    wanted = code.lower()
    entries = (e for e in facts.error_codes if e.code.lower() == wanted and e.kind == kind)
    return next(entries, None)


def _documented(code: ErrorCode | None) -> Iterator[Link]:
    if code is not None and code.source.startswith("https://"):
        yield Link(kind=LinkKind.CODE, url=code.source, code=code.code)


def _filled(url: str, ids: Mapping[str, str]) -> str:
    """The address with its ids; empty where one of them is not known."""
    if any(not ids.get(name) for name in PLACEHOLDER.findall(url)):
        return ""
    return PLACEHOLDER.sub(lambda match: ids[match[1]], url)


def _once(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple({link.url: link for link in reversed(list(links))}.values())[::-1]
