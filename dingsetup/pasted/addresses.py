"""Compares a pasted allowlist with the addresses that must be on it."""

import ipaddress
import re
from collections.abc import Iterable, Sequence

from dingsetup.pasted.comparison import Comparison, Reason, Remark
from dingsetup.pasted.lists import plain_text, repeated, split_list

LABEL = re.compile(r"(?:[^0-9*]{1,40}[:=]|.{1,40}：)(?=[0-9*０-９])")
CANDIDATE = re.compile(r"(?:[\d*]{1,3}(?:\.[\d*]{1,3}){2}|[\d*]+(?:\.[\d*]+){3,})(?:\.?[/:~-].*)?")
"""An address, or what was meant as one; dates, times and version numbers are not."""
OCTETS = re.compile(r"(?:\d{1,3}|\*)(?:\.(?:\d{1,3}|\*)){3}")
WITH_PORT = re.compile(r"[\d.*]+:\d{1,5}")
RANGE = re.compile(r"[\d.]+[-~][\d.]+")


def compare_addresses(wanted: Sequence[str], text: str) -> Comparison:
    """Compare; one `*` in an entry stands for any octet, as in DingTalk's console."""
    entries = [bare for raw in split_list(text) if _plain(bare := _bare(raw))]
    plain = list(dict.fromkeys(_plain(entry) for entry in entries))
    faults = {address: fault for address in plain if (fault := fault_of(address))}
    usable = [address for address in plain if address not in faults]
    covered = _covered(wanted, usable)
    found = tuple(entry for entry in wanted if entry in usable or entry in covered)
    asked = {*wanted, *covered.values()}
    return Comparison(
        found=found,
        missing=tuple(entry for entry in wanted if entry not in found),
        extra=tuple(entry for entry in usable if entry not in asked),
        unusable=tuple(Remark(entry=entry, reason=fault) for entry, fault in faults.items()),
        covered=covered,
        duplicates=repeated(_plain(entry) for entry in entries),
        normalised=tuple(dict.fromkeys(entry for entry in entries if not entry.isascii())),
    )


def fault_of(address: str) -> Reason | None:
    """Say why DingTalk's allowlist cannot use an entry; None where it can."""
    if OCTETS.fullmatch(address):
        return _octets_fault(address)
    if "/" in address:
        return Reason.CIDR
    if WITH_PORT.fullmatch(address):
        return Reason.PORT
    if RANGE.fullmatch(address):
        return Reason.RANGE
    return Reason.IPV6 if _is_ipv6(address) else Reason.NOT_AN_ADDRESS


def _is_ipv6(text: str) -> bool:
    if text.count(":") < 2:
        return False
    try:
        ipaddress.IPv6Interface(text)
    except ValueError:
        return False
    return True


def _octets_fault(address: str) -> Reason | None:
    stars = address.count("*")
    if stars > 1:
        return Reason.WILDCARDS
    try:
        # Any octet will do in the place of the wildcard, and 1 is never a reserved one.
        parsed = ipaddress.IPv4Address(address.replace("*", "1"))
    except ValueError:
        return Reason.NOT_AN_ADDRESS
    if parsed.is_global and not parsed.is_multicast:
        return None
    inside = parsed.is_private and not (parsed.is_loopback or parsed.is_unspecified)
    return Reason.PRIVATE if inside else Reason.RESERVED


def _bare(raw: str) -> str:
    """Take a label off an entry: `出口IP：1.2.3.4`."""
    label = LABEL.match(raw)
    return raw[label.end() :] if label else raw


def _plain(entry: str) -> str:
    """Return an entry in half width; empty for what is no address and was not meant as one."""
    plain = plain_text(entry).replace("。", ".").rstrip(".")
    return plain if CANDIDATE.fullmatch(plain) or _is_ipv6(plain) else ""


def _covered(wanted: Sequence[str], usable: Iterable[str]) -> dict[str, str]:
    """Map each wanted address that is not there itself to the wildcard that covers it."""
    present = set(usable)
    wildcards = {
        entry: re.compile(re.escape(entry).replace(r"\*", r"\d{1,3}"))
        for entry in usable
        if "*" in entry
    }
    covered: dict[str, str] = {}
    for address in wanted:
        if address not in present:
            hit = next(
                (entry for entry, shape in wildcards.items() if shape.fullmatch(address)), ""
            )
            covered |= {address: hit} if hit else {}
    return covered
