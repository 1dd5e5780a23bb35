"""Addresses of no server, which a list and a check judge as they judge the real ones."""

import ipaddress
import re
from collections.abc import Callable, Collection

from dingsetup.pasted.addresses import CANDIDATE, OCTETS, fault_of
from dingsetup.pasted.comparison import Reason
from dingsetup.support.digests import Digests, Sort

NOBODYS = 33
"""33.0.0.0/8 is routed to nobody's server, and global all the same."""
V6 = "2001:db8"
"""For documentation only (RFC 3849)."""
HARMLESS = tuple(
    map(ipaddress.ip_network, ("127.0.0.0/8", "0.0.0.0/32", "255.255.255.255/32", "192.0.0.0/24"))
)
"""They name no computer beyond this one, and stay."""
BLOCKS = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "198.18.0.0/15",
            "192.0.2.0/24",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "0.0.0.0/8",
        ),
    )
)
"""What is not global; an address of one stays in it. Octets are drawn one by one, so that an entry
with `*` covers the pseudonyms of those that it covers."""
V6_HEADS = ("fe80:", "fc", "fd")
IN_RANGE = re.compile(r"([\d.*]+)([-~])([\d.*]+)")
WITH_REST = re.compile(r"([\d.*]+?)(\.?[/:])(.*)", re.DOTALL)
NO_ADDRESS = range(300, 1000)
"""Octets that are none, for what was meant as an address."""


class Addresses:
    """Stand-ins for addresses; those in `public` stay as they are, and what covers one of them."""

    def __init__(self, digests: Digests, public: Collection[str]) -> None:
        self._digests = digests
        self._public = frozenset(public)
        self._orders: dict[tuple[int, int], tuple[int, ...]] = {}

    def meant(self, text: str) -> bool:
        """Whether a text is an address, or was meant as one."""
        return bool(CANDIDATE.fullmatch(text)) or _v6(text) is not None

    def stand_in(self, text: str) -> str:
        """The pseudonym of what `meant` takes; `pasted.addresses.fault_of` says the same of it."""
        reason = fault_of(text)
        made = self._made(text, reason)
        return made if fault_of(made) is reason else self._no_address(text)

    def _made(self, text: str, reason: Reason | None) -> str:
        made: Callable[[str], str]
        match reason:
            case Reason.IPV6:
                made = self._v6
            case Reason.CIDR | Reason.PORT | Reason.RANGE:
                made = self._longer
            case Reason.NOT_AN_ADDRESS:
                made = self._no_address
            case _:
                made = self._v4
        return made(text)

    def _v4(self, text: str) -> str:
        """An address, also with `*`; what is none becomes another that is none."""
        if not OCTETS.fullmatch(text) or not text.isascii():
            return self._no_address(text)
        if text in self._public or ("*" in text and self._covers_public(text)):
            return text
        try:
            address = ipaddress.IPv4Address(text.replace("*", "1"))
        except ValueError:
            return self._no_address(text)
        if any(address in network for network in HARMLESS):
            return text
        block = next((one for one in BLOCKS if address in one), None)
        network = block or ipaddress.IPv4Network((NOBODYS << 24, 8))
        drawn = [self._octet(at, octet, network) for at, octet in enumerate(text.split("."))]
        return ".".join(drawn)

    def _octet(self, place: int, octet: str, network: ipaddress.IPv4Network) -> str:
        """Draw an octet's free bits anew, each place by an order of its own."""
        if octet == "*":
            return octet
        free = (int(network.hostmask) >> (24 - 8 * place)) & 0xFF
        fixed = (int(network.network_address) >> (24 - 8 * place)) & 0xFF
        if free == 0:
            return str(fixed)
        order = self._orders.get((place, free))
        if order is None:
            order = self._digests.permutation(Sort.ADDRESS, f"{place} {free}", free + 1)
            self._orders[(place, free)] = order
        return str(fixed | order[int(octet) & free])

    def _covers_public(self, text: str) -> bool:
        shape = re.compile(re.escape(text).replace(r"\*", r"\d{1,3}"))
        return any(shape.fullmatch(address) for address in self._public)

    def _longer(self, text: str) -> str:
        """An address with a length, a port or another end: each part by itself."""
        ends = IN_RANGE.fullmatch(text)
        if ends:
            first, sign, last = ends.groups()
            end = self._v4(last) if "." in last else str(self._octet_end(last))
            return f"{self._v4(first)}{sign}{end}"
        if _v6(text) is not None:
            return self._v6(text)
        found = WITH_REST.fullmatch(text)
        if found is None:
            return self._no_address(text)
        base, sign, rest = found.groups()
        return f"{self._v4(base)}{sign}{self._number(rest)}"

    def _octet_end(self, last: str) -> int:
        return 1 + self._digests.number(Sort.ADDRESS, last) % 254

    def _v6(self, text: str) -> str:
        address, _, length = text.partition("/")
        found = _v6(address)
        if found is None:
            return self._no_address(text)
        ours = found.is_loopback or found.is_unspecified or address in self._public
        # Behind a % stands what a network card is called: by whoever named it.
        if ours and "%" not in text:
            return text
        drawn = self._digests.hex(Sort.ADDRESS, address)
        groups = [drawn[at : at + 4].lstrip("0") or "0" for at in range(0, 24, 4)]
        head = address.lower()[:2]
        head = "fe80:0" if head == "fe" else "fd00:0" if head in ("fc", "fd") else V6
        tail = f"/{self._number(length)}" if length else ""
        return ":".join([head, *groups]) + tail

    def _number(self, text: str) -> str:
        """A length or a port; of anything else only that there was something."""
        if re.fullmatch(r"\d{1,5}", text, re.ASCII):
            return text
        return str(100 + self._digests.number(Sort.ADDRESS, text) % 900)

    def _no_address(self, text: str) -> str:
        number = self._digests.number(Sort.ADDRESS, text)
        octets: list[str] = []
        for _ in range(4):
            number, at = divmod(number, len(NO_ADDRESS))
            octets.append(str(NO_ADDRESS[at]))
        return ".".join(octets)


def _v6(text: str) -> ipaddress.IPv6Address | None:
    try:
        return ipaddress.IPv6Interface(text).ip if text.count(":") > 1 else None
    except ValueError:
        return None
