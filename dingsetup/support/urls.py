"""Stand-ins for addresses of pages: what a check compares stays, queries and strange paths do not.

What the guide itself asks for is no secret: its paths stay, also where they are nearly written.
"""

import re
from urllib.parse import quote, unquote_plus, urlsplit

from dingsetup.facts import Facts
from dingsetup.pasted.comparison import Reason
from dingsetup.pasted.redirect_urls import compare_redirect_urls
from dingsetup.pasted.shapes import Shape, shape_of
from dingsetup.support.alike import credential
from dingsetup.support.digests import Digests, Sort
from dingsetup.support.hosts import Hosts

COLON, SLASH = r"(?:[:：]|%3A)", r"(?:[/／]|%2F)"
SCHEME = rf"(?:[hｈＨ][tｔＴ][tｔＴ][pｐＰ][sｓＳ]?)?{COLON}?{SLASH}{{2}}"
WRITTEN = re.compile(
    rf"(?P<head>{SCHEME})(?P<host>(?:(?!%2F|%3F|%23)[^/／?？#＃])+)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""An address in any case, width and encoding."""
APPLY = re.compile(
    r"(https?://open-dev\.dingtalk\.(?:com|io)/appscope/apply\?content=)([^%#&\s]+)"
    r"((?:%23|#)[\w.,|]+)?",
    re.ASCII,
)
SCHEMES = ("http", "https")
STAND_IN = "https://console.example"


class Urls:
    """Addresses of pages, as pasted from the console or seen in an answer."""

    def __init__(self, digests: Digests, facts: Facts, hosts: Hosts) -> None:
        self._digests = digests
        self._hosts = hosts
        self._homepage = facts.homepage
        netlocs = [(entry.url, urlsplit(entry.url).netloc) for entry in facts.redirect_urls]
        self._guides = [STAND_IN + url.partition(netloc)[2] for url, netloc in netlocs]

    def redirect(self, text: str) -> str:
        """One entry of the redirect URLs; it is as near to a wanted one as the original was."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            return f"https:/{self._hash(text)}"
        rest = self._rest(found["rest"])
        return f"{found['head']}{self._hosts.written(found['host'])}{rest}"

    def _rest(self, rest: str) -> str:
        if rest in ("", "/"):
            return rest
        seen = compare_redirect_urls(self._guides, STAND_IN + rest)
        if seen.found or any(remark.reason is not Reason.LONGER for remark in seen.near):
            return rest
        begun = seen.near[0].wanted.removeprefix(STAND_IN) if seen.near else ""
        return f"{begun}/{self._hash(rest)}"

    def homepage(self, text: str) -> str:
        """The mobile homepage: its check finds the same fault in it."""
        given = text.strip()
        if not given:
            return text
        try:
            parts = urlsplit(given)
        except ValueError:
            return f"https://[{self._hash(given)}"
        head = given[: len(parts.scheme) + 1] if parts.scheme else ""
        slashes = "//" if given[len(head) :].startswith("//") else ""
        scheme = head if parts.scheme in ("", *SCHEMES) else "other:"
        netloc = self._hosts.written(parts.netloc) if parts.netloc else ""
        path = self.path(parts.path) if parts.path else ""
        query = f"?{self._query(parts.query)}" if "?" in given.partition("#")[0] else ""
        fragment = f"#{self._hash(parts.fragment)}" if parts.fragment else ""
        empty = "#" if given.endswith("#") and not fragment else ""
        return f"{scheme}{slashes}{netloc}{path}{query}{fragment}{empty}"

    def path(self, path: str) -> str:
        """The homepage's own path, also nearly written or cut short, or one that tells nothing."""
        ours = self._homepage.path
        plain = path.strip("/").lower()
        if plain == "" or ours.strip("/").lower().startswith(plain):
            return path
        return f"/{self._hash(path)}"

    def _query(self, query: str) -> str:
        pairs = (pair.partition("=") for pair in query.split("&"))
        return "&".join(f"{self.parameter(name)}{sign}{self.value(v)}" for name, sign, v in pairs)

    def parameter(self, name: str) -> str:
        """A parameter's name: the right one in any case stays, as it is what the check tells."""
        known = unquote_plus(name).lower() == self._homepage.parameter.lower()
        return name if known or not name else self._hash(name)

    def value(self, value: str) -> str:
        """A parameter's value, decoded or not: the placeholder stays, and where it is encoded."""
        ours = self._homepage.placeholder
        plain = unquote_plus(value)
        if ours in plain:
            written = ours if ours in value else quote(ours, safe="")
            return written if plain == ours else f"{written}{self._hash(plain)}"
        if shape_of(plain) is Shape.CORP_ID:
            return credential(self._digests, plain)
        return self._hash(plain) if plain else ""

    def apply(self, text: str) -> str:
        """The console's page that grants a permission; it names the app."""
        found = APPLY.fullmatch(text)
        if found is None:
            return self.place(text)
        return f"{found[1]}{credential(self._digests, found[2])}{found[3] or ''}"

    def place(self, text: str) -> str:
        """An address in any text: where it leads, and nothing of what was asked there."""
        if APPLY.fullmatch(text):
            return self.apply(text)
        try:
            parts = urlsplit(text)
        except ValueError:
            return f"https:/{self._hash(text)}"
        path = parts.path if self._public_path(parts.path) else f"/{self._hash(parts.path)}"
        return f"{parts.scheme}://{self._hosts.written(parts.netloc)}{path}"

    def server(self, text: str) -> str:
        """A server's address, as of a proxy: scheme, host and port, without a user."""
        scheme, sign, rest = text.strip().rpartition("://")
        host = re.split(r"[/?#]", rest, maxsplit=1)[0]
        known = scheme if re.fullmatch(r"(?:https?|socks[45]h?)?", scheme, re.IGNORECASE) else ""
        return f"{known}{sign if known else ''}{self._hosts.stand_in(host)}"

    def _public_path(self, path: str) -> bool:
        plain = path.strip("/")
        return not plain or any(plain in guide for guide in (*self._guides, self._homepage.path))

    def _hash(self, text: str) -> str:
        return f"p-{self._digests.hex(Sort.PATH, text)[:12]}"
