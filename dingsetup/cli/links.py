"""Where to go next: the pages of consoles and documentation that belong to a finding or a code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from dingsetup.facts import ErrorCode, Facts
from dingsetup.findings import Finding, Kind
from dingsetup.language import Language
from dingsetup.profile import Profile

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Link(msgspec.Struct, frozen=True):
    """A page to open."""

    title: str
    url: str


class Links:
    """Finds the links of findings and codes, with this profile's ids in their addresses."""

    def __init__(self, facts: Facts, language: Language, profile: Profile | None = None) -> None:
        self._facts = facts
        self._language = language
        self._ids = {"client_id": profile.app_key, "agent_id": profile.agent_id} if profile else {}

    def of_finding(self, finding: Finding) -> list[Link]:
        """The page that mends it, the step's screen, the code's documentation."""
        values = finding.values
        code = error_code(self._facts, str(values.get("code") or ""), finding.kind)
        step = self._facts.step(finding.step)
        screens = (step.link, *(action.link for action in step.actions))
        console = [link for screen in screens for link in self._console(screen)]
        return _once([*self._apply(values), *console, *self._documented(code)])

    def of_code(self, code: ErrorCode | None, values: Mapping[str, Any]) -> list[Link]:
        """The page that mends what a code complains about, and the code's documentation."""
        console = self._console(code.link if code else None)
        return _once([*self._apply(values), *console, *self._documented(code)])

    def console(self, id: str | None) -> str | None:
        """Address of a console's screen; None where an id in it is not known."""
        return next((link.url for link in self._console(id)), None)

    def _apply(self, values: Mapping[str, Any]) -> Iterator[Link]:
        """Where a missing permission is granted."""
        title = self._language.gettext("Apply for the permission")
        if url := str(values.get("apply_url") or ""):
            yield Link(title, url)
            return
        ids = {"client_id": str(values.get("app_key") or self._ids.get("client_id") or "")}
        for scope in values.get("scopes") or ():
            if url := self._filled("apply_scope", ids | {"scope": str(scope)}):
                yield Link(title, url)

    def _console(self, id: str | None) -> Iterator[Link]:
        link = self._facts.link(id) if id else None
        url = self._filled(id, self._ids) if id else None
        if link and url:
            yield Link(self._language.pick(link.title), url)

    def _documented(self, code: ErrorCode | None) -> Iterator[Link]:
        if code is not None and code.source.startswith("https://"):
            title = self._language.gettext("About the code {code}").format(code=code.code)
            yield Link(title, code.source)

    def _filled(self, id: str, ids: Mapping[str, str]) -> str | None:
        link = self._facts.link(id)
        if link is None or any(not ids.get(name) for name in PLACEHOLDER.findall(link.url)):
            return None
        return PLACEHOLDER.sub(lambda match: ids[match[1]], link.url)


def error_code(facts: Facts, code: str, kind: Kind) -> ErrorCode | None:
    """The fact about a code, where the kind says that the code means this here."""
    wanted = code.lower()
    entries = (e for e in facts.error_codes if e.code.lower() == wanted and e.kind == kind)
    return next(entries, None)


def _once(links: Iterable[Link]) -> list[Link]:
    return list({link.url: link for link in reversed(list(links))}.values())[::-1]
