"""Compares pasted redirect URLs with the wanted ones, byte for byte, and names near misses."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from dingsetup.pasted.comparison import Comparison, Reason, Remark
from dingsetup.pasted.lists import plain_text, repeated, split_list

ADDRESS = re.compile(r"(?:https?)?[:：]?[/／]{2}.|https?", re.IGNORECASE)
LABEL = re.compile(r"[^/:：]{1,40}[:：=](?=https?)", re.IGNORECASE)
ORIGIN = re.compile(r"https?://[^/?#]+/?")


def _secure(url: str) -> str:
    return re.sub(r"^http:", "https:", url, flags=re.IGNORECASE)


def _slashes(url: str) -> str:
    return re.sub(r"/*#/*", "#", url).rstrip("/")


def _without_fragment_sign(url: str) -> str:
    return re.sub(r"(?<!:)/{2,}", "/", url.replace("#", "/")).rstrip("/")


DIFFERENCES: tuple[tuple[Reason, Callable[[str], str]], ...] = (
    (Reason.FULL_WIDTH, plain_text),
    (Reason.ENCODED, unquote),
    (Reason.SCHEME, _secure),
    (Reason.CASE, str.lower),
    (Reason.SLASH, lambda url: url.rstrip("/")),
    (Reason.SLASH, _slashes),
    (Reason.NO_FRAGMENT, _without_fragment_sign),
)
"""A difference, and what makes two addresses equal that differ in nothing else."""


def compare_redirect_urls(wanted: Sequence[str], text: str) -> Comparison:
    """Compare without normalising: whether DingTalk would is not known (UNCONFIRMED)."""
    entries = [entry for raw in split_list(text) if (entry := _address(raw))]
    there = dict.fromkeys(entries)
    missing = tuple(url for url in wanted if url not in there)
    near = _near_misses([entry for entry in there if entry not in wanted], missing)
    return Comparison(
        found=tuple(url for url in wanted if url in there),
        missing=missing,
        extra=tuple(entry for entry in there if entry not in wanted and entry not in near),
        near=tuple(near.values()),
        duplicates=repeated(entries),
    )


def _address(raw: str) -> str:
    bare = LABEL.sub("", raw, count=1)
    return bare if ADDRESS.match(plain_text(bare)) and len(bare) > len("https://") else ""


def _near_misses(strange: Sequence[str], missing: Sequence[str]) -> dict[str, Remark]:
    """Map each entry that is nearly a missing one to what differs."""
    equals = [(reason, same, {same(url): url for url in missing}) for reason, same in DIFFERENCES]
    equals.append((Reason.SEVERAL, _heart, {_heart(url): url for url in missing}))
    near: dict[str, Remark] = {}
    for entry in strange:
        hits = ((reason, equal.get(same(entry), "")) for reason, same, equal in equals)
        found = next((hit for hit in hits if hit[1]), None) or _partly(entry, missing)
        if found:
            near[entry] = Remark(entry=entry, reason=found[0], wanted=found[1])
    return near


def _partly(entry: str, missing: Sequence[str]) -> tuple[Reason, str] | None:
    """A missing address cut short or gone on; a mere origin is worth registering by itself."""
    if ORIGIN.fullmatch(entry):
        return None
    whole = [url for url in missing if url.startswith(entry)]
    if whole:
        return Reason.TRUNCATED, min(whole, key=len)
    begun = [url for url in missing if entry.startswith(url)]
    return (Reason.LONGER, max(begun, key=len)) if begun else None


def _heart(url: str) -> str:
    for _, same in DIFFERENCES:
        url = same(url)
    return url
