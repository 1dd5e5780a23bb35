"""Compares what somebody set: the profile, the secret, the binding table, facts and program."""

from collections.abc import Iterable, Iterator, Mapping

from dingsetup.checks.bindings import BESIDE
from dingsetup.pasted.addresses import compare_addresses
from dingsetup.pasted.lists import plain_text, split_list
from dingsetup.pasted.redirect_urls import compare_redirect_urls
from dingsetup.profile import Profile
from dingsetup.support.changes import Change, ChangeKind, Weight
from dingsetup.support.values import SecretSeen, Snapshot

TENANT = "tenant"
"""Stands for a practice tenant's address, whose port is another one at each start."""
IDS = ("app_key", "agent_id", "corp_id")
NOT_TRUE = ("drifted", "unproved")
"""Counts of bindings that are no longer known to be right."""


def set_changes(before: Snapshot, after: Snapshot, *, same_key: bool) -> Iterator[Change]:
    """Yield what was set otherwise; `same_key` as of `comparison.compare`."""
    old, new = before.profile, after.profile
    yield from _secret(before.secret, after.secret, same_key=same_key)
    yield from _app(old, new, same_key=same_key)
    if same_key:
        yield from _texts(old, new)
        yield from _lists(old, new)
    yield from _connection(old, new, same_key=same_key)
    yield from _answers(old, new)
    yield from _people(before.bindings, after.bindings)
    yield from _facts(before, after)
    programs = before.system.get("program", ""), after.system.get("program", "")
    if all(programs) and programs[0] != programs[1]:
        yield _change(ChangeKind.PROGRAM, before=programs[0], after=programs[1])


def without_port(profile: Profile, text: str) -> str:
    """A text without the address of the practice tenant that the profile is of."""
    netloc = (profile.base_url or "").partition("//")[2]
    return text.replace(netloc, TENANT) if netloc else text


def _change(kind: ChangeKind, **values: object) -> Change:
    return Change(kind=kind, values=values)


def _secret(before: SecretSeen, after: SecretSeen, *, same_key: bool) -> Iterator[Change]:
    if before.given and not after.given:
        yield _change(ChangeKind.SECRET, case="gone")
    elif after.given and not before.given:
        yield _change(ChangeKind.SECRET, case="given")
    elif same_key and before.mark and after.mark and before.mark != after.mark:
        yield _change(ChangeKind.SECRET, case="other")


def _app(old: Profile, new: Profile, *, same_key: bool) -> Iterator[Change]:
    fields = ("edition", *(IDS if same_key else ()))
    yield from _fields(ChangeKind.APP, fields, old, new)
    # A practice tenant moves with each start; elsewhere another address is another tenant, unless
    # they are files of two profiles, which say so by themselves.
    if same_key and old.edition != "practice" and new.edition != "practice":
        yield from _fields(ChangeKind.APP, ("base_url",), old, new)


def _texts(old: Profile, new: Profile) -> Iterator[Change]:
    for kind, field in ((ChangeKind.DOMAIN, "domain"), (ChangeKind.HOMEPAGE, "homepage")):
        texts = [without_port(of, getattr(of, field).strip()) for of in (old, new)]
        if texts[0] != texts[1]:
            yield _change(kind, before=texts[0], after=texts[1])


def _lists(old: Profile, new: Profile) -> Iterator[Change]:
    pasted = _allowlist(old.pasted_addresses), _allowlist(new.pasted_addresses)
    yield from _entries(ChangeKind.ADDRESSES, *pasted, field="pasted_addresses")
    private = _private(old.private_addresses), _private(new.private_addresses)
    yield from _entries(ChangeKind.ADDRESSES, *private, field="private_addresses")
    urls = _urls(old.pasted_redirect_urls), _urls(new.pasted_redirect_urls)
    yield from _entries(ChangeKind.REDIRECT_URLS, *urls)


def _allowlist(text: str) -> dict[str, None]:
    """Its entries, also those nobody can use; how they were joined or came twice is no matter."""
    seen = compare_addresses((), text)
    return dict.fromkeys((*seen.extra, *(remark.entry for remark in seen.unusable)))


def _private(text: str) -> dict[str, None]:
    return dict.fromkeys(plain_text(entry) for entry in split_list(text))


def _urls(text: str) -> dict[str, None]:
    return dict.fromkeys(compare_redirect_urls((), text).extra)


def _entries(
    kind: ChangeKind, old: Mapping[str, None], new: Mapping[str, None], **values: object
) -> Iterator[Change]:
    gone = [entry for entry in old if entry not in new]
    come = [entry for entry in new if entry not in old]
    if gone or come:
        yield _change(kind, gone=gone, new=come, **values)


def _connection(old: Profile, new: Profile, *, same_key: bool) -> Iterator[Change]:
    if same_key:
        yield from _fields(ChangeKind.CONNECTION, ("proxy", "ca_file"), old, new)
        return
    for field in ("proxy", "ca_file"):
        ways = [None if (way := getattr(of, field)) is None else bool(way) for of in (old, new)]
        if ways[0] is not ways[1]:
            values = {"before": getattr(old, field), "after": getattr(new, field)}
            yield _change(ChangeKind.CONNECTION, field=field, **values)


def _fields(
    kind: ChangeKind, fields: Iterable[str], old: Profile, new: Profile
) -> Iterator[Change]:
    for field in fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield _change(kind, field=field, before=before, after=after)


def _answers(old: Profile, new: Profile) -> Iterator[Change]:
    for question in dict.fromkeys((*old.answers, *new.answers)):
        before, after = (_said(of, question) for of in (old, new))
        if before != after:
            weight = Weight.BETTER if after == "yes" else Weight.WORSE
            values = {"question": question, "before": before, "after": after}
            yield Change(kind=ChangeKind.ANSWER, values=values, weight=weight)


def _said(profile: Profile, question: str) -> str:
    answer = profile.answers.get(question)
    return "" if answer is None else "yes" if answer.yes else "no"


def _people(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[Change]:
    old, new = _summed_up(before), _summed_up(after)
    if old == new:
        return
    values = {"before": old, "after": new}
    yield Change(kind=ChangeKind.PEOPLE, values=values, weight=_weight_of(old, new))


def _weight_of(old: Mapping[str, int], new: Mapping[str, int]) -> Weight:
    """Whether people lost their binding or got it; who has only just come in is neither."""
    left = max(old["total"] - new["total"], 0)
    lost = old["bound"] - new["bound"] > left or any(new[one] > old[one] for one in NOT_TRUE)
    if old["total"] and lost:
        return Weight.WORSE
    gained = any(new[one] < old[one] for one in ("open", *NOT_TRUE))
    return Weight.BETTER if gained and not left else Weight.OTHER


def _summed_up(bindings: Mapping[str, int]) -> dict[str, int]:
    """Counts as the check of the bindings has them."""
    total = sum(count for state, count in bindings.items() if state not in BESIDE)
    bound, drifted, unproved = (bindings.get(name, 0) for name in ("bound", "drifted", "unproved"))
    counts = {"total": total, "bound": bound, "open": total - bound}
    return counts | {"drifted": drifted, "unproved": unproved}


def _facts(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    if before.facts.digest != after.facts.digest:
        dates = {"before": str(before.facts.date), "after": str(after.facts.date)}
        yield _change(ChangeKind.FACTS, **dates, own=after.facts.own)
