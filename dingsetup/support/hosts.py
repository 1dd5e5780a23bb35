"""Stand-ins for host names: DingTalk's and DataWind's stay, all others name nobody's."""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from dingsetup.facts import Facts
from dingsetup.plan import VENDOR_HOSTS
from dingsetup.support.addresses import Addresses
from dingsetup.support.digests import Digests, Sort

DINGTALK = ("dingtalk.com", "dingtalk.io")
OURS = ("oapi", "api", "login", "open", "open-dev", "oa")
"""DingTalk's hosts that this program, its facts or its answers name."""
TOP = "example"
"""The top domain of nobody (RFC 2606)."""
USER = "user"
PORT = re.compile(r"(.*?)(:\d{1,5})?", re.DOTALL)
STARS = re.compile(r"(?:\*\.)*")


class Hosts:
    """Hosts as they stand in addresses: with a port, in any case and width."""

    def __init__(self, digests: Digests, facts: Facts, addresses: Addresses) -> None:
        named = [*(entry.url for entry in facts.redirect_urls), *(link.url for link in facts.links)]
        known = {urlsplit(url).hostname or "" for url in named} - {""}
        self._public = {*known, *VENDOR_HOSTS, *DINGTALK, "localhost"}
        self._public |= {f"{name}.{top}" for name in OURS for top in DINGTALK}
        self._digests = digests
        self._addresses = addresses

    def stand_in(self, text: str) -> str:
        """The pseudonym of a host, with its port; a user's name before it is dropped."""
        bare = text.strip().rpartition("@")[2].lower()
        host, port = _parts(bare)
        if not host:
            return port
        return self._name(host.rstrip(".")) + port

    def written(self, raw: str) -> str:
        """The pseudonym of what stands for the host in an address as somebody wrote it.

        It differs from the plain one where and how the original did: in case, width or encoding.
        """
        before, sign, last = raw.rpartition("@")
        user = USER if before or sign else ""
        plain = unicodedata.normalize("NFKC", unquote(last))
        made = self.stand_in(plain)
        if made == plain.lower():
            return user + sign + last
        if plain != plain.lower():
            made = self._some(made, raw, str.upper)
        if "%" in last:
            made = self._some(made, raw, _encoded)
        if not last.isascii():
            made = self._some(made, raw, _widened)
        return user + sign + made

    def _name(self, host: str) -> str:
        bracketed = host.startswith("[") and host.endswith("]")
        inner = host[1:-1] if bracketed else host
        if self._addresses.meant(inner):
            made = self._addresses.stand_in(inner)
            return f"[{made}]" if bracketed else made
        if host in self._public:
            return host
        if host.startswith("*."):
            stars = host[: len(host) - len(STARS.sub("", host, count=1))]
            return f"{stars}{self._name(host[len(stars) :])}"
        label = f"h-{self._digests.hex(Sort.HOST, host)[:12]}"
        suffix = next((top for top in (*VENDOR_HOSTS, *DINGTALK) if host.endswith(f".{top}")), TOP)
        return f"{label}.{suffix}" if "." in host else label

    def _some(self, made: str, raw: str, change: Callable[[str], str]) -> str:
        """Change some letters, and others for another spelling, so that two stay two."""
        bits = self._digests.number(Sort.HOST, f"written {raw}")
        places = [at for at, char in enumerate(made) if change(char) != char]
        chosen = {at for turn, at in enumerate(places) if bits >> turn & 1} or set(places[:1])
        return "".join(change(char) if at in chosen else char for at, char in enumerate(made))


def _parts(bare: str) -> tuple[str, str]:
    found = PORT.fullmatch(bare)
    host, port = (found[1], found[2] or "") if found else (bare, "")
    # Of an IPv6 address without brackets the last group is no port.
    return (bare, "") if ":" in host and not host.endswith("]") else (host, port)


def _encoded(char: str) -> str:
    return f"%{ord(char):02X}" if char.isalnum() else char


def _widened(char: str) -> str:
    return chr(ord(char) + 0xFEE0) if char.isalnum() and char.isascii() else char
