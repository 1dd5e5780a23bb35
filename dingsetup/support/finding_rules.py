"""How each value of a finding is redacted: by its name, and where that is not enough by the kind.

Strings under other names are treated as free text; numbers and booleans stay.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from dingsetup.checks.publication import published_state
from dingsetup.findings import Kind
from dingsetup.profile import Profile
from dingsetup.support.parsing import within_reach
from dingsetup.support.pseudonyms import Pseudonyms

CONTACT_RANGE = re.compile(r"((?:-?\d+)?(?:,-?\d+)*)(\+\d+)", re.ASCII)
PLAIN = re.compile(r"[\w.:/+-]{0,64}", re.ASCII)
"""What our own code and the vocabulary are made of: ids, codes, times."""
URL_LISTS = frozenset({Kind.REDIRECT_URLS_MISSING, Kind.REDIRECT_URLS_EXTRA})
ADDRESS_LISTS = frozenset(
    {Kind.ADDRESSES_MISSING, Kind.ADDRESSES_EXTRA, Kind.ADDRESSES_UNUSABLE, Kind.LIST_COMPLETE}
)
HOMEPAGES = frozenset({Kind.ASK_WEB_APP, Kind.ASK_PUBLISHED, Kind.PUBLISH_AGAIN})
ABOUT_DIGITS = 12
REMARK = frozenset({"entry", "reason"})
"""What an entry with a reason is made of, under whatever name a stranger's file has it."""


class Told:
    """One finding's values; `states` maps what a publication was of to what it is of now."""

    def __init__(self, kind: str, pseudonyms: Pseudonyms, states: Mapping[str, str]) -> None:
        self._kind = kind
        self._pseudonyms = pseudonyms
        self._states = states

    def values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self.value(name, value) for name, value in values.items()}

    def value(self, name: str, value: Any) -> Any:
        """Redact one value by the rule of its name; what the rule is not made for is free text."""
        rule = RULES.get(name)
        return self.anything(value) if rule is None else rule(self, value)

    def anything(self, value: Any) -> Any:
        """Whatever JSON holds: strings as free text."""
        return self._each(value, self._pseudonyms.text)

    def own(self, value: Any) -> Any:
        """A word of our own vocabulary; anything else than such a word is free text."""
        return self._each(value, self._word)

    def moment(self, value: Any) -> Any:
        """A moment as it is written."""
        return self._each(value, self._moment)

    def _moment(self, text: str) -> str:
        try:
            return within_reach(datetime.datetime.fromisoformat(text)).isoformat()
        except ValueError:
            return self._word(text)

    def _word(self, text: str) -> str:
        return text if PLAIN.fullmatch(text) and not _digits(text) else self._pseudonyms.text(text)

    def address(self, value: Any) -> Any:
        return self._each(value, self._pseudonyms.address)

    def credential(self, value: Any) -> Any:
        return self._each(value, self._pseudonyms.credential)

    def person(self, value: Any) -> Any:
        return self._each(value, self._pseudonyms.person)

    def host(self, value: Any) -> Any:
        return self._each(value, self._pseudonyms.host)

    def file(self, value: Any) -> Any:
        return self._each(value, self._pseudonyms.file)

    def homepage(self, value: Any) -> Any:
        return self._each(value, self._pseudonyms.urls.homepage)

    def path(self, value: Any) -> Any:
        return self._each(value, self._pseudonyms.urls.path)

    def apply(self, value: Any) -> Any:
        return self._each(value, self._pseudonyms.urls.apply)

    def code(self, value: Any) -> Any:
        """A code of DingTalk's; one that nobody knows is free text."""
        known = isinstance(value, str) and self._pseudonyms.public.error(value) is not None
        return value if known else self.anything(value)

    def characters(self, value: Any) -> Any:
        """Full-width ones, as the check names them."""
        if isinstance(value, str) and not any(char.isascii() for char in value):
            return self._pseudonyms.characters(value)
        return self.anything(value)

    def permission(self, value: Any) -> Any:
        """A permission's name or code: the guide's stay as they are."""
        known = {
            spelling
            for entry in self._pseudonyms.public.permissions
            for spelling in (entry.code, entry.name, entry.english)
        }
        return self._each(value, lambda text: text if text in known else self._free(text))

    def listed(self, value: Any) -> Any:
        """An entry of a pasted list: which list, the kind tells."""
        if self._kind in URL_LISTS:
            return self._each(value, self._pseudonyms.urls.redirect)
        return self.address(value) if self._kind in ADDRESS_LISTS else self.permission(value)

    def found(self, value: Any) -> Any:
        """What stood there: entries of a list, or the part of the homepage that is wrong."""
        urls = self._pseudonyms.urls
        if isinstance(value, str):
            match self._kind:
                case Kind.HOMEPAGE_PLACEHOLDER:
                    return urls.value(value)
                case Kind.HOMEPAGE_PARAMETER:
                    return urls.parameter(value)
                case Kind.HOMEPAGE_SHAPE:
                    path = not value or value.startswith("/")
                    return urls.path(value) if path else self._pseudonyms.hosts.written(value)
                case _:
                    return self._pseudonyms.text(value)
        return self.listed(value)

    def entry(self, value: Any) -> Any:
        """Entries with a reason each: of addresses, or of redirect URLs."""
        return self._mapped(value, {"entry": self.listed, "reason": self.own})

    def departments(self, value: Any) -> Any:
        """A count, or ids: sorted as the check sorts them."""
        if not isinstance(value, list | tuple):
            return self.anything(value)
        ids = cast("list[Any]", value)
        if not all(isinstance(id, int) for id in ids):
            return self.anything(ids)
        return sorted(self._pseudonyms.department(id) for id in ids)

    def about(self, value: Any) -> Any:
        """What an answer depends on."""
        if not isinstance(value, str):
            return self.anything(value)
        return about_of(self._kind, value, self._pseudonyms, self._states)

    def _free(self, text: str) -> str:
        return self._pseudonyms.text(text)

    def _each(self, value: Any, change: Callable[[str], str]) -> Any:
        """Change every string in it; the names of a mapping are strings too."""
        if isinstance(value, str):
            return change(value)
        if isinstance(value, Mapping):
            pairs = cast("Mapping[str, Any]", value).items()
            return {
                name if name in REMARK else change(name): self._each(inner, change)
                for name, inner in pairs
            }
        if isinstance(value, list | tuple):
            return [self._each(inner, change) for inner in cast("list[Any]", value)]
        return value

    def _mapped(self, value: Any, rules: Mapping[str, Callable[[Any], Any]]) -> Any:
        if not isinstance(value, list | tuple):
            return self.anything(value)
        entries = cast("list[Any]", value)
        return [
            {
                self._word(name): rules.get(name, self.anything)(inner)
                for name, inner in cast("Mapping[str, Any]", entry).items()
            }
            if isinstance(entry, Mapping)
            else self.anything(entry)
            for entry in entries
        ]


def states_of(before: Profile, after: Profile) -> dict[str, str]:
    """Maps what a publication carries to what the redacted one does: the homepage's mark."""
    return {published_state(before): published_state(after)}


def about_of(kind: str, about: str, pseudonyms: Pseudonyms, states: Mapping[str, str]) -> str:
    """What an answer to a question of this kind depends on, such that stale ones stay stale."""
    if not about:
        return about
    if kind in HOMEPAGES:
        return states.get(about) or pseudonyms.token(about).removeprefix("x-")[:ABOUT_DIGITS]
    if kind == Kind.AGENT_ID_UNPROVED:
        return pseudonyms.credential(about)
    found = CONTACT_RANGE.fullmatch(about)
    if kind == Kind.OUT_OF_SCOPE and found is not None:
        ids = sorted(pseudonyms.department(int(id)) for id in found[1].split(",") if id)
        return ",".join(map(str, ids)) + found[2]
    return pseudonyms.token(about)


def _digits(text: str) -> bool:
    """Whether it holds a number as long as a mobile's or an id."""
    return re.search(r"\d{8,}", text) is not None


RULES: Mapping[str, Callable[[Told, Any], Any]] = {
    **dict.fromkeys(
        (
            *("field", "fields", "looks_like", "case", "reason", "scope", "limit", "answer"),
            *("until", "blocked_by", "parameter"),
            *("total", "bound", "open", "drifted", "unproved", "states", "people", "roles"),
            *("length", "place", "status", "count", "wait"),
            *("ms", "dns_ms", "tcp_ms", "tls_ms", "seconds", "repeated", "calls", "task_id"),
        ),
        Told.own,
    ),
    **dict.fromkeys(("answered_at", "proved_at"), Told.moment),
    **dict.fromkeys(("message", "detail", "names"), Told.anything),
    **dict.fromkeys(("name", "english", "scopes"), Told.permission),
    **dict.fromkeys(("app_key", "corp_id", "agent_id"), Told.credential),
    **dict.fromkeys(("ip", "allowed"), Told.address),
    **dict.fromkeys(("missing", "extra"), Told.listed),
    **dict.fromkeys(("near", "unusable"), Told.entry),
    **dict.fromkeys(("homepage", "wanted"), Told.homepage),
    "code": Told.code,
    "characters": Told.characters,
    "userid": Told.person,
    "host": Told.host,
    "file": Told.file,
    "path": Told.path,
    "apply_url": Told.apply,
    "found": Told.found,
    "departments": Told.departments,
    "about": Told.about,
}
"""The rule of every value that a check can give a finding."""
