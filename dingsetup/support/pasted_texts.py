"""What an admin typed or pasted, brought to entries of pseudonyms that compare as it did."""

from collections.abc import Iterable

from dingsetup.pasted.addresses import compare_addresses
from dingsetup.pasted.lists import plain_text, split_list
from dingsetup.pasted.permissions import compare_permissions
from dingsetup.pasted.redirect_urls import compare_redirect_urls
from dingsetup.plan import DomainError, DomainFault, clean_domain
from dingsetup.support.pseudonyms import Pseudonyms

NOTHING = "-"
"""For a text in which nothing is recognised: in this neither, and it is not empty."""
NOT_GRANTED = "未开通"
"""As the console's page says it."""
FULL_WIDTH = {digit: digit + 0xFEE0 for digit in range(ord("0"), ord("9") + 1)}


def typed_addresses(text: str, pseudonyms: Pseudonyms) -> str:
    """A private deployment's own addresses: every entry counts, whatever it is."""
    return _lines(text, (pseudonyms.address(plain_text(entry)) for entry in split_list(text)))


def pasted_addresses(text: str, pseudonyms: Pseudonyms) -> str:
    """An allowlist: what is read from it is all that stays of it."""
    seen = compare_addresses((), text)
    wide = {plain_text(entry).replace("。", ".").rstrip(".") for entry in seen.normalised}
    entries = [*seen.extra, *(remark.entry for remark in seen.unusable), *seen.duplicates]
    made = ((entry, pseudonyms.address(entry)) for entry in entries)
    return _lines(text, (one.translate(FULL_WIDTH) if e in wide else one for e, one in made))


def pasted_redirect_urls(text: str, pseudonyms: Pseudonyms) -> str:
    seen = compare_redirect_urls((), text)
    return _lines(text, map(pseudonyms.urls.redirect, (*seen.extra, *seen.duplicates)))


def pasted_permissions(text: str, pseudonyms: Pseudonyms) -> str:
    """A page of permissions: by names where it had no code, as then other names count too."""
    facts = pseudonyms.public
    seen = compare_permissions(facts, text)
    named = any(not entry.isascii() for entry in seen.extra)
    spelling = {entry.code: entry.name if named else entry.code for entry in facts.permissions}
    return _lines(
        text,
        [
            *(spelling[code] for code in seen.found),
            *(f"{spelling[remark.entry]} {NOT_GRANTED}" for remark in seen.near),
            *map(pseudonyms.text, seen.extra),
        ],
    )


def typed_domain(text: str, pseudonyms: Pseudonyms) -> str:
    """A host, or a text that is none for the same reason."""
    if not text.strip():
        return text
    try:
        return pseudonyms.host(clean_domain(text))
    except DomainError as error:
        one = pseudonyms.host(f"one.{text}")
        match error.reason:
            case DomainFault.EMPTY:
                return NOTHING
            case DomainFault.SEVERAL:
                return f"{one} {pseudonyms.host(f'two.{text}')}"
            case DomainFault.WILDCARD:
                return f"*.{one}"
            case DomainFault.LOCAL:
                return "localhost"
            case DomainFault.SHAPE:
                return one.partition(".")[0]


def _lines(text: str, entries: Iterable[str]) -> str:
    """One entry a line; an empty text stays empty."""
    if not text.strip():
        return ""
    return "\n".join(entries) or NOTHING
