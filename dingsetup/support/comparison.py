"""Compares two snapshots of a set-up: what changed, and which change explains what is wrong now."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from dingsetup.checks.blocking import THIS_COMPUTER, TOKEN
from dingsetup.findings import Finding, Kind, first_cause
from dingsetup.support.changes import Change, ChangeKind, Comparison, Weight
from dingsetup.support.finding_changes import found_changes
from dingsetup.support.profile_changes import set_changes
from dingsetup.support.values import Snapshot

Explains = Callable[[Change, Finding], bool]

TOKEN_KINDS = frozenset(
    {Kind.BAD_SECRET, Kind.TOKEN_INVALID, Kind.TOKEN_EXPIRED, Kind.TOKEN_MISSING}
)
"""What another secret or app comes to; a disabled app or organisation is none of these."""


def compare(before: Snapshot, after: Snapshot, *, same_key: bool = True) -> Comparison:
    """Tell what changed, in the order it should be read.

    First what explains the finding that must be mended first, where that finding is new; then what
    got worse, then other changes, then what got better. Without `same_key` (two bundles whose
    pseudonyms were made with different keys) nothing that rests on pseudonyms is compared.
    """
    of_profile = list(set_changes(before, after, same_key=same_key))
    answered = [str(c.values["question"]) for c in of_profile if c.kind is ChangeKind.ANSWER]
    of_findings = found_changes(before, after, same_key=same_key, answered=answered)
    changes = [*of_profile, *of_findings]
    cause = _cause(changes, after)
    if cause is not None:
        changes.remove(cause)
        cause = msgspec.structs.replace(cause, weight=Weight.CAUSE)
        changes.insert(0, cause)
    ordered = sorted(changes, key=lambda change: change.weight, reverse=True)
    return Comparison(changes=tuple(ordered), cause=cause)


def _cause(changes: list[Change], after: Snapshot) -> Change | None:
    """The change that explains the first cause; that the finding is new, where nothing does."""
    first = first_cause(after.plain_findings)
    if first is None:
        # Of what all wait for, nobody may have looked at the step.
        return next((c for c in changes if _blocks(c)), None)
    if not _is_new(first, changes):
        return None
    explaining = (change for change in changes if _explains(change, first))
    own = (change for change in changes if change.key == first.key)
    waiting = (c for c in changes if first.key in c.values.get("keys", ()))
    return next((change for found in (explaining, own, waiting) for change in found), None)


def _blocks(change: Change) -> bool:
    return change.kind is ChangeKind.WAITING and change.weight is Weight.WORSE


def _is_new(finding: Finding, changes: Iterable[Change]) -> bool:
    """Whether it is not as it was, whoever tells it."""
    told = set(_keys(changes))
    return finding.key in told or str(finding.kind) in told


def _keys(changes: Iterable[Change]) -> Iterator[str]:
    """Findings by their key, questions by their kind."""
    for change in changes:
        yield change.key
        yield from change.values.get("keys", ())
        yield change.values.get("question", "")


def _explains(change: Change, finding: Finding) -> bool:
    if change.weight is Weight.BETTER:
        return False
    if change.kind is ChangeKind.ANSWER:
        return change.values["question"] == finding.kind
    explains = EXPLAINED_BY.get((change.kind, finding.step))
    return explains is not None and explains(change, finding)


def _of_secret(change: Change, finding: Finding) -> bool:
    if finding.key == "credentials/client_secret":
        return True
    return finding.key == TOKEN and finding.kind in TOKEN_KINDS


def _of_app(change: Change, finding: Finding) -> bool:
    """Another AppKey is another app: its CorpId and AgentId are others too."""
    field = change.values["field"]
    if finding.key == TOKEN:
        return field in ("app_key", "base_url") and finding.kind in TOKEN_KINDS
    own = {"credentials/client_id": "app_key"}.get(finding.key, finding.key.partition("/")[2])
    return field == own or (own in ("corp_id", "agent_id") and field == "app_key")


def _of_app_elsewhere(change: Change, finding: Finding) -> bool:
    """Another app has permissions, a range and a publication of its own."""
    return change.values["field"] in ("app_key", "agent_id", "base_url")


def _of_addresses(change: Change, finding: Finding) -> bool:
    """Whether an entry that is missing now was there before, or others are needed."""
    if finding.key != "security/addresses":
        return False
    missing = finding.values.get("missing", ())
    of_servers = change.values["field"] == "private_addresses"
    return of_servers or not missing or any(_covers(e, missing) for e in change.values["gone"])


def _covers(entry: str, missing: Iterable[str]) -> bool:
    """A wildcard stands for one octet, whichever it is."""
    if "*" not in entry:
        return entry in missing
    parts = entry.split(".")
    return any(
        len(parts) == len(octets := str(address).split("."))
        and all(part in ("*", octet) for part, octet in zip(parts, octets, strict=True))
        for address in missing
    )


def _of_redirect_urls(change: Change, finding: Finding) -> bool:
    """Whether a URL that is missing now was there before."""
    missing = finding.values.get("missing", ())
    gone = change.values.get("gone", ())
    return finding.key == "security/redirect_urls" and any(url in missing for url in gone)


def _of_lists(change: Change, finding: Finding) -> bool:
    return finding.key in ("security/addresses", "security/redirect_urls")


def _of_domain(change: Change, finding: Finding) -> bool:
    """A private deployment's redirect URLs are on its own domain."""
    return finding.key == "security/redirect_urls"


def _of_this_computer(change: Change, finding: Finding) -> bool:
    """Another proxy has another address towards DingTalk."""
    return finding.key == THIS_COMPUTER


def _always(change: Change, finding: Finding) -> bool:
    return True


EXPLAINED_BY: Mapping[tuple[ChangeKind, str], Explains] = {
    (ChangeKind.SECRET, "credentials"): _of_secret,
    (ChangeKind.APP, "credentials"): _of_app,
    (ChangeKind.APP, "permissions"): _of_app_elsewhere,
    (ChangeKind.APP, "publication"): _of_app_elsewhere,
    (ChangeKind.ADDRESSES, "security"): _of_addresses,
    (ChangeKind.REDIRECT_URLS, "security"): _of_redirect_urls,
    (ChangeKind.DOMAIN, "security"): _of_domain,
    (ChangeKind.FACTS, "security"): _of_lists,
    (ChangeKind.FACTS, "permissions"): _always,
    (ChangeKind.CONNECTION, "security"): _of_this_computer,
    (ChangeKind.CONNECTION, "network"): _always,
    (ChangeKind.HOMEPAGE, "mobile"): _always,
    (ChangeKind.DOMAIN, "mobile"): _always,
}
"""Which changes may explain a finding of which step, and when; the first told is taken."""
