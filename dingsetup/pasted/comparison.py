"""What comes out when a pasted list is held against a wanted one."""

from enum import StrEnum

import msgspec


class Reason(StrEnum):
    """Why an entry cannot be used as it stands, or how it differs from a wanted one."""

    # Addresses DingTalk's allowlist does not take, or that never reach it.
    IPV6 = "ipv6"
    CIDR = "cidr"
    RANGE = "range"
    PORT = "port"
    PRIVATE = "private"
    """An address of the own network: DingTalk never sees it."""
    RESERVED = "reserved"
    WILDCARDS = "wildcards"
    """More than one `*` in an address."""
    NOT_AN_ADDRESS = "not_an_address"

    # Redirect URLs that are nearly a wanted one.
    FULL_WIDTH = "full_width"
    ENCODED = "encoded"
    SCHEME = "scheme"
    CASE = "case"
    SLASH = "slash"
    """A slash too many or too few, at the end or around the `#`."""
    NO_FRAGMENT = "no_fragment"
    """The `#` is missing."""
    TRUNCATED = "truncated"
    LONGER = "longer"
    SEVERAL = "several"
    """More than one of these."""

    # Permissions.
    NOT_GRANTED = "not_granted"
    """The page shows it as not granted yet."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that asks for attention."""

    entry: str
    """As it was pasted."""
    reason: Reason
    wanted: str = ""
    """The wanted entry it is about, where there is one."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A pasted list held against a wanted one; every part keeps the lists' own order."""

    found: tuple[str, ...]
    """Wanted entries that are there, also by a wildcard."""
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    """Usable entries nobody asked for."""
    unusable: tuple[Remark, ...] = ()
    near: tuple[Remark, ...] = ()
    """Entries that are nearly a missing one; they are neither found nor extra."""
    covered: dict[str, str] = {}
    """Wanted address -> the wildcard entry that covers it."""
    duplicates: tuple[str, ...] = ()
    normalised: tuple[str, ...] = ()
    """Entries read although they hold full-width characters: to be typed anew in the console."""

    @property
    def complete(self) -> bool:
        return not self.missing
